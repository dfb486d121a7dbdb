"""Sums and averages in the commonest window, 2x2 at stride 2: one pass, nothing stored on the way.

All lines of a plane are one loop in one part: to call a part for each line costs more than pooling a short one.
"""

import numpy as np
from numpy.typing import NDArray

from pooling.engine.compiling import ONE, TWO, alone, kernel, part, sealed, unsigned
from pooling.engine.layout import Array

Floats = NDArray[np.float64]
Exact = bool | None  # None is a type: numba compiles division and multiplication apart, when first asked for


@part
def rounded(summed: float, scale: float, exact: Exact) -> float:
    """A window's sum made an answer."""
    if exact is None:
        return summed * scale
    return summed / scale


@part
def measure(lines: Floats, columns: Floats, count: float, line: int, exact: Exact, work: Array, s: int) -> float:
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


@kernel
def squares(
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
    """2x2 at stride 2, all inside the input: every line of a plane has the same count."""
    pitch, rows, wide, count = down[0], down[5], across[0], 0.0
    kept = sealed(work)
    for plane in range(planes):
        line, upper = plane * (end - begin), (plane * rows + 2 * begin) * pitch
        count = measure(lines, columns, count, line, exact, work, 0)
        _squares(x, upper, pitch, end - begin, wide, kept, exact, out, line * wide)


@kernel
def pixels(
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
    """The same for pixels of many channels."""
    pitch, rows, wide, inner, count = down[0], down[5], across[0], across[1], 0.0
    kept = sealed(work)
    for plane in range(planes):
        count = measure(lines, columns, count, plane * (end - begin), exact, work, 0)
        for i in range(begin, end):
            o = (plane * (end - begin) + i - begin) * wide
            _pixels(x, (plane * rows + 2 * i) * pitch, pitch, inner, wide, kept, exact, out, o)


@part
def _squares(
    x: Array, a: int, pitch: int, lines: int, wide: int, scale: Floats, exact: Exact, out: Array, o: int
) -> None:
    alone()
    a, o, pitch, wide = unsigned(a), unsigned(o), unsigned(pitch), unsigned(wide)
    for i in range(unsigned(lines)):
        t, u = a + TWO * i * pitch, o + i * wide
        b = t + pitch
        for j in range(wide):
            above = np.float64(x[t + TWO * j]) + np.float64(x[t + TWO * j + ONE])
            below = np.float64(x[b + TWO * j]) + np.float64(x[b + TWO * j + ONE])
            out[u + j] = rounded(above + below, scale[j], exact)


@part
def _pixels(
    x: Array, a: int, pitch: int, inner: int, wide: int, scale: Array, exact: Exact, out: Array, o: int
) -> None:
    alone()
    a, o, pitch, inner = unsigned(a), unsigned(o), unsigned(pitch), unsigned(inner)
    for pixel in range(unsigned(wide) // inner):
        t, u, s = a + TWO * pixel * inner, o + pixel * inner, pixel * inner
        for j in range(inner):
            above = np.float64(x[t + j]) + np.float64(x[t + inner + j])
            below = np.float64(x[t + pitch + j]) + np.float64(x[t + pitch + inner + j])
            out[u + j] = rounded(above + below, scale[s + j], exact)
