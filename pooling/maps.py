"""What of a picture is pooled: pixels, one channel of them, or a filter's answers; and how that is drawn."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pooling import images
from pooling.samples.filters import FILTERS, relu, respond

Map = NDArray[Any]  # (H, W), or (3, H, W) in colour: channels first, as pool() wants them

CHANNELS = ("red", "green", "blue")
KINDS = ("colour", "grey", *CHANNELS, *FILTERS)


@dataclass(frozen=True)
class Scale:
    """The values that are drawn in the first and in the last colour of a scale (see images.colour_scale)."""

    low: float
    high: float
    name: str

    def holding(self, values: Map) -> "Scale":
        """The same scale, reaching further where the values do."""
        low, high = float(values.min()), float(values.max())
        slack = 1e-6 * (self.high - self.low)  # an average of equal numbers may differ from them in the last bit
        return Scale(
            low if low < self.low - slack else self.low,
            high if high > self.high + slack else self.high,
            self.name,
        )


def kinds(picture: images.Picture) -> tuple[str, ...]:
    """What can be shown of a picture: a grey one has no channels."""
    return KINDS if picture.ndim == 3 else tuple(kind for kind in KINDS if kind in ("grey", *FILTERS))


def of(picture: images.Picture, kind: str) -> Map:
    """The map to be pooled: uint8 for pixels, float32 of at least 0 (after ReLU) for a filter's answers.

    Raises ValueError for a kind that this picture does not have.
    """
    if kind not in kinds(picture):
        raise ValueError(f"kind must be one of {', '.join(kinds(picture))}, got {kind!r}")
    if kind in FILTERS:
        return relu(respond(picture, kind))
    if kind == "grey":
        return np.rint(images.grey(picture)).astype(np.uint8)
    planes = np.ascontiguousarray(np.moveaxis(picture, -1, 0))
    return planes if kind == "colour" else planes[CHANNELS.index(kind)]


def scale(map: Map, kind: str) -> Scale:
    """Pixels from 0 to 255 as they are; answers from 0 to the strongest, in viridis."""
    if kind not in FILTERS:
        return Scale(0, 255, "grey")
    return Scale(0, float(map.max()) or 1.0, "viridis")


def drawn(values: Map, scale: Scale) -> images.Picture:
    """The values as a picture, (H, W) or (H, W, 3)."""
    if values.ndim == 3:
        return images.to_uint8(np.moveaxis(values, 0, -1), scale.low, scale.high)
    if scale.name == "grey":
        return images.to_uint8(values, scale.low, scale.high)
    return images.colour_scale(values, scale.low, scale.high, scale.name)
