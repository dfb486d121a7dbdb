"""Average pooling adds up the taps of each window and divides by their number (LeCun et al., 1998)."""

from pooling.types.base import Arithmetic
from pooling.types.families import Additive
from pooling.types.spelling import average

AVERAGE = Additive(
    name="average",
    label="Average",
    order=1,
    formula=r"\frac{1}{|W|} \sum_{t \in W} x_t",
    meaning="How strong is the feature in this window on the whole?",
    source="LeCun et al., 1998",
    padding="Padding is left out and not counted, unless count_include_pad counts it as zeros.",
    arithmetic=Arithmetic("(", " + ", ") / {count}"),
    counts=True,
    lower=lambda sums, _: sums.each[0] / sums.count,
    slope=lambda _x, _values, sums, _: ((1.0, 1 / sums.count),),
    spelled=lambda _: average(),
)
