"""Measures of what a shift of the input does to a pooled map, and the closed forms to check them against."""

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


def impulse_invariance(kernel_size: int, stride: int) -> float:
    """The probability, 0..1, that one bright pixel moved by 1 along an axis leaves the pooled map as it was.

    (s - 1) / s if the stride divides the kernel, else max(0, (s - 2) / s), for a pixel that is anywhere with
    equal chance, far from the border; the same for max and average. Derived here, confirmed by simulation.
    """
    if min(kernel_size, stride) < 1:
        raise ValueError(f"kernel_size and stride must be at least 1, got {kernel_size} and {stride}")
    # Of s positions, those from which the step crosses a window's first or last cell; the two may coincide.
    changes = 1 if kernel_size % stride == 0 else 2
    return max(0, stride - changes) / stride


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
