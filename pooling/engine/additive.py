"""Sums: one axis after the other, in float64 whatever comes in.

Each window is added up from its own taps. A running sum would be quicker for long windows but would carry
one NaN or infinity along the rest of the row.
"""

from collections.abc import Sequence
from math import prod

import numpy as np
from numba import njit

from pooling.engine.layout import Array, read_only
from pooling.placement import Axis, Ints

_kernel = njit(nogil=True, cache=True, error_model="numpy")


def total(x: Array, axes: Sequence[Axis], weights: Sequence[Array] | None = None) -> Array:
    """Sum of each window's real taps: (outer, spatial..., inner) -> (outer, out..., inner), float64.

    `weights`: for each axis (kernel,), what a window's taps are multiplied by.
    """
    if weights is not None:
        for position, (axis, weight) in enumerate(zip(axes, weights, strict=True), start=1):
            x = _weighted_along(x, position, axis, weight)
        return x
    if x.shape[-1] == 1 and len(axes) == 2 and all(axis.halves for axis in axes):
        out = np.empty((x.shape[0], axes[0].out, axes[1].out, 1))
        _squares(x[..., 0], out[..., 0])
        return out
    for position, axis in enumerate(axes, start=1):
        x = _along(x, position, axis)
    return x


def _along(x: Array, position: int, axis: Axis) -> Array:
    before, after = x.shape[:position], x.shape[position + 1 :]
    out = np.empty((*before, axis.out, *after))
    rows = read_only(x).reshape(prod(before), axis.size, prod(after))
    if prod(after) == 1:
        flat = out.reshape(prod(before), axis.out)
        _line(rows[..., 0], *axis.spans, axis.inside, axis.stride, axis.dilation, flat)
    else:
        _rows(rows, *axis.spans, axis.dilation, out.reshape(prod(before), axis.out, prod(after)))
    return out


def _weighted_along(x: Array, position: int, axis: Axis, weight: Array) -> Array:
    before, after = x.shape[:position], x.shape[position + 1 :]
    out = np.zeros((prod(before), axis.out, prod(after)))
    rows = read_only(x).reshape(prod(before), axis.size, prod(after))
    _weighted(rows, axis.starts, axis.lengths, axis.dilation, read_only(weight), out)
    return out.reshape(*before, axis.out, *after)


@_kernel
def _weighted(x: Array, starts: Ints, lengths: Ints, dilation: int, weight: Array, out: Array) -> None:
    for block in range(x.shape[0]):
        for i in range(starts.size):
            sums = out[block, i]
            for j in range(lengths[i]):
                t = starts[i] + j * dilation
                if 0 <= t < x.shape[1]:
                    taps, factor = x[block, t], weight[j]
                    for inner in range(sums.size):
                        sums[inner] += factor * taps[inner]


@_kernel
def _rows(x: Array, firsts: Ints, ends: Ints, dilation: int, out: Array) -> None:
    for block in range(x.shape[0]):
        for i in range(firsts.size):
            sums = out[block, i]
            sums[:] = x[block, firsts[i]]
            for t in range(firsts[i] + dilation, ends[i], dilation):
                _add(sums, x[block, t])


@_kernel
def _add(sums: Array, taps: Array) -> None:
    for j in range(sums.size):
        sums[j] += taps[j]


@_kernel
def _line(x: Array, firsts: Ints, ends: Ints, inside: tuple[int, int], stride: int, dilation: int, out: Array) -> None:
    # Tap by tap along the whole row, not window by window: ten times faster. The windows at the edges differ.
    begin, end = inside
    length = (end - begin - 1) * stride + 1
    for block in range(x.shape[0]):
        row, sums = x[block], out[block]
        _singly(row, firsts[:begin], ends[:begin], dilation, sums[:begin])
        if begin < end:
            start, middle = firsts[begin], sums[begin:end]
            middle[:] = row[start : start + length : stride]
            for t in range(start + dilation, ends[begin], dilation):
                _add(middle, row[t : t + length : stride])
        _singly(row, firsts[end:], ends[end:], dilation, sums[end:])


@_kernel
def _singly(row: Array, firsts: Ints, ends: Ints, dilation: int, out: Array) -> None:
    for i in range(firsts.size):
        summed = np.float64(row[firsts[i]])
        for t in range(firsts[i] + dilation, ends[i], dilation):
            summed += row[t]
        out[i] = summed


@_kernel
def _squares(x: Array, out: Array) -> None:
    # float64 before the first +: two uint8 taps would wrap at 256, two int64 at 2**63.
    for block in range(out.shape[0]):
        for i in range(out.shape[1]):
            upper, lower, row = x[block, 2 * i], x[block, 2 * i + 1], out[block, i]
            for j in range(row.size):
                above = np.float64(upper[2 * j]) + np.float64(upper[2 * j + 1])
                row[j] = above + (np.float64(lower[2 * j]) + np.float64(lower[2 * j + 1]))
