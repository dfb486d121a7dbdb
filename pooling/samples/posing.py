"""How a picture is posed: moved, turned, tilted, sheared, scaled, and exposed in another light with noise.

Positions are (column, row) in units of the picture's longer side, (0.5, 0.5) its middle.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pooling.samples._brush import Point

Floats = NDArray[np.float64]
Picture = NDArray[np.uint8]

_CAMERA = 2.5  # distance of the eye that sees the tilt, in sides of the picture


@dataclass(frozen=True)
class Pose:
    """How a picture is posed, checked when built: ValueError for a value out of its range, which the message names.

    shift is (rows, columns) in pixels, fractions allowed; rotation in degrees, counter-clockwise; tilt in degrees
    about the vertical axis, in perspective (above 0 the right side goes back); shear in degrees, by which upright
    lines lean to the right; scale a factor.
    """

    shift: Point = (0.0, 0.0)
    rotation: float = 0.0
    tilt: float = 0.0
    shear: float = 0.0
    scale: float = 1.0

    def __post_init__(self) -> None:
        if not all(math.isfinite(step) for step in self.shift):
            raise ValueError(f"shift must be two finite numbers of pixels, got {self.shift}")
        if not abs(self.rotation) <= 360:
            raise ValueError(f"rotation must be from -360 to 360 degrees, got {self.rotation}")
        for name, angle in (("tilt", self.tilt), ("shear", self.shear)):
            if not abs(angle) <= 60:
                raise ValueError(f"{name} must be from -60 to 60 degrees, got {angle}")
        if not 0.6 <= self.scale <= 2:
            raise ValueError(f"scale must be from 0.6 to 2, got {self.scale}")

    def backward(self, side: int) -> Floats:
        """The homography from the posed picture, in units of `side` pixels, back to the picture."""
        turn, lean = math.radians(self.rotation), math.radians(self.tilt)
        to_centre = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]])
        sheared = np.array([[1, -math.tan(math.radians(self.shear)), 0], [0, 1, 0], [0, 0, 1]])
        # A point x to the right of the middle lies x sin(tilt) deeper, so the camera sees it that much smaller.
        across, deeper = self.scale * math.cos(lean), self.scale * math.sin(lean) / _CAMERA
        tilted = np.array([[across, 0, 0], [0, self.scale, 0], [deeper, 0, 1]])
        rotated = np.array([[math.cos(turn), math.sin(turn), 0], [-math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
        placed = np.array([[1, 0, 0.5 + self.shift[1] / side], [0, 1, 0.5 + self.shift[0] / side], [0, 0, 1]])
        back: Floats = np.linalg.inv(placed @ rotated @ tilted @ sheared @ to_centre)
        return back


def posed(picture: Picture, pose: Pose) -> Picture:
    """A picture (H, W) or (H, W, 3) in a pose: uint8 of the same shape, bilinear, mirrored beyond its borders.

    The pose that changes nothing gives the very picture.
    """
    height, width = picture.shape[:2]
    side = max(height, width)
    rows, columns = np.mgrid[:height, :width]
    at = np.stack(
        [(columns + 0.5 - width / 2) / side + 0.5, (rows + 0.5 - height / 2) / side + 0.5, np.ones_like(rows)]
    )
    across, down, depth = np.tensordot(pose.backward(side), at, 1)
    from_column = (across / depth - 0.5) * side + width / 2 - 0.5
    from_row = (down / depth - 0.5) * side + height / 2 - 0.5
    return _sampled(picture, from_row, from_column)


def exposed(picture: Picture, brightness: float = 1.0, noise: float = 0.0, seed: int = 0) -> Picture:
    """A picture with its pixels times `brightness`, plus normal noise of that standard deviation in grey levels.

    uint8 of the same shape; all channels of a pixel get the same noise, and the same seed gives the same. What leaves
    0..255 is cut. Raises ValueError for a brightness outside 0.25..2, noise outside 0..64 and a seed below 0.
    """
    if not 0.25 <= brightness <= 2:
        raise ValueError(f"brightness must be from 0.25 to 2, got {brightness}")
    if not 0 <= noise <= 64:
        raise ValueError(f"noise must be from 0 to 64 grey levels, got {noise}")
    if seed < 0:
        raise ValueError(f"seed must be at least 0, got {seed}")
    grains = np.random.default_rng(seed).normal(0, noise, picture.shape[:2]) if noise else np.zeros(picture.shape[:2])
    lit = picture * np.float64(brightness) + (grains[..., None] if picture.ndim == 3 else grains)
    return np.rint(np.clip(lit, 0, 255)).astype(np.uint8)


def squared(picture: Picture, side: int = 256) -> Picture:
    """The middle square of a picture (H, W) or (H, W, 3), resampled to side x side pixels."""
    height, width = picture.shape[:2]
    cut = min(height, width)
    top, left = (height - cut) // 2, (width - cut) // 2
    middle = Image.fromarray(np.ascontiguousarray(picture[top : top + cut, left : left + cut]))
    return np.asarray(middle.resize((side, side), Image.Resampling.LANCZOS))


def _sampled(picture: Picture, rows: Floats, columns: Floats) -> Picture:
    """Bilinear values at fractional (row, column), each (H, W)."""
    top, left = np.floor(rows), np.floor(columns)
    down, right = rows - top, columns - left
    if picture.ndim == 3:
        down, right = down[..., None], right[..., None]
    near_rows = [_mirrored(top + step, picture.shape[0]) for step in (0, 1)]
    near_columns = [_mirrored(left + step, picture.shape[1]) for step in (0, 1)]
    upper, lower = (
        picture[row, near_columns[0]] * (1 - right) + picture[row, near_columns[1]] * right for row in near_rows
    )
    return np.rint(upper * (1 - down) + lower * down).astype(np.uint8)


def _mirrored(places: Floats, size: int) -> NDArray[np.intp]:
    """Indices within 0..size-1: a place beyond a border is the one that lies as far before it."""
    around = np.mod(places, 2 * size).astype(np.intp)
    return np.minimum(around, 2 * size - 1 - around)
