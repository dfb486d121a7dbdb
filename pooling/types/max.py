"""Max pooling keeps the largest tap of each window (Riesenhuber and Poggio, 1999)."""

from pooling.types.base import Arithmetic
from pooling.types.families import Extreme
from pooling.types.spelling import largest

MAX = Extreme(
    name="max",
    label="Max",
    order=0,
    formula=r"\max_{t \in W} x_t",
    meaning="How strong is the feature where it is strongest in this window?",
    use="After convolutions, where it matters that a feature is there and not where: VGG, the stem of ResNet.",
    source="Riesenhuber and Poggio, 1999",
    padding="Padding counts as minus infinity, so it never wins.",
    padding_word="−∞",  # not 0: a window of negative values must not answer its padding
    arithmetic=Arithmetic("max(", ", ", ")"),
    largest=True,
    spelled=lambda _: largest(),
)
