"""An original cheetah's face, drawn by code: a picture whose tear lines a filter really finds.

The head is drawn once, large, on a clear layer; each call moves, turns and tilts that layer with one
perspective matrix and lays it on a background that is computed pixel by pixel, so that no motion uncovers an
empty border. Coordinates are (column, row) in units of the picture's side; (0.5, 0.5) is the centre.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pooling import limits
from pooling.samples import _paint
from pooling.samples._brush import LEFT, TOP, Point, smooth
from pooling.samples.posing import Pose, exposed

Floats = NDArray[np.float64]

_OVERSAMPLED = 3

_SKY_HIGH, _SKY_LOW = (188, 219, 226), (248, 238, 212)
_LAND_FAR, _LAND_NEAR = (228, 210, 150), (205, 182, 112)
_HORIZON = 0.66


def cheetah(
    size: int = 256,
    *,
    shift: Point = (0.0, 0.0),
    rotation: float = 0.0,
    tilt: float = 0.0,
    shear: float = 0.0,
    scale: float = 1.0,
    brightness: float = 1.0,
    noise: float = 0.0,
    seed: int = 0,
) -> NDArray[np.uint8]:
    """The drawn cheetah, uint8 (size, size, 3), posed as `posing.Pose` says and exposed as `posing.exposed` says.

    It is drawn anew in its pose, not resampled. Raises ValueError for a value out of its range, which the message
    names; a shift goes up to a quarter of the size.
    """
    _check(size, shift)
    back = Pose(shift, rotation, tilt, shear, scale).backward(size)
    per_unit = _OVERSAMPLED * (256 if size <= 256 else 512)
    fine = _OVERSAMPLED * size
    onto_layer = np.array([[per_unit, 0, -LEFT * per_unit], [0, per_unit, -TOP * per_unit], [0, 0, 1]])
    matrix = onto_layer @ back @ np.diag([1 / fine, 1 / fine, 1])
    layer = _layer(per_unit).transform(
        (fine, fine),
        Image.Transform.PERSPECTIVE,
        (matrix / matrix[2, 2]).ravel()[:8],
        Image.Resampling.BILINEAR,
    )
    head = np.asarray(layer.reduce(_OVERSAMPLED), np.float32)
    clear = 1 - head[..., 3:] / 255
    drawn = np.rint(np.clip(head[..., :3] + clear * _background(size, back), 0, 255)).astype(np.uint8)
    return exposed(drawn, brightness, noise, seed)


def tear_lines(size: int = 256) -> tuple[Floats, Floats]:
    """The left and right tear line of cheetah(size), each float64 (points, 2) of (row, column) in pixels."""
    right = smooth(_paint.TEAR)[:, ::-1] * size - 0.5
    left = right * [1, -1] + [0, size - 1]
    return left, right


def _check(size: int, shift: Point) -> None:
    if not 16 <= size <= limits.PICTURE_WORKING_SIDE:
        raise ValueError(f"size must be from 16 to {limits.PICTURE_WORKING_SIDE}, got {size}")
    if not all(abs(step) <= size / 4 for step in shift):
        raise ValueError(f"shift must be at most a quarter of the size, {size / 4:g} pixels, got {shift}")


def _background(size: int, back: Floats) -> NDArray[np.float32]:
    """Pale sky over dry grass with a soft horizon, defined for the whole plane."""
    at = (np.arange(size) + 0.5) / size
    across, down, depth = np.tensordot(back, np.stack([*np.meshgrid(at, at), np.ones((size, size))]), 1)
    column, row = across / depth, down / depth
    hill = _HORIZON + 0.03 * np.sin(4.2 * column + 0.6)
    land = 1 / (1 + np.exp(np.clip((hill - row) / 0.006, -50, 50)))
    sky = _blend(_SKY_HIGH, _SKY_LOW, row / _HORIZON)
    grass = _blend(_LAND_FAR, _LAND_NEAR, (row - _HORIZON) / 0.4)
    return np.asarray(sky + land[..., None] * (grass - sky), np.float32)


def _blend(start: tuple[int, int, int], end: tuple[int, int, int], share: Floats) -> Floats:
    channels = [np.interp(share, (0, 1), pair) for pair in zip(start, end, strict=True)]
    return np.stack(channels, axis=-1)


@lru_cache(maxsize=2)
def _layer(per_unit: int) -> Image.Image:
    # Colours multiplied by alpha (mode RGBa): resampling then leaves no fringe around the head.
    return _paint.head(per_unit).convert("RGBa")
