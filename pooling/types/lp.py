"""Lp pooling takes the p-norm of each window: p = 1 adds up sizes, large p nears the largest (Sermanet et al., 2012).

L1 and L2 pooling are p = 1 and p = 2. Sizes are absolute values, as in ONNX and unlike PyTorch.
"""

import numpy as np

from pooling.types.base import Arithmetic, Array, Parameter
from pooling.types.families import POWERS, Additive, Sums
from pooling.types.spelling import X, absolute, pooling, power, root, total


def _lift(x: Array, p: float, reference: float) -> tuple[Array, ...]:
    return (np.abs(x / reference) ** p,)


def _lower(sums: Sums, p: float) -> Array:
    norm: Array = sums.reference * sums.each[0] ** (1 / p)
    return norm


def _slope(x: Array, _values: Array, sums: Sums, p: float) -> tuple[tuple[Array, Array], ...]:
    total = sums.each[0]
    of_window = np.where(total > 0, total ** (1 / p - 1), 0)  # at zero the norm has a corner; 0 is PyTorch's choice
    return ((np.sign(x) * np.abs(x / sums.reference) ** (p - 1), of_window),)


LP = Additive(
    name="lp",
    label="Lp",
    order=5,
    formula=r"\Bigl( \sum_{t \in W} |x_t|^p \Bigr)^{1/p}",
    meaning="How large are the answers in this window, the large ones weighing more the larger p is?",
    use="In recognisers of house numbers; ONNX and PyTorch offer it. p = 2 is the usual choice.",
    source="Sermanet, Chintala and LeCun, 2012",
    padding="Padding is 0 and adds nothing.",
    padding_word="0",
    arithmetic=Arithmetic("(", " + ", ")^(1/{param})", "|{x}|^{param}"),
    param=Parameter(
        "p",
        (1, 1.5, 2, 3, 4, 6, 8, 16, 32, 64),
        2,
        "1 adds up sizes, 2 is the length of the window as a vector, large p nears max",
    ),
    lift=_lift,
    lower=_lower,
    slope=_slope,
    scale=POWERS,
    spelled=lambda told: pooling(
        "lp", absolute(X), number=told.number, otherwise=root(total(power(absolute(X), told.number)), told.number)
    ),
)
