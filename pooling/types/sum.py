"""Sum pooling adds up the taps of each window (Babenko and Lempitsky, 2015)."""

from pooling.types.base import Arithmetic, Combine, PoolingType

SUM = PoolingType(
    name="sum",
    label="Sum",
    order=2,
    formula=r"\sum_{t \in W} x_t",
    meaning="How much of the feature does this window hold altogether?",
    source="Babenko and Lempitsky, 2015",
    combine=Combine.ADD,
    arithmetic=Arithmetic("", " + ", ""),
    padding_word="0",
)
