"""Average pooling adds up the taps of each window and divides by their number (LeCun et al., 1998)."""

from pooling.types.base import Arithmetic, Combine, PoolingType

AVERAGE = PoolingType(
    name="average",
    label="Average",
    order=1,
    formula=r"\frac{1}{|W|} \sum_{t \in W} x_t",
    meaning="How strong is the feature in this window on the whole?",
    source="LeCun et al., 1998",
    combine=Combine.ADD,
    arithmetic=Arithmetic("(", " + ", ") / {count}"),
    counts=True,
)
