"""PyTorch's avg_pool functions and their gradients."""

import numpy as np
from numpy.typing import ArrayLike

from pooling.apply import pool
from pooling.dialects import _spatial_torch as rules
from pooling.dialects._spatial import Array, Setting, fit
from pooling.dialects._spatial_torch import Sizes
from pooling.gradient import backward
from pooling.placement import Ints, Window


def avg_pool1d(
    input: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Average of each window of (N, C, L) or (C, L), divided by its taps, padding among them if counted.

    Floats, and int64 rounded towards 0.
    """
    setting = rules.setting("avg_pool1d", 1, kernel_size, stride, padding, ceil_mode=ceil_mode)
    return average(input, setting, count_include_pad)


def avg_pool2d(
    input: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """Average of each window of (N, C, H, W) or (C, H, W), divided by its taps or by divisor_override.

    Floats, and int64 rounded towards 0.
    """
    setting = rules.setting("avg_pool2d", 2, kernel_size, stride, padding, ceil_mode=ceil_mode)
    return average(input, setting, count_include_pad, divisor_override)


def avg_pool3d(
    input: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """Average of each window of (N, C, D, H, W) or (C, D, H, W), divided by its taps or by divisor_override.

    float32, float64, and int64 rounded towards 0. The kernel must fit the input without its padding.
    """
    setting = rules.setting("avg_pool3d", 3, kernel_size, stride, padding, ceil_mode=ceil_mode)
    return average(input, setting, count_include_pad, divisor_override)


def avg_pool1d_backward(
    input: ArrayLike,
    grad: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Gradient of the input of avg_pool1d, given that of its output: each window's is shared by its taps; floats."""
    setting = rules.setting("avg_pool1d_backward", 1, kernel_size, stride, padding, ceil_mode=ceil_mode)
    return _gradient(input, grad, setting, count_include_pad)


def avg_pool2d_backward(
    input: ArrayLike,
    grad: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """Gradient of the input of avg_pool2d, given that of its output: each window's is shared by its taps; floats."""
    setting = rules.setting("avg_pool2d_backward", 2, kernel_size, stride, padding, ceil_mode=ceil_mode)
    return _gradient(input, grad, setting, count_include_pad, divisor_override)


def avg_pool3d_backward(
    input: ArrayLike,
    grad: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Array:
    """Gradient of the input of avg_pool3d, given that of its output: each window's is shared by its taps; floats."""
    setting = rules.setting("avg_pool3d_backward", 3, kernel_size, stride, padding, ceil_mode=ceil_mode)
    return _gradient(input, grad, setting, count_include_pad, divisor_override)


def average(input: ArrayLike, setting: Setting, count_include_pad: bool, divisor_override: int | None = None) -> Array:
    """What an avg_pool function answers; lp_pool is built on it."""
    op, rank = setting.op, len(setting.kernel)
    # In three dimensions PyTorch has no kernel for float16.
    floats = rules.FLOATS[1:] if rank == 3 else rules.FLOATS
    x = rules.tensor(op, input, rank, (*floats, "int64"), solid=rank + 1)
    window = _window(x, setting)
    counted = rules.flag(op, "count_include_pad", count_include_pad)
    if divisor_override is None and x.dtype.kind == "f":
        return pool(x, window, type="average", count_include_pad=counted).values
    divisors = window.plan(x.shape[-rank:]).divisors(counted)
    if divisor_override is not None:
        divisors = np.full_like(divisors, _divisor(op, divisor_override))
    if x.dtype.kind == "i":
        return _truncated(_exact_sum(x, window), divisors)
    # float64 until the division: a sum may exceed float16 where its quotient does not.
    return (pool(x.astype(np.float64), window, type="sum").values / divisors).astype(x.dtype)


def _window(x: Array, setting: Setting) -> Window:
    sizes = x.shape[-len(setting.kernel) :]
    for axis, (n, k) in enumerate(zip(sizes, setting.kernel, strict=True)):
        if len(sizes) == 3 and k > n:
            raise ValueError(f"{setting.op} takes a kernel_size of at most the {n} cells on axis {axis}, got {k}")
    return fit(sizes, setting).window


def _divisor(op: str, value: object) -> int:
    divisor = rules.whole(op, "divisor_override", value)
    if divisor == 0:
        raise ValueError(f"{op} takes no divisor_override of 0")
    return divisor


def _exact_sum(x: Array, window: Window) -> Ints:
    """Sum of int64 taps in int64, wrapping at 2**63 as PyTorch does: float64 would round beyond 2**53."""
    high, low = (pool(half, window, type="sum").values.astype(np.int64) for half in (x >> 32, x & 0xFFFFFFFF))
    return (high << 32) + low


def _truncated(sums: Ints, divisors: Ints) -> Ints:
    """Quotients without the fraction, as in C: -3 / 2 is -1."""
    quotients = sums // divisors
    return np.asarray(quotients + ((quotients < 0) & (quotients * divisors != sums)))


def _gradient(
    input: ArrayLike, grad: ArrayLike, setting: Setting, count_include_pad: bool, divisor_override: int | None = None
) -> Array:
    op, rank = setting.op, len(setting.kernel)
    x = rules.tensor(op, input, rank, rules.FLOATS[1:] if rank == 3 else rules.FLOATS, solid=rank + 1)
    window, counted = _window(x, setting), rules.flag(op, "count_include_pad", count_include_pad)
    if divisor_override is None:
        pooled = pool(x, window, type="average", count_include_pad=counted)
        return backward(pooled, rules.gradient(op, grad, pooled.values)).astype(x.dtype)
    pooled = pool(x, window, type="sum")
    return backward(pooled, rules.gradient(op, grad, pooled.values) / _divisor(op, divisor_override)).astype(x.dtype)
