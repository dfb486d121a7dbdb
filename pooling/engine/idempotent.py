"""Max and min: down the rows, then across, because the extreme of extremes is the extreme.

Down, two or three rows are combined at a time; a tall window is cut into blocks of its own height, of which it
is always a suffix and a prefix (van Herk 1992, Gil and Werman 1993), so that its height costs nothing. Across,
windows are doubled and trebled: overlap does no harm.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from pooling.engine.compiling import alone, kernel, part, sealed, unsigned
from pooling.engine.layout import Array
from pooling.engine.walk import Way, walk
from pooling.placement import Axis, Ints

Smallest = bool | None  # None is a type: numba compiles max and min apart, when first asked for

_ONE, _TWO = np.uint64(1), np.uint64(2)


def extreme(x: Array, axes: Sequence[Axis], *, largest: bool) -> Array:
    """Largest or smallest real tap of each window: (outer, spatial..., inner) -> (outer, out..., inner)."""
    smallest = None if largest else True

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
    """Where a number takes part in many steps, a look for NaN costs less than care in each of them."""
    return x.dtype.kind == "f" and (kind != "tall" or bool(np.isnan(x.max())))


@cache
def _identity(dtype: np.dtype[Any], largest: bool) -> float:
    """What never wins."""
    if dtype.kind == "f":
        return -np.inf if largest else np.inf
    limits = np.iinfo(dtype)
    return int(limits.min if largest else limits.max)


@kernel
def _squares(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    smallest: Smallest,
    careful: bool,
    work: Array,
    out: Array,
) -> None:
    # The commonest window, 2x2 at stride 2: nothing to look up, nothing to cut.
    pitch, rows, wide, taken = down[0], down[5], across[0], across[3]
    kept, o, row = sealed(work), np.int64(0), np.int64(0)
    for plane in range(planes):
        for i in range(begin, end):
            upper = (plane * rows + 2 * i) * pitch
            _two(x, upper, x, upper + pitch, taken, smallest, careful, work, row)
            _halve(kept, row, wide, 2, smallest, careful, out, o)
            o += wide


@kernel
def _pixels(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    smallest: Smallest,
    careful: bool,
    work: Array,
    out: Array,
) -> None:
    # The same for pixels of many channels: the four of a window at once, straight from the input.
    pitch, rows, inner, o = down[0], down[5], across[1], np.int64(0)
    for plane in range(planes):
        for i in range(begin, end):
            upper = (plane * rows + 2 * i) * pitch
            _fours(x, upper, pitch, inner, across[0], smallest, careful, out, o)
            o += across[0]


@kernel
def _short(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    smallest: Smallest,
    careful: bool,
    work: Array,
    out: Array,
) -> None:
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


@kernel
def _each(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    firsts: Ints,
    ends: Ints,
    lefts: Ints,
    rights: Ints,
    smallest: Smallest,
    careful: bool,
    work: Array,
    out: Array,
) -> None:
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


@kernel
def _tall(  # noqa: C901
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    smallest: Smallest,
    careful: bool,
    work: Array,
    out: Array,
) -> None:
    pitch, k, stride, _, low, rows = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, tower = sealed(work), np.int64(0), work.size - k * room
    start, stop = begin * stride, (end - 1) * stride + 1
    for plane in range(planes):
        base = (plane * rows - low) * pitch
        # Blocks begin where they always do: in whatever strips the work is done, the same numbers are added up.
        for block in range(start // k * k, stop, k):
            top, bottom = max(block, low, start), min(block + k, low + rows) - 1
            row = tower + (bottom - block) * room + at
            _two(x, base + bottom * pitch, x, base + bottom * pitch, taken, smallest, careful, work, row)
            for p in range(bottom - 1, top - 1, -1):
                _two(kept, row, x, base + p * pitch, taken, smallest, careful, work, row - room)
                row -= room
            here, spare, seen = at, at + room, False
            for window in range(block, min(block + k, stop)):
                p = window + k - 1
                if window > block and p < low + rows:
                    first = base + p * pitch
                    if seen:
                        _two(kept, here, x, first, taken, smallest, careful, work, spare)
                        here, spare = spare, here
                    else:
                        _two(x, first, x, first, taken, smallest, careful, work, here)
                        seen = True
                if window >= start and window % stride == 0:
                    row = tower + (max(window, top) - block) * room
                    if seen:
                        _two(kept, row + at, kept, here, taken, smallest, careful, work, 2 * room + at)
                        row = 2 * room
                    _across(kept, row, across, smallest, careful, work, out, o)
                    o += wide


_KERNELS: dict[str, Callable[..., None]] = {
    "squares": _squares,
    "pixels": _pixels,
    "short": _short,
    "each": _each,
    "tall": _tall,
}


@part
def _span(i: int, k: int, stride: int, dilation: int, low: int, rows: int) -> tuple[int, int]:
    start = i * stride - low
    first = start % dilation if start < 0 else start
    return first, min(start + dilation * (k - 1) + 1, rows)


@part
def _over(
    x: Array,
    base: int,
    pitch: int,
    first: int,
    end: int,
    step: int,
    n: int,
    smallest: Smallest,
    careful: bool,
    kept: Array,
    work: Array,
    spare: int,
    out: Array,
    o: int,
) -> None:
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


@part
def _across(
    row: Array, r: int, across: tuple[int, ...], smallest: Smallest, careful: bool, work: Array, out: Array, o: int
) -> None:
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


@part
def _pick(row: Array, r: int, pitch: int, inner: int, n: int, out: Array, o: int) -> None:
    alone()
    r, o, pitch, inner = unsigned(r), unsigned(o), unsigned(pitch), unsigned(inner)
    for j in range(unsigned(n) // inner):
        for c in range(inner):
            out[o + j * inner + c] = row[r + j * pitch + c]


@part
def _two(x: Array, a: int, y: Array, b: int, n: int, smallest: Smallest, careful: bool, out: Array, o: int) -> None:
    alone()
    a, b, o = unsigned(a), unsigned(b), unsigned(o)
    for j in range(unsigned(n)):
        out[o + j] = _better(x[a + j], y[b + j], smallest, careful)


@part
def _three(
    x: Array, a: int, y: Array, b: int, z: Array, c: int, n: int, smallest: Smallest, careful: bool, out: Array, o: int
) -> None:
    alone()
    a, b, c, o = unsigned(a), unsigned(b), unsigned(c), unsigned(o)
    for j in range(unsigned(n)):
        out[o + j] = _better(_better(x[a + j], y[b + j], smallest, careful), z[c + j], smallest, careful)


@part
def _fours(
    x: Array, a: int, pitch: int, inner: int, wide: int, smallest: Smallest, careful: bool, out: Array, o: int
) -> None:
    alone()
    a, o, pitch, inner = unsigned(a), unsigned(o), unsigned(pitch), unsigned(inner)
    for pixel in range(unsigned(wide) // inner):
        t, u = a + _TWO * pixel * inner, o + pixel * inner
        for j in range(inner):
            upper = _better(x[t + j], x[t + inner + j], smallest, careful)
            lower = _better(x[t + pitch + j], x[t + pitch + inner + j], smallest, careful)
            out[u + j] = _better(upper, lower, smallest, careful)


@part
def _halve(x: Array, a: int, n: int, kernel: int, smallest: Smallest, careful: bool, out: Array, o: int) -> None:
    alone()
    a, o = unsigned(a), unsigned(o)
    if kernel == 3:
        for j in range(unsigned(n)):
            t = a + _TWO * j
            out[o + j] = _better(_better(x[t], x[t + _ONE], smallest, careful), x[t + _TWO], smallest, careful)
    else:
        for j in range(unsigned(n)):
            t = a + _TWO * j
            out[o + j] = _better(x[t], x[t + _ONE], smallest, careful)


@part
def _better(best: float, tap: float, smallest: Smallest, careful: bool) -> float:
    wins = tap > best if smallest is None else tap < best
    kept = tap if wins else best
    if careful:
        return kept if tap == tap else tap  # what is not equal to itself is NaN; it came in and stays
    return kept
