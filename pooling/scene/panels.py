"""What every panel and every link is made of, whatever flows between them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np

from pooling import palette
from pooling.apply import Pooled
from pooling.placement import Axis, Window

Axes = tuple[Axis, Axis]
_Part = TypeVar("_Part")
Cell = tuple[int, int, bool, list[tuple[int, int]]]

_LEGIBLE = 16  # cells a side that are shown as numbers; a larger panel is a map with a lens of _LENS cells a side
_LENS = 10
_REMEMBERED = 32  # places whose geometry is known again: an edit changes numbers, not where the windows lie
_STYLE = {
    "light": {"hues": palette.LIGHT, "ground": palette.LIGHT_BACKGROUND, "muted": palette.LIGHT_MUTED},
    "dark": {"hues": palette.DARK, "ground": palette.DARK_BACKGROUND, "muted": palette.DARK_MUTED},
    "patterns": palette.PATTERNS,
}
_ONE_ROW = Window((1,)).plan((1,)).axes[0]  # a 1D signal is drawn as one row, which every window reads


def scene(groups: Sequence[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]], step: int) -> dict[str, Any]:
    """Put groups of (label, input panel, output panel, link) together; `step` is clamped to the windows there are."""
    panels: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for group, (label, taken, given, link) in enumerate(groups):
        ids = {"input": f"input{group}", "output": f"output{group}"}
        panels += [{"id": ids["input"], "group": group, **taken}, {"id": ids["output"], "group": group, **given}]
        links.append({**ids, "label": label, **link})
    return wrapped(panels, links, step)


def wrapped(panels: list[dict[str, Any]], links: list[dict[str, Any]], step: int) -> dict[str, Any]:
    """Return the scene of panels and links that know one another's ids."""
    steps = max(len(link["result"]) for link in links)
    return {"panels": panels, "links": links, "step": min(max(step, 0), steps - 1), "style": _STYLE}


def two_axes(pooled: Pooled) -> Axes:
    """Return the axes that are drawn: those whose taps the type really reads."""
    axes = pooled.type.reads(pooled.plan, pooled.param).axes
    if pooled.input.ndim != len(axes) or len(axes) > 2:
        raise ValueError(f"a scene shows one plane of 1 or 2 axes, got an input of shape {pooled.input.shape}")
    return (_ONE_ROW, axes[0]) if len(axes) == 1 else (axes[0], axes[1])


def drawn(axis: Axis) -> range:
    """Return the coordinates that are drawn: the input's, its padding's and what ceil adds."""
    return range(axis.first, axis.last + 1)


@lru_cache(maxsize=_REMEMBERED)
def cells(axes: Axes) -> tuple[Cell, ...]:
    """Return for each drawn cell (row, column, whether it is one of the input's, the windows that read it)."""
    rows, columns = axes
    return tuple(
        (
            row,
            column,
            0 <= row < rows.size and 0 <= column < columns.size,
            [(i, j) for i in rows.reach.get(row, ()) for j in columns.reach.get(column, ())],
        )
        for row in drawn(rows)
        for column in drawn(columns)
    )


@lru_cache(maxsize=_REMEMBERED)
def looks(axes: Axes) -> dict[str, list[Any]]:
    """Return what each drawn cell is to the windows, and the hue of the window that alone reads it."""
    drawn_cells = cells(axes)
    return {
        "kind": ["padding" if not real else "real" if readers else "unread" for *_, real, readers in drawn_cells],
        "hue": [palette.hue(*readers[0]) if len(readers) == 1 else None for *_, readers in drawn_cells],
    }


def spread(axes: Axes, inside: Iterable[_Part], outside: Callable[[int, int], _Part]) -> list[_Part]:
    """Return something for each drawn cell: `inside`, one for each of the input's cells, or what `outside` says."""
    given = iter(inside)
    return [next(given) if real else outside(row, column) for row, column, real, _ in cells(axes)]


def tints(axes: Axes, values: np.ndarray, low: float, span: float) -> list[float]:
    """Return how dark each drawn cell is, where `values` are those of the input's cells."""
    return spread(axes, levels(values, low, span), lambda *_: 0.0)


