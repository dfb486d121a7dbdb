"""Drawn volumes, one whole number from 0 to 9 a cell: what 3D pooling is tried on."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pooling import limits

Volume = NDArray[np.float64]
Point = tuple[float, float, float]

SMALLEST = 8
# (value, centre, half axes) in (slice, row, column), the volume reaching from -1 to 1: later ones cover earlier ones.
_HEAD: tuple[tuple[int, Point, Point], ...] = (
    (5, (-0.05, 0.86, 0.0), (0.24, 0.13, 0.13)),  # the nose
    (5, (0.0, -0.05, 0.0), (0.97, 0.88, 0.74)),  # the skin
    (8, (0.0, -0.05, 0.0), (0.90, 0.81, 0.67)),  # the skull
    (3, (0.0, -0.05, 0.0), (0.80, 0.71, 0.57)),  # the brain
    (1, (0.05, -0.05, -0.17), (0.30, 0.36, 0.09)),  # its two hollows
    (1, (0.05, -0.05, 0.17), (0.30, 0.36, 0.09)),
    (9, (0.12, 0.34, 0.30), (0.16, 0.16, 0.16)),  # a large inclusion
    (7, (0.0, -0.4375, -0.3125), (0.09, 0.09, 0.09)),  # a small one, two cells wide
)
_TURNS, _TUBE = 2.0, 0.13  # of the coil: how often it winds, how thick it is


@dataclass(frozen=True)
class VolumeSample:
    """A volume: its label, what a screen reader says of it, and `make(side)`."""

    label: str
    alt: str
    make: Callable[[int], Volume]


def head(side: int = 32) -> Volume:
    """A head of nested ellipsoids with two inclusions, float64 (side, side, side); 0 is air, slice 0 the neck's.

    ValueError for a side below SMALLEST or above limits.VOLUME_SIDE; the same for every volume here.
    """
    place = _places(side)
    volume = np.zeros((side,) * 3)
    for value, centre, half in _HEAD:
        inside = sum(((at - middle) / reach) ** 2 for at, middle, reach in zip(place, centre, half, strict=True)) <= 1
        volume[inside] = value
    return volume


def coil(side: int = 32) -> Volume:
    """A tube wound twice around the middle, float64 (side, side, side): 2 at its foot, 9 at its head, 0 beside it."""
    up, row, column = _places(side)
    volume = np.zeros((side,) * 3)
    for share in np.linspace(0, 1, 24 * side):
        angle = 2 * np.pi * _TURNS * share
        height, across = 1.6 * share - 0.8, (0.62 * np.sin(angle), 0.62 * np.cos(angle))
        near = (up - height) ** 2 + (row - across[0]) ** 2 + (column - across[1]) ** 2 <= _TUBE**2
        volume[near] = np.rint(2 + 7 * share)
    return volume


def _places(side: int) -> list[Volume]:
    """Return where each cell's middle lies along each axis, from -1 to 1."""
    if not SMALLEST <= side <= limits.VOLUME_SIDE:
        raise ValueError(f"side must be from {SMALLEST} to {limits.VOLUME_SIDE}, got {side}")
    at = (np.arange(side) + 0.5) / side * 2 - 1
    return list(np.meshgrid(at, at, at, indexing="ij"))


VOLUMES = {
    "head": VolumeSample(
        "A head", "A drawn head: skin, skull, brain, two hollows, a large and a small inclusion", head
    ),
    "coil": VolumeSample("A coil", "A thin tube, wound twice around the middle", coil),
}
