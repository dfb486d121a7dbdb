"""Scene -> drawing: the one place that says where everything stands. It looks like the stage at rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from pooling.export import caption, cells, lettering, reading, saying
from pooling.export.cells import HEAD, Grid
from pooling.export.reading import Json
from pooling.export.shapes import Area, Drawing, Look, Point, Shape, Words, look

_MARGIN = 24
_BAND, _NARROW, _SLICE = 180, 96, 32  # between two grids alone; beside other pairs; between the slices of a volume
_WORD = 110  # the operation's name before the output of several slices
_BESIDE = 1400  # wider than this, pairs stand below one another
_LABEL = 19
_LARGEST, _LARGEST_OF_MANY = 64, 52  # cells
_HEIGHT = 416  # of the highest grid, where its cells stay legible
_CAPTION = 560  # an arithmetic has at least so much room


@dataclass(frozen=True)
class _Group:
    """Panels in one row, and a label above them; its corner is at (0, 0) until it is placed."""

    label: str
    grids: tuple[Grid, ...]

    @property
    def right(self) -> float:
        last = self.grids[-1]
        return last.x + max(last.width, cells.title_width(last.panel))

    @property
    def height(self) -> float:
        return max(grid.y + grid.height for grid in self.grids)

    def moved(self, x: float, y: float) -> "_Group":
        return replace(self, grids=tuple(replace(grid, x=grid.x + x, y=grid.y + y) for grid in self.grids))


@dataclass(frozen=True)
class Layout:
    """Where everything of a scene stands at its chosen step."""

    scene: Json
    colours: Look
    blanks: bool
    moving: bool  # the keys of all steps are shown at each

    @cached_property
    def at(self) -> tuple[int, int]:
        """The chosen window."""
        return reading.place(self.scene)

    @cached_property
    def grids(self) -> dict[str, Grid]:
        """Every grid by its panel's id."""
        return {grid.panel["id"]: grid for group in self.groups for grid in group.grids}

    @cached_property
    def groups(self) -> list[_Group]:
        """The groups side by side where they have room, else below one another."""
        groups = list(_groups(self.scene, self.blanks))
        wide = sum(group.right for group in groups) + 48 * (len(groups) - 1)
        if wide <= _BESIDE and not self.scene.get("below"):
            lefts = [_MARGIN + sum(group.right + 48 for group in groups[:i]) for i in range(len(groups))]
            return [group.moved(x, _MARGIN) for x, group in zip(lefts, groups, strict=True)]
        tops = [_MARGIN + sum(group.height + 32 for group in groups[:i]) for i in range(len(groups))]
        return [group.moved(_MARGIN, y) for y, group in zip(tops, groups, strict=True)]

    @cached_property
    def lines(self) -> list[caption.Line]:
        """The arithmetic of each link."""
        room = max(_CAPTION, max(group.right for group in self.groups) - _MARGIN)
        found = []
        for link in self.scene["links"]:
            grid = self.grids[link["input"]]
            if terms := reading.terms(link, grid.panel, self.at, blanks=self.blanks):
                found.append(caption.line(terms, self.hue(link), room))
        return found

    def hue(self, link: Json) -> int | None:
        """The hue of a link's chosen window."""
        window = reading.index(link, self.at)
        found: int | None = None if window is None else self.grids[link["output"]].panel["hue"][window]
        return found

    @property
    def bottom(self) -> float:
        """Where the grids end."""
        return max(grid.y + grid.height for grid in self.grids.values())

    @property
    def under(self) -> float:
        """Where the arithmetic begins: below the keys, which stay where they are when it changes."""
        return self.bottom + (48 if self.keys else 20)

    @cached_property
    def keys(self) -> list[str]:
        """Which marks there are to explain."""
        kinds = {kind for grid in self.grids.values() for kind in grid.panel["kind"]}
        marked = list(self._marks()) if not self.blanks else []
        seen = {"winner": any(some.winners for some in marked), "tie": any(some.ties for some in marked)}
        return [name for name in caption.KEYS if seen.get(name, name in kinds)]

    def _marks(self) -> Iterator[reading.Marks]:
        for link in self.scene["links"]:
            chosen = reading.index(link, self.at)
            width = len(self.grids[link["input"]].panel["columns"])
            for window in range(reading.windows(link)) if self.moving and not link["tiles"] else [chosen]:
                yield reading.marks(link, window, width)

    def shapes(self) -> Iterator[Shape]:
        """Everything, the undermost first."""
        for link in self.scene["links"]:
            yield from self._band(link)
        for group in self.groups:
            yield from _labelled(group, self.colours)
        yield from self._cells()
        yield from caption.keys(self.keys, _MARGIN, self.bottom + 16, self.hue(self.scene["links"][0]), self.colours)
        y = self.under
        for line in self.lines:
            yield from caption.drawn(line, _MARGIN, y, self.colours)
            y += line.height + 8

    def _cells(self) -> Iterator[Shape]:
        done = set()
        for link in self.scene["links"]:
            current, (grid, output) = self._ends(link)
            hues = output.panel["hue"]
            yield from cells.taken(grid, link, current, self.hue(link), self.colours)
            yield from cells.outlines(grid, link, hues, current, self.colours)
            if link["output"] not in done:
                yield from cells.given(output, current, self.colours)
            done.add(link["output"])

    def _ends(self, link: Json) -> tuple[int | None, tuple[Grid, Grid]]:
        return reading.index(link, self.at), (self.grids[link["input"]], self.grids[link["output"]])

    def _band(self, link: Json) -> Iterator[Shape]:
        """The way from the chosen window to its answer; only from the grid beside the output."""
        current, (grid, output) = self._ends(link)
        between = any(grid.x < other.x < output.x and other.y == grid.y for other in self.grids.values())
        if current is None or between:
            return
        _, top, _, height = cells.bounds(grid, link, current)
        x1, x2, answer = grid.x + grid.width + 5, output.x - 4, output.at(current)[1]
        ends = (top, answer), (top + height, answer + output.cell)
        yield Area(tuple(_outline(x1, x2, *ends)), self.colours.tint(self.hue(link), 0.25))
        name = link["operation"]
        middle = sum(y for pair in ends for y in pair) / 4 + 6
        size = 17 if x2 - x1 > 150 else 14
        colour = self.colours.hue(self.hue(link))
        yield Words((x1 + x2) / 2, middle, name, size, colour, lettering.width(name, size), bold=True, centred=True)


