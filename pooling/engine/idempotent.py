"""Max and min: down the rows, then across, because the extreme of extremes is the extreme.

Down, two or three rows are combined at a time; a tall window is cut into blocks of its own height, of which it
is always a suffix and a prefix (van Herk 1992, Gil and Werman 1993), so that its height costs nothing. Across,
windows are doubled and trebled: overlap does no harm. Lines that are short are pooled several at a time, as one.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from pooling.engine.compiling import ONE, TWO, alone, kernel, part, sealed, span, unsigned
from pooling.engine.extreme_small import Smallest, better, pixels, squares
from pooling.engine.layout import Array
from pooling.engine.walk import Way, walk
from pooling.placement import Axis, Ints


def extreme(x: Array, axes: Sequence[Axis], *, largest: bool) -> Array:
    """Largest or smallest real tap of each window: (outer, spatial..., inner) -> (outer, out..., inner)."""
    smallest = None if largest else True

    def call(way: Way, x: Array, begin: int, end: int, out: Array, _depths: slice | None) -> None:
        work = np.empty(way.workspace, out.dtype)
        if way.padded:
            work.fill(_identity(out.dtype, largest))
        spans = way.spans if way.kind == "each" else ()
        flat = x.reshape(-1), len(x), begin, end, way.down, way.across, *spans
        _KERNELS[way.kind](*flat, smallest, work, out.reshape(-1))

    return walk(x, axes, call, x.dtype, x.dtype)


@cache
def _identity(dtype: np.dtype[Any], largest: bool) -> float:
    """What never wins."""
    if dtype.kind == "f":
        return -np.inf if largest else np.inf
    limits = np.iinfo(dtype)
    return int(limits.min if largest else limits.max)


@kernel
def _short(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    smallest: Smallest,
    work: Array,
    out: Array,
) -> None:
    pitch, k, stride, dilation, low, rows, inside, beyond, strip = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, row = sealed(work), np.int64(0), 2 * strip * room
    for plane in range(planes):
        i = begin
        while i < end:
            lines = min(strip, min(end, beyond) - i) if inside <= i < beyond else 1
            first, last = span(i, k, stride, dilation, low, rows)
            t, count = (plane * rows + first) * pitch, (last - first + dilation - 1) // dilation
            steps = stride * pitch, dilation * pitch
            _over(x, t, steps, count, lines, taken, smallest, kept, work, strip, work, row + at, room)
            _across(kept, row, lines, strip, across, smallest, work, out, o)
            i, o = i + lines, o + lines * wide


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
    work: Array,
    out: Array,
) -> None:
    pitch, _, _, dilation, _, rows, _, _, strip = down
    _, inner, _, taken, _, _, step, room = across
    kept, o, row = sealed(work), np.int64(0), 2 * strip * room
    for plane in range(planes):
        for i in range(begin, end):
            t, count = (plane * rows + firsts[i]) * pitch, (ends[i] - firsts[i] + dilation - 1) // dilation
            steps = 0, dilation * pitch
            _over(x, t, steps, count, 1, taken, smallest, kept, work, strip, work, row, room)
            for j in range(lefts.size):
                t, count = row + lefts[j] * inner, (rights[j] - lefts[j] + step // inner - 1) // (step // inner)
                _over(kept, t, (0, step), count, 1, inner, smallest, kept, work, strip, out, o, room)
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
    work: Array,
    out: Array,
) -> None:
    pitch, k, stride, _, low, rows, _, _, strip = down
    wide, _, at, taken, _, _, _, room = across
    kept, o, joined = sealed(work), np.int64(0), (2 * strip + 2) * room
    start, stop = begin * stride, (end - 1) * stride + 1
    for plane in range(planes):
        base = (plane * rows - low) * pitch
        # Blocks begin where they always do: in whatever strips the work is done, the same numbers are combined.
        for block in range(start // k * k, stop, k):
            top, bottom = max(block, low, start), min(block + k, low + rows) - 1
            tower = joined + room + at - block * room  # a row below the joined ones, which so never meet their own
            _suffixes(x, base, pitch, top, bottom, taken, smallest, kept, work, tower, room)
            here, spare, seen, lines = 2 * strip * room + at, (2 * strip + 1) * room + at, False, 0
            for window in range(block, min(block + k, stop)):
                t, suffix, target = (
                    base + (window + k - 1) * pitch,
                    tower + max(window, top) * room,
                    joined + lines * room,
                )
                more, wanted = block < window < low + rows - k + 1, window >= start and window % stride == 0
                if more and seen and wanted:
                    _join(x, t, kept, here, suffix, taken, smallest, work, spare, target + at)
                    here, spare = spare, here
                else:
                    if more and seen:
                        _two(kept, here, 0, x, t, 0, 1, taken, smallest, work, spare, 0)
                    elif more:
                        _two(x, t, 0, x, t, 0, 1, taken, smallest, work, spare, 0)
                    if more:
                        here, spare, seen = spare, here, True
                    if wanted:
                        other = here if seen else suffix
                        _two(kept, suffix, 0, kept, other, 0, 1, taken, smallest, work, target + at, 0)
                lines += wanted
            for line in range(0, lines, strip):
                some = min(strip, lines - line)
                _across(kept, joined + line * room, some, strip, across, smallest, work, out, o)
                o += some * wide


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
    count: int,
    lines: int,
    n: int,
    smallest: Smallest,
    kept: Array,
    work: Array,
    strip: int,
    out: Array,
    o: int,
    room: int,
) -> None:
    """`count` rows of x from t on as one, for several lines; turn and turn about, so that the last turn writes out.

    `steps` leads from line to line and from row to row.
    """
    line, step = steps
    if count == 3:
        _three(x, t, line, x, t + step, line, x, t + 2 * step, line, lines, n, smallest, out, o, room)
        return
    second = t + (1 - count % 2) * step
    if count <= 2:
        _two(x, t, line, x, second, line, lines, n, smallest, out, o, room)
        return
    here, last = 0, strip * room
    _two(x, t, line, x, second, line, lines, n, smallest, work, here, room)
    t, end = second + step, t + count * step
    while t + 2 * step < end:
        _three(kept, here, room, x, t, line, x, t + step, line, lines, n, smallest, work, last, room)
        here, last, t = last, here, t + 2 * step
    _three(kept, here, room, x, t, line, x, t + step, line, lines, n, smallest, out, o, room)


@part
def _across(
    row: Array,
    r: int,
    lines: int,
    strip: int,
    across: tuple[int, ...],
    smallest: Smallest,
    work: Array,
    out: Array,
    o: int,
) -> None:
    """Windows of several rows, `room` apart; what stands between two rows goes along and is never looked at."""
    wide, inner, _, _, k, stride, step, room = across
    here, spare, before = 0, strip * room, (lines - 1) * room
    while stride % 2 == 0 and step == 1 and k > 1:
        pair = 2 + k % 2
        k, stride = (k - pair) // 2 + 1, stride // 2
        if k == 1 and stride == 1:
            _halve(row, r, room, lines, wide, pair, smallest, out, o, wide)
            return
        _halve(row, r, room, lines, (wide - 1) * stride + k, pair, smallest, work, here, room)
        r, here, spare = here, spare, here
    reach, w = ((wide // inner - 1) * stride + 1) * inner, 1
    while w < k:
        grown = min(k, 3 * w) if k > 2 * w else k
        far, middle = r + (grown - w) * step, r + w * step if grown > 2 * w else r
        if grown == k and stride == 1:
            _three(row, r, room, row, middle, room, row, far, room, lines, wide, smallest, out, o, wide)
        elif grown > 2 * w:
            n = before + reach + (k - grown) * step
            _three(row, r, 0, row, middle, 0, row, far, 0, 1, n, smallest, work, here, 0)
        else:
            n = before + reach + (k - grown) * step
            _two(row, r, 0, row, far, 0, 1, n, smallest, work, here, 0)
        r, here, spare, w = here, spare, here, grown
    if stride > 1 or k == 1:
        _pick(row, r, room, lines, stride * inner, inner, wide, out, o)


@part
def _suffixes(
    x: Array,
    base: int,
    pitch: int,
    top: int,
    bottom: int,
    n: int,
    smallest: Smallest,
    kept: Array,
    work: Array,
    tower: int,
    room: int,
) -> None:
    """Rows top to bottom of a block: each as one with all those below it."""
    t, o = base + bottom * pitch, tower + bottom * room
    _two(x, t, 0, x, t, 0, 1, n, smallest, work, o, 0)
    for _ in range(bottom - top):
        t -= pitch
        _two(kept, o, 0, x, t, 0, 1, n, smallest, work, o - room, 0)
        o -= room


@part
def _join(
    x: Array,
    t: int,
    kept: Array,
    prefix: int,
    suffix: int,
    n: int,
    smallest: Smallest,
    work: Array,
    grown: int,
    o: int,
) -> None:
    """The prefix with one more row, and the same with the suffix."""
    alone()
    t, prefix, suffix, grown, o = unsigned(t), unsigned(prefix), unsigned(suffix), unsigned(grown), unsigned(o)
    for j in range(unsigned(n)):
        more = better(kept[prefix + j], x[t + j], smallest)
        work[grown + j] = more
        work[o + j] = better(kept[suffix + j], more, smallest)


@part
def _pick(row: Array, r: int, room: int, lines: int, pitch: int, inner: int, n: int, out: Array, o: int) -> None:
    alone()
    r, o, pitch, inner, room, n = (
        unsigned(r),
        unsigned(o),
        unsigned(pitch),
        unsigned(inner),
        unsigned(room),
        unsigned(n),
    )
    for i in range(unsigned(lines)):
        for j in range(n // inner):
            for c in range(inner):
                out[o + i * n + j * inner + c] = row[r + i * room + j * pitch + c]


@part
def _two(
    x: Array,
    a: int,
    p: int,
    y: Array,
    b: int,
    q: int,
    lines: int,
    n: int,
    smallest: Smallest,
    out: Array,
    o: int,
    s: int,
) -> None:
    alone()
    a, p, b, q, n, o, s = unsigned(a), unsigned(p), unsigned(b), unsigned(q), unsigned(n), unsigned(o), unsigned(s)
    for i in range(unsigned(lines)):
        t, u, v = a + i * p, b + i * q, o + i * s
        for j in range(n):
            out[v + j] = better(x[t + j], y[u + j], smallest)


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
    smallest: Smallest,
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
            out[w + j] = better(better(x[t + j], y[u + j], smallest), z[v + j], smallest)


@part
def _halve(
    x: Array,
    a: int,
    p: int,
    lines: int,
    n: int,
    kernel: int,
    smallest: Smallest,
    out: Array,
    o: int,
    s: int,
) -> None:
    alone()
    a, p, n, o, s = unsigned(a), unsigned(p), unsigned(n), unsigned(o), unsigned(s)
    for i in range(unsigned(lines)):
        t, u = a + i * p, o + i * s
        if kernel == 3:
            for j in range(n):
                v = t + TWO * j
                out[u + j] = better(better(x[v], x[v + ONE], smallest), x[v + TWO], smallest)
        else:
            for j in range(n):
                v = t + TWO * j
                out[u + j] = better(x[v], x[v + ONE], smallest)
