"""Zhang's eight numbers: a circular row that max pooling tears apart when it moves by one, and a blur mends."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pooling.apply import pool
from pooling.placement import Window

ROW = (0, 0, 1, 1, 0, 0, 1, 1)
# What the paper prints for the row as it stands, and moved one cell to the left (Zhang, 2019).
PAPER = {"max": ((0, 1, 0, 1), (1, 1, 1, 1)), "maxblur": ((0.5, 1, 0.5, 1), (0.75, 0.75, 0.75, 0.75))}


def zhang(row: ArrayLike = ROW, *, blurred: bool = False) -> NDArray[np.float64]:
    """Max-pool a circular row (n,) with kernel 2 and stride 2, float64 (n // 2,).

    blurred: in two steps, a max at stride 1, then [1, 2, 1] / 4 at stride 2 (Zhang, 2019). ValueError for a row that
    is not a single axis with an even, positive number of values.
    """
    values = np.asarray(row, np.float64)
    if values.ndim != 1 or values.size == 0 or values.size % 2:
        raise ValueError(f"row must be one axis with an even number of values, got shape {values.shape}")
    if not blurred:
        return _pooled(values, 2, 2)
    dense = _pooled(np.append(values, values[0]), 2, 1)
    around = np.concatenate([dense[-1:], dense, dense[:1]])
    return _pooled(around, 3, 2, type="blur", param=3)[: values.size // 2]


def _pooled(values: NDArray[np.float64], kernel: int, stride: int, **how: Any) -> NDArray[np.float64]:
    return np.asarray(pool(values, Window((kernel,), (stride,)), **how).values, np.float64)
