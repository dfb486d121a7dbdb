"""What stands under the grids: the arithmetic of the chosen window, and what the marks mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from pooling.export import lettering
from pooling.export.reading import Term
from pooling.export.shapes import Box, Look, Shape, Strokes, Words

_SIZE, _LONG = 22, 15  # of the arithmetic; of one with so many pieces that it takes several lines
_MANY = 70
_BAR, _INSIDE = 5, 16  # the coloured bar at the left, and the room between it and the text
_PADDED = {"winner": 7, "tie": 5}
_KEY = 14
_GAP = 22  # between two keys
_ICON = 18


@dataclass(frozen=True)
class Line:
    """One arithmetic, laid out in rows of (x, text, kind); sizes in pixels."""

    rows: tuple[tuple[tuple[float, str, str], ...], ...]
    size: float
    hue: int | None

    @property
    def height(self) -> float:
        """Of the card."""
        return len(self.rows) * 1.5 * self.size + 16

    @property
    def width(self) -> float:
        """Of the card."""
        ends = [x + _wide(text, kind, self.size) for row in self.rows for x, text, kind in row[-1:]]
        return max(ends) + _BAR + 2 * _INSIDE


def line(terms: list[Term], hue: int | None, room: float) -> Line:
    """Lay an arithmetic out in a card that is at most `room` wide, where its longest piece allows that."""
    size = _LONG if len(terms) > _MANY else _SIZE
    room -= _BAR + 2 * _INSIDE
    rows: list[list[tuple[float, str, str]]] = [[]]
    x = 0.0
    for unit in _units(terms):
        if x + sum(_wide(text, kind, size) for text, kind in unit) > room and rows[-1]:
            rows.append([])
            x, unit = 0.0, [(unit[0][0].lstrip(), unit[0][1]), *unit[1:]]
        for text, kind in unit:
            rows[-1].append((x, text, kind))
            x += _wide(text, kind, size)
    return Line(tuple(map(tuple, rows)), size, hue)


def _units(terms: list[Term]) -> list[list[Term]]:
    """Pieces that stay on one row: a tap with its sign behind it, what opens or closes with its neighbour."""
    units: list[list[Term]] = []
    for text, kind in terms:
        opened = bool(units) and units[-1][-1][0].endswith("(") and not units[-1][-1][1]
        if units and (opened or text.strip()[:1] in (")", ",", "+") or kind == "result"):
            units[-1].append((text, kind))
        else:
            units.append([(text, kind)])
    return units


def _wide(text: str, kind: str, size: float) -> float:
    return lettering.width(text, size) + 2 * _PADDED.get(kind, 0)


def drawn(line: Line, x: float, y: float, look: Look) -> Iterator[Shape]:
    """The card of an arithmetic, its corner at (x, y)."""
    colour = look.hue(line.hue)
    yield Box(x, y, line.width, line.height, fill=look.card, radius=8)
    yield Box(x, y, 8, line.height, fill=look.card)
    yield Box(x, y, _BAR, line.height, fill=colour)
    for number, row in enumerate(line.rows):
        baseline = y + 8 + 1.5 * line.size * number + 1.1 * line.size
        for left, text, kind in row:
            yield from _term(x + _BAR + _INSIDE + left, baseline, text, kind, line.size, colour, look)


def _term(x: float, y: float, text: str, kind: str, size: float, hue: str, look: Look) -> Iterator[Shape]:
    inner = _PADDED.get(kind, 0)
    box = x + 1, y - 1.02 * size, lettering.width(text, size) + 2 * inner - 2, 1.34 * size
    if kind == "winner":
        yield Box(*box, fill=hue, radius=6)
    if kind == "tie":
        yield Box(*box, stroke=hue, thick=2, radius=6)
    # Spaces at the ends are room, not text: not every viewer of SVG keeps them.
    bare = text.strip()
    left = x + inner + lettering.width(text[: len(text) - len(text.lstrip())], size)
    colour = look.ground if kind == "winner" else look.muted if kind == "label" else look.text
    bold = kind in ("winner", "result")
    if bare:
        yield Words(left, y, bare, size, colour, lettering.width(bare, size), bold=bold)


KEYS = {
    "winner": "the tap that is taken",
    "tie": "equal to it",
    "padding": "padding",
    "unread": "read by no window",
}


def keys(names: list[str], x: float, y: float, hue: int | None, look: Look) -> Iterator[Shape]:
    """A row that says what the marks mean, its corner at (x, y)."""
    for name in names:
        yield from _icon(name, x, y, look.hue(hue), look)
        text = KEYS[name]
        wide = lettering.width(text, _KEY)
        yield Words(x + _ICON + 7, y + 14, text, _KEY, look.muted, wide)
        x += _ICON + 7 + wide + _GAP


def keys_width(names: list[str]) -> float:
    """How wide that row is."""
    return sum(_ICON + 7 + lettering.width(KEYS[name], _KEY) + _GAP for name in names)


def _icon(name: str, x: float, y: float, colour: str, look: Look) -> Iterator[Shape]:
    end, half = _ICON, _ICON / 2
    if name == "winner":
        yield Box(x, y, end, end, fill=colour, radius=half)
    if name == "tie":
        yield Box(x + 1, y + 1, end - 2, end - 2, stroke=colour, thick=2, radius=half - 1)
    if name in ("padding", "unread"):
        yield Box(x + 0.5, y + 0.5, end - 1, end - 1, stroke=look.muted, pattern="3 3" if name == "padding" else "")
    if name == "padding":
        diagonals = (
            ((x, y + half), (x + half, y)),
            ((x, y + end), (x + end, y)),
            ((x + half, y + end), (x + end, y + half)),
        )
        yield Strokes(diagonals, look.hatch, 1.5)
    if name == "unread":
        yield Strokes((((x, y), (x + end, y + end)), ((x + end, y), (x, y + end))), look.muted, 1.5)
