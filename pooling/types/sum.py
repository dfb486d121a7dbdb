"""Sum pooling adds up the taps of each window (Babenko and Lempitsky, 2015)."""

from pooling.types.base import Arithmetic
from pooling.types.families import Additive
from pooling.types.spelling import total

SUM = Additive(
    name="sum",
    label="Sum",
    order=2,
    formula=r"\sum_{t \in W} x_t",
    meaning="How much of the feature does this window hold altogether?",
    use="To describe a whole picture for retrieval, where how much of a feature there is should count.",
    source="Babenko and Lempitsky, 2015",
    padding="Padding is 0 and adds nothing.",
    padding_word="0",
    arithmetic=Arithmetic("", " + ", ""),
    lower=lambda sums, _: sums.each[0],
    slope=lambda *_: ((1.0, 1.0),),
    spelled=lambda _: total(),
)
