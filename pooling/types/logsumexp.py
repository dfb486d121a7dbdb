"""Log-sum-exp pooling is a smooth maximum: average for small r, max for large r (Pinheiro and Collobert, 2014)."""

import numpy as np

from pooling.types.base import Arithmetic, Array, Parameter
from pooling.types.families import EXPONENTIALS, Additive, Sums
from pooling.types.spelling import X, log, pooling


def _lift(x: Array, r: float, reference: float) -> tuple[Array, ...]:
    return (np.exp(r * (x - reference)),)


def _lower(sums: Sums, r: float) -> Array:
    smooth: Array = sums.reference + np.log(sums.each[0] / sums.count) / r
    return smooth


def _slope(x: Array, _values: Array, sums: Sums, r: float) -> tuple[tuple[Array, Array], ...]:
    return ((np.exp(r * (x - sums.reference)), 1 / sums.each[0]),)


LOGSUMEXP = Additive(
    name="logsumexp",
    label="Log-sum-exp",
    order=7,
    formula=r"\frac{1}{r} \log \Bigl( \frac{1}{|W|} \sum_{t \in W} e^{r x_t} \Bigr)",
    meaning="How strong is the feature in this window, if every tap has a say but the largest the loudest?",
    use="Where a picture's label must be traced to its pixels: a smooth max lets more than one of them learn.",
    source="Pinheiro and Collobert, 2014",
    padding="Padding is left out and not counted.",
    arithmetic=Arithmetic("log((", " + ", ") / {count}) / {param}", "exp({param}·{x})"),
    param=Parameter("r", (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100), 1, "small r nears the average, large r nears max"),
    lift=_lift,
    lower=_lower,
    slope=_slope,
    scale=EXPONENTIALS,
    spelled=lambda told: (pooling("logsumexp", told.number * X) - log(pooling("count"))) / told.number,
)
