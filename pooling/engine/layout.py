"""How an array reaches the kernels: contiguous, read-only, (outer, spatial..., inner)."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Layout:
    """The axes before the pooled ones, and whether the last of them lies innermost in memory.

    Channels-last memory seen as (N, C, H, W) becomes (N, H, W, C) again, so that neither order is copied.
    """

    lead: tuple[int, ...]
    rank: int
    inner_last: bool

    @cached_property
    def outer(self) -> int:
        """How many planes, or groups of planes that lie innermost in memory."""
        return prod(self.lead[:-1] if self.inner_last else self.lead)

    @classmethod
    def of(cls, x: Array, rank: int) -> "Layout":
        """The layout of an array whose last `rank` axes are pooled."""
        lead = x.shape[: x.ndim - rank]
        if not lead or x.flags.c_contiguous:
            return _layout(lead, rank, False)
        return _layout(lead, rank, bool(np.moveaxis(x, len(lead) - 1, -1).flags.c_contiguous))

    def block(self, x: Array) -> Array:
        """(lead..., spatial...) -> (outer, spatial..., inner), without a copy where the memory allows it."""
        spatial = x.shape[len(self.lead) :]
        outer, inner = self.outer, 1
        if self.inner_last:
            x = np.moveaxis(x, len(self.lead) - 1, -1)
            inner = self.lead[-1]
        if not (x.flags.c_contiguous and x.dtype.isnative):
            x = np.ascontiguousarray(x, dtype=x.dtype.newbyteorder("="))
        block = x.reshape(outer, *spatial, inner)
        return read_only(block) if block.flags.writeable else block

    def plain(self, block: Array) -> Array:
        """(outer, spatial..., inner) -> (lead..., spatial...), as a view."""
        spatial = block.shape[1:-1]
        if not self.inner_last:
            return block.reshape(self.lead + spatial)
        plain = block.reshape(self.lead[:-1] + spatial + self.lead[-1:])
        return np.moveaxis(plain, -1, len(self.lead) - 1)


@lru_cache(maxsize=256)
def _layout(lead: tuple[int, ...], rank: int, inner_last: bool) -> Layout:
    return Layout(lead, rank, inner_last)


def read_only(array: Array) -> Array:
    """A view that cannot be written: numba would compile writable and read-only arguments apart."""
    view = array.view()
    view.setflags(write=False)
    return view