def panel(role: str, title: str, label: str, shape: tuple[int, ...], editable: str = "") -> dict[str, Any]:
    """Return what the stage must know of a panel beside its cells; editable: the parameter that an edit writes."""
    size = " × ".join(str(side) for side in shape)
    name = f"{title}, {label}" if label else title
    # One row has room for more cells than a square, and its map would be a line.
    lens = None if max(shape) <= _LEGIBLE else _LENS if len(shape) > 1 else _LEGIBLE
    return {"role": role, "title": title, "name": name, "size": size, "lens": lens, "editable": editable}


def coordinates(axes: Axes) -> dict[str, list[int]]:
    """Return the drawn rows and columns of an input panel."""
    return {"rows": list(drawn(axes[0])), "columns": list(drawn(axes[1]))}


def answers(axes: Axes) -> dict[str, Any]:
    """Return the rows, columns, kinds and hues of an output panel: one cell a window."""
    rows, columns = range(axes[0].out), range(axes[1].out)
    return {
        "rows": list(rows),
        "columns": list(columns),
        "kind": ["real"] * (len(rows) * len(columns)),
        "hue": [palette.hue(i, j) for i in rows for j in columns],
    }


@lru_cache(maxsize=_REMEMBERED)
def geometry(axes: Axes) -> dict[str, Any]:
    """Return which drawn rows and columns each window reads, and which windows read each of them."""
    return {
        "rows": [_taps(axes[0], i) for i in range(axes[0].out)],
        "columns": [_taps(axes[1], j) for j in range(axes[1].out)],
        "row_readers": [list(axes[0].reach.get(row, ())) for row in drawn(axes[0])],
        "column_readers": [list(axes[1].reach.get(column, ())) for column in drawn(axes[1])],
        "tiles": all(_tiles(axis) for axis in axes),
    }


def winners(pooled: Pooled, axes: Axes) -> dict[str, Any]:
    """Return for each window the drawn position of its switch, None where it picks no tap, and those that tie."""
    found = list(_winners(pooled, axes))
    return {"winner": [winner for winner, _ in found], "ties": [ties for _, ties in found]}


def _taps(axis: Axis, window: int) -> list[int]:
    """Return the drawn positions that one window reads along an axis."""
    return [int(tap) - axis.first for tap in axis.taps[window][axis.present[window]]]


def _tiles(axis: Axis) -> bool:
    """Whether the windows stand apart, so that each may wear its own outline and tint."""
    return axis.dilation == 1 and all(len(readers) == 1 for readers in axis.reach.values())


def _winners(pooled: Pooled, axes: Axes) -> Iterator[tuple[int | None, list[int]]]:
    if pooled.switches is None or pooled.ties is None:
        yield from ((None, []) for _ in range(pooled.values.size))
        return
    rows, columns = axes
    grid = pooled.input.reshape(rows.size, columns.size)
    width = len(drawn(columns))

    def position(row: int, column: int) -> int:
        return (row - rows.first) * width + column - columns.first

    for window, (switch, count) in enumerate(zip(pooled.switches.ravel(), pooled.ties.ravel(), strict=True)):
        chosen = divmod(int(switch), columns.size)
        tied: list[int] = []
        if count > 1:
            i, j = divmod(window, columns.out)
            taps = [(int(r), int(c)) for r in rows.taps[i][rows.real[i]] for c in columns.taps[j][columns.real[j]]]
            tied = [position(*tap) for tap in taps if tap != chosen and grid[tap] == grid[chosen]]
        yield position(*chosen), tied


def levels(values: np.ndarray, low: float, span: float) -> list[float]:
    """Return how dark each cell is, 0 to 1."""
    shown: list[float] = np.clip((values - low) / span, 0, 1).round(3).ravel().tolist()
    return shown


def scale(values: np.ndarray) -> tuple[float, float]:
    """Return (lowest, span) of values that share one scale of tints."""
    low, high = float(values.min()), float(values.max())
    return low, (high - low) or 1.0
