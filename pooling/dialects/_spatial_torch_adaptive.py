"""PyTorch's adaptive_max_pool and adaptive_avg_pool functions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pooling.apply import pool
from pooling.dialects import _spatial_torch as rules
from pooling.dialects._spatial import Array
from pooling.dialects._spatial_torch import Sizes
from pooling.dialects._spatial_torch_max import Answer, switches
from pooling.placement import Adaptive

SomeSizes = Sizes | Sequence[int | None]


def adaptive_max_pool1d(input: ArrayLike, output_size: Sizes, return_indices: bool = False) -> Answer:
    """Largest value of each of output_size windows of (N, C, L) or (C, L); with return_indices also its index in L."""
    return _adaptive_max("adaptive_max_pool1d", 1, input, output_size, return_indices)


def adaptive_max_pool2d(input: ArrayLike, output_size: SomeSizes, return_indices: bool = False) -> Answer:
    """The same for (N, C, H, W) or (C, H, W); None in output_size keeps the input's size."""
    return _adaptive_max("adaptive_max_pool2d", 2, input, output_size, return_indices)


def adaptive_max_pool3d(input: ArrayLike, output_size: SomeSizes, return_indices: bool = False) -> Answer:
    """The same for (N, C, D, H, W) or (C, D, H, W); None in output_size keeps the input's size."""
    return _adaptive_max("adaptive_max_pool3d", 3, input, output_size, return_indices)


def adaptive_avg_pool1d(input: ArrayLike, output_size: Sizes) -> Array:
    """Average of each of output_size windows of (N, C, L) or (C, L), which together cover the input."""
    return _adaptive_average("adaptive_avg_pool1d", 1, input, output_size)


def adaptive_avg_pool2d(input: ArrayLike, output_size: SomeSizes) -> Array:
    """The same for (N, C, H, W) or (C, H, W); None in output_size keeps the input's size."""
    return _adaptive_average("adaptive_avg_pool2d", 2, input, output_size)


def adaptive_avg_pool3d(input: ArrayLike, output_size: SomeSizes) -> Array:
    """The same for (N, C, D, H, W) or (C, D, H, W); None in output_size keeps the input's size."""
    return _adaptive_average("adaptive_avg_pool3d", 3, input, output_size)


def _adaptive_max(op: str, rank: int, input: ArrayLike, output_size: SomeSizes, return_indices: bool) -> Answer:
    x = rules.tensor(op, input, rank, rules.FLOATS)
    sizes = _output_size(op, x.shape[-rank:], output_size)
    if 0 in sizes:
        shape = (*x.shape[:-rank], *sizes)
        return (np.empty(shape, x.dtype), np.empty(shape, np.int64)) if return_indices else np.empty(shape, x.dtype)
    pooled = pool(x, Adaptive(sizes))
    return (pooled.values, switches(pooled)) if return_indices else pooled.values


def _adaptive_average(op: str, rank: int, input: ArrayLike, output_size: SomeSizes) -> Array:
    # Only in three dimensions does PyTorch mind a batch without channels.
    x = rules.tensor(op, input, rank, rules.FLOATS, solid=None if rank == 3 else rank)
    sizes = _output_size(op, x.shape[-rank:], output_size)
    if 0 in sizes:
        return np.empty((*x.shape[:-rank], *sizes), x.dtype)
    return pool(x, Adaptive(sizes), type="average").values


def _output_size(op: str, sizes: tuple[int, ...], value: SomeSizes) -> tuple[int, ...]:
    rank = len(sizes)
    if rank > 1 and isinstance(value, tuple | list) and len(value) == rank:
        value = tuple(n if item is None else item for n, item in zip(sizes, value, strict=True))
    wanted = rules.per_axis(op, "output_size", value, rank, short=False)
    if min(wanted) < 0:
        raise ValueError(f"{op} takes an output_size of at least 0, got {min(wanted)}")
    return wanted
