"""PyTorch's lp_pool functions, without abs and with a root of the rescaled average, as it computes them."""

from math import isinf, prod

import numpy as np
from numpy.typing import ArrayLike

from pooling.dialects import _spatial_torch as rules
from pooling.dialects._spatial import Array, Setting
from pooling.dialects._spatial_torch import Sizes
from pooling.dialects._spatial_torch_average import average
from pooling.dialects._spatial_torch_max import largest


def lp_pool1d(
    input: ArrayLike, norm_type: float, kernel_size: int, stride: Sizes | None = None, ceil_mode: bool = False
) -> Array:
    """(sum of x ** norm_type) ** (1 / norm_type) of each window of (N, C, L) or (C, L).

    Without abs, as in PyTorch: an odd power of negative values is negative, and its root NaN.
    """
    # PyTorch multiplies by the kernel as it was given, which only an int survives; an infinite norm does not.
    kernel = kernel_size if isinf(norm_type) else rules.whole("lp_pool1d", "kernel_size", kernel_size)
    return _norm(input, norm_type, rules.setting("lp_pool1d", 1, kernel, stride, 0, ceil_mode=ceil_mode))


def lp_pool2d(
    input: ArrayLike, norm_type: float, kernel_size: Sizes, stride: Sizes | None = None, ceil_mode: bool = False
) -> Array:
    """(sum of x ** norm_type) ** (1 / norm_type) of each window of (N, C, H, W) or (C, H, W), without abs."""
    kernel = rules.per_axis("lp_pool2d", "kernel_size", kernel_size, 2, short=False)
    return _norm(input, norm_type, rules.setting("lp_pool2d", 2, kernel, stride, 0, ceil_mode=ceil_mode))


def lp_pool3d(
    input: ArrayLike, norm_type: float, kernel_size: Sizes, stride: Sizes | None = None, ceil_mode: bool = False
) -> Array:
    """(sum of x ** norm_type) ** (1 / norm_type) of each window of (N, C, D, H, W) or (C, D, H, W), without abs."""
    kernel = rules.per_axis("lp_pool3d", "kernel_size", kernel_size, 3, short=False)
    return _norm(input, norm_type, rules.setting("lp_pool3d", 3, kernel, stride, 0, ceil_mode=ceil_mode))


def _norm(input: ArrayLike, norm_type: float, setting: Setting) -> Array:
    x, p = np.asarray(input), norm_type
    if isinstance(p, bool) or not isinstance(p, int | float):
        raise TypeError(f"{setting.op} takes a number for norm_type, got {p!r}")
    if p == 0:
        raise ValueError(f"{setting.op} takes no norm_type of 0: the root would be 1/0")
    if isinf(p):
        return _infinite(x, p, setting)
    # A sum may overflow and a root may be of a negative number: PyTorch says nothing about either.
    with np.errstate(all="ignore"):
        powers = average(_power(x, p, setting.op), setting, True)
        # PyTorch multiplies the average by the whole kernel, also where ceil_mode has cut the window.
        scaled = powers * prod(setting.kernel) + 0  # -0 becomes 0, as its relu does; 1 / -0 would be -inf
        root: Array = np.power(scaled if scaled.dtype.kind == "f" else scaled.astype(np.float32), 1 / p)
    return root


def _power(x: Array, p: float, op: str) -> Array:
    if x.dtype.kind == "f":
        return np.power(x, p)
    if isinstance(p, float):
        return np.power(x.astype(np.float32), p)
    if p < 0:
        raise ValueError(f"{op} takes no negative norm_type for integers, got {p}")
    return np.power(x.astype(np.int64) if x.dtype.kind == "b" else x, p)


def _infinite(x: Array, p: float, setting: Setting) -> Array:
    if x.dtype.kind == "b":
        raise TypeError(f"{setting.op} takes no bool for an infinite norm_type")
    return largest(np.abs(x), setting) if p > 0 else np.negative(largest(np.negative(np.abs(x)), setting))
