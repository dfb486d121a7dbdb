"""How tf.nn is asked: data formats, ksize, strides and padding by its own rules, and what each op takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from pooling.dialects._channels import Array, channels_before, channels_last
from pooling.placement import Pairs, Place, Window

VECTORS = "NCHW_VECT_C"
FORMATS = {1: ("NWC", "NCW"), 2: ("NHWC", "NCHW"), 3: ("NDHWC", "NCDHW")}

FLOATS = ("float16", "float32", "float64")
INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16")


@dataclass(frozen=True)
class Format:
    """A data format: how many spatial axes it has and where the channels are."""

    name: str
    rank: int

    @property
    def channel(self) -> int:
        """Where a list per tensor axis has the channels."""
        return 1 if self.name.startswith("NC") else self.rank + 1

    def before(self, x: Array, place: Place) -> Array:
        """A view with the pooled axes last; ValueError if the place does not fit them."""
        view = channels_before(x, self.rank) if self._moved else x
        try:
            place.plan(view.shape[-self.rank :])
        except ValueError as refusal:
            raise ValueError(f"computed output size would be zero or negative: {refusal}") from refusal
        return view

    def back(self, y: Array) -> Array:
        """The way back from `before`."""
        return channels_last(y, self.rank) if self._moved else y

    @property
    def _moved(self) -> bool:
        return self.name == VECTORS or self.channel != 1


class Asked(NamedTuple):
    """What was asked: a window on the spatial axes, and the size of a window on the channels."""

    window: Window
    depth: int


def tensor(op: str, given: ArrayLike | None, value: ArrayLike | None) -> Array:
    """The input, which TensorFlow 2 calls `input` and TensorFlow 1 `value`."""
    if (given is None) == (value is None):
        raise TypeError(f"{op} takes either `input` or `value`, received {'none' if given is None else 'both'}")
    return np.asarray(given if value is None else value)


def form(x: Array, data_format: str | None, *, vectors: bool = False) -> Format:
    """The format of a tensor; ValueError for one that does not go with its rank."""
    if vectors and data_format == VECTORS:
        if x.ndim != 5 or x.shape[-1] != 4 or x.dtype != np.int8:
            raise ValueError(
                f"{VECTORS} takes int8 blocks [N, C/4, H, W, 4], received {x.dtype} of shape {list(x.shape)}"
            )
        return Format(VECTORS, 2)
    if not 3 <= x.ndim <= 5:
        raise ValueError(f"`input` must have rank 3, 4 or 5, received rank {x.ndim}: shape {x.shape}")
    names = FORMATS[x.ndim - 2]
    name = names[0] if data_format is None else data_format
    if name not in names:
        raise ValueError(f"`data_format` of a tensor of rank {x.ndim} must be {_either(names)}, received {name!r}")
    return Format(name, x.ndim - 2)


def check_dtype(op: str, x: Array, names: Sequence[str]) -> None:
    """ValueError unless x holds numbers that the op has been made for."""
    if x.dtype.name not in names:
        raise ValueError(f"{op} takes {', '.join(names)}, received {x.dtype}")


def asked(layout: Format, ksize: Any, strides: Any, padding: Any, *, explicit: bool) -> Asked:
    """ksize, strides and padding as a window; ValueError for what TensorFlow would refuse."""
    kernel, depth = _per_axis("ksize", ksize, layout)
    stride, step = _per_axis("strides", strides, layout)
    if (depth, step) != (1, 1):
        _check_depth(layout, kernel, depth, step)
    if explicit and isinstance(padding, list | tuple):
        if depth > 1:
            raise ValueError(f"explicit padding does not go with pooling over channels, received {padding}")
        return Asked(Window(kernel, stride, _pairs(padding, kernel, layout)), depth)
    if padding not in ("VALID", "SAME"):
        pairs = f", or a list of {layout.rank + 2} pairs" if explicit else ""
        raise ValueError(f"`padding` must be 'VALID' or 'SAME' in capitals{pairs}, received {padding!r}")
    return Asked(Window(kernel, stride, padding.lower()), depth)


def _per_axis(name: str, value: Any, layout: Format) -> tuple[tuple[int, ...], int]:
    """One number for each spatial axis, and the one for the channels."""
    rank = layout.rank
    values = tuple(value) if isinstance(value, list | tuple | np.ndarray) else (value,)
    if len(values) not in (1, rank, rank + 2):
        lengths = _either(sorted({1, rank, rank + 2}))
        raise ValueError(f"`{name}` must be of length {lengths}, received {name}={value} of length {len(values)}")
    if any(isinstance(item, bool | np.bool_) or not isinstance(item, int | np.integer) for item in values):
        raise TypeError(f"`{name}` must hold integers, received {name}={value!r}")
    if min(values) < 1:
        raise ValueError(f"`{name}` must be > 0 along every axis, received {name}={value}")
    if len(values) != rank + 2:
        return values * (rank // len(values)), 1
    if values[0] != 1:
        raise ValueError(f"pooling over the batch is not supported: `{name}` must begin with 1, received {value}")
    spatial = values[2:] if layout.channel == 1 else values[1:-1]
    return spatial, int(values[layout.channel])


def _check_depth(layout: Format, kernel: tuple[int, ...], depth: int, step: int) -> None:
    if depth != step or max(kernel) > 1 or layout.channel == 1 or layout.rank > 2:
        raise ValueError(
            "channels can be pooled only in NWC and NHWC, by themselves, with a stride equal to the window: "
            f"received ksize {kernel} with {depth} on the channels, stride {step}, in {layout.name}"
        )


def _pairs(padding: Sequence[Any], kernel: tuple[int, ...], layout: Format) -> Pairs:
    if layout.rank == 3 or layout.name == VECTORS:
        raise ValueError(f"explicit padding is not supported in {layout.name}, received {padding}")
    pairs = [tuple(pair) if isinstance(pair, list | tuple) else () for pair in padding]
    if len(pairs) != layout.rank + 2 or any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"explicit `padding` must be {layout.rank + 2} pairs, one per tensor axis, received {padding}")
    channels = pairs.pop(layout.channel)
    if any(pairs.pop(0) + channels):
        raise ValueError(f"explicit `padding` of the batch and of the channels must be [0, 0], received {padding}")
    for pair, size in zip(pairs, kernel, strict=True):
        if min(pair) < 0 or max(pair) >= size:
            raise ValueError(f"explicit `padding` must be at least 0 and below the ksize {size}, received {pair}")
    return tuple(pairs)


def _either(names: Sequence[object]) -> str:
    return " or ".join(map(str, names))


def window(window_shape: Any, strides: Any, padding: Any, dilations: Any) -> Window:
    """The window of tf.nn.pool, which takes sequences only; ValueError for what it would refuse."""
    kernel = _spatial("window_shape", window_shape, None)
    stride = _spatial("strides", strides, len(kernel))
    dilation = _spatial("dilations", dilations, len(kernel))
    if padding not in ("VALID", "SAME"):
        raise ValueError(f"`padding` must be 'VALID' or 'SAME' in capitals, received {padding!r}")
    if max(dilation) > 1 and (max(stride) > 1 or padding == "SAME"):
        raise ValueError(
            "dilations > 1 are supported only with strides of 1 and padding 'VALID': "
            f"received dilations={dilation}, strides={stride}, padding={padding!r}"
        )
    if any(s > k for s, k in zip(stride, kernel, strict=True)):
        raise ValueError(
            f"strides must not exceed window_shape, where CPU and GPU would differ: received {stride} and {kernel}"
        )
    return Window(kernel, stride, padding.lower(), dilation)


def _spatial(name: str, value: Any, length: int | None) -> tuple[int, ...]:
    if value is None and length is not None:
        return (1,) * length
    if not isinstance(value, list | tuple | np.ndarray):
        raise TypeError(f"`{name}` must be a sequence of integers, received {value!r}")
    if len(value) not in ((1, 2, 3) if length is None else (length,)):
        expected = "1, 2 or 3" if length is None else length
        raise ValueError(f"`{name}` must be of length {expected}, received {value} of length {len(value)}")
    if min(value) < 1:
        raise ValueError(f"all values of `{name}` must be positive, received {value}")
    return tuple(value)


def ratios(pooling_ratio: Any, *, number: bool) -> tuple[float, float]:
    """The ratios of rows and columns; `number` says that one number may stand for both."""
    if number and isinstance(pooling_ratio, int | float):
        pooling_ratio = [1.0, pooling_ratio, pooling_ratio, 1.0]
    lengths = (1, 2, 4) if number else (4,)
    if not isinstance(pooling_ratio, list | tuple) or len(pooling_ratio) not in lengths:
        raise ValueError(f"`pooling_ratio` must be a list of length {_either(lengths)}, received {pooling_ratio!r}")
    if pooling_ratio[0] != 1 or pooling_ratio[-1] != 1:
        raise ValueError(f"`pooling_ratio` must be 1.0 for the batch and the channels, received {pooling_ratio}")
    if min(pooling_ratio) < 1:
        raise ValueError(f"`pooling_ratio` must be at least 1.0 along every axis, received {pooling_ratio}")
    return (pooling_ratio[1], pooling_ratio[2]) if len(pooling_ratio) == 4 else (1.0, 1.0)
