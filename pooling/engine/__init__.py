"""The numba kernels, one module a family: the only place that loops over pixels."""

import numpy as np

from pooling.engine.additive import mean, total
from pooling.engine.holistic import Strip, picked, reduced, taken
from pooling.engine.idempotent import extreme
from pooling.engine.layout import Layout, read_only
from pooling.engine.scatter import deposited, shared, spread
from pooling.engine.winners import winners
from pooling.placement import Adaptive, Window

__all__ = [
    "Layout",
    "Strip",
    "deposited",
    "extreme",
    "mean",
    "picked",
    "read_only",
    "reduced",
    "shared",
    "spread",
    "taken",
    "total",
    "warm_up",
    "winners",
]


def warm_up() -> None:
    """Compile, or load from disk, what the app needs: float32, float64 and uint8; safe in any thread."""
    for dtype in (np.float64, np.uint8, np.float32):
        x = read_only(np.zeros((1, 8, 8, 1), dtype))
        for place in (Window(2), Window(3, 1, 1), Window(7, 1, 3), Adaptive(3)):  # one for each kernel of a family
            axes = place.plan((8, 8)).axes
            mean(x, axes, padding=False)
            extreme(x, axes, largest=False)
            winners(x, extreme(x, axes, largest=True), axes)
