"""MaxBlurPool takes the max at every cell, then blurs, then subsamples: max pooling that aliases less (Zhang, 2019)."""

from dataclasses import replace
from functools import reduce

import numpy as np

from pooling import engine
from pooling.placement import Axis, Plan
from pooling.types.base import Arithmetic, Array, Floats, PoolingType, Question
from pooling.types.blur import FILTER, binomial
from pooling.types.max import MAX
from pooling.types.spelling import Term, Told, largest, pooling


def _dense(axis: Axis) -> Axis:
    """The same windows at stride 1: from the first window's start to the last one's, or to the end of the padding."""
    first, reach = int(axis.starts.min()), axis.dilation * (axis.kernel - 1) + 1
    last = max(int(axis.starts.max()), axis.size + axis.high - reach)
    if axis.stride == 0:  # windows of several lengths: the longest, where it fits
        last = axis.size - reach
    starts = np.arange(first, last + 1)
    dense = replace(axis, stride=1, starts=starts, lengths=np.full(len(starts), axis.kernel))
    if not dense.real.any(axis=1).all():
        raise ValueError(f"maxblur: dilation {axis.dilation} steps over all {axis.size} cells between two windows")
    return dense


def _blurring(axis: Axis, dense: Axis, length: int) -> Axis:
    """The filter around each window's place among the maxima."""
    places = np.minimum(axis.starts - dense.starts[0], dense.out - 1)
    starts, lengths = places - (length - 1) // 2, np.full(axis.out, length)
    return Axis(dense.out, length, axis.stride, 1, 0, 0, starts, lengths, axis.mode, axis.out)


class _MaxBlur(PoolingType):
    def values(self, ask: Question) -> Array:
        dense, blurring, count = _steps(ask)
        with np.errstate(invalid="ignore"):  # inf - inf
            maxima = engine.read_only(MAX.values(dense))
            blurred = engine.total(maxima, blurring, _weights(ask)) / count
        return blurred.astype(ask.floating)

    def gradient(self, ask: Question, _values: Array, grad: Floats, tie: str) -> Floats:
        dense, blurring, count = _steps(ask)
        back = engine.spread(grad / count, blurring, _weights(ask))
        return MAX.gradient(dense, engine.read_only(MAX.values(dense)), back, tie)

    def reads(self, plan: Plan, param: float | None) -> Plan:
        assert param is not None
        before = (int(param) - 1) // 2
        return replace(
            plan,
            axes=tuple(
                replace(
                    axis,
                    kernel=axis.dilation * (axis.kernel - 1) + int(param),
                    dilation=1,
                    starts=axis.starts - before,
                    lengths=axis.dilation * (axis.lengths - 1) + int(param),
                )
                for axis in plan.axes
            ),
        )


def _weights(ask: Question) -> list[Floats]:
    return [binomial(int(ask.number))] * len(ask.plan.axes)


def _steps(ask: Question) -> tuple[Question, list[Axis], Array]:
    """What max is asked at stride 1, the filters on its answer, and the weight that each filter has there."""
    dense = [_dense(axis) for axis in ask.plan.axes]
    blurring = [_blurring(axis, near, int(ask.number)) for axis, near in zip(ask.plan.axes, dense, strict=True)]
    weight = [axis.real @ binomial(int(ask.number)) for axis in blurring]
    plan = replace(ask.plan, output_shape=tuple(axis.out for axis in dense), axes=tuple(dense))
    return ask._replace(plan=plan), blurring, reduce(np.multiply.outer, weight)[..., None]


def _spelled(told: Told) -> Term:
    dense = tuple(map(_dense, told.plan.axes))
    if all(axis.out == near.out == 1 for axis, near in zip(told.plan.axes, dense, strict=True)):
        return largest()
    blurring = [_blurring(axis, near, int(told.number)) for axis, near in zip(told.plan.axes, dense, strict=True)]
    return pooling("blur", pooling("max", axes=dense), axes=tuple(blurring))


MAXBLUR = _MaxBlur(
    name="maxblur",
    label="MaxBlur",
    order=13,
    formula=r"\frac{\sum_{t \in F} b_t m_t}{\sum_{t \in F} b_t}, \quad m_t = \max_{u \in W_t} x_u",
    meaning="How strong is the strongest answer around here, seen a little out of focus?",
    use="In place of a strided max pool, where a small shift should not change the class.",
    source="Zhang, 2019",
    padding="The maxima never take padding, and the filter leaves out what lies beyond the last maximum.",
    arithmetic=Arithmetic("blur of the maxima of (", ", ", ")"),
    param=FILTER,
    spelled=_spelled,
)
