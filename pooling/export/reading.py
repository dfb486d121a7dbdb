"""Looking a scene up: which window is chosen, what it reads, what marks it leaves, how its arithmetic reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from pooling import limits, scene
from pooling.apply import Pooled

Json = dict[str, Any]
Window = tuple[int, int]
Term = tuple[str, str]  # text, and what it is: "", "label", "winner", "tie" or "result"

_ANSWERED_BELOW = ("gradient", "unpool")  # links whose answer stands in the grid that the windows lie on


def seen(what: Pooled | Json) -> Json:
    """The scene to draw: a scene itself, or that of a pooled grid.

    TypeError for anything else, ValueError for a pool that no scene shows or one of too many cells.
    """
    if isinstance(what, Pooled):
        _check(sum(array.size for array in (what.input, what.values)))
        with np.errstate(invalid="ignore"):  # tints know no infinity; such a cell is drawn in the palest
            what = scene.of(what, editable=False)
    if not {"panels", "links", "step"} <= set(getattr(what, "keys", tuple)()):
        raise TypeError(f"what is drawn must be a Pooled or a scene, got {what.__class__.__name__}")
    _check(sum(len(panel["text"]) for panel in what["panels"]))
    return what


def _check(cells: int) -> None:
    if cells > limits.EXPORT_CELLS:
        raise ValueError(f"a drawing shows at most {limits.EXPORT_CELLS:,} cells, got {cells:,}")


def windows(link: Json) -> int:
    """How many windows a link has."""
    return len(link["rows"]) * len(link["columns"])


def steps(drawn: Json) -> int:
    """How many steps a scene has: the windows of the link that has most."""
    return max(map(windows, drawn["links"]))


def place(drawn: Json) -> Window:
    """Row and column of the chosen window; the step counts on the link that has most windows."""
    base = max(drawn["links"], key=windows)
    row, column = divmod(min(max(drawn["step"], 0), windows(base) - 1), len(base["columns"]))
    return row, column


def index(link: Json, at: Window) -> int | None:
    """The number of the window at a place, None where a link has none there."""
    row, column = at
    there = row < len(link["rows"]) and column < len(link["columns"])
    return row * len(link["columns"]) + column if there else None


def taps(link: Json, window: int, width: int) -> list[int]:
    """The drawn cells that a window reads, row by row, on a grid `width` cells wide."""
    row, column = divmod(window, len(link["columns"]))
    return [r * width + c for r in link["rows"][row] for c in link["columns"][column]]


def answers(link: Json) -> str:
    """The id of the panel that holds what a link works out."""
    found: str = link["input" if link["operation"] in _ANSWERED_BELOW else "output"]
    return found


@dataclass(frozen=True)
class Marks:
    """Cells that won, and cells that tied with a winner, of the windows whose marks are shown."""

    winners: frozenset[int]
    ties: frozenset[int]


def marks(link: Json, current: int | None, width: int) -> Marks:
    """The marks on a link's grid: of all windows where they stand apart, else of the chosen one."""
    shown = range(windows(link)) if link["tiles"] else [] if current is None else [current]
    winners, ties = set(), set()
    for window in shown:
        tied = link["ties"][window]
        alike = bool(tied) and len(tied) + 1 == len(taps(link, window, width))
        if alike and window != current:
            continue  # marks on cells that are all alike would drown those that say something
        ties.update(tied)
        winners |= {link["winner"][window]} - {None}
    return Marks(frozenset(winners), frozenset(ties - winners))


def terms(link: Json, panel: Json, at: Window, *, blanks: bool) -> list[Term]:
    """The arithmetic of the window at a place, piece by piece; with blanks, without what it comes to."""
    window = index(link, at)
    label = [(f"{link['label']}: ", "label")] if link["label"] else []
    if window is None:
        return [*label, ("no window here", "label")]
    if blanks and answers(link) == link["input"]:
        return []
    read = list(_taps(link, panel, window, blanks))
    between = [term for tap in read for term in ((link["between"], ""), tap)][1:]
    written = [*label, (link["before"][window], ""), *between, (link["after"][window], "")]
    result = link["result"][window]
    if result:
        written += [(f" {'=' if blanks else link['sign'][window]} ", "sign"), ("____" if blanks else result, "result")]
    return [term for term in written if term[0]]


def _taps(link: Json, panel: Json, window: int, blanks: bool) -> Iterator[Term]:
    own, weights = link.get("terms"), link.get("weights")
    for tap, cell in enumerate(taps(link, window, len(panel["columns"]))):
        text = own[window][tap] if own else panel["text"][cell]
        if text == "":
            continue
        bare = f"({text})" if link["brackets"] and text.startswith("-") else text
        shown = bare.join(link["tap"]).replace("{weight}", weights[tap] if weights else "")
        tied = cell in link["ties"][window]
        yield shown, "" if blanks else "winner" if cell == link["winner"][window] else "tie" if tied else ""
