"""Sums and averages: down the rows, then across, in float64 whatever comes in, rounded once at the end.

Each window is added up from its own taps. A running sum would carry one NaN, infinity or large number along
the rest of the row; blocks of the window's own height, summed from both ends, cost as little and carry nothing.
Across, sums of 3, 9, 27 ... taps are put together.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from pooling.engine.compiling import alone, kernel, part, sealed, unsigned
from pooling.engine.layout import Array, read_only
from pooling.engine.walk import Way, walk
from pooling.placement import Axis, Ints

Floats = NDArray[np.float64]
Exact = bool | None  # None is a type: numba compiles division and multiplication apart, when first asked for

_ONE, _TWO = np.uint64(1), np.uint64(2)
_SINGLE = read_only(np.ones(1))


def total(x: Array, axes: Sequence[Axis], weights: Sequence[Array] | None = None) -> Array:
    """Sum of each window's real taps: (outer, spatial..., inner) -> (outer, out..., inner).

    Floats keep their type, integers become float64. `weights`: for each axis (kernel,), what a window's taps are
    multiplied by; the answer is then float64.
    """
    if weights is None:
        return _scaled(x, axes, _ones)
    for position, (axis, weight) in enumerate(zip(axes, weights, strict=True), start=1):
        x = _weighted_along(x, position, axis, weight)
    return x


def mean(x: Array, axes: Sequence[Axis], *, padding: bool) -> Array:
    """The same sums over their numbers of taps; with `padding`, over those of the padded input."""
    return _scaled(x, axes, _padded if padding else _real)


def _scaled(x: Array, axes: Sequence[Axis], count: Callable[[Axis], Ints]) -> Array:
    dtype = x.dtype if x.dtype.kind == "f" else np.dtype(np.float64)
    inner = x.shape[-1]
    exact = True if dtype.itemsize == 8 else None  # in float32 the product with 1 / count is rounded to the same

    def call(way: Way, x: Array, begin: int, end: int, out: Array, depths: slice | None) -> None:
        work = np.empty(way.workspace) if way.kind in ("squares", "pixels") else np.zeros(way.workspace)
        spans = way.spans if way.kind == "each" else ()
        if depths is None:
            lines, columns = _SINGLE, read_only(np.ones(way.across[0]))
        else:
            lines, columns = _lines(tuple(axes[:-1]), count, depths, begin, end), _columns(axes[-1], count, inner)
        flat = x.reshape(-1), len(x), begin, end, way.down, way.across, *spans
        _KERNELS[way.kind](*flat, lines, columns, exact, work, out.reshape(-1))

    return walk(x, axes, call, dtype, np.float64)


def _ones(axis: Axis) -> Ints:
    return np.ones(axis.out, np.int64)


def _real(axis: Axis) -> Ints:
    return np.asarray(axis.real.sum(axis=1))


def _padded(axis: Axis) -> Ints:
    return np.asarray(axis.counted.sum(axis=1))


@lru_cache(maxsize=256)
def _columns(axis: Axis, count: Callable[[Axis], Ints], inner: int) -> Floats:
    return read_only(np.repeat(count(axis), inner).astype(np.float64))


def _lines(axes: tuple[Axis, ...], count: Callable[[Axis], Ints], depths: slice, begin: int, end: int) -> Floats:
    """The count of each line of output, without the factor of its columns."""
    if not axes:
        return _SINGLE
    counts = _columns(axes[-1], count, 1)[begin:end]
    if len(axes) == 2:
        counts = np.multiply.outer(_columns(axes[0], count, 1)[depths], counts).reshape(-1)
    return read_only(counts)


def _weighted_along(x: Array, position: int, axis: Axis, weight: Array) -> Array:
    before, after = x.shape[:position], x.shape[position + 1 :]
    out = np.zeros((prod(before), axis.out, prod(after)))
    rows = read_only(x).reshape(prod(before), axis.size, prod(after))
    _weighted(rows, axis.starts, axis.lengths, axis.dilation, read_only(weight), out)
    return out.reshape(*before, axis.out, *after)


@kernel
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


@kernel
def _squares(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    lines: Floats,
    columns: Floats,
    exact: Exact,
    work: Array,
    out: Array,
) -> None:
    # The commonest window, 2x2 at stride 2, in one pass: sums that are stored in float64 take twice as long.
    pitch, rows, wide, o, count = down[0], down[5], across[0], np.int64(0), 0.0
    kept = sealed(work)
    for plane in range(planes):
        for i in range(begin, end):
            count = _measure(lines, columns, count, o // wide, exact, work, 0)
            upper = (plane * rows + 2 * i) * pitch
            _square(x, upper, upper + pitch, wide, kept, exact, out, o)
            o += wide


@kernel
def _pixels(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    lines: Floats,
    columns: Floats,
    exact: Exact,
    work: Array,
    out: Array,
) -> None:
    # The same for pixels of many channels: the four of a window at once, straight from the input.
    pitch, rows, wide, inner, o, count = down[0], down[5], across[0], across[1], np.int64(0), 0.0
    kept = sealed(work)
    for plane in range(planes):
        for i in range(begin, end):
            count = _measure(lines, columns, count, o // wide, exact, work, 0)
            upper = (plane * rows + 2 * i) * pitch
            _fours(x, upper, pitch, inner, wide, kept, exact, out, o)
            o += wide


@kernel
def _short(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    lines: Floats,
    columns: Floats,
    exact: Exact,
    work: Array,
    out: Array,
) -> None:
    pitch, k, stride, dilation, low, rows = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, row, count = sealed(work), np.int64(0), np.int64(0), 0.0
    for plane in range(planes):
        for i in range(begin, end):
            count = _measure(lines, columns, count, o // wide, exact, work, 3 * room)
            first, last = _span(i, k, stride, dilation, low, rows)
            _over(x, plane * rows * pitch, pitch, first, last, dilation, taken, kept, work, room, work, at)
            _across(kept, row, across, exact, work, out, o)
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
    lines: Floats,
    columns: Floats,
    exact: Exact,
    work: Array,
    out: Array,
) -> None:
    pitch, _, _, dilation, _, rows = down
    wide, inner, _, taken, _, _, step, room = across
    kept, o, row, count = sealed(work), np.int64(0), np.int64(0), 0.0
    for plane in range(planes):
        for i in range(begin, end):
            count = _measure(lines, columns, count, o // wide, exact, work, 3 * room)
            first, last, target = firsts[i], ends[i], 4 * room
            _over(x, plane * rows * pitch, pitch, first, last, dilation, taken, kept, work, room, work, row)
            for j in range(lefts.size):
                first, last = lefts[j], rights[j]
                _over(kept, row, inner, first, last, step // inner, inner, kept, work, room, work, target)
                target += inner
            _finish(kept, 4 * room, 6 * room, 6 * room, inner, inner, wide, 3 * room, exact, out, o)
            o += wide


@kernel
def _tall(  # noqa: C901
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    lines: Floats,
    columns: Floats,
    exact: Exact,
    work: Array,
    out: Array,
) -> None:
    pitch, k, stride, _, low, rows = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, count, tower = sealed(work), np.int64(0), 0.0, work.size - k * room
    start, stop = begin * stride, (end - 1) * stride + 1
    for plane in range(planes):
        base = (plane * rows - low) * pitch
        # Blocks begin where they always do: in whatever strips the work is done, the same numbers are added up.
        for block in range(start // k * k, stop, k):
            top, bottom = max(block, low, start), min(block + k, low + rows) - 1
            row = tower + (bottom - block) * room + at
            _one(x, base + bottom * pitch, taken, work, row)
            for p in range(bottom - 1, top - 1, -1):
                _two(kept, row, x, base + p * pitch, taken, work, row - room)
                row -= room
            here, spare, seen = at, at + room, False
            for window in range(block, min(block + k, stop)):
                p = window + k - 1
                if window > block and p < low + rows:
                    if seen:
                        _two(kept, here, x, base + p * pitch, taken, work, spare)
                        here, spare = spare, here
                    else:
                        _one(x, base + p * pitch, taken, work, here)
                        seen = True
                if window >= start and window % stride == 0:
                    row = tower + (max(window, top) - block) * room
                    if seen:
                        _two(kept, row + at, kept, here, taken, work, 2 * room + at)
                        row = 2 * room
                    count = _measure(lines, columns, count, o // wide, exact, work, 3 * room)
                    _across(kept, row, across, exact, work, out, o)
                    o += wide


_KERNELS: dict[str, Callable[..., None]] = {
    "squares": _squares,
    "pixels": _pixels,
    "short": _short,
    "each": _each,
    "tall": _tall,
}


@part
def _measure(lines: Floats, columns: Floats, count: float, line: int, exact: Exact, work: Array, s: int) -> float:
    """Into the workspace what a line's sums are divided by, or multiplied with, if it differs from the last line's."""
    if lines[line % lines.size] == count:
        return count
    count = lines[line % lines.size]
    for j in range(columns.size):
        if exact is None:
            work[s + j] = 1 / (count * columns[j])
        else:
            work[s + j] = count * columns[j]
    return count


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
    kept: Array,
    work: Array,
    spare: int,
    out: Array,
    o: int,
) -> None:
    """Rows first, first + step, ... of x as one; turn and turn about, so that the last turn writes out."""
    count = (end - first + step - 1) // step
    t, step = base + first * pitch, step * pitch
    if count == 1:
        _one(x, t, n, out, o)
        return
    here, last = (spare, spare + n) if count > 3 else (o, o)
    if count % 2:
        _three(x, t, x, t + step, x, t + 2 * step, n, work, here)
    else:
        _two(x, t, x, t + step, n, work, here)
    t, left = t + (2 + count % 2) * step, count - 2 - count % 2
    while left > 2:
        _three(kept, here, x, t, x, t + step, n, work, last)
        here, last, t, left = last, here, t + 2 * step, left - 2
    if left:
        _three(kept, here, x, t, x, t + step, n, work, o)


@part
def _across(row: Array, r: int, across: tuple[int, ...], exact: Exact, work: Array, out: Array, o: int) -> None:
    """Sums of k numbers of a row. Row 6 of the workspace is zero: it stands in for a sum that is not needed."""
    wide, inner, _, _, k, stride, step, room = across
    free = 7 * room
    while stride % 2 == 0 and k % 2 == 0 and step == 1:
        k, stride = k // 2, stride // 2
        _halve(row, r, (wide - 1) * stride + k, work, free)
        r, free = free, free + room
    reach, w, at = ((wide // inner - 1) * stride + 1) * inner, 1, 0
    first, second, third, spare = 6 * room, 6 * room, 6 * room, 4 * room
    while True:
        for _ in range(k % 3):
            if first != 6 * room:  # three are waiting: they become one
                _three(row, first, row, second, row, third, reach, work, spare)
                first, second, third, spare = 6 * room, 6 * room, spare, 9 * room - spare
            first, second, third = second, third, r + at * step
            at += w
        k //= 3
        if k == 0:
            break
        _three(row, r, row, r + w * step, row, r + 2 * w * step, reach + (at + (3 * k - 3) * w) * step, work, free)
        r, free, w = free, free + room, 3 * w
    _finish(row, first, second, third, stride * inner, inner, wide, 3 * room, exact, out, o)


@part
def _one(x: Array, a: int, n: int, out: Array, o: int) -> None:
    alone()
    a, o = unsigned(a), unsigned(o)
    for j in range(unsigned(n)):
        out[o + j] = np.float64(x[a + j])


@part
def _two(x: Array, a: int, y: Array, b: int, n: int, out: Array, o: int) -> None:
    # float64 before the first +: two uint8 taps would wrap at 256, two int64 at 2**63.
    alone()
    a, b, o = unsigned(a), unsigned(b), unsigned(o)
    for j in range(unsigned(n)):
        out[o + j] = np.float64(x[a + j]) + np.float64(y[b + j])


@part
def _three(x: Array, a: int, y: Array, b: int, z: Array, c: int, n: int, out: Array, o: int) -> None:
    alone()
    a, b, c, o = unsigned(a), unsigned(b), unsigned(c), unsigned(o)
    for j in range(unsigned(n)):
        out[o + j] = np.float64(x[a + j]) + np.float64(y[b + j]) + np.float64(z[c + j])


@part
def _halve(x: Array, a: int, n: int, out: Array, o: int) -> None:
    alone()
    a, o = unsigned(a), unsigned(o)
    for j in range(unsigned(n)):
        out[o + j] = x[a + _TWO * j] + x[a + _TWO * j + _ONE]


@part
def _square(x: Array, a: int, b: int, n: int, scale: Floats, exact: Exact, out: Array, o: int) -> None:
    alone()
    a, b, o = unsigned(a), unsigned(b), unsigned(o)
    for j in range(unsigned(n)):
        t, u = a + _TWO * j, b + _TWO * j
        upper = np.float64(x[t]) + np.float64(x[t + _ONE])
        lower = np.float64(x[u]) + np.float64(x[u + _ONE])
        out[o + j] = _rounded(upper + lower, scale[j], exact)


@part
def _fours(x: Array, a: int, pitch: int, inner: int, wide: int, scale: Array, exact: Exact, out: Array, o: int) -> None:
    alone()
    a, o, pitch, inner = unsigned(a), unsigned(o), unsigned(pitch), unsigned(inner)
    for pixel in range(unsigned(wide) // inner):
        t, u, s = a + _TWO * pixel * inner, o + pixel * inner, pixel * inner
        for j in range(inner):
            upper = np.float64(x[t + j]) + np.float64(x[t + inner + j])
            lower = np.float64(x[t + pitch + j]) + np.float64(x[t + pitch + inner + j])
            out[u + j] = _rounded(upper + lower, scale[s + j], exact)


@part
def _finish(
    x: Array, a: int, b: int, c: int, pitch: int, inner: int, n: int, s: int, exact: Exact, out: Array, o: int
) -> None:
    alone()
    a, b, c, s, o = unsigned(a), unsigned(b), unsigned(c), unsigned(s), unsigned(o)
    pitch, inner = unsigned(pitch), unsigned(inner)
    if pitch == inner:
        for j in range(unsigned(n)):
            out[o + j] = _rounded(x[a + j] + x[b + j] + x[c + j], x[s + j], exact)
    elif pitch == _TWO:
        for j in range(unsigned(n)):
            t = _TWO * j
            out[o + j] = _rounded(x[a + t] + x[b + t] + x[c + t], x[s + j], exact)
    else:
        for i in range(unsigned(n) // inner):
            for j in range(inner):
                cell, here = i * pitch + j, i * inner + j
                out[o + here] = _rounded(x[a + cell] + x[b + cell] + x[c + cell], x[s + here], exact)


@part
def _rounded(summed: float, scale: float, exact: Exact) -> float:
    if exact is None:
        return summed * scale
    return summed / scale
