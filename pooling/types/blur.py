"""Blur pooling smooths with a binomial filter before it subsamples, so that little aliases (Zhang, 2019).

The filter stands in the middle of each window (half a cell early where there is no middle) and may be longer than
the window. Length 1 is plain subsampling, 2 is [1, 1] / 2, 3 is [1, 2, 1] / 4.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import comb

import numpy as np

from pooling.placement import Axis, Plan
from pooling.types.base import Arithmetic, Floats, Parameter
from pooling.types.families import Additive
from pooling.types.spelling import pooling

FILTER = Parameter("filter", (1, 2, 3, 4, 5, 6, 7), 3, "taps of the binomial filter along each axis", whole=True)


def binomial(length: int) -> Floats:
    """Weights of a binomial filter, adding up to 2 ** (length - 1)."""
    return np.array([comb(length - 1, i) for i in range(length)], np.float64)


def centred(axis: Axis, length: int) -> Axis:
    """The axis with a filter of `length` taps in the middle of each window, on the window's own dilation."""
    first, end = axis.real.argmax(axis=1), axis.kernel - axis.real[:, ::-1].argmax(axis=1)
    middle = (axis.lengths - length) // 2
    # A filter shorter than its window could fall between two paddings: it must touch a tap that is there.
    offset = np.clip(middle, first - length + 1, end - 1)
    starts, lengths = axis.starts + offset * axis.dilation, np.full(axis.out, length)
    even = axis.stride if (offset == offset[0]).all() else 0
    return replace(axis, kernel=length, stride=even, starts=starts, lengths=lengths)


class _Blur(Additive):
    def reads(self, plan: Plan, param: float | None) -> Plan:
        assert param is not None
        return replace(plan, axes=tuple(centred(axis, int(param)) for axis in plan.axes))

    def weights(self, plan: Plan, param: float | None) -> Sequence[Floats]:
        assert param is not None
        return [binomial(int(param))] * len(plan.axes)


BLUR = _Blur(
    name="blur",
    label="Blur",
    order=12,
    formula=r"\frac{\sum_{t \in F} b_t x_t}{\sum_{t \in F} b_t}, \quad b = \tfrac{1}{4} [1, 2, 1] \text{ or its like}",
    meaning="How strong is the feature around the middle of this window, seen a little out of focus?",
    use="Before every subsampling that should not alias, as signal processing has taught for long.",
    source="Zhang, 2019",
    padding="Padding is left out and its weight with it, unless count_include_pad counts it as zeros.",
    arithmetic=Arithmetic("(", " + ", ") / {count}", "{weight}·{x}"),
    param=FILTER,
    counts=True,
    lower=lambda sums, _: sums.each[0] / sums.count,
    slope=lambda _x, _values, sums, _: ((1.0, 1 / sums.count),),
    spelled=lambda told: pooling("blur", axes=tuple(centred(axis, int(told.number)) for axis in told.plan.axes)),
)
