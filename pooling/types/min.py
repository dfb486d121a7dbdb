"""Min pooling keeps the smallest tap of each window, as erosion does to a grey picture (Serra, 1982)."""

from pooling.types.base import Arithmetic
from pooling.types.families import Extreme
from pooling.types.spelling import smallest

MIN = Extreme(
    name="min",
    label="Min",
    order=3,
    formula=r"\min_{t \in W} x_t",
    meaning="How strong is the feature where it is weakest in this window?",
    use="For dark features on a bright ground, and as erosion in image processing.",
    source="Serra, 1982",
    padding="Padding counts as plus infinity, so it never wins.",
    padding_word="+∞",
    arithmetic=Arithmetic("min(", ", ", ")"),
    largest=False,
    spelled=lambda _: smallest(),
)
