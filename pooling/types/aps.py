"""Adaptive polyphase sampling subsamples, but lets the picture choose where to begin (Chaman and Dokmanić, 2021).

The taps at one place of every window, the same place in all of them, are a *phase*. Of all phases it keeps the
one of largest norm, chosen for each plane by itself: a picture that moves takes its phase along.
"""

from dataclasses import replace
from itertools import product
from math import prod

import numpy as np

from pooling.placement import Axis, Ints
from pooling.types.base import Arithmetic, Array, Question
from pooling.types.families import Placed, flat_cells
from pooling.types.spelling import pooling

_ROUNDING = 1e-12  # norms this close are one norm, added up in another order: the first phase stays


def _offsets(axis: Axis) -> range:
    """Places in a window that may be a phase: those before the next window begins, and in every window."""
    step = int(np.diff(axis.starts).min(initial=axis.kernel))
    return range(min(int(axis.lengths.min()), max(1, step)))


def _positions(axis: Axis, offset: int) -> Ints:
    """Coordinate of that place in each window; where it is padding, the nearest that is not."""
    firsts, ends = axis.spans
    lasts = firsts + (ends - 1 - firsts) // axis.dilation * axis.dilation
    return np.clip(axis.starts + offset * axis.dilation, firsts, lasts)


def _phases(axis: Axis) -> Axis:
    """The axis with nothing in its windows but the places that may be a phase."""
    count = len(_offsets(axis))
    return replace(axis, kernel=count, lengths=np.full(axis.out, count))


class _Polyphase(Placed):
    def chosen(self, ask: Question) -> Ints:
        axes, sizes = ask.plan.axes, ask.plan.input_shape
        x = _scaled(ask.x.reshape(len(ask.x), prod(sizes), ask.x.shape[-1]))
        best = np.full((len(x), 1, x.shape[-1]), -1.0)
        chosen = np.zeros((len(x), prod(ask.plan.output_shape), x.shape[-1]), np.int64)
        for offsets in product(*map(_offsets, axes)):
            cells = flat_cells([_positions(axis, o) for axis, o in zip(axes, offsets, strict=True)], sizes).ravel()
            norm = np.square(x[:, cells]).sum(axis=1, keepdims=True)
            larger = norm > best * (1 + _ROUNDING)
            chosen, best = np.where(larger, cells[None, :, None], chosen), np.where(larger, norm, best)
        return chosen.reshape(len(x), *ask.plan.output_shape, ask.x.shape[-1])


def _scaled(x: Array) -> Array:
    """Each plane over its largest finite magnitude, or the squares may overflow; NaN has no size."""
    x = np.abs(x.astype(np.float64))
    largest = np.where(np.isfinite(x), x, 0).max(axis=1, keepdims=True, initial=0)
    return np.nan_to_num(x / np.where(largest > 0, largest, 1), nan=0.0, posinf=1e100)


APS = _Polyphase(
    name="aps",
    label="Adaptive polyphase",
    order=14,
    formula=r"x_{s i + \phi}, \quad \phi = \arg\max_{\phi} \sum_i x_{s i + \phi}^2",
    meaning="Which of the ways to subsample keeps the most of the picture?",
    use="Where the class must not depend on a shift at all, with circular borders.",
    source="Chaman and Dokmanić, 2021",
    padding="Padding is left out: where a phase falls on it, the nearest tap that is there takes its place.",
    arithmetic=Arithmetic("the phase's tap of (", ", ", ")"),
    spelled=lambda told: pooling("phase", axes=tuple(map(_phases, told.plan.axes))),
)
