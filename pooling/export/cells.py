"""One grid of a scene: its title, cells, marks and the outlines of the windows on it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pooling import palette
from pooling.export import lettering, reading
from pooling.export.reading import Json, Marks
from pooling.export.shapes import Box, Look, Shape, Strokes, Words

TITLE = 17
HEAD = 38  # from the top of a title to the first row
_TAGGED = 44  # cells of this size hold a window's number in their corner
_HATCH = 7  # from line to line
_NUMBER = 12
_SMALLEST, _LARGEST = 12, 24  # of a digit
_DIGIT = 0.56  # width of a digit in its size


@dataclass(frozen=True)
class Grid:
    """A panel with its first cell at (x, y). `blank`: its numbers and marks are left out."""

    panel: Json
    x: float
    y: float
    cell: float
    digit: float
    blank: bool = False

    @property
    def width(self) -> float:
        """Of the cells."""
        return len(self.panel["columns"]) * self.cell

    @property
    def height(self) -> float:
        """Of the cells."""
        return len(self.panel["rows"]) * self.cell

    def at(self, position: int) -> tuple[float, float]:
        """The corner of a cell."""
        row, column = divmod(position, len(self.panel["columns"]))
        return self.x + column * self.cell, self.y + row * self.cell


def letters(panels: list[Json]) -> int:
    """Characters of the longest number."""
    return max([1, *(len(text) for panel in panels for text in panel["text"])])


def smallest_cell(longest: int) -> float:
    """The least size of a cell that holds so many characters."""
    return max(24, -(-longest * _SMALLEST * _DIGIT // 1) + 8)


def digit_size(cell: float, longest: int) -> float:
    """The size of the numbers in cells of that size."""
    return min(max(min(cell * 0.36, (cell - 8) / (_DIGIT * longest)), _SMALLEST), _LARGEST)


def title(grid: Grid, look: Look) -> Iterator[Shape]:
    """What the grid is, and its size."""
    name, size = grid.panel["title"], grid.panel["size"]
    wide = lettering.width(name, TITLE)
    y = grid.y - HEAD + TITLE
    yield Words(grid.x, y, name, TITLE, look.text, wide, bold=True)
    yield Words(grid.x + wide + 8, y, size, TITLE, look.muted, lettering.width(size, TITLE))


def title_width(panel: Json) -> float:
    """How wide a title is."""
    return lettering.width(panel["title"], TITLE) + 8 + lettering.width(panel["size"], TITLE)


def taken(grid: Grid, link: Json, current: int | None, hue: int | None, look: Look) -> Iterator[Shape]:
    """The cells of a grid that windows lie on, with the marks of winners and ties."""
    width = len(grid.panel["columns"])
    inside = set() if current is None else set(reading.taps(link, current, width))
    hidden = reading.answers(link) == grid.panel["id"] and grid.blank
    marks = Marks(frozenset(), frozenset()) if grid.blank else reading.marks(link, current, width)
    for position, kind in enumerate(grid.panel["kind"]):
        own = grid.panel["hue"][position] if link["tiles"] else hue if position in inside else None
        yield from _ground(grid, position, kind, own, look, hidden)
        yield from _mark(grid, position, own, marks, look)
        colour = look.ground if position in marks.winners else look.text if kind == "real" else look.muted
        if not (hidden and kind == "real"):
            yield from _number(grid, position, colour, bold=position in marks.winners)


def _ground(grid: Grid, position: int, kind: str, hue: int | None, look: Look, hidden: bool) -> Iterator[Shape]:
    (x, y), cell = grid.at(position), grid.cell
    tint = look.tint(hue, 0 if hidden else grid.panel["level"][position])
    pattern = "3 3" if kind == "padding" else ""
    yield Box(x, y, cell, cell, fill=tint)
    if kind == "padding":
        yield Strokes(tuple(_hatches(x, y, cell)), look.hatch, 1.5)
    if kind == "unread":
        yield Strokes((((x, y), (x + cell, y + cell)), ((x + cell, y), (x, y + cell))), look.muted, 1.5)
        if text := grid.panel["text"][position]:
            wide, high = lettering.width(text, grid.digit) + 10, grid.digit + 4
            yield Box(x + (cell - wide) / 2, y + (cell - high) / 2, wide, high, fill=look.empty, radius=high / 2)
    yield Box(x, y, cell, cell, stroke=look.hair, pattern=pattern)


def _hatches(x: float, y: float, cell: float) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    apart = _HATCH * 2**0.5
    for number in range(1, int(2 * cell / apart) + 1):
        along = number * apart  # where the line meets the left edge, or the bottom beyond the corner
        past = max(0.0, along - cell)
        yield (x + past, y + along - past), (x + along - past, y + past)


def _mark(grid: Grid, position: int, hue: int | None, marks: Marks, look: Look) -> Iterator[Shape]:
    if position not in marks.winners | marks.ties:
        return
    (x, y), high = grid.at(position), grid.cell * 0.66
    wide = min(grid.cell - 2, max(high, lettering.width(grid.panel["text"][position], grid.digit) + 6))
    box = x + (grid.cell - wide) / 2, y + (grid.cell - high) / 2
    if position in marks.winners:
        yield Box(*box, wide, high, fill=look.hue(hue), radius=high / 2)
    else:
        yield Box(box[0] + 1, box[1] + 1, wide - 2, high - 2, stroke=look.hue(hue), thick=2, radius=high / 2 - 1)


def _number(grid: Grid, position: int, colour: str, *, bold: bool = False) -> Iterator[Shape]:
    text = grid.panel["text"][position]
    if text:
        x, y = grid.at(position)
        wide = lettering.width(text, grid.digit)
        baseline = y + grid.cell / 2 + 0.36 * grid.digit
        yield Words(x + grid.cell / 2, baseline, text, grid.digit, colour, wide, bold=bold, centred=True)


def given(grid: Grid, current: int | None, look: Look) -> Iterator[Shape]:
    """The cells of a grid with one answer a window, each in the look of its window; the chosen one on top."""
    order = sorted(range(len(grid.panel["text"])), key=lambda position: position == current)
    tagged = grid.cell >= _TAGGED
    for position in order:
        (x, y), hue, chosen = grid.at(position), grid.panel["hue"][position], position == current
        thick = (4 if chosen else 2) if tagged else (3 if chosen else 1)
        pattern = "" if chosen else palette.PATTERNS[hue % len(palette.PATTERNS)]
        level = 0 if grid.blank else grid.panel["level"][position]
        box = x + thick / 2, y + thick / 2, grid.cell - thick, grid.cell - thick
        yield Box(*box, fill=look.tint(hue, level), stroke=look.hue(hue), thick=thick, pattern=pattern, radius=5)
        if tagged:
            yield _tag(x + 6, y + 15, position, look.hue(hue))
        if not grid.blank:
            yield from _number(grid, position, look.text)


def outlines(grid: Grid, link: Json, hues: list[int], current: int | None, look: Look) -> Iterator[Shape]:
    """The windows that stand apart, else the chosen one alone; the chosen one strong and on top."""
    shown = [window for window in range(reading.windows(link)) if link["tiles"] and window != current]
    for window in [*shown, *([] if current is None else [current])]:
        x, y, width, height = bounds(grid, link, window)
        strong, roomy = window == current, grid.cell >= _TAGGED
        thick = 5 if strong and roomy else 3 if strong or roomy else 2
        inset = thick / 2 + 1
        hue = hues[window]
        pattern = palette.PATTERNS[hue % len(palette.PATTERNS)]
        box = x + inset, y + inset, width - 2 * inset, height - 2 * inset
        yield Box(*box, stroke=look.hue(hue), thick=thick, pattern=pattern, radius=min(8, grid.cell / 4))
        if roomy:
            yield _tag(x + 8, y + 17, window, look.hue(hue), look.ground)
        elif strong:
            yield _tag(x + 2, y - 3, window, look.hue(hue))


def bounds(grid: Grid, link: Json, window: int) -> tuple[float, float, float, float]:
    """(x, y, width, height) around all that a window reads."""
    row, column = divmod(window, len(link["columns"]))
    rows, columns = link["rows"][row], link["columns"][column]
    x, y = grid.x + columns[0] * grid.cell, grid.y + rows[0] * grid.cell
    return x, y, (columns[-1] + 1 - columns[0]) * grid.cell, (rows[-1] + 1 - rows[0]) * grid.cell


def _tag(x: float, y: float, window: int, colour: str, halo: str = "") -> Shape:
    text = str(window + 1)
    return Words(x, y, text, _NUMBER, colour, lettering.width(text, _NUMBER), bold=True, halo=halo)
