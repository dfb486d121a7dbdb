"""Generalised-mean pooling slides from average (p = 1) to max (large p) (Radenović, Tolias and Chum, 2017).

The paper pools what ReLU lets through, so negative taps count as 0 here.
"""

from dataclasses import replace

import numpy as np

from pooling.types.base import Arithmetic, Array, Parameter
from pooling.types.families import POWERS, Additive, Sums
from pooling.types.spelling import X, average, power, relu, root


def _positive(x: Array) -> Array:
    return np.maximum(x, 0)


def _lift(x: Array, p: float, reference: float) -> tuple[Array, ...]:
    return ((_positive(x) / reference) ** p,)


def _lower(sums: Sums, p: float) -> Array:
    mean: Array = sums.reference * (sums.each[0] / sums.count) ** (1 / p)
    return mean


def _slope(x: Array, _values: Array, sums: Sums, p: float) -> tuple[tuple[Array, Array], ...]:
    mean = sums.each[0] / sums.count
    of_window = np.where(mean > 0, mean ** (1 / p - 1), 0) / sums.count
    return ((np.where(x > 0, (_positive(x) / sums.reference) ** (p - 1), 0), of_window),)


GEM = Additive(
    name="gem",
    label="GeM",
    order=6,
    formula=r"\Bigl( \frac{1}{|W|} \sum_{t \in W} \max(x_t, 0)^p \Bigr)^{1/p}",
    meaning="How strong is the feature in this window, between its average (p = 1) and its maximum (large p)?",
    use="At the end of networks that search for pictures, where p may be learned.",
    source="Radenović, Tolias and Chum, 2017",
    padding="Padding is left out and not counted, unless count_include_pad counts it as zeros.",
    arithmetic=Arithmetic("((", " + ", ") / {count})^(1/{param})", "{x}^{param}"),
    param=Parameter("p", (1, 1.5, 2, 3, 4, 6, 8, 16, 32, 64), 3, "1 is the average, large p nears max"),
    counts=True,
    lift=_lift,
    lower=_lower,
    slope=_slope,
    scale=replace(POWERS, magnitude=_positive),
    spelled=lambda told: root(average(power(relu(X), told.number)), told.number),
)
