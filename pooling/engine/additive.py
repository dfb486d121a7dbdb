"""Sums and averages: down the rows, then across, in float64 whatever comes in, rounded once at the end.

Each window is added up from its own taps. A running sum would carry one NaN, infinity or large number along
the rest of the row; blocks of the window's own height, summed from both ends, cost as little and carry nothing.
Across, sums of 3, 9, 27 ... taps are put together. Lines that are short are pooled several at a time, as one.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import prod

import numpy as np

from pooling.engine.compiling import ONE, TWO, alone, kernel, part, sealed, span, unsigned
from pooling.engine.layout import Array, read_only
from pooling.engine.sums_small import Exact, Floats, measure, pixels, rounded, squares
from pooling.engine.walk import Way, walk
from pooling.placement import Axis, Ints

_SINGLE = read_only(np.ones(1))

# Strips of the workspace: zeros, what lines are scaled by, a tower's prefixes, two to take turns, what was combined.
_SCALE, _PREFIX, _SPARE, _JOINED = 1, 2, 4, 6


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
    pitch, k, stride, dilation, low, rows, inside, beyond, strip = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, size, count = sealed(work), np.int64(0), strip * room, 0.0
    for plane in range(planes):
        i = begin
        while i < end:
            some = min(strip, min(end, beyond) - i) if inside <= i < beyond else 1
            count = measure(lines, columns, count, o // wide, exact, work, _SCALE * size)
            first, last = span(i, k, stride, dilation, low, rows)
            t, taps = (plane * rows + first) * pitch, (last - first + dilation - 1) // dilation
            steps = stride * pitch, dilation * pitch
            _over(x, t, steps, taps, some, taken, kept, work, size, work, _JOINED * size + at, room)
            _across(kept, _JOINED * size, some, size, across, exact, work, out, o)
            i, o = i + some, o + some * wide


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
    pitch, _, _, dilation, _, rows, _, _, strip = down
    wide, inner, _, taken, _, _, step, room = across
    kept, o, size, count, step = sealed(work), np.int64(0), strip * room, 0.0, step // inner
    row, sums = _JOINED * size, (_JOINED + 1) * size
    for plane in range(planes):
        for i in range(begin, end):
            count = measure(lines, columns, count, o // wide, exact, work, _SCALE * size)
            t, taps = (plane * rows + firsts[i]) * pitch, (ends[i] - firsts[i] + dilation - 1) // dilation
            _over(x, t, (0, dilation * pitch), taps, 1, taken, kept, work, size, work, row, room)
            for j in range(lefts.size):
                t, taps = row + lefts[j] * inner, (rights[j] - lefts[j] + step - 1) // step
                _over(kept, t, (0, step * inner), taps, 1, inner, kept, work, size, work, sums + j * inner, room)
            _finish(kept, sums, 0, 0, room, 1, inner, inner, wide, _SCALE * size, exact, out, o)
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
    pitch, k, stride, _, low, rows, inside, beyond, strip = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, count, size = sealed(work), np.int64(0), 0.0, strip * room
    joined, start, stop = work.size - (k + 1) * room, begin * stride, (end - 1) * stride + 1
    for plane in range(planes):
        base = (plane * rows - low) * pitch
        # Blocks begin where they always do: in whatever strips the work is done, the same numbers are added up.
        for block in range(start // k * k, stop, k):
            top, bottom = max(block, low, start), min(block + k, low + rows) - 1
            tower = joined + room + at - block * room  # a row below the joined ones, which so never meet their own
            _suffixes(x, base, pitch, top, bottom, taken, kept, work, tower, room)
            here, spare, seen, ready = _PREFIX * size + at, _PREFIX * size + room + at, False, 0
            for window in range(block, min(block + k, stop)):
                t, suffix, target = (
                    base + (window + k - 1) * pitch,
                    tower + max(window, top) * room,
                    joined + ready * room,
                )
                more, wanted = block < window < low + rows - k + 1, window >= start and window % stride == 0
                if more and seen and wanted:
                    _join(x, t, kept, here, suffix, taken, work, spare, target + at)
                    here, spare = spare, here
                else:
                    if more and seen:
                        _two(kept, here, 0, x, t, 0, 1, taken, work, spare, 0)
                    elif more:
                        _one(x, t, taken, work, spare)
                    if more:
                        here, spare, seen = spare, here, True
                    if wanted and seen:
                        _two(kept, suffix, 0, kept, here, 0, 1, taken, work, target + at, 0)
                    elif wanted:
                        _one(kept, suffix, taken, work, target + at)
                ready += wanted
            done = 0
            while done < ready:
                line, some = o // wide % (end - begin) + begin, 1
                if inside <= line < beyond:
                    some = min(strip, int(beyond - line), int(ready - done))
                count = measure(lines, columns, count, o // wide, exact, work, _SCALE * size)
                _across(kept, joined + done * room, some, size, across, exact, work, out, o)
                done, o = done + some, o + some * wide


_KERNELS: dict[str, Callable[..., None]] = {
    "squares": squares,
    "pixels": pixels,
    "short": _short,
    "each": _each,
    "tall": _tall,
}


@part
def _over(
    x: Array,
    t: int,
    steps: tuple[int, int],
    taps: int,
    lines: int,
    n: int,
    kept: Array,
    work: Array,
    size: int,
    out: Array,
    o: int,
    room: int,
) -> None:
    """`taps` rows of x from t on as one, for several lines; turn and turn about, so that the last turn writes out.

    `steps` leads from line to line and from row to row.
    """
    line, step = steps
    if taps == 1:
        _two(x, t, line, kept, 0, 0, lines, n, out, o, room)
        return
    here, last, odd = _SPARE * size, (_SPARE + 1) * size, taps % 2
    target, h = (work, here) if taps > 3 else (out, o)
    if odd:
        _three(x, t, line, x, t + step, line, x, t + 2 * step, line, lines, n, target, h, room)
    else:
        _two(x, t, line, x, t + step, line, lines, n, target, h, room)
    t, taps = t + (2 + odd) * step, taps - 2 - odd
    while taps > 2:
        _three(kept, here, room, x, t, line, x, t + step, line, lines, n, work, last, room)
        here, last, t, taps = last, here, t + 2 * step, taps - 2
    if taps:
        _three(kept, here, room, x, t, line, x, t + step, line, lines, n, out, o, room)


@part
def _across(
    row: Array, r: int, lines: int, size: int, across: tuple[int, ...], exact: Exact, work: Array, out: Array, o: int
) -> None:
    """Sums of k numbers of several rows, `room` apart; what stands between two rows goes along, never looked at.

    The first strip of the workspace is zero: it stands in for a sum that is not needed.
    """
    wide, inner, _, _, k, stride, step, room = across
    free, before = (_JOINED + 1) * size, (lines - 1) * room
    while stride % 2 == 0 and k % 2 == 0 and step == 1:
        k, stride = k // 2, stride // 2
        _halve(row, r, room, lines, (wide - 1) * stride + k, work, free)
        r, free = free, free + size
    reach, w, at = before + ((wide // inner - 1) * stride + 1) * inner, 1, 0
    first, second, third, spare = 0, 0, 0, _SPARE * size
    while k > 3 or (k == 3 and first != 0):
        for _ in range(k % 3):
            if first != 0:  # three are waiting: they become one
                _three(row, first, 0, row, second, 0, row, third, 0, 1, reach, work, spare, 0)
                first, second, third, spare = 0, 0, spare, (2 * _SPARE + 1) * size - spare
            first, second, third = second, third, r + at * step
            at += w
        k //= 3
        n = reach + (at + (3 * k - 3) * w) * step
        _three(row, r, 0, row, r + w * step, 0, row, r + 2 * w * step, 0, 1, n, work, free, 0)
        r, free, w = free, free + size, 3 * w
    for _ in range(k):
        if first != 0:
            _three(row, first, 0, row, second, 0, row, third, 0, 1, reach, work, spare, 0)
            first, second, third, spare = 0, 0, spare, (2 * _SPARE + 1) * size - spare
        first, second, third = second, third, r + at * step
        at += w
    _finish(row, first, second, third, room, lines, stride * inner, inner, wide, _SCALE * size, exact, out, o)


@part
def _suffixes(
    x: Array, base: int, pitch: int, top: int, bottom: int, n: int, kept: Array, work: Array, tower: int, room: int
) -> None:
    """Rows top to bottom of a block: each as one with all those below it."""
    t, o = base + bottom * pitch, tower + bottom * room
    _one(x, t, n, work, o)
    for _ in range(bottom - top):
        t -= pitch
        _two(kept, o, 0, x, t, 0, 1, n, work, o - room, 0)
        o -= room


@part
def _join(x: Array, t: int, kept: Array, prefix: int, suffix: int, n: int, work: Array, grown: int, o: int) -> None:
    """The prefix with one more row, and the same with the suffix."""
    alone()
    t, prefix, suffix, grown, o = unsigned(t), unsigned(prefix), unsigned(suffix), unsigned(grown), unsigned(o)
    for j in range(unsigned(n)):
        more = kept[prefix + j] + np.float64(x[t + j])
        work[grown + j] = more
        work[o + j] = kept[suffix + j] + more


@part
def _one(x: Array, a: int, n: int, out: Array, o: int) -> None:
    alone()
    a, o = unsigned(a), unsigned(o)
    for j in range(unsigned(n)):
        out[o + j] = np.float64(x[a + j])


@part
def _two(x: Array, a: int, p: int, y: Array, b: int, q: int, lines: int, n: int, out: Array, o: int, s: int) -> None:
    # float64 before the first +: two uint8 taps would wrap at 256, two int64 at 2**63.
    alone()
    a, p, b, q, n, o, s = unsigned(a), unsigned(p), unsigned(b), unsigned(q), unsigned(n), unsigned(o), unsigned(s)
    for i in range(unsigned(lines)):
        t, u, v = a + i * p, b + i * q, o + i * s
        for j in range(n):
            out[v + j] = np.float64(x[t + j]) + np.float64(y[u + j])


@part
def _three(
    x: Array,
    a: int,
    p: int,
    y: Array,
    b: int,
    q: int,
    z: Array,
    c: int,
    r: int,
    lines: int,
    n: int,
    out: Array,
    o: int,
    s: int,
) -> None:
    alone()
    a, p, b, q, c, r = unsigned(a), unsigned(p), unsigned(b), unsigned(q), unsigned(c), unsigned(r)
    n, o, s = unsigned(n), unsigned(o), unsigned(s)
    for i in range(unsigned(lines)):
        t, u, v, w = a + i * p, b + i * q, c + i * r, o + i * s
        for j in range(n):
            out[w + j] = np.float64(x[t + j]) + np.float64(y[u + j]) + np.float64(z[v + j])


@part
def _halve(x: Array, a: int, room: int, lines: int, n: int, out: Array, o: int) -> None:
    alone()
    a, room, n, o = unsigned(a), unsigned(room), unsigned(n), unsigned(o)
    for i in range(unsigned(lines)):
        t, u = a + i * room, o + i * room
        for j in range(n):
            out[u + j] = x[t + TWO * j] + x[t + TWO * j + ONE]


@part
def _finish(
    x: Array,
    a: int,
    b: int,
    c: int,
    room: int,
    lines: int,
    pitch: int,
    inner: int,
    n: int,
    s: int,
    exact: Exact,
    out: Array,
    o: int,
) -> None:
    alone()
    # A sum that is not needed is read from the strip of zeros, the same one for every line.
    p, q, r = unsigned(room if a else 0), unsigned(room if b else 0), unsigned(room if c else 0)
    a, b, c, s, o = unsigned(a), unsigned(b), unsigned(c), unsigned(s), unsigned(o)
    pitch, inner, n = unsigned(pitch), unsigned(inner), unsigned(n)
    for i in range(unsigned(lines)):
        t, u, v, w = a + i * p, b + i * q, c + i * r, o + i * n
        if pitch == inner:
            for j in range(n):
                out[w + j] = rounded(x[t + j] + x[u + j] + x[v + j], x[s + j], exact)
        elif pitch == TWO:
            for j in range(n):
                m = TWO * j
                out[w + j] = rounded(x[t + m] + x[u + m] + x[v + m], x[s + j], exact)
        else:
            for h in range(n // inner):
                for j in range(inner):
                    cell, here = h * pitch + j, h * inner + j
                    out[w + here] = rounded(x[t + cell] + x[u + cell] + x[v + cell], x[s + here], exact)
