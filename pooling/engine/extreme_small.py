"""Max and min in the commonest window, 2x2 at stride 2: one pass, nothing stored on the way.

All lines of a plane are one loop in one part: to call a part for each line costs more than pooling a short one.
"""

from pooling.engine.compiling import ONE, TWO, alone, kernel, part, unsigned
from pooling.engine.layout import Array

Smallest = bool | None  # None is a type: numba compiles max and min apart, when first asked for


@part
def better(best: float, tap: float, smallest: Smallest) -> float:
    """The tap if it wins, else the best so far; a NaN that came in stays."""
    wins = tap > best if smallest is None else tap < best
    kept = tap if wins else best
    return kept if tap == tap else tap  # what is not equal to itself is NaN


@kernel
def squares(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    smallest: Smallest,
    _work: Array,
    out: Array,
) -> None:
    """2x2 at stride 2, all inside the input."""
    pitch, rows, wide = down[0], down[5], across[0]
    for plane in range(planes):
        o = plane * (end - begin) * wide
        _squares(x, (plane * rows + 2 * begin) * pitch, pitch, end - begin, wide, smallest, out, o)


@kernel
def pixels(
    x: Array,
    planes: int,
    begin: int,
    end: int,
    down: tuple[int, ...],
    across: tuple[int, ...],
    smallest: Smallest,
    _work: Array,
    out: Array,
) -> None:
    """The same for pixels of many channels."""
    pitch, rows, inner, wide = down[0], down[5], across[1], across[0]
    for plane in range(planes):
        for i in range(begin, end):
            o = (plane * (end - begin) + i - begin) * wide
            _pixels(x, (plane * rows + 2 * i) * pitch, pitch, inner, wide, smallest, out, o)


@part
def _squares(x: Array, a: int, pitch: int, lines: int, wide: int, smallest: Smallest, out: Array, o: int) -> None:
    alone()
    a, o, pitch, wide = unsigned(a), unsigned(o), unsigned(pitch), unsigned(wide)
    for i in range(unsigned(lines)):
        t, u = a + TWO * i * pitch, o + i * wide
        b = t + pitch
        for j in range(wide):
            above = better(x[t + TWO * j], x[t + TWO * j + ONE], smallest)
            below = better(x[b + TWO * j], x[b + TWO * j + ONE], smallest)
            out[u + j] = better(above, below, smallest)


@part
def _pixels(x: Array, a: int, pitch: int, inner: int, wide: int, smallest: Smallest, out: Array, o: int) -> None:
    alone()
    a, o, pitch, inner = unsigned(a), unsigned(o), unsigned(pitch), unsigned(inner)
    for pixel in range(unsigned(wide) // inner):
        t, u = a + TWO * pixel * inner, o + pixel * inner
        for j in range(inner):
            above = better(x[t + j], x[t + inner + j], smallest)
            below = better(x[t + pitch + j], x[t + pitch + inner + j], smallest)
            out[u + j] = better(above, below, smallest)
