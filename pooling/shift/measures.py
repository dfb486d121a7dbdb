"""Measures of what a shift of the input does to a pooled map."""

import math
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Map = NDArray[Any]


def unchanged_share(a: ArrayLike, b: ArrayLike, tolerance: float = 0.0) -> float:
    """The share, 0..1, of the cells in which two maps of one shape agree within 'tolerance' (absolute).

    NaN agrees with NaN, an infinity with itself. Raises ValueError for shapes that differ and for empty maps.
    """
    left, right = _alike(a, b)
    if not tolerance >= 0:
        raise ValueError(f"tolerance must be at least 0, got {tolerance}")
    same = (left == right) | (np.isnan(left) & np.isnan(right))
    with np.errstate(invalid="ignore"):  # inf - inf; these cells are decided already
        return float(np.mean(same | (np.abs(left - right) <= tolerance)))


class Stability(NamedTuple):
    """How many cells of a pair of maps answer at all, and how many of those stayed as they were."""

    unchanged: int
    active: int

    @property
    def share(self) -> float:
        """The share, 0..1, of the active cells that are unchanged; NaN where no cell answers."""
        return self.unchanged / self.active if self.active else math.nan


def stability(a: ArrayLike, b: ArrayLike, tolerance: float = 0.05, quiet: float = 0.1) -> Stability:
    """Count the cells of two maps of one shape that agree, leaving out those in which both are quiet.

    Both limits are shares of the largest magnitude in either map, so that a dim map is not flattered: a cell
    is active above `quiet` of it in a or b, and unchanged if a and b differ by at most `tolerance` of it.
    Raises ValueError for shapes that differ, empty maps, values that are not finite and limits below 0.
    """
    left, right = _alike(a, b)
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        raise ValueError("both maps must be finite")
    if not (tolerance >= 0 and quiet >= 0):
        raise ValueError(f"tolerance and quiet must be at least 0, got {tolerance} and {quiet}")
    magnitude = np.maximum(np.abs(left), np.abs(right))
    largest = magnitude.max()
    active = magnitude > quiet * largest
    same = np.abs(left - right) <= tolerance * largest
    return Stability(int(np.sum(same & active)), int(np.sum(active)))


def cosine_similarity(a: ArrayLike, b: ArrayLike) -> float:
    """The cosine, -1..1, of the angle between two maps of one shape, each read as one long vector.

    Two maps of zeros count as alike (1), one map of zeros and another as unlike (0). NaN where a map holds a
    value that is not finite. Raises ValueError for shapes that differ and for empty maps.
    """
    maps = _alike(a, b)
    if not np.isfinite(maps).all():
        return math.nan
    left, right = (side.ravel() / (np.abs(side).max() or 1) for side in maps)  # or the squares may overflow
    lengths = float(np.linalg.norm(left) * np.linalg.norm(right))
    if lengths == 0:
        return float(not left.any() and not right.any())
    return float(np.clip(left @ right / lengths, -1, 1))


def total_variation(values: ArrayLike) -> float:
    """How far values (steps,) or maps (steps, ...) travel along a path: the sum of |difference| from step to step.

    At least 0; 0 for a path on which nothing changes, and for a single step. NaN where a value is not finite.
    Raises ValueError for no values. The discrete total variation of a function (Jordan, 1881).
    """
    path = np.asarray(values, np.float64)
    if path.ndim == 0 or path.size == 0:
        raise ValueError(f"values must be at least one value along a path, got shape {path.shape}")
    return float(np.abs(np.diff(path, axis=0)).sum()) if np.isfinite(path).all() else math.nan


class Motion(NamedTuple):
    """How far a map is from being a moved copy of another, and by how many (rows, columns) it then moved."""

    error: float
    roll: tuple[int, int]


def equivariance(a: ArrayLike, b: ArrayLike) -> Motion:
    """Whether b is only a moved: the distance from b to the nearest circular roll of a, both maps (H, W).

    The error is |roll(a) - b| / sqrt(|a|^2 + |b|^2): 0 where b is a roll of a, 1 where they have nothing in common;
    more, up to sqrt(2), only with negative values. NaN where a value is not finite. Of equal rolls the shortest wins.
    Raises ValueError for shapes that differ, empty maps and other than two axes.
    """
    left, right = _alike(a, b)
    if left.ndim != 2:
        raise ValueError(f"equivariance compares maps of two axes, got shape {left.shape}")
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return Motion(math.nan, (0, 0))
    largest = max(np.abs(left).max(), np.abs(right).max()) or 1.0
    left, right = left / largest, right / largest
    roll = nearest_roll(left[None], right[None])[0]
    length = math.sqrt(float(np.sum(left**2 + right**2)))
    apart = float(np.linalg.norm(np.roll(left, roll, (0, 1)) - right))
    return Motion(apart / length if length else 0.0, roll)


def nearest_roll(a: _Map, b: _Map) -> list[tuple[int, int]]:
    """Of all circular rolls (rows, columns) of each map of a (n, H, W), the one that lies nearest to its map of b.

    a may also be a single map (1, H, W). The cross-correlation theorem: one product in place of H * W rolls.
    """
    height, width = a.shape[-2:]
    spectra = np.conj(np.fft.rfft2(a)) * np.fft.rfft2(b)
    alike = np.fft.irfft2(spectra, s=(height, width))
    rows, columns = (np.minimum(np.arange(size), size - np.arange(size)) for size in (height, width))
    # The transform rounds: among rolls that are equally good but for that, the shortest is meant.
    slack = 1e-9 * np.abs(alike).max(axis=(1, 2), keepdims=True) if alike.size else 0
    score = np.where(alike >= alike.max(axis=(1, 2), keepdims=True) - slack, rows[:, None] + columns, height + width)
    places = (np.unravel_index(best, (height, width)) for best in score.reshape(len(score), -1).argmin(axis=1))
    return [(_signed(int(row), height), _signed(int(column), width)) for row, column in places]


def _signed(steps: int, size: int) -> int:
    return steps - size if steps > size // 2 else steps


def moved(map: _Map, shift: tuple[int, int], fill: Literal["zero", "edge"] = "zero") -> _Map:
    """A map (H, W) or (H, W, channels), moved by whole (rows, columns): down and to the right where positive.

    What comes in from outside is 0, or with fill="edge" the nearest border cell. Same shape and dtype.
    Raises TypeError for a shift that is not whole and ValueError for another fill.
    """
    if not all(isinstance(step, int | np.integer) for step in shift):
        raise TypeError(f"shift must be two whole numbers, got {shift}")
    if fill not in ("zero", "edge"):
        raise ValueError(f'fill must be "zero" or "edge", got {fill!r}')
    height, width = map.shape[:2]
    rows, columns = np.arange(height) - shift[0], np.arange(width) - shift[1]
    answer: _Map = map[rows.clip(0, height - 1)[:, None], columns.clip(0, width - 1)]
    if fill == "zero":
        answer[(rows < 0) | (rows >= height)] = 0
        answer[:, (columns < 0) | (columns >= width)] = 0
    return answer


def _alike(a: ArrayLike, b: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    left, right = np.asarray(a, np.float64), np.asarray(b, np.float64)
    if left.shape != right.shape:
        raise ValueError(f"the two maps must have one shape, got {left.shape} and {right.shape}")
    if left.size == 0:
        raise ValueError(f"a map must have at least one cell, got shape {left.shape}")
    return left, right
