"""Pooling as ONNX's operators say it: inputs by position, attributes by keyword, NumPy arrays in and out.

Arrays are (N, C, spatial...) with one to three spatial axes; strides default to 1, pads are [begins..., ends...],
indices count through the whole tensor. Where onnxruntime and the specification differ, the specification holds;
what onnxruntime does with NaN, which the specification leaves open, is done here too.
"""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pooling.apply import pool
from pooling.dialects import _spatial as spatial
from pooling.dialects import _spatial_onnx as rules
from pooling.dialects._spatial import Array, Fitted, fit
from pooling.gradient import unpool
from pooling.placement import Global, Ints

__all__ = ["AveragePool", "GlobalAveragePool", "GlobalLpPool", "GlobalMaxPool", "LpPool", "MaxPool", "MaxUnpool"]


def MaxPool(
    X: ArrayLike,
    *,
    kernel_shape: Sequence[int],
    strides: Sequence[int] | None = None,
    pads: Sequence[int] | None = None,
    dilations: Sequence[int] | None = None,
    auto_pad: str = "NOTSET",
    ceil_mode: int = 0,
    storage_order: int = 0,
) -> tuple[Array, Ints]:
    """(Y, Indices): the largest value of each window, and where it stands in the flattened X.

    Floats, int8 and uint8. With storage_order 1 the spatial part of an index is column-major. A window without
    any cell answers the least value that onnxruntime begins with, and index -1.
    """
    x = rules.tensor("MaxPool", X, (*rules.FLOATS, "int8", "uint8"))
    columns_first = rules.choice("MaxPool", "storage_order", storage_order)
    sizes = x.shape[2:]
    attributes = (kernel_shape, strides, pads, dilations, auto_pad, ceil_mode)
    fitted = fit(sizes, rules.setting("MaxPool", len(sizes), *attributes))
    values, found = _leading_nan(x, fitted)
    tapless = fitted.tapless
    found = np.where(tapless, 0, found)
    if columns_first:
        found = spatial.flat(np.unravel_index(found, sizes)[::-1], sizes[::-1])
    planes = np.arange(prod(x.shape[:2])).reshape(*x.shape[:2], *(1,) * len(sizes))
    indices = found + planes * prod(sizes)
    return np.where(tapless, np.asarray(_least(x), x.dtype), values), np.where(tapless, -1, indices)


def AveragePool(
    X: ArrayLike,
    *,
    kernel_shape: Sequence[int],
    strides: Sequence[int] | None = None,
    pads: Sequence[int] | None = None,
    dilations: Sequence[int] | None = None,
    auto_pad: str = "NOTSET",
    ceil_mode: int = 0,
    count_include_pad: int = 0,
) -> Array:
    """The average of each window's cells, its padding among them where count_include_pad is 1; floats.

    What ceil_mode lets hang over the padding never counts. A window without any cell answers 0.
    """
    x = rules.tensor("AveragePool", X)
    counted = rules.choice("AveragePool", "count_include_pad", count_include_pad)
    attributes = (kernel_shape, strides, pads, dilations, auto_pad, ceil_mode)
    fitted = fit(x.shape[2:], rules.setting("AveragePool", x.ndim - 2, *attributes))
    return spatial.average(x, fitted, counted)


def LpPool(
    X: ArrayLike,
    *,
    kernel_shape: Sequence[int],
    p: int = 2,
    strides: Sequence[int] | None = None,
    pads: Sequence[int] | None = None,
    dilations: Sequence[int] | None = None,
    auto_pad: str = "NOTSET",
    ceil_mode: int = 0,
) -> Array:
    """(sum of |x| ** p) ** (1 / p) of each window, p at least 1; floats. A window without any cell answers 0."""
    x = rules.tensor("LpPool", X)
    power = rules.whole("LpPool", "p", p, 1)
    attributes = (kernel_shape, strides, pads, dilations, auto_pad, ceil_mode)
    fitted = fit(x.shape[2:], rules.setting("LpPool", x.ndim - 2, *attributes))
    return pool(fitted.filled(x, 0), fitted.window, type="lp", param=power).values


def GlobalMaxPool(X: ArrayLike) -> Array:
    """The largest value of each plane, (N, C, 1, ...); floats."""
    x = rules.tensor("GlobalMaxPool", X)
    return MaxPool(x, kernel_shape=x.shape[2:])[0]