def _outline(x1: float, x2: float, upper: Point, lower: Point) -> Iterator[Point]:
    """A band whose edges are level at both ends: smooth steps from one height to the other."""
    share = [i / 24 for i in range(25)]
    smooth = [t * t * (3 - 2 * t) for t in share]
    along = [(x1 + (x2 - x1) * t, s) for t, s in zip(share, smooth, strict=True)]
    yield from ((x, upper[0] + (upper[1] - upper[0]) * s) for x, s in along)
    yield from ((x, lower[0] + (lower[1] - lower[0]) * s) for x, s in reversed(along))


def _labelled(group: _Group, look: Look) -> Iterator[Shape]:
    if group.label:
        wide = lettering.width(group.label, _LABEL)
        top = min(grid.y for grid in group.grids) - HEAD - 12
        yield Words(group.grids[0].x, top, group.label, _LABEL, look.text, wide, bold=True)
    for grid in group.grids:
        yield from cells.title(grid, look)


def _groups(scene: Json, blanks: bool) -> Iterator[_Group]:
    panels: dict[int, list[Json]] = {}
    for panel in scene["panels"]:
        panels.setdefault(panel["group"], []).append(panel)
    longest = cells.letters(scene["panels"])
    down = max(len(panel["rows"]) for panel in scene["panels"])
    least = cells.smallest_cell(longest)
    cell = min(max(_HEIGHT // down, least), max(least, _LARGEST if len(panels) == 1 else _LARGEST_OF_MANY))
    labels = {link["input"]: link["label"] for link in scene["links"]}
    answers = {reading.answers(link) for link in scene["links"]}
    for group in panels.values():
        gaps = _gaps(len(group), len(panels))
        blank = [blanks and (panel["role"] == "input" or panel["id"] in answers) for panel in group]
        grids = _row(group, gaps, cell, cells.digit_size(cell, longest), blank)
        label = labels.get(group[0]["id"], "")
        yield _Group(label, tuple(replace(grid, y=grid.y + (30 if label else 0)) for grid in grids))


def _gaps(panels: int, groups: int) -> list[int]:
    if panels == 2:
        return [_BAND if groups == 1 else _NARROW]
    return [_SLICE] * (panels - 2) + [_SLICE + _WORD]


def _row(panels: list[Json], gaps: list[int], cell: float, digit: float, blank: list[bool]) -> Iterator[Grid]:
    """Grids side by side, centred along one line."""
    high = max(len(panel["rows"]) for panel in panels) * cell
    x = 0.0
    for panel, gap, bare in zip(panels, [*gaps, 0], blank, strict=True):
        grid = Grid(panel, x, HEAD, cell, digit, bare)
        yield replace(grid, y=HEAD + (high - grid.height) / 2)
        x += max(grid.width, cells.title_width(panel)) + gap


def compose(what: Json, *, dark: bool = False, blanks: bool = False, moving: bool = False) -> Drawing:
    """Lay a scene out at its chosen step; blanks: without the answers, to be filled in on paper."""
    laid = Layout(what, look(dark), blanks, moving)
    right = max(
        *(group.right for group in laid.groups),
        *(_MARGIN + line.width for line in laid.lines),
        _MARGIN + caption.keys_width(laid.keys),
    )
    bottom = laid.under + sum(line.height + 8 for line in laid.lines)
    title, description = saying.words(what, laid.at, blanks=blanks)
    size = -(-(right + _MARGIN) // 1), -(-(bottom + _MARGIN - 8) // 1)
    return Drawing(*size, laid.colours.ground, tuple(laid.shapes()), title, description)
