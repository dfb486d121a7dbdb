"""A GIF that steps over the windows, each frame with its arithmetic.

All frames share one palette of our making: every colour that is drawn is in it as it is, and what is left of its 256
places goes to the blends that smooth edges are made of. No colour is scattered into others.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pooling import limits
from pooling.apply import Pooled
from pooling.export import raster, reading
from pooling.export.layout import compose
from pooling.export.raster import Tile
from pooling.export.reading import Json
from pooling.export.shapes import Drawing, channels

_MILLISECONDS = 1200  # of one window
_PLACES = 255  # of the palette: one stays free, with which Pillow marks what does not change

Colours = NDArray[np.int64]  # red, green and blue as one number
Indexed = NDArray[np.uint8]  # places in the palette


def gif(what: Pooled | Json, *, dark: bool = False) -> bytes:
    """A scene as a GIF with one frame a window; a Pooled stands for its scene.

    ValueError for more than limits.EXPORT_FRAMES windows, limits.EXPORT_CELLS cells or limits.EXPORT_PIXELS pixels.
    """
    frames = _frames(reading.seen(what), dark)
    laid = [list(raster.tiles(frame, 1)) for frame in frames]
    drawn = {tile: _packed(np.asarray(tile.picture(), np.int64)) for tile in dict.fromkeys(chain.from_iterable(laid))}
    counts = _counted(drawn.values())
    palette = _palette(frames, counts)
    indexed = _indexed(drawn, np.array(sorted(counts)), palette)
    first, *others = (_frame(tiles, indexed, palette, raster.size(frames[0], 1)) for tiles in laid)
    file = io.BytesIO()
    first.save(file, "GIF", save_all=True, append_images=others, duration=_MILLISECONDS, loop=0, optimize=True)
    return file.getvalue()


def _frames(scene: Json, dark: bool) -> list[Drawing]:
    steps = reading.steps(scene)
    if steps > limits.EXPORT_FRAMES:
        raise ValueError(f"a GIF steps over at most {limits.EXPORT_FRAMES} windows, got {steps}")
    drawings = [compose({**scene, "step": step}, dark=dark, moving=True) for step in range(steps)]
    width, height = (max(getattr(one, side) for one in drawings) for side in ("width", "height"))
    return [replace(one, width=width, height=height) for one in drawings]


def _packed(rgb: Colours) -> Colours:
    packed: Colours = rgb[..., 0] << 16 | rgb[..., 1] << 8 | rgb[..., 2]
    return packed


def _counted(drawn: Iterable[Colours]) -> Counter[int]:
    """How many pixels have each colour."""
    found: Counter[int] = Counter()
    for tile in drawn:
        colours, counts = np.unique(tile, return_counts=True)
        found.update(dict(zip(colours.tolist(), counts.tolist(), strict=True)))
    return found


def _palette(frames: list[Drawing], counts: Counter[int]) -> Colours:
    """The colours that are drawn, then the most frequent blends, at most _PLACES."""
    flat = dict.fromkeys(colour for frame in frames for colour in _flat(frame))
    exact = [int(_packed(np.array(channels(colour)))) for colour in flat]
    return np.array(list(dict.fromkeys([*exact, *(colour for colour, _ in counts.most_common())]))[:_PLACES])


def _flat(frame: Drawing) -> Iterator[str]:
    yield frame.ground
    for shape in frame.shapes:
        found = (getattr(shape, name, "") for name in ("colour", "fill", "stroke", "halo"))
        yield from (colour for colour in found if colour)


def _indexed(drawn: dict[Tile, Colours], colours: Colours, palette: Colours) -> dict[Tile, Indexed]:
    """Each pixel's place in the palette: that of its colour, or of the nearest where it is not there.

    `colours` are all that there are, in order.
    """
    gaps = [((_channels(part)[:, None] - _channels(palette)) ** 2).sum(axis=-1) for part in np.array_split(colours, 16)]
    places = np.concatenate([gap.argmin(axis=1) for gap in gaps]).astype(np.uint8)
    return {tile: places[np.searchsorted(colours, pixels)] for tile, pixels in drawn.items()}


def _frame(tiles: list[Tile], indexed: dict[Tile, Indexed], palette: Colours, size: tuple[int, int]) -> Image.Image:
    frame = Image.new("P", size)
    for tile in tiles:
        frame.paste(Image.fromarray(indexed[tile], "P"), tile.corner)
    frame.putpalette(_channels(palette).astype(np.uint8).tobytes())
    return frame


def _channels(colours: Colours) -> Colours:
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=-1)