def GlobalAveragePool(X: ArrayLike) -> Array:
    """The average of each plane, (N, C, 1, ...); floats."""
    x = rules.tensor("GlobalAveragePool", X)
    return pool(x, Global(x.ndim - 2), type="average").values


def GlobalLpPool(X: ArrayLike, *, p: int = 2) -> Array:
    """(sum of |x| ** p) ** (1 / p) of each plane, (N, C, 1, ...), p at least 1; floats."""
    x = rules.tensor("GlobalLpPool", X)
    return pool(x, Global(x.ndim - 2), type="lp", param=rules.whole("GlobalLpPool", "p", p, 1)).values


def MaxUnpool(
    X: ArrayLike,
    I: ArrayLike,  # noqa: E741 - ONNX calls it so
    output_shape: ArrayLike | None = None,
    *,
    kernel_shape: Sequence[int],
    strides: Sequence[int] | None = None,
    pads: Sequence[int] | None = None,
) -> Array:
    """The values of X put back at the indices I, and 0 elsewhere; floats.

    I counts through the tensor that kernel_shape, strides and pads give, also where output_shape is larger
    (the rest is then 0): so the operator's own test has it. onnxruntime counts through output_shape instead.
    """
    x, found = rules.tensor("MaxUnpool", X), np.asarray(I)
    if found.dtype != np.int64:
        raise TypeError(f"MaxUnpool takes int64 for I, got {found.dtype}")
    if found.shape != x.shape:
        raise ValueError(f"MaxUnpool takes one index a value, of shape {x.shape}, got {found.shape}")
    usual = _unpooled_shape(x.shape, kernel_shape, strides, pads)
    if found.size and not 0 <= found.min() <= found.max() < prod(usual):
        raise ValueError(f"MaxUnpool takes indices from 0 to {prod(usual) - 1}, got {found.min()} to {found.max()}")
    y = unpool(x.reshape(-1), found.reshape(-1), (prod(usual),)).reshape(usual)
    if output_shape is None:
        return y
    return np.pad(y, [(0, more) for more in _room(usual, np.asarray(output_shape))])


def _leading_nan(x: Array, fitted: Fitted) -> tuple[Array, Ints]:
    """The largest values and their indices, each plane for itself; NaN only where a window begins with it.

    onnxruntime compares with >, which NaN never passes: it stays where it was the first to be taken.
    """
    pooled = spatial.extreme(x, fitted)
    if not np.isnan(pooled.values).any():
        assert pooled.switches is not None
        return pooled.values, fitted.places(pooled.switches)
    values, found = _leading_nan(np.where(np.isnan(x), np.asarray(-np.inf, x.dtype), x), fitted)
    firsts = np.ix_(*(np.minimum(first, n - 1) for first, n in zip(fitted.firsts, fitted.sizes, strict=True)))
    index: tuple[Any, ...] = (..., *firsts)
    leads = np.isnan(x[index])
    return np.where(leads, x[index], values), np.where(leads, spatial.flat(firsts, fitted.sizes), found)


def _least(x: Array) -> float:
    """What onnxruntime begins a window with: the least finite value, but -inf in float16."""
    if x.dtype.kind != "f":
        return np.iinfo(x.dtype).min
    return -np.inf if x.dtype.itemsize == 2 else float(np.finfo(x.dtype).min)


def _unpooled_shape(
    shape: tuple[int, ...], kernel_shape: Sequence[int], strides: Sequence[int] | None, pads: Sequence[int] | None
) -> tuple[int, ...]:
    rank = len(shape) - 2
    one = rules.setting("MaxUnpool", rank, kernel_shape, strides, None, None, "NOTSET", 0)
    settings = zip(shape[2:], one.kernel, one.stride, rules.pairs("MaxUnpool", pads, rank), strict=True)
    sizes = tuple((n - 1) * s + k - sum(pair) for n, k, s, pair in settings)
    if min(sizes) < 1:
        raise ValueError(f"MaxUnpool takes attributes that give sizes of at least 1, got {sizes}")
    return (*shape[:2], *sizes)


def _room(usual: tuple[int, ...], wanted: Ints) -> list[int]:
    if wanted.dtype.kind not in "iu":
        raise TypeError(f"MaxUnpool takes whole numbers for output_shape, got {wanted.dtype}")
    if wanted.shape != (len(usual),) or tuple(wanted[:2]) != usual[:2] or (wanted < usual).any():
        raise ValueError(
            f"MaxUnpool takes an output_shape from {usual} on, N and C being the same, got {wanted.tolist()}"
        )
    return [int(more) for more in wanted - usual]
