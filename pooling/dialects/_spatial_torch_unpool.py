"""PyTorch's max_unpool functions."""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import ArrayLike

from pooling.dialects import _spatial_torch as rules
from pooling.dialects._spatial import Array
from pooling.dialects._spatial_torch import Sizes
from pooling.gradient import unpool


def max_unpool1d(
    input: ArrayLike,
    indices: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    output_size: Sequence[int] | None = None,
) -> Array:
    """The values of (N, C, L) or (C, L) put back where max_pool1d found them, and 0 elsewhere.

    output_size, of the last axis or of all, chooses among the sizes that pool to this one.
    """
    return _unpooled("max_unpool1d", 1, input, indices, output_size, kernel_size, stride, padding)


def max_unpool2d(
    input: ArrayLike,
    indices: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    output_size: Sequence[int] | None = None,
) -> Array:
    """The values of (N, C, H, W) or (C, H, W) put back where max_pool2d found them, and 0 elsewhere.

    output_size, of the last two axes or of all, chooses among the sizes that pool to this one.
    """
    return _unpooled("max_unpool2d", 2, input, indices, output_size, kernel_size, stride, padding)


def max_unpool3d(
    input: ArrayLike,
    indices: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    output_size: Sequence[int] | None = None,
) -> Array:
    """The values of (N, C, D, H, W) or (C, D, H, W) put back where max_pool3d found them, and 0 elsewhere.

    output_size, of the last three axes or of all, chooses among the sizes that pool to this one.
    """
    return _unpooled("max_unpool3d", 3, input, indices, output_size, kernel_size, stride, padding)


def _unpooled(
    op: str,
    rank: int,
    input: ArrayLike,
    indices: ArrayLike,
    output_size: Sequence[int] | None,
    kernel_size: Sizes,
    stride: Sizes | None,
    padding: Sizes,
) -> Array:
    x, found = rules.tensor(op, input, rank, rules.FLOATS), np.asarray(indices)
    if found.dtype != np.int64:
        raise TypeError(f"{op} takes int64 indices, got {found.dtype}")
    if found.shape != x.shape:
        raise ValueError(f"{op} takes one index a value, of shape {x.shape}, got {found.shape}")
    kernel = rules.per_axis(op, "kernel_size", kernel_size, rank, short=False)
    steps = kernel if stride is None else rules.per_axis(op, "stride", stride, rank, short=False)
    pads = rules.per_axis(op, "padding", padding, rank, short=False)
    if rank == 3 and min(steps) < 1:
        raise ValueError(f"{op} takes a stride of at least 1, got {min(steps)}")
    usual = tuple((n - 1) * s - 2 * p + k for n, s, p, k in zip(x.shape[-rank:], steps, pads, kernel, strict=True))
    sizes = usual if output_size is None else _chosen(op, tuple(output_size), usual, steps)
    if min(sizes) < 0:
        raise ValueError(f"{op} takes settings that give an output_size of at least 0, got {sizes}")
    if found.size and prod(sizes) and not 0 <= found.min() <= found.max() < prod(sizes):
        raise ValueError(f"{op} takes indices from 0 to {prod(sizes) - 1}, got {found.min()} to {found.max()}")
    if not prod(sizes):
        return np.zeros((*x.shape[:-rank], *sizes), x.dtype)
    return unpool(x, found, sizes)


def _chosen(op: str, asked: tuple[int, ...], usual: tuple[int, ...], stride: tuple[int, ...]) -> tuple[int, ...]:
    rank = len(usual)
    if len(asked) not in (rank, rank + 2):
        raise ValueError(f"{op} takes an output_size of {rank} or {rank + 2} values, got {asked}")
    sizes = tuple(rules.whole(op, "output_size", size) for size in asked[-rank:])
    for size, middle, step in zip(sizes, usual, stride, strict=True):
        if not middle - step < size < middle + step:
            raise ValueError(f"{op} takes an output_size between {middle - step} and {middle + step}, got {size}")
    return sizes
