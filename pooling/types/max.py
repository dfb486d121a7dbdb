"""Max pooling keeps the largest tap of each window (Riesenhuber and Poggio, 1999)."""

from pooling.types.base import Arithmetic, Combine, PoolingType

MAX = PoolingType(
    name="max",
    label="Max",
    order=0,
    formula=r"\max_{t \in W} x_t",
    meaning="How strong is the feature where it is strongest in this window?",
    source="Riesenhuber and Poggio, 1999",
    combine=Combine.MAX,
    arithmetic=Arithmetic("max(", ", ", ")"),
    picks=True,
    padding_word="−∞",  # not 0: a window of negative values must not answer its padding
)
