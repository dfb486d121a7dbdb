"""SoftPool weighs each tap by its exponential, as softmax does, and adds up (Stergiou, Poppe and Kalliatakis, 2021)."""

from dataclasses import replace

import numpy as np

from pooling.types.base import Arithmetic, Array
from pooling.types.families import EXPONENTIALS, Additive, Sums
from pooling.types.spelling import pooling


def _lift(x: Array, _: float, reference: float) -> tuple[Array, ...]:
    weight = np.exp(x - reference)
    return np.where(weight > 0, x * weight, 0), weight  # a tap of -inf weighs nothing: 0, not -inf * 0


def _lower(sums: Sums, _: float) -> Array:
    weighed, weight = sums.each
    finite = np.where(weight > 0, weighed / weight, -np.inf)
    return np.where(np.isposinf(weight), np.inf, np.where(np.isnan(weight), weight, finite))


def _slope(x: Array, values: Array, sums: Sums, _: float) -> tuple[tuple[Array, Array], ...]:
    weight, total = np.exp(x - sums.reference), sums.each[1]
    return (np.where(weight > 0, weight * (1 + x), 0), 1 / total), (-weight, values / total)


SOFT = Additive(
    name="soft",
    label="SoftPool",
    order=8,
    formula=r"\frac{\sum_{t \in W} e^{x_t} x_t}{\sum_{t \in W} e^{x_t}}",
    meaning="What is the average of this window, if strong taps weigh exponentially more?",
    use="In place of max or average within a network, where all taps should learn but strong ones more.",
    source="Stergiou, Poppe and Kalliatakis, 2021",
    padding="Padding is left out: it has no weight.",
    arithmetic=Arithmetic("(", " + ", ") / Σ exp", "{x}·exp({x})"),
    lift=_lift,
    lower=_lower,
    slope=_slope,
    scale=replace(EXPONENTIALS, exponent=lambda x, _: x),
    spelled=lambda _: pooling("soft"),
)
