"""A map and its pools over many shifts: seven ways to pool, three measures of each, one path along which they flicker.

A convolution's answers move with its picture, so a sweep moves the map itself, by whole cells: what comes in from
outside repeats the border.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pooling.apply import pool
from pooling.placement import Global, Place, Window
from pooling.shift.measures import cosine_similarity, equivariance, nearest_roll, stability

Floats = NDArray[np.float64]
_TOLERANCE, _QUIET = 0.05, 0.1  # as in `stability`


@dataclass(frozen=True)
class Pooler:
    """A way to pool a whole map: its label, its pooling type, and whether one window takes all of it."""

    label: str
    type: str
    whole: bool = False

    def __call__(self, maps: ArrayLike, kernel: int) -> NDArray[np.generic]:
        """Pool maps (..., H, W) with a window of kernel x kernel and a stride as long."""
        place: Place = Global() if self.whole else Window(kernel)
        values: NDArray[np.generic] = pool(maps, place, type=self.type).values
        return values


POOLERS = {
    "max": Pooler("Max", "max"),
    "average": Pooler("Average", "average"),
    "subsample": Pooler("Subsample", "subsample"),
    "blur": Pooler("Blur", "blur"),
    "maxblur": Pooler("MaxBlur", "maxblur"),
    "aps": Pooler("Adaptive polyphase", "aps"),
    "global": Pooler("Global average", "average", whole=True),
}


class Compared(NamedTuple):
    """How a pooled map stands to the one before.

    unchanged: the share of active cells that stayed (`stability`); cosine: `cosine_similarity`; error: how far it is
    from being only moved (`equivariance`).
    """

    unchanged: float
    cosine: float
    error: float


@dataclass(frozen=True, eq=False)
class Sweep:
    """What a pooler makes of a map at each shift: `shifts` (n,) along both axes, the measures float64 (n, n).

    Row i, column j is the shift by shifts[i] down and shifts[j] to the right. `flicker` is how far a cell that
    answers travels, on average, along the path of shifts to the right, in shares of the largest value.
    """

    shifts: NDArray[np.int64]
    unchanged: Floats
    cosine: Floats
    error: Floats
    flicker: float

    def at(self, down: int, right: int) -> Compared:
        """The measures at one shift, NaN for one that the sweep does not reach."""
        reach = int(self.shifts[-1])
        if max(abs(down), abs(right)) > reach:
            return Compared(np.nan, np.nan, np.nan)
        place = down + reach, right + reach
        return Compared(*(float(measure[place]) for measure in (self.unchanged, self.cosine, self.error)))


def compare(before: ArrayLike, now: ArrayLike, pooler: str, kernel: int) -> Compared:
    """Pool two maps (H, W) of one shape and compare what comes out; the pooler is a key of POOLERS."""
    one, other = (_pooler(pooler)(map, kernel) for map in (before, now))
    return Compared(stability(one, other).share, cosine_similarity(one, other), equivariance(one, other).error)


def sweep(map: ArrayLike, pooler: str, kernel: int, reach: int = 8) -> Sweep:
    """Compare a map (H, W) with itself at every shift of -reach..reach cells in both directions, pooled alike.

    ValueError for a pooler that is not in POOLERS, for a map that is not finite, and for a reach below 0 or beyond
    the map.
    """
    values = np.asarray(map)
    pooled = _pooler(pooler)
    if values.ndim != 2 or not np.isfinite(values).all():
        raise ValueError(f"map must be finite and of two axes, got shape {values.shape}")
    if not 0 <= reach <= min(values.shape):
        raise ValueError(f"reach must be from 0 to {min(values.shape)}, got {reach}")
    before = np.asarray(pooled(values, kernel), np.float64)
    rows = [_compared(before, np.asarray(pooled(row, kernel), np.float64)) for row in _moved(values, reach)]
    unchanged, cosine, error, maps = zip(*rows, strict=True)
    path = maps[reach]
    return Sweep(
        np.arange(-reach, reach + 1), np.array(unchanged), np.array(cosine), np.array(error), _flicker(before, path)
    )


def _pooler(name: str) -> Pooler:
    if name not in POOLERS:
        raise ValueError(f"pooler must be one of {', '.join(POOLERS)}, got {name!r}")
    return POOLERS[name]


def _moved(map: NDArray[np.generic], reach: int) -> Iterator[NDArray[np.generic]]:
    """Yield, for each shift down from -reach, the map at all shifts to the right, (shifts, H, W)."""
    height, width = map.shape
    padded = np.pad(map, reach, mode="edge")
    for down in range(2 * reach, -1, -1):
        yield np.stack([padded[down : down + height, right : right + width] for right in range(2 * reach, -1, -1)])


def _compared(before: Floats, now: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The three measures of one map (h, w) against each of now (n, h, w), and now: what `compare` says, at once."""
    largest = np.maximum(np.abs(before).max(), np.abs(now).max(axis=(1, 2), keepdims=True))
    active = np.maximum(np.abs(before), np.abs(now)) > _QUIET * largest
    same = active & (np.abs(now - before) <= _TOLERANCE * largest)
    counts = active.sum(axis=(1, 2))
    unchanged = np.divide(same.sum(axis=(1, 2)), counts, out=np.full(len(now), np.nan), where=counts > 0)
    squares = (before**2).sum(), (now**2).sum(axis=(1, 2))
    inner, lengths = (before * now).sum(axis=(1, 2)), np.sqrt(squares[0] * squares[1])
    both_dark = (squares[0] == 0) & (squares[1] == 0)
    cosine = np.divide(inner, lengths, out=both_dark.astype(np.float64), where=lengths > 0)
    rolled = np.stack([np.roll(before, roll, (0, 1)) for roll in nearest_roll(before[None], now)])
    apart, total = np.sqrt(((rolled - now) ** 2).sum(axis=(1, 2))), np.sqrt(squares[0] + squares[1])
    error = np.divide(apart, total, out=np.zeros(len(now)), where=total > 0)
    return unchanged, np.clip(cosine, -1, 1), error, now


def _flicker(before: Floats, path: Floats) -> float:
    """The mean total variation of the cells that answer somewhere on the path, over the largest magnitude."""
    largest = float(np.abs(path).max(initial=float(np.abs(before).max())))
    active = np.abs(path).max(axis=0) > _QUIET * largest
    if not active.any():
        return 0.0
    return float(np.abs(np.diff(path, axis=0)).sum(axis=0)[active].mean()) / largest
