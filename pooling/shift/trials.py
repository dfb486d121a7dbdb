"""Trials with a seed: an estimate, its 95% confidence interval, and how both settle as trials are added."""

import math
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pooling.shift.chances import Claim, Floats

BLOCK = 100  # trials that are drawn together: a longer run begins with the very trials of a shorter one
LONGEST = 1_000_000
_Z = 1.959963984540054  # the normal distribution's 97.5% quantile


class Interval(NamedTuple):
    """An estimate and its 95% confidence interval low..high, found by `method` in so many trials.

    Of a hundred such intervals, each of a seed of its own, about 95 hold the true value: one in twenty misses it.
    """

    estimate: float
    low: float
    high: float
    trials: int
    method: Literal["Wilson", "normal"]

    @property
    def width(self) -> float:
        """From the lower to the upper end."""
        return self.high - self.low

    def holds(self, value: float) -> bool:
        """Whether the value lies within the interval, but for rounding."""
        slack = 1e-9 * max(1.0, abs(value))
        return self.low - slack <= value <= self.high + slack


def wilson(successes: int, trials: int) -> Interval:
    """The share of successes and its 95% score interval (Wilson, 1927), which never leaves 0..1.

    Raises ValueError for fewer than 1 trial and for successes outside 0..trials.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"successes must be from 0 to at least 1 trial, got {successes} of {trials}")
    share, spread = successes / trials, _Z**2 / trials
    middle = (share + spread / 2) / (1 + spread)
    reach = _Z * math.sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    low = 0.0 if successes == 0 else middle - reach
    high = 1.0 if successes == trials else middle + reach
    return Interval(share, low, high, trials, "Wilson")


def normal(values: Floats) -> Interval:
    """The mean of values (n,) and its 95% interval, mean +- 1.96 s / sqrt(n): right for many independent values.

    Raises ValueError for fewer than 2 values.
    """
    if len(values) < 2:
        raise ValueError(f"a normal interval takes at least 2 values, got {len(values)}")
    mean, reach = float(values.mean()), _Z * float(values.std(ddof=1)) / math.sqrt(len(values))
    return Interval(mean, mean - reach, mean + reach, len(values), "normal")


def measure(claim: Claim, trials: int, seed: int = 0) -> list[Interval]:
    """What `claim` measures after 100, 200, 400, ... and at last after all trials, one interval each.

    `trials` is rounded up to whole blocks of 100, each drawn with a generator of its own from (seed, block): more
    trials add to the same ones. Wilson's interval for a probability, the normal one for a mean.
    Raises ValueError for trials outside 1..1,000,000 and a seed below 0.
    """
    if not 1 <= trials <= LONGEST:
        raise ValueError(f"trials must be from 1 to {LONGEST:,}, got {trials}")
    if seed < 0:
        raise ValueError(f"seed must be at least 0, got {seed}")
    blocks = -(-trials // BLOCK)
    values = np.concatenate([claim.draw(np.random.default_rng((seed, block)), BLOCK) for block in range(blocks)])
    stops = [BLOCK * 2**step for step in range(blocks.bit_length()) if 2**step < blocks]
    return [_interval(claim, values[:stop]) for stop in (*stops, blocks * BLOCK)]


def _interval(claim: Claim, values: NDArray[np.float64]) -> Interval:
    if claim.chance:
        return wilson(int(values.sum()), len(values))
    return normal(values)
