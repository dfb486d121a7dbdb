"""What ONNX's pooling operators and onnxruntime check before they pool: types, ranks and attributes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pooling.dialects._spatial import Array, Setting
from pooling.placement import Pairs

FLOATS = ("float16", "float32", "float64")
AUTO_PADS = {"SAME_UPPER": "same", "SAME_LOWER": "same_lower", "VALID": "valid"}


def tensor(op: str, value: ArrayLike, dtypes: Sequence[str] = FLOATS) -> Array:
    """The input as an array (N, C, spatial...) with one to three spatial axes; only N may be 0."""
    x = np.asarray(value)
    if x.dtype.name not in dtypes:
        raise TypeError(f"{op} takes {', '.join(dtypes)}, got {x.dtype}")
    if not 3 <= x.ndim <= 5:
        raise ValueError(f"{op} takes (N, C) and 1 to 3 spatial axes, got shape {x.shape}")
    if 0 in x.shape[1:]:
        raise ValueError(f"{op} takes no empty axis but the batch, got shape {x.shape}")
    return x


def choice(op: str, name: str, value: object) -> bool:
    """An attribute that is 0 or 1."""
    if not isinstance(value, int | np.integer | np.bool_):
        raise TypeError(f"{op} takes 0 or 1 for {name}, got {value!r}")
    if value not in (0, 1):
        raise ValueError(f"{op} takes 0 or 1 for {name}, got {value}")
    return bool(value)


def numbers(op: str, name: str, value: object, count: int, lowest: int, default: int) -> tuple[int, ...]:
    """An attribute that holds `count` whole numbers of at least `lowest`; None means the default for each."""
    if value is None:
        return (default,) * count
    if not isinstance(value, tuple | list):
        raise TypeError(f"{op} takes a list of {count} numbers for {name}, got {value!r}")
    for item in value:
        if isinstance(item, bool | np.bool_) or not isinstance(item, int | np.integer):
            raise TypeError(f"{op} takes whole numbers for {name}, got {item!r}")
    if len(value) != count:
        raise ValueError(f"{op} takes {count} numbers for {name}, got {list(value)}")
    if min(value) < lowest:
        raise ValueError(f"{op} takes numbers of at least {lowest} for {name}, got {min(value)}")
    return tuple(int(item) for item in value)


def pairs(op: str, pads: object, rank: int) -> Pairs:
    """ONNX's [begin, begin, ..., end, end, ...] as (begin, end) per axis."""
    values = numbers(op, "pads", pads, 2 * rank, 0, 0)
    return tuple(zip(values[:rank], values[rank:], strict=True))


def setting(
    op: str,
    rank: int,
    kernel_shape: Sequence[int],
    strides: Sequence[int] | None,
    pads: Sequence[int] | None,
    dilations: Sequence[int] | None,
    auto_pad: str,
    ceil_mode: int,
) -> Setting:
    """The attributes of a pooling operator, within ONNX's and onnxruntime's limits; strides default to 1."""
    if kernel_shape is None:
        raise TypeError(f"{op} takes a list of {rank} numbers for kernel_shape, got None")
    kernel = numbers(op, "kernel_shape", kernel_shape, rank, 1, 1)
    steps, spread = numbers(op, "strides", strides, rank, 1, 1), numbers(op, "dilations", dilations, rank, 1, 1)
    padding, ceil = pairs(op, pads, rank), choice(op, "ceil_mode", ceil_mode)
    for k, pair in zip(kernel, padding, strict=True):
        if max(pair) >= k:
            raise ValueError(f"{op} takes pads below kernel_shape {k}, as onnxruntime does, got {max(pair)}")
    # onnxruntime divides towards 0, not down: a kernel that exceeds the input by less than a stride has one window.
    if auto_pad == "NOTSET":
        return Setting(op, kernel, steps, padding, spread, ceil, overhangs=True)
    if auto_pad not in AUTO_PADS:
        raise ValueError(f"{op} takes NOTSET, {', '.join(AUTO_PADS)} for auto_pad, got {auto_pad!r}")
    if any(map(any, padding)):
        raise ValueError(f"{op} takes either pads or auto_pad, got {auto_pad} and {pads}")
    # The specification's sizes for auto_pad are the same with ceil_mode as without; there onnxruntime adds a
    # window to VALID, and with dilations it makes SAME too small.
    return Setting(op, kernel, steps, AUTO_PADS[auto_pad], spread, ceil_mode=False, overhangs=True)


def whole(op: str, name: str, value: Any, lowest: int) -> int:
    """An attribute that is one whole number."""
    return numbers(op, name, [value], 1, lowest, lowest)[0]
