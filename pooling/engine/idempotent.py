"""Max and min: down the rows, then across, because the extreme of extremes is the extreme.

Down, two or three rows are combined at a time; a tall window is cut into blocks of its own height, of which it
is always a suffix and a prefix (van Herk 1992, Gil and Werman 1993), so that its height costs nothing. Across,
windows are doubled and trebled: overlap does no harm.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from numba import njit

from pooling.engine.compiling import alone, sealed
from pooling.engine.layout import Array
from pooling.engine.walk import Way, walk
from pooling.placement import Axis

_kernel = njit(nogil=True, cache=True, error_model="numpy")
_part = njit(nogil=True, cache=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
_ONE, _TWO = np.uint64(1), np.uint64(2)


def extreme(x: Array, axes: Sequence[Axis], *, largest: bool) -> Array:
    """Largest or smallest real tap of each window: (outer, spatial..., inner) -> (outer, out..., inner)."""
    smallest = None if largest else True  # None is a type: max and min are compiled apart, when first asked for

    def call(way: Way, x: Array, begin: int, end: int, out: Array, _depths: slice | None) -> None:
        work = np.empty(way.workspace, out.dtype)
        if way.padded:
            work.fill(_identity(out.dtype, largest))
        spans = way.spans if way.kind == "each" else ()
        careful = _may_hold_nan(x, way.kind)
        flat = x.reshape(-1), len(x), begin, end, way.down, way.across, *spans
        _KERNELS[way.kind](*flat, smallest, careful, work, out.reshape(-1))

    return walk(x, axes, call, x.dtype, x.dtype)


def _may_hold_nan(x: Array, kind: str) -> bool:
    """NaN costs every step of a stride-1 walk half as much again: there it is worth a look whether there is any."""
    return x.dtype.kind == "f" and (kind in ("squares", "each") or bool(np.isnan(x.max())))


@cache
def _identity(dtype: np.dtype[Any], largest: bool) -> float:
    """What never wins."""
    if dtype.kind == "f":
        return -np.inf if largest else np.inf
    limits = np.iinfo(dtype)
    return int(limits.min if largest else limits.max)


@_kernel
def _squares(x, planes, begin, end, down, across, smallest, careful, work, out):
    # The commonest window, 2x2 at stride 2: nothing to look up, nothing to cut.
    pitch, rows, wide, taken = down[0], down[5], across[0], across[3]
    kept, o, row = sealed(work), np.int64(0), np.int64(0)
    for plane in range(planes):
        for i in range(begin, end):
            upper = (plane * rows + 2 * i) * pitch
            _two(x, upper, x, upper + pitch, taken, smallest, careful, work, row)
            _halve(kept, row, wide, 2, smallest, careful, out, o)
            o += wide


@_kernel
def _short(x, planes, begin, end, down, across, smallest, careful, work, out):
    pitch, k, stride, dilation, low, rows = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, row = sealed(work), np.int64(0), np.int64(0)
    for plane in range(planes):
        for i in range(begin, end):
            first, last = _span(i, k, stride, dilation, low, rows)
            _over(
                x,
                plane * rows * pitch,
                pitch,
                first,
                last,
                dilation,
                taken,
                smallest,
                careful,
                kept,
                work,
                room,
                work,
                at,
            )
            _across(kept, row, across, smallest, careful, work, out, o)
            o += wide


@_kernel
def _each(x, planes, begin, end, down, across, firsts, ends, lefts, rights, smallest, careful, work, out):
    pitch, _, _, dilation, _, rows = down
    _, inner, _, taken, _, _, step, room = across
    kept, o, row = sealed(work), np.int64(0), np.int64(0)
    for plane in range(planes):
        for i in range(begin, end):
            first, last = firsts[i], ends[i]
            _over(
                x,
                plane * rows * pitch,
                pitch,
                first,
                last,
                dilation,
                taken,
                smallest,
                careful,
                kept,
                work,
                room,
                work,
                row,
            )
            for j in range(lefts.size):
                first, last = lefts[j], rights[j]
                _over(kept, row, inner, first, last, step // inner, inner, smallest, careful, kept, work, room, out, o)
                o += inner


@_kernel
def _tall(  # noqa: C901
    x, planes, begin, end, down, across, smallest, careful, work, out
):
    pitch, k, stride, _, low, rows = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, tower = sealed(work), np.int64(0), work.size - k * room
    stop = (end - 1) * stride + 1
    for plane in range(planes):
        base = (plane * rows - low) * pitch
        for block in range(begin * stride, stop, k):
            top, bottom = max(block, low), min(block + k, low + rows) - 1
            row = tower + (bottom - block) * room + at
            _two(x, base + bottom * pitch, x, base + bottom * pitch, taken, smallest, careful, work, row)
            for p in range(bottom - 1, top - 1, -1):
                _two(kept, row, x, base + p * pitch, taken, smallest, careful, work, row - room)
                row -= room
            here, spare, seen = at, at + room, False
            for start in range(block, min(block + k, stop)):
                p = start + k - 1
                if start > block and p < low + rows:
                    first = base + p * pitch
                    if seen:
                        _two(kept, here, x, first, taken, smallest, careful, work, spare)
                        here, spare = spare, here
                    else:
                        _two(x, first, x, first, taken, smallest, careful, work, here)
                        seen = True
                if start % stride == 0:
                    row = tower + (max(start, top) - block) * room
                    if seen:
                        _two(kept, row + at, kept, here, taken, smallest, careful, work, 2 * room + at)
                        row = 2 * room
                    _across(kept, row, across, smallest, careful, work, out, o)
                    o += wide


_KERNELS = {"squares": _squares, "short": _short, "each": _each, "tall": _tall}


@_part
def _span(i, k, stride, dilation, low, rows):
    start = i * stride - low
    first = start % dilation if start < 0 else start
    return first, min(start + dilation * (k - 1) + 1, rows)


@_part
def _over(x, base, pitch, first, end, step, n, smallest, careful, kept, work, spare, out, o):
    """Rows first, first + step, ... of x as one; turn and turn about, so that the last turn writes out."""
    count = (end - first + step - 1) // step
    t, step = base + first * pitch, step * pitch
    if count == 3:
        _three(x, t, x, t + step, x, t + 2 * step, n, smallest, careful, out, o)
        return
    second = t + (1 - count % 2) * step
    if count <= 2:
        _two(x, t, x, second, n, smallest, careful, out, o)
        return
    here, last = spare, spare + n
    _two(x, t, x, second, n, smallest, careful, work, here)
    t, end = second + step, t + count * step
    while t + 2 * step < end:
        _three(kept, here, x, t, x, t + step, n, smallest, careful, work, last)
        here, last, t = last, here, t + 2 * step
    _three(kept, here, x, t, x, t + step, n, smallest, careful, out, o)


@_part
def _across(row, r, across, smallest, careful, work, out, o):
    wide, inner, _, _, k, stride, step, room = across
    here, spare = 4 * room, 5 * room
    while stride % 2 == 0 and step == 1 and k > 1:
        pair = 2 + k % 2
        k, stride = (k - pair) // 2 + 1, stride // 2
        if k == 1 and stride == 1:
            _halve(row, r, wide, pair, smallest, careful, out, o)
            return
        _halve(row, r, (wide - 1) * stride + k, pair, smallest, careful, work, here)
        r, here, spare = here, spare, here
    reach, w = ((wide // inner - 1) * stride + 1) * inner, 1
    while w < k:
        grown = min(k, 3 * w) if k > 2 * w else k
        n, target, t = reach + (k - grown) * step, work, here
        if grown == k and stride == 1:
            target, t = out, o
        shift = r + (grown - w) * step
        if grown > 2 * w:
            _three(row, r, row, r + w * step, row, shift, n, smallest, careful, target, t)
        else:
            _two(row, r, row, shift, n, smallest, careful, target, t)
        r, here, spare, w = here, spare, here, grown
    if stride > 1 or k == 1:
        _pick(row, r, stride * inner, inner, wide, out, o)


@_part
def _pick(row, r, pitch, inner, n, out, o):
    alone()
    r, o, pitch, inner = np.uint64(r), np.uint64(o), np.uint64(pitch), np.uint64(inner)
    for j in range(np.uint64(n) // inner):
        for c in range(inner):
            out[o + j * inner + c] = row[r + j * pitch + c]


@_part
def _two(x, a, y, b, n, smallest, careful, out, o):
    alone()
    a, b, o = np.uint64(a), np.uint64(b), np.uint64(o)
    for j in range(np.uint64(n)):
        out[o + j] = _better(x[a + j], y[b + j], smallest, careful)


@_part
def _three(x, a, y, b, z, c, n, smallest, careful, out, o):
    alone()
    a, b, c, o = np.uint64(a), np.uint64(b), np.uint64(c), np.uint64(o)
    for j in range(np.uint64(n)):
        out[o + j] = _better(_better(x[a + j], y[b + j], smallest, careful), z[c + j], smallest, careful)


@_part
def _halve(x, a, n, kernel, smallest, careful, out, o):
    alone()
    a, o = np.uint64(a), np.uint64(o)
    if kernel == 3:
        for j in range(np.uint64(n)):
            t = a + _TWO * j
            out[o + j] = _better(_better(x[t], x[t + _ONE], smallest, careful), x[t + _TWO], smallest, careful)
    else:
        for j in range(np.uint64(n)):
            t = a + _TWO * j
            out[o + j] = _better(x[t], x[t + _ONE], smallest, careful)


@_part
def _better(best, tap, smallest, careful):
    wins = tap > best if smallest is None else tap < best
    kept = tap if wins else best
    if careful:
        return kept if tap == tap else tap  # what is not equal to itself is NaN; it came in and stays
    return kept
