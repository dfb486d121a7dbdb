"""Stochastic pooling drawn again and again: how often each tap comes up, and what the draws average to."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pooling.apply import pool
from pooling.placement import Global

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Draws:
    """`values` (count,) in the order in which they were drawn from `taps` (n,).

    `probabilities` and `shares` (n,): how often each tap is expected to come up, and how often it did.
    """

    taps: Floats
    values: NDArray[Any]
    probabilities: Floats
    shares: Floats
    expected: float

    @property
    def averages(self) -> Floats:
        """The average of the first 1, 2, 3, ... draws, (count,)."""
        averages: Floats = np.cumsum(self.values, dtype=np.float64) / np.arange(1, len(self.values) + 1)
        return averages


def draw(taps: ArrayLike, count: int, seed: int) -> Draws:
    """Draw `count` times from one window of finite taps (n,), as pool(..., type="stochastic", seed=seed) would.

    ValueError for no taps, taps that are not finite, or a count below 1 (Zeiler and Fergus, 2013).
    """
    window = np.asarray(taps, np.float64).ravel()
    if not window.size or not np.isfinite(window).all():
        raise ValueError(f"taps must be finite, and at least one, got {window}")
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    whole = Global(rank=1)
    drawn = pool(np.broadcast_to(window, (count, window.size)), whole, type="stochastic", seed=seed)
    assert drawn.switches is not None
    positive = np.maximum(window, 0)
    weights = positive if positive.any() else np.ones_like(window)
    shares = np.bincount(drawn.switches.ravel(), minlength=window.size) / count
    expected = float(pool(window, whole, type="stochastic").values[0])
    return Draws(window, drawn.values.ravel(), weights / weights.sum(), shares, expected)
