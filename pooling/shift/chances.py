"""Trials that a closed form foretells, drawn with the library's own pools: a maker for each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pooling.apply import pool
from pooling.placement import Global, Window
from pooling.shift import forms

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int], Floats]

_WHOLE = Global(rank=1)
_BLOCKS = 16  # windows of a circular row: with few of them, a changed map is now and then a moved one by chance
_NEIGHBOURS = np.array([(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1) if row or column])


@dataclass(frozen=True)
class Claim:
    """A closed form's value, and `draw(generator, count)`, whose values (count,) have it as their mean.

    chance: the values are 0 or 1 and the mean is a probability.
    """

    expected: float
    chance: bool
    draw: Draw


# ---- a lone pixel ------------------------------------------------------------------------------------------


def lone(side: int, stride: int, type: str) -> Claim:
    """Whether the pooled row stays when a lone pixel in it takes one step."""

    def draw(random: np.random.Generator, count: int) -> Floats:
        start = side + 2 * stride + random.integers(0, stride, count)  # one whole period, far from the border
        before, after = (_pixels(at, 2 * side + 5 * stride) for at in (start, start + 1))
        return _same(*(pool(rows, Window((side,), (stride,)), type=type).values for rows in (before, after)))

    return Claim(forms.impulse_invariance(side, stride), True, draw)


def neighbours(side: int) -> Claim:
    """Whether the pooled map stays when a lone pixel takes one of the 8 steps to a neighbour."""

    def draw(random: np.random.Generator, count: int) -> Floats:
        start = side + random.integers(0, side, (count, 2))
        step = _NEIGHBOURS[random.integers(0, len(_NEIGHBOURS), count)]
        before, after = (_dots(at, 3 * side) for at in (start, start + step))
        return _same(*(pool(planes, side).values for planes in (before, after)))

    return Claim(forms.neighbour_share(side), True, draw)


def blur_total(length: int, stride: int) -> Claim:
    """Whether the sum of the blur-pooled row stays when a lone pixel takes one step."""

    def draw(random: np.random.Generator, count: int) -> Floats:
        start = length + 2 * stride + random.integers(0, stride, count)
        rows = (_pixels(at, (5 + length) * stride + 2 * length) for at in (start, start + 1))
        before, after = (pool(row, Window((stride,)), type="blur", param=length).values.sum(axis=1) for row in rows)
        return _same(before, after)

    return Claim(forms.blur_total_invariance(length, stride), True, draw)


def _pixels(places: NDArray[np.int64], size: int) -> Floats:
    return np.asarray(np.arange(size) == places[:, None], np.float64)


def _dots(places: NDArray[np.int64], size: int) -> Floats:
    planes = np.zeros((len(places), size, size))
    planes[np.arange(len(places)), places[:, 0], places[:, 1]] = 1
    return planes


def _same(before: Floats, after: Floats) -> Floats:
    changes = ~np.isclose(before, after, rtol=1e-12, atol=1e-12)  # an average may differ in the last bit
    return np.asarray(~changes.reshape(len(before), -1).any(axis=1), np.float64)


# ---- random maps -------------------------------------------------------------------------------------------


def survival(side: int, shift: int, type: str) -> Claim:
    """Whether one output stays when independent values move by `shift` cells."""

    def draw(random: np.random.Generator, count: int) -> Floats:
        answers = pool(random.random((count, side + shift)), Window((side,), (1,)), type=type).values
        return np.asarray(answers[:, 0] == answers[:, -1], np.float64)

    expected = forms.survival(side, shift) if type == "max" else float(shift == 0)
    return Claim(expected, True, draw)


def rolled(stride: int, type: str) -> Claim:
    """Whether the map of a circular row is only moved when the row moves by any number of cells.

    For max 1/s, but for rows whose largest values stay so in windows laid otherwise: fewer than one in a million.
    """

    def draw(random: np.random.Generator, count: int) -> Floats:
        row = random.random((count, _BLOCKS * stride))
        steps = random.integers(0, row.shape[1], count)
        places = (np.arange(row.shape[1]) - steps[:, None]) % row.shape[1]
        before, after = (
            pool(x, Window((stride,)), type=type).values for x in (row, np.take_along_axis(row, places, 1))
        )
        rolls = np.stack([np.roll(before, roll, axis=1) for roll in range(_BLOCKS)])
        return np.asarray((rolls == after).all(axis=2).any(axis=0), np.float64)

    return Claim(1.0 if type == "aps" else 1 / stride, True, draw)


def whole_row(cells: int) -> Claim:
    """Whether the maximum of a whole circular row stays when the row moves."""

    def draw(random: np.random.Generator, count: int) -> Floats:
        row = random.random((count, cells))
        after = np.roll(row, int(random.integers(0, cells)), axis=1)
        return _same(*(pool(x, _WHOLE).values for x in (row, after)))

    return Claim(1.0, True, draw)


# ---- what max does to chance -------------------------------------------------------------------------------


def bernoulli(p: float, taps: int) -> Claim:
    """The max of coins that are 1 with probability p."""
    return Claim(forms.bernoulli_max(p, taps)[0], True, partial(_coins, p=p, taps=taps))


def bernoulli_spread(p: float, taps: int) -> Claim:
    """The squared distance of that max from its mean: its mean is the max's variance."""
    mean, variance = forms.bernoulli_max(p, taps)
    return Claim(variance, False, lambda random, count: (_coins(random, count, p, taps) - mean) ** 2)


def gap(p1: float, p2: float, taps: int) -> Claim:
    """The max of coins of one class less that of the other."""
    first, second = (forms.bernoulli_max(p, taps)[0] for p in (p1, p2))

    def draw(random: np.random.Generator, count: int) -> Floats:
        return _coins(random, count, p1, taps) - _coins(random, count, p2, taps)

    return Claim(first - second, False, draw)


def exponential(taps: int) -> Claim:
    """The max of exponential taps of mean 1."""
    return Claim(forms.exponential_max(taps)[0], False, partial(_exponentials, taps=taps))


def exponential_spread(taps: int) -> Claim:
    """The squared distance of that max from its mean."""
    mean, variance = forms.exponential_max(taps)
    return Claim(variance, False, lambda random, count: (_exponentials(random, count, taps) - mean) ** 2)


def noise(taps: int) -> Claim:
    """The max of standard normal taps."""
    return Claim(forms.normal_max_mean(taps), False, lambda random, count: _normals(random, count, taps, "max"))


def noise_average(taps: int) -> Claim:
    """The square of the average of standard normal taps: what is left of the variance."""
    return Claim(1 / taps, False, lambda random, count: _normals(random, count, taps, "average") ** 2)


def _coins(random: np.random.Generator, count: int, p: float, taps: int) -> Floats:
    return _pooled((random.random((count, taps)) < p).astype(np.float64), "max")


def _exponentials(random: np.random.Generator, count: int, taps: int) -> Floats:
    return _pooled(random.exponential(size=(count, taps)), "max")


def _normals(random: np.random.Generator, count: int, taps: int, type: str) -> Floats:
    return _pooled(random.standard_normal((count, taps)), type)


def _pooled(windows: Floats, type: str) -> Floats:
    answers: Floats = pool(windows, _WHOLE, type=type).values[:, 0]
    return answers
