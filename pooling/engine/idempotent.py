"""Max and min: one axis after the other, because the extreme of extremes is the extreme.

Padding is never read: each window's span of real taps comes with the plan. `v != v` lets NaN in and keeps it.
"""

from collections.abc import Sequence
from math import prod

import numpy as np
from numba import njit

from pooling.engine.layout import Array, read_only
from pooling.placement import Axis, Ints

_kernel = njit(nogil=True, cache=True, error_model="numpy")


def extreme(x: Array, axes: Sequence[Axis], *, largest: bool) -> Array:
    """Largest or smallest real tap of each window: (outer, spatial..., inner) -> (outer, out..., inner)."""
    if x.shape[-1] == 1 and len(axes) == 2 and all(axis.halves for axis in axes):
        out = np.empty((x.shape[0], axes[0].out, axes[1].out, 1), x.dtype)
        _squares(x[..., 0], largest, out[..., 0])
        return out
    for position, axis in enumerate(axes, start=1):
        x = _along(x, position, axis, largest)
    return x


def _along(x: Array, position: int, axis: Axis, largest: bool) -> Array:
    before, after = x.shape[:position], x.shape[position + 1 :]
    out = np.empty((*before, axis.out, *after), x.dtype)
    rows = read_only(x).reshape(prod(before), axis.size, prod(after))
    if prod(after) == 1:
        flat = out.reshape(prod(before), axis.out)
        _line(rows[..., 0], *axis.spans, axis.inside, axis.stride, axis.dilation, largest, flat)
    else:
        _rows(rows, *axis.spans, axis.dilation, largest, out.reshape(prod(before), axis.out, prod(after)))
    return out


@_kernel
def _rows(x: Array, firsts: Ints, ends: Ints, dilation: int, largest: bool, out: Array) -> None:
    for block in range(x.shape[0]):
        for i in range(firsts.size):
            best = out[block, i]
            best[:] = x[block, firsts[i]]
            for t in range(firsts[i] + dilation, ends[i], dilation):
                _keep(best, x[block, t], largest)


@_kernel
def _keep(best: Array, taps: Array, largest: bool) -> None:
    # Two plain loops, because a choice inside would not vectorise; `|`, because `or` is a branch.
    if largest:
        for j in range(best.size):
            kept, tap = best[j], taps[j]
            best[j] = tap if (tap > kept) | (tap != tap) else kept
    else:
        for j in range(best.size):
            kept, tap = best[j], taps[j]
            best[j] = tap if (tap < kept) | (tap != tap) else kept


@_kernel
def _line(
    x: Array,
    firsts: Ints,
    ends: Ints,
    inside: tuple[int, int],
    stride: int,
    dilation: int,
    largest: bool,
    out: Array,
) -> None:
    # Tap by tap along the whole row, not window by window: ten times faster. The windows at the edges differ.
    begin, end = inside
    length = (end - begin - 1) * stride + 1
    for block in range(x.shape[0]):
        row, best = x[block], out[block]
        _singly(row, firsts[:begin], ends[:begin], dilation, largest, best[:begin])
        if begin < end:
            start, middle = firsts[begin], best[begin:end]
            middle[:] = row[start : start + length : stride]
            for t in range(start + dilation, ends[begin], dilation):
                _keep(middle, row[t : t + length : stride], largest)
        _singly(row, firsts[end:], ends[end:], dilation, largest, best[end:])


@_kernel
def _singly(row: Array, firsts: Ints, ends: Ints, dilation: int, largest: bool, out: Array) -> None:
    for i in range(firsts.size):
        best = row[firsts[i]]
        for t in range(firsts[i] + dilation, ends[i], dilation):
            best = _better(best, row[t], largest)
        out[i] = best


@_kernel
def _better(best: float, tap: float, largest: bool) -> float:
    if largest:
        return tap if (tap > best) | (tap != tap) else best
    return tap if (tap < best) | (tap != tap) else best


@_kernel
def _squares(x: Array, largest: bool, out: Array) -> None:
    # The commonest window, 2x2 at stride 2, in one pass: the literal 2 is what lets it vectorise.
    for block in range(out.shape[0]):
        for i in range(out.shape[1]):
            upper, lower, row = x[block, 2 * i], x[block, 2 * i + 1], out[block, i]
            for j in range(row.size):
                above = _better(upper[2 * j], upper[2 * j + 1], largest)
                below = _better(lower[2 * j], lower[2 * j + 1], largest)
                row[j] = _better(above, below, largest)
