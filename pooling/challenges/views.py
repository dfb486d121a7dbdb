"""The stage of a task: a scene whose answers are covered, and the scene that explains them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from pooling import scene
from pooling.apply import Pooled, pool
from pooling.challenges.base import Grid, Scene
from pooling.placement import Window

HIDDEN = "?"


def asked(
    pooled: Pooled, *, arithmetic: bool = False, cell: tuple[int, int] | None = None
) -> Callable[[Any, int], Scene]:
    """Draw a pool whose answers are covered until there is one.

    arithmetic: whether the taps are written. cell: the one that the question is about; it alone is tinted.
    """

    def draw(answer: object, step: int) -> Scene:
        drawn = scene.of(pooled, step=step, editable=False)
        if cell is not None:
            panel = drawn["panels"][0]
            panel["level"] = [int(position == _position(panel, cell)) for position in range(len(panel["level"]))]
        return drawn if answer is not None else covered(drawn, arithmetic=arithmetic)

    return draw


def sized(pooled: Pooled) -> Callable[[Any, int], Scene]:
    """Draw the first window alone, and all of them once there is an answer."""
    assert isinstance(pooled.place, Window)
    kernel = pooled.place.kernel_size
    return lambda answer, step: (
        begun(pooled.input, kernel) if answer is None else scene.of(pooled, step=step, editable=False)
    )


def begun(x: Grid, kernel: tuple[int, ...]) -> Scene:
    """The first window alone: how many there are, and what is padded, stays open."""
    drawn = covered(scene.of(pool(x, Window(kernel, x.shape)), editable=False))
    for panel in drawn["panels"]:
        panel["kind"] = ["real"] * len(panel["kind"])
        if panel["role"] == "output":
            panel["size"] = HIDDEN
    return drawn


def covered(drawn: Scene, *, arithmetic: bool = False) -> Scene:
    """A scene without its answers, without marked winners and without what a hand would find out by pointing."""
    for panel in drawn["panels"]:
        if panel["role"] == "output":
            _hide(panel)
        else:
            panel["notes"] = [""] * len(panel["text"])
    for link in drawn["links"]:
        _unmarked(link)
        link["result"] = [HIDDEN] * len(link["result"])
        if not arithmetic:
            _unwritten(link)
    return drawn


def nameless(drawn: Scene) -> Scene:
    """A scene that shows its answers and not how they were made."""
    for link in drawn["links"]:
        _unmarked(link)
        _unwritten(link)
        link["operation"] = HIDDEN
    return drawn


def max_and_average(start: Grid) -> Callable[[Grid | None, int], Scene]:
    """Draw a grid under max, where it may be changed, and under average."""

    def draw(answer: Grid | None, step: int) -> Scene:
        grid = start if answer is None else answer
        both = {"Max": pool(grid, 2), "Average": pool(grid, 2, type="average")}
        return scene.compare(both, step=step, editable="Max")

    return draw


def flowing(pooled: Pooled, grad: Grid, cell: tuple[int, int]) -> Callable[[Any, int], Scene]:
    """Draw the way back; what arrives is covered until there is an answer, and what arrives at `cell` is asked for."""

    def draw(answer: object, step: int) -> Scene:
        drawn = fixed(scene.backward(pooled, grad, step=step), "grid", "grad")
        return _undelivered(drawn, cell) if answer is None else drawn

    return draw


def _undelivered(drawn: Scene, cell: tuple[int, int]) -> Scene:
    panel = next(panel for panel in drawn["panels"] if panel["title"] == "Gradient of the input")
    _hide(panel)
    panel["text"] = [HIDDEN if at == _position(panel, cell) else "" for at in range(len(panel["text"]))]
    panel["notes"] = [""] * len(panel["text"])
    _unmarked(drawn["links"][1])
    _unwritten(drawn["links"][1])
    drawn["links"][1]["result"] = [HIDDEN] * len(drawn["links"][1]["result"])
    return drawn


def fixed(drawn: Scene, *names: str) -> Scene:
    """A scene in which the panels that edit these parameters are not edited."""
    for panel in drawn["panels"]:
        if panel["editable"] in names:
            panel["editable"] = ""
    return drawn


def lone(shape: tuple[int, int], cell: tuple[int, int], value: float) -> Grid:
    """A grid of zeros with one value."""
    grid = np.zeros(shape)
    grid[cell] = value
    return grid


def _position(panel: Scene, cell: tuple[int, int]) -> int:
    """Return where a cell of the input stands among those that are drawn."""
    return int(panel["rows"].index(cell[0]) * len(panel["columns"]) + panel["columns"].index(cell[1]))


def _hide(panel: Scene) -> None:
    panel["text"] = [HIDDEN if kind != "padding" else "" for kind in panel["kind"]]
    panel["level"] = [0] * len(panel["text"])


def _unmarked(link: Scene) -> None:
    link["winner"] = [None] * len(link["winner"])
    link["ties"] = [[] for _ in link["ties"]]
    link["sign"] = ["="] * len(link["sign"])


def _unwritten(link: Scene) -> None:
    """Leave "this window = ?" of the arithmetic."""
    taps = max(map(len, link["rows"])) * max(map(len, link["columns"]))
    count = len(link["result"])
    link.update(before=["this window"] * count, terms=[[""] * taps] * count, after=[""] * count, sign=["="] * count)
