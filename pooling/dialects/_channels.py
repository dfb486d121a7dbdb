"""Where a tensor keeps its channels: `pool` wants them before the pooled axes, most frameworks keep them last."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def channels_before(x: Array, rank: int) -> Array:
    """A view of x, channels last, with the channels just before its `rank` pooled axes: nothing is copied."""
    return np.moveaxis(x, -1, -rank - 1)


def channels_last(x: Array, rank: int) -> Array:
    """The way back from `channels_before`: a view again."""
    return np.moveaxis(x, -rank - 1, -1)
