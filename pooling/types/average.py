"""Average pooling adds up the taps of each window and divides by their number (LeCun et al., 1998)."""

from pooling import engine
from pooling.types.base import Arithmetic, Array, Question
from pooling.types.families import Additive
from pooling.types.spelling import average


class _Average(Additive):
    def values(self, ask: Question) -> Array:
        # The sums themselves are never needed: the engine divides each as soon as it is there.
        return engine.mean(ask.x, ask.plan.axes, padding=ask.count_include_pad)


AVERAGE = _Average(
    name="average",
    label="Average",
    order=1,
    formula=r"\frac{1}{|W|} \sum_{t \in W} x_t",
    meaning="How strong is the feature in this window on the whole?",
    use="Over the whole map at the end of a network, as in ResNet, and wherever noise should be smoothed.",
    source="LeCun et al., 1998",
    padding="Padding is left out and not counted, unless count_include_pad counts it as zeros.",
    arithmetic=Arithmetic("(", " + ", ") / {count}"),
    counts=True,
    lower=lambda sums, _: sums.each[0] / sums.count,
    slope=lambda _x, _values, sums, _: ((1.0, 1 / sums.count),),
    spelled=lambda _: average(),
)
