"""What is measured: one pooling call a row."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pooling import Window

Array = NDArray[Any]


@dataclass(frozen=True)
class Case:
    """One call; `shape` is (N, C, H, W), whatever the memory's order is.

    Padding counts in an average: OpenCV and SciPy can say it in no other way, and it costs us the same.
    """

    type: str
    shape: tuple[int, int, int, int]
    kernel: int
    stride: int
    padding: int = 0
    dtype: str = "float32"
    channels_last: bool = False

    @property
    def name(self) -> str:
        """The row's name in the table."""
        shape = "×".join(str(size) for size in self.shape)
        padding = f" p{self.padding}" if self.padding else ""
        order = ", channels last" if self.channels_last else ""
        dtype = "" if self.dtype == "float32" else f" {self.dtype}"
        return f"{self.type} ({shape}) k{self.kernel} s{self.stride}{padding}{dtype}{order}"

    @property
    def window(self) -> Window:
        """The place that `pooling.pool` is given."""
        return Window(self.kernel, self.stride, self.padding)

    def memory(self) -> Array:
        """The numbers as they lie in memory: (N, H, W, C) for channels last, else (N, C, H, W)."""
        n, c, h, w = self.shape
        rng = np.random.default_rng(0)
        order = (n, h, w, c) if self.channels_last else self.shape
        if self.dtype == "uint8":
            return rng.integers(0, 256, order, np.uint8)
        return rng.standard_normal(order).astype(self.dtype)


_SHAPES = (
    Case("max", (1, 1, 8, 8), 2, 2),
    Case("max", (1, 64, 112, 112), 3, 2, 1),
    Case("max", (1, 64, 224, 224), 2, 2),
    Case("max", (8, 32, 56, 56), 2, 2),
    Case("max", (1, 3, 1024, 1024), 2, 2),
    Case("max", (1, 1, 512, 512), 2, 2),
    Case("max", (1, 1, 512, 512), 7, 1, 3),
    Case("max", (1, 1, 1024, 1024), 31, 1, 15),
    Case("max", (1, 3, 2000, 3000), 4, 4),
    Case("max", (1, 3, 2000, 3000), 2, 2, dtype="uint8"),
)
_PLANAR = _SHAPES + tuple(replace(case, type="average") for case in _SHAPES)
_LAST = tuple(replace(case, channels_last=True) for case in _PLANAR if case.shape[1] > 1)
CASES = _PLANAR + _LAST
GROWTH = tuple(Case(kind, (1, 1, 1024, 1024), k, 1, k // 2) for kind in ("max", "average") for k in (3, 7, 15, 31, 63))
SHARED = tuple(Case(kind, (1, 64, 224, 224), 2, 2) for kind in ("max", "average"))
