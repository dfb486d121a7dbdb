"""Flax: the functions of flax.linen.pooling over NumPy arrays (batch..., spatial..., channels).

Any number of batch axes, none included, but at most one beside padding in pairs. As in JAX without x64,
64-bit numbers become 32-bit ones; padding has no limit and may be negative, which crops; a window that fits
nowhere gives an empty array. Sums of integers do not wrap here; window_shape, strides and padding may be
lists too.
"""

from collections.abc import Sequence
from math import prod
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from pooling.apply import pool
from pooling.dialects._channels import Array, channels_before, channels_last
from pooling.placement import PADDING_WORDS, Laid, Pairs, Window, lay

Padding = str | Sequence[Sequence[int]]

_SHORTER = {"float64": np.float32, "int64": np.int32, "uint64": np.uint32}


def max_pool(
    inputs: ArrayLike, window_shape: Sequence[int], strides: Sequence[int] | None = None, padding: Padding = "VALID"
) -> Array:
    """Largest value of each window; -inf, or the least integer, where a window lies on padding alone.

    strides default to 1; padding is 'VALID', 'SAME', 'SAME_LOWER' in any case, or a pair per spatial axis.
    """
    return _pooled(_array(inputs), window_shape, strides, padding, "max")


def min_pool(
    inputs: ArrayLike, window_shape: Sequence[int], strides: Sequence[int] | None = None, padding: Padding = "VALID"
) -> Array:
    """Smallest value of each window; inf, or the greatest integer, where a window lies on padding alone.

    Arguments as in max_pool.
    """
    return _pooled(_array(inputs), window_shape, strides, padding, "min")


def avg_pool(
    inputs: ArrayLike,
    window_shape: Sequence[int],
    strides: Sequence[int] | None = None,
    padding: Padding = "VALID",
    count_include_pad: bool = True,
) -> Array:
    """Mean of each window, padding counted as zeros unless count_include_pad is False; integers give float32.

    A window on padding alone is 0, or NaN where padding does not count. Other arguments as in max_pool.
    """
    x = _array(inputs)
    sums = _pooled(x, window_shape, strides, padding, "sum")
    if count_include_pad:
        return np.asarray(sums / sums.dtype.type(prod(window_shape)))
    begin = x.ndim - len(window_shape) - 1
    ones = np.ones((*x.shape[begin:-1], 1), np.float32)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums / _pooled(ones, window_shape, strides, padding, "sum"))


def _array(inputs: ArrayLike) -> Array:
    x = np.asarray(inputs)
    with np.errstate(over="ignore"):
        return x.astype(_SHORTER.get(x.dtype.name, x.dtype), copy=False)


def _pooled(x: Array, window_shape: Any, strides: Any, padding: Any, type: Literal["max", "min", "sum"]) -> Array:
    kernel = _numbers("window_shape", window_shape)
    rank = len(kernel)
    stride = _numbers("strides", strides) if strides else (1,) * rank
    if len(stride) != rank:
        raise ValueError(f"strides {stride} must be as many as window_shape {kernel}: {rank}")
    if x.ndim < rank + 1:
        raise ValueError(f"inputs of shape {x.shape} are too few axes for window_shape {kernel} and channels")
    view = channels_before(x, rank)
    sizes = view.shape[x.ndim - rank :]
    pads = _pads(padding, rank)
    if not isinstance(padding, str) and x.ndim > rank + 2:
        raise ValueError(f"padding in pairs goes with at most one batch axis, got inputs of shape {x.shape}")
    laid = [lay(*axis, 1, False) for axis in zip(sizes, kernel, stride, pads, strict=True)]
    outs = [axis.out for axis in laid]
    if 0 in outs:
        values = np.empty((*view.shape[: x.ndim - rank], *outs), x.dtype)
    else:
        padded, pairs = _margins(view, laid, kernel, type)
        values = pool(padded, Window(kernel, stride, pairs), type=type).values
    if type == "sum" and x.dtype.kind != "f":
        values = values.astype(np.float32)
    return channels_last(values, rank)


def _numbers(name: str, value: Any) -> tuple[int, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{name} must be a tuple of integers, got {value!r}")
    if any(isinstance(item, bool | np.bool_) or not isinstance(item, int | np.integer) for item in value):
        raise TypeError(f"{name} must hold integers, got {value}")
    if not 1 <= len(value) <= 3:
        raise ValueError(f"{name} must have 1 to 3 values here, got {value}")
    if min(value) < 1:
        raise ValueError(f"{name} must have every element strictly positive, got {value}")
    return tuple(value)


def _pads(padding: Any, rank: int) -> Sequence[tuple[int, int] | str]:
    if isinstance(padding, str):
        if padding.lower() not in PADDING_WORDS:
            raise ValueError(f"padding must be 'VALID', 'SAME', 'SAME_LOWER' or pairs, got {padding!r}")
        return (padding.lower(),) * rank
    if not isinstance(padding, list | tuple) or not all(isinstance(pair, list | tuple) for pair in padding):
        raise TypeError(f"padding must be a word or one (low, high) pair per spatial axis, got {padding!r}")
    if len(padding) != rank or any(len(pair) != 2 for pair in padding):
        raise ValueError(f"padding must be {rank} pairs (low, high), as many as window_shape, got {padding}")
    return [(int(low), int(high)) for low, high in padding]


def _margins(view: Array, laid: Sequence[Laid], kernel: Sequence[int], type: str) -> tuple[Array, Pairs]:
    """The input and its padding, which is made of cells where it is more than a window may have."""
    pairs = tuple((axis.low, axis.high) for axis in laid)
    sizes = view.shape[view.ndim - len(laid) :]
    if min(sizes) > 0 and all(0 <= pad < k for pair, k in zip(pairs, kernel, strict=True) for pad in pair):
        return view, pairs
    # Pad, then crop: what is cropped may be padding of the other side.
    outer = [(0, 0)] * (view.ndim - len(laid))
    added = outer + [(max(low, 0), max(high, 0)) for low, high in pairs]
    padded = np.pad(view, added, constant_values=_identity(type, view.dtype))
    ends = [size + low + high for size, (low, high) in zip(sizes, pairs, strict=True)]
    begins = [max(-low, 0) for low, _ in pairs]
    kept = [slice(begin, begin + end) for begin, end in zip(begins, ends, strict=True)]
    return padded[tuple([slice(None)] * len(outer) + kept)], ((0, 0),) * len(laid)


def _identity(type: str, dtype: np.dtype[Any]) -> float:
    if type == "sum":
        return 0
    if dtype.kind == "f":
        return -np.inf if type == "max" else np.inf
    limits = np.iinfo(dtype)
    return int(limits.min if type == "max" else limits.max)
