"""Median pooling keeps the middle tap of each window, so that a single outlier changes little (Tukey, 1977).

Of an even number of taps it keeps the lower of the two in the middle, as PyTorch's median does: the answer is
always one of the taps, integers stay integers, and the gradient has one place to go.
"""

import numpy as np

from pooling.engine import Strip
from pooling.placement import Ints
from pooling.types.base import Arithmetic
from pooling.types.families import Ranked
from pooling.types.spelling import pooling


def _middle(strip: Strip) -> Ints:
    order = strip.taps.argsort(axis=-1, kind="stable")
    ranked = np.take_along_axis(np.broadcast_to(strip.real, order.shape), order, axis=-1).cumsum(axis=-1)
    half = (strip.real.sum(axis=-1) + 1) // 2
    middle = np.take_along_axis(order, (ranked >= half[:, None]).argmax(axis=-1)[..., None], axis=-1)[..., 0]
    nan = (strip.taps != strip.taps) & strip.real
    chosen: Ints = np.where(nan.any(axis=-1), nan.argmax(axis=-1), middle)
    return chosen


MEDIAN = Ranked(
    name="median",
    label="Median",
    order=4,
    formula=r"x_{(\lceil |W| / 2 \rceil)}, \quad x_{(1)} \le x_{(2)} \le \dots",
    meaning="How strong is the feature in the middle of this window's ranking?",
    use="Against salt-and-pepper noise: a filter of image processing, rare in networks.",
    source="Tukey, 1977",
    padding="Padding is left out: the middle is that of the taps that are there.",
    arithmetic=Arithmetic("median(", ", ", ")"),
    pick=_middle,
    spelled=lambda _: pooling("median"),
)
