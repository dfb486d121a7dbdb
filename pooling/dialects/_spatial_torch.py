"""What PyTorch's pooling functions check before they pool: types, ranks, sizes and the limits of each setting."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pooling.dialects._spatial import Array, Setting

Sizes = int | Sequence[int]

FLOATS = ("float16", "float32", "float64")
INTEGERS = ("int8", "int16", "int32", "int64", "uint8")


def tensor(op: str, value: ArrayLike, rank: int, dtypes: Sequence[str], *, solid: int | None = None) -> Array:
    """The input as an array (N, C, spatial...) or (C, spatial...), whose last `solid` axes are not empty.

    `solid` None means all but the first. TypeError for a dtype that the function is not made for on the CPU,
    ValueError for a shape.
    """
    x = np.asarray(value)
    if x.dtype.name not in dtypes:
        raise TypeError(f"{op} takes {', '.join(dtypes)}, got {x.dtype}")
    if x.ndim not in (rank + 1, rank + 2):
        raise ValueError(f"{op} takes {rank + 1} axes (C, ...) or {rank + 2} axes (N, C, ...), got shape {x.shape}")
    solid = x.ndim - 1 if solid is None else solid
    if 0 in x.shape[-solid:]:
        raise ValueError(f"{op} takes no empty axis among the last {solid}, got shape {x.shape}")
    return x


def whole(op: str, name: str, value: object) -> int:
    """An int; PyTorch takes no bool for one, and no float."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise TypeError(f"{op} takes whole numbers for {name}, got {value!r}")
    return int(value)


def flag(op: str, name: str, value: object) -> bool:
    """A bool; PyTorch takes no 0 or 1 for one."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{op} takes True or False for {name}, got {value!r}")
    return bool(value)


def per_axis(op: str, name: str, value: object, rank: int, *, short: bool = True) -> tuple[int, ...]:
    """One int per axis, from an int or `rank` of them; a single one in a tuple serves every axis where `short`."""
    if not isinstance(value, tuple | list):
        return (whole(op, name, value),) * rank
    values = tuple(whole(op, name, item) for item in value)
    if len(values) == 1 and short:
        return values * rank
    if len(values) != rank:
        raise ValueError(f"{op} takes one {name} or {rank}, got {values}")
    return values


def setting(
    op: str, rank: int, kernel_size: Any, stride: Any, padding: Any, dilation: Any = 1, ceil_mode: Any = False
) -> Setting:
    """Kernel, stride (the kernel where None or empty), padding and dilation, within PyTorch's limits."""
    kernel = per_axis(op, "kernel_size", kernel_size, rank)
    steps = kernel if stride is None or stride in ((), []) else per_axis(op, "stride", stride, rank)
    pads, dilations = per_axis(op, "padding", padding, rank), per_axis(op, "dilation", dilation, rank)
    for name, values in (("kernel_size", kernel), ("stride", steps), ("dilation", dilations)):
        if min(values) < 1:
            raise ValueError(f"{op} takes a {name} of at least 1, got {min(values)}")
    for k, pad in zip(kernel, pads, strict=True):
        if not 0 <= pad <= k // 2:
            raise ValueError(f"{op} takes padding from 0 to half of kernel_size {k}, which is {k // 2}, got {pad}")
    pairs = tuple((pad, pad) for pad in pads)
    ceil = flag(op, "ceil_mode", ceil_mode)
    return Setting(op, kernel, steps, pairs, dilations, ceil, overhangs=ceil)


def gradient(op: str, grad: ArrayLike, values: Array) -> Array:
    """The gradient of the output in its dtype; ValueError unless it has the output's shape."""
    array = np.asarray(grad)
    if array.shape != values.shape:
        raise ValueError(f"{op} takes a gradient of the output's shape {values.shape}, got {array.shape}")
    return array.astype(values.dtype)
