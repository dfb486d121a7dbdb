"""Subsampling keeps the first tap of each window and looks at no other (Springenberg et al., 2014)."""

import numpy as np

from pooling.placement import Bools
from pooling.types.base import Arithmetic, Array, Combine, PoolingType


def _first(taps: Array, real: Bools) -> Array:
    chosen = np.broadcast_to(real.argmax(axis=-1)[:, None], (*taps.shape[:-1], 1))
    return np.take_along_axis(taps, chosen, axis=-1)[..., 0]


SUBSAMPLE = PoolingType(
    name="subsample",
    label="Subsample",
    order=11,
    formula=r"x_{\min W}",
    meaning="What stands in the first cell of this window, whatever its neighbours are?",
    source="Springenberg et al., 2014",
    combine=Combine.NONE,
    arithmetic=Arithmetic("first of (", ", ", ")"),
    reduce=_first,
    picks=True,
)
