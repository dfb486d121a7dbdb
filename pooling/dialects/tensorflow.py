"""TensorFlow 2: tf.nn's pooling functions over NumPy arrays.

As in tf.nn, max_pool and max_pool2d turn NumPy arrays of float64 and int64 of rank 4 into float32; apart
from that a dtype is kept or refused. Max looks past NaN, as TensorFlow does on x86, and answers the least
finite number where nothing larger is left; max_pool_with_argmax keeps -inf, and NaN where it comes first. A
window that does not fit is refused, as in a tf.function.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from pooling.apply import pool as _pool
from pooling.dialects._channels import Array
from pooling.dialects._channels_fractional import Cuts, drawn
from pooling.dialects._channels_max import largest, leading, max_of_channels
from pooling.dialects._channels_tensorflow import (
    FLOATS,
    INTEGERS,
    VECTORS,
    Format,
    asked,
    check_dtype,
    form,
    ratios,
    tensor,
    window,
)
from pooling.placement import Ints

Answer = tuple[Array, Ints, Ints]


def max_pool(
    input: ArrayLike | None = None,
    ksize: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: str | None = None,
    name: str | None = None,
    *,
    value: ArrayLike | None = None,
) -> Array:
    """Largest value of each window of a tensor of rank 3 to 5, or of int8 blocks in NCHW_VECT_C.

    ksize and strides: an int, one per spatial axis, or one per tensor axis. padding: 'VALID', 'SAME' or, up
    to rank 4, a (low, high) pair per tensor axis. `value` is TensorFlow 1's name of `input`.
    """
    x = tensor("max_pool", input, value)
    layout = form(x, data_format, vectors=True)
    if layout.rank == 2 and x.dtype in (np.float64, np.int64):
        with np.errstate(over="ignore"):
            x = x.astype(np.float32)
    check_dtype(f"max_pool of rank {x.ndim}", x, FLOATS + INTEGERS if layout.rank < 3 else FLOATS[:2])
    question = asked(layout, ksize, strides, padding, explicit=True)
    if question.depth > 1:
        return max_of_channels(x, question.depth)
    return layout.back(largest(layout.before(x, question.window), question.window))


def avg_pool(
    input: ArrayLike | None = None,
    ksize: Any = None,
    strides: Any = None,
    padding: Any = None,
    data_format: str | None = None,
    name: str | None = None,
    *,
    value: ArrayLike | None = None,
) -> Array:
    """Mean of the cells in each window of a float tensor of rank 3 to 5; padding is never counted.

    ksize, strides and padding as in max_pool, but padding in words only.
    """
    x = tensor("avg_pool", input, value)
    layout = form(x, data_format)
    check_dtype("avg_pool", x, FLOATS)
    question = asked(layout, ksize, strides, padding, explicit=False)
    _refuse_depth("avg_pool", question.depth)
    return layout.back(_pool(layout.before(x, question.window), question.window, type="average").values)


def max_pool_with_argmax(
    input: ArrayLike,
    ksize: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    output_dtype: DTypeLike = np.int64,
    include_batch_in_index: bool = False,
    name: str | None = None,
) -> tuple[Array, Ints]:
    """(values, indices) of a tensor of rank 4: an index is (row * columns + column) * channels + channel.

    With include_batch_in_index it counts on over the batch. The first of equals wins; of NaN only one in a
    window's first cell is seen. ksize, strides and padding as in max_pool, but padding in words only.
    """
    x = np.asarray(input)
    if data_format != "NHWC":
        raise ValueError(f"max_pool_with_argmax supports no `data_format` but 'NHWC', received {data_format!r}")
    layout = form(x, data_format)
    if x.size == 0:
        raise ValueError(f"max_pool_with_argmax does not take an empty `input`, received shape {x.shape}")
    check_dtype("max_pool_with_argmax", x, (*FLOATS, *INTEGERS, "uint32", "uint64"))
    if np.dtype(output_dtype) not in (np.int32, np.int64):
        raise ValueError(f"`output_dtype` must be int32 or int64, received {output_dtype}")
    question = asked(layout, ksize, strides, padding, explicit=False)
    _refuse_depth("max_pool_with_argmax", question.depth)
    values, switches = leading(layout.before(x, question.window), question.window)
    batch, rows, columns, channels = x.shape
    indices = layout.back(switches) * channels + np.arange(channels)
    if include_batch_in_index:
        indices += (np.arange(batch) * (rows * columns * channels))[:, None, None, None]
    return layout.back(values), indices.astype(output_dtype, copy=False)


def pool(
    input: ArrayLike,
    window_shape: Any,
    pooling_type: str,
    strides: Any = None,
    padding: str = "VALID",
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Array:
    """Pooling by 'MAX' or 'AVG' with one number per spatial axis; strides and dilations default to 1.

    Refused: dilations > 1 with strides > 1 or 'SAME', and strides above window_shape.
    """
    x = np.asarray(input)
    place = window(window_shape, strides, padding, dilations)
    layout = form(x, data_format)
    if layout.rank != place.rank:
        raise ValueError(f"`input` must have rank {place.rank + 2} for this window_shape, received rank {x.ndim}")
    if pooling_type not in ("MAX", "AVG"):
        raise ValueError(f"`pooling_type` must be 'MAX' or 'AVG', received {pooling_type!r}")
    if pooling_type == "AVG":
        check_dtype("AVG pooling", x, FLOATS)
        return layout.back(_pool(layout.before(x, place), place, type="average").values)
    check_dtype("MAX pooling", x, FLOATS + INTEGERS if layout.rank < 3 else FLOATS[:2])
    return layout.back(largest(layout.before(x, place), place))


def fractional_max_pool(
    value: ArrayLike,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    seed: int = 0,
    name: str | None = None,
) -> Answer:
    """(values, row cuts, column cuts): windows of mixed sizes, from each cut to the next (Graham, 2014).

    A seed gives TensorFlow's own cuts; 0 draws anew. pooling_ratio: a number, or [1, rows, columns, 1].
    """
    return _fractional("max", value, ratios(pooling_ratio, number=True), pseudo_random, overlapping, seed)


def fractional_avg_pool(
    value: ArrayLike,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    seed: int = 0,
    name: str | None = None,
) -> Answer:
    """(values, row cuts, column cuts) as in fractional_max_pool; the mean of integers is truncated.

    pooling_ratio: [1, rows, columns, 1].
    """
    return _fractional("average", value, ratios(pooling_ratio, number=False), pseudo_random, overlapping, seed)


def max_pool1d(
    input: ArrayLike, ksize: Any, strides: Any, padding: Any, data_format: str = "NWC", name: str | None = None
) -> Array:
    """max_pool of a tensor of rank 3."""
    return max_pool(_of_rank(3, input), ksize, strides, padding, data_format)


def max_pool2d(
    input: ArrayLike, ksize: Any, strides: Any, padding: Any, data_format: str = "NHWC", name: str | None = None
) -> Array:
    """max_pool of a tensor of rank 4, or of NCHW_VECT_C's rank 5."""
    return max_pool(_of_rank(5 if data_format == VECTORS else 4, input), ksize, strides, padding, data_format)


