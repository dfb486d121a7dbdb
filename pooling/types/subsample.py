"""Subsampling keeps the first tap of each window and looks at no other (Springenberg et al., 2014)."""

import numpy as np

from pooling.placement import Ints
from pooling.types.base import Arithmetic, Question
from pooling.types.families import Placed, flat_cells
from pooling.types.spelling import pooling


class _First(Placed):
    def chosen(self, ask: Question) -> Ints:
        cells = flat_cells([axis.spans[0] for axis in ask.plan.axes], ask.plan.input_shape)
        return np.broadcast_to(cells[None, ..., None], (len(ask.x), *cells.shape, ask.x.shape[-1]))


SUBSAMPLE = _First(
    name="subsample",
    label="Subsample",
    order=11,
    formula=r"x_{\min W}",
    meaning="What stands in the first cell of this window, whatever its neighbours are?",
    use="Hidden in every strided convolution: all but one of s × s answers are never computed.",
    source="Springenberg et al., 2014",
    padding="Padding is left out: the first tap is the first that is there.",
    arithmetic=Arithmetic("first of (", ", ", ")"),
    spelled=lambda _: pooling("first"),
)