def max_pool3d(
    input: ArrayLike, ksize: Any, strides: Any, padding: Any, data_format: str = "NDHWC", name: str | None = None
) -> Array:
    """max_pool of a tensor of rank 5."""
    return max_pool(_of_rank(5, input), ksize, strides, padding, data_format)


def avg_pool1d(
    input: ArrayLike, ksize: Any, strides: Any, padding: Any, data_format: str = "NWC", name: str | None = None
) -> Array:
    """avg_pool of a tensor of rank 3."""
    return avg_pool(_of_rank(3, input), ksize, strides, padding, data_format)


def avg_pool2d(
    input: ArrayLike, ksize: Any, strides: Any, padding: Any, data_format: str = "NHWC", name: str | None = None
) -> Array:
    """avg_pool of a tensor of rank 4."""
    return avg_pool(_of_rank(4, input), ksize, strides, padding, data_format)


def avg_pool3d(
    input: ArrayLike, ksize: Any, strides: Any, padding: Any, data_format: str = "NDHWC", name: str | None = None
) -> Array:
    """avg_pool of a tensor of rank 5."""
    return avg_pool(_of_rank(5, input), ksize, strides, padding, data_format)


def _of_rank(rank: int, input: ArrayLike) -> Array:
    x = np.asarray(input)
    if x.ndim != rank:
        raise ValueError(f"`input` must have rank {rank}, received rank {x.ndim}: shape {x.shape}")
    return x


def _refuse_depth(op: str, depth: int) -> None:
    if depth > 1:
        raise ValueError(f"{op} does not pool over channels, received a ksize of {depth} on them")


def _fractional(
    type: str,
    value: ArrayLike,
    ratio: tuple[float, float],
    pseudo_random: bool,
    overlapping: bool,
    seed: int,
) -> Answer:
    x, layout = _of_rank(4, value), Format("NHWC", 2)
    check_dtype("fractional pooling", x, ("float32", "float64", "int32", "int64"))
    sizes = x.shape[1:3]
    if any(part > size for part, size in zip(ratio, sizes, strict=True)):
        raise ValueError(f"`pooling_ratio` must not exceed the input's rows and columns {sizes}, received {ratio}")
    # In float32, as TensorFlow: 1.44 is a little less there.
    outs = tuple(int(np.float32(size) / np.float32(part)) for size, part in zip(sizes, ratio, strict=True))
    cuts = drawn(sizes, outs, pseudo_random, seed)
    place = Cuts(cuts, overlapping)
    view = layout.before(x, place)
    values = largest(view, place) if type == "max" else _mean(view, place)
    rows, columns = (np.array(cut, dtype=np.int64) for cut in cuts)
    return layout.back(values), rows, columns


def _mean(view: Array, place: Cuts) -> Array:
    means = _pool(view, place, type="average").values
    return means if view.dtype.kind == "f" else np.trunc(means).astype(view.dtype)
