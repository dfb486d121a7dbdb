"""Pooled -> scene: everything that the stage draws, as plain JSON.

A scene is *panels* (grids of cells with text, tint and marks) and *links*. A link ties an input panel to an output
panel: which drawn rows and columns each window reads, which windows read each drawn row and column, and for each
window its hue, winner, ties and arithmetic. The browser looks all of this up; it never works out a window.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

import numpy as np

from pooling import palette
from pooling.apply import Pooled
from pooling.grids import spell
from pooling.placement import Axis, Window

_DECIMALS = 2  # of an answer; what a learner typed is shown as it is
_LEGIBLE = 16  # cells a side that are shown as numbers; a larger panel is a map with a lens of _LENS cells a side
_LENS = 10
_STYLE = {
    "light": {"hues": palette.LIGHT, "ground": palette.LIGHT_BACKGROUND, "muted": palette.LIGHT_MUTED},
    "dark": {"hues": palette.DARK, "ground": palette.DARK_BACKGROUND, "muted": palette.DARK_MUTED},
    "patterns": palette.PATTERNS,
}
_HOLE = "\0"  # where a tap's number goes; no text of a learner can hold it
_ONE_ROW = Window((1,)).plan((1,)).axes[0]  # a 1D signal is drawn as one row, which every window reads

Axes = tuple[Axis, Axis]


def of(pooled: Pooled, *, step: int = 0, editable: bool = True, decimals: int | None = None) -> dict[str, Any]:
    """Return the scene of one pooled grid (1D or 2D): its input, its output and the link between them.

    decimals: of the input's numbers as they are written; what is pooled is exact, and a rounded line says so.
    """
    return compare({"": pooled}, step=step, editable="" if editable else None, decimals=decimals)


def compare(
    named: Mapping[str, Pooled],
    *,
    step: int = 0,
    editable: str | None = None,
    movable: bool = False,
    decimals: int | None = None,
) -> dict[str, Any]:
    """Return one scene in which several pooled grids stand side by side and step together.

    named: a label for each ("VALID", "SAME"). step: the chosen window, 0-based, clamped. editable: the label of the
    one whose input may be changed; movable: dragging there carries a value to another cell instead of painting.
    decimals: see of.
    """
    panels: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for group, (label, pooled) in enumerate(named.items()):
        axes = _two_axes(pooled)
        ids = {"input": f"input{group}", "output": f"output{group}"}
        hand = {"editable": label == editable, "movable": label == editable and movable}
        panels.append({"id": ids["input"], "group": group, **hand, **_input_panel(pooled, axes, label, decimals)})
        panels.append({"id": ids["output"], "group": group, "editable": False, **_output_panel(pooled, axes, label)})
        links.append({**ids, "label": label, **_link(pooled, axes, decimals)})
    steps = max(len(link["result"]) for link in links)
    return {"panels": panels, "links": links, "step": min(max(step, 0), steps - 1), "style": _STYLE}


def _two_axes(pooled: Pooled) -> Axes:
    axes = pooled.type.reads(pooled.plan, pooled.param).axes
    if pooled.input.ndim != len(axes) or len(axes) > 2:
        raise ValueError(f"a scene shows one plane of 1 or 2 axes, got an input of shape {pooled.input.shape}")
    return (_ONE_ROW, axes[0]) if len(axes) == 1 else (axes[0], axes[1])


def _drawn(axis: Axis) -> range:
    """Return the coordinates that are drawn: the input's, its padding's and what ceil adds."""
    return range(axis.first, axis.last + 1)


def _panel(role: str, title: str, label: str, shape: tuple[int, ...]) -> dict[str, Any]:
    size = " × ".join(str(side) for side in shape)
    lens = _LENS if max(shape) > _LEGIBLE else None
    name = f"{title}, {label}" if label else title
    return {"role": role, "title": title, "name": name, "size": size, "lens": lens}


def _input_panel(pooled: Pooled, axes: Axes, label: str, decimals: int | None) -> dict[str, Any]:
    rows, columns = axes
    grid = pooled.input.reshape(rows.size, columns.size)
    low, span = _scale(pooled)
    places = () if decimals is None else (decimals,)
    cells: dict[str, list[Any]] = {"text": [], "level": [], "kind": [], "hue": []}
    for row in _drawn(rows):
        for column in _drawn(columns):
            real = 0 <= row < rows.size and 0 <= column < columns.size
            readers = [(i, j) for i in rows.reach.get(row, ()) for j in columns.reach.get(column, ())]
            value = float(grid[row, column]) if real else 0.0
            cells["text"].append(spell(value, *places) if real else _padding_text(pooled, axes, row, column))
            cells["level"].append(round((value - low) / span, 3) if real else 0)
            cells["kind"].append("padding" if not real else "real" if readers else "unread")
            cells["hue"].append(palette.hue(*readers[0]) if len(readers) == 1 else None)
    return {**_panel("input", "Input", label, pooled.input.shape), **_coordinates(axes), **cells}


def _coordinates(axes: Axes) -> dict[str, list[int]]:
    return {"rows": list(_drawn(axes[0])), "columns": list(_drawn(axes[1]))}


def _padding_text(pooled: Pooled, axes: Axes, row: int, column: int) -> str:
    """Return what a cell outside the input holds; "" where an average does not count it."""
    if not pooled.type.counts:
        return pooled.type.padding_word
    counted = all(-axis.low <= place < axis.size + axis.high for axis, place in zip(axes, (row, column), strict=True))
    return "0" if pooled.count_include_pad and counted else ""


def _scale(pooled: Pooled) -> tuple[float, float]:
    """Return (lowest, span) of the input, the one value scale that input and output share."""
    low, high = float(pooled.input.min()), float(pooled.input.max())
    return low, (high - low) or 1.0


def _output_panel(pooled: Pooled, axes: Axes, label: str) -> dict[str, Any]:
    low, span = _scale(pooled)
    values = pooled.values.ravel()
    return {
        **_panel("output", "Output", label, pooled.values.shape),
        "rows": list(range(axes[0].out)),
        "columns": list(range(axes[1].out)),
        "text": [spell(float(value), _DECIMALS) for value in values],
        "level": np.clip((values - low) / span, 0, 1).round(3).tolist(),
        "kind": ["real"] * values.size,
        "hue": [palette.hue(i, j) for i in range(axes[0].out) for j in range(axes[1].out)],
    }


def _link(pooled: Pooled, axes: Axes, decimals: int | None) -> dict[str, Any]:
    written = decimals is None or bool(np.array_equal(pooled.input, pooled.input.round(decimals)))
    arithmetic = pooled.type.written(pooled.seed)
    values = pooled.values.ravel().tolist()
    param = "" if pooled.param is None else spell(pooled.param)
    rest = "" if pooled.param is None else spell(1 - pooled.param)
    counts = pooled.type.divisors(pooled.plan, pooled.param, pooled.count_include_pad).ravel().tolist()
    winners = list(_winners(pooled, axes))
    return {
        "operation": pooled.type.label.lower(),
        "rows": [_taps(axes[0], i) for i in range(axes[0].out)],
        "columns": [_taps(axes[1], j) for j in range(axes[1].out)],
        "row_readers": [list(axes[0].reach.get(row, ())) for row in _drawn(axes[0])],
        "column_readers": [list(axes[1].reach.get(column, ())) for column in _drawn(axes[1])],
        "tiles": all(_tiles(axis) for axis in axes),
        "before": arithmetic.before.format(param=param, rest=rest),
        "tap": arithmetic.tap.format(x=_HOLE, param=param, weight="{weight}").split(_HOLE),
        "weights": _weights(pooled),
        "between": arithmetic.between,
        "after": [arithmetic.after.format(count=spell(count), param=param) for count in counts],
        "brackets": "+" in arithmetic.between,  # 3 + (-2), not 3 + -2
        "sign": ["=" if written and _exact(value) else "≈" for value in values],
        "result": [spell(value, _DECIMALS) for value in values],
        "winner": [winner for winner, _ in winners],
        "ties": [ties for _, ties in winners],
    }


def _weights(pooled: Pooled) -> list[str] | None:
    """Return what each tap of a window is multiplied by, in row-major order; None where nothing is."""
    weights = pooled.type.weights(pooled.plan, pooled.param)
    return (
        None if weights is None else [spell(weight) for weight in reduce(np.multiply.outer, weights).ravel().tolist()]
    )


def _taps(axis: Axis, window: int) -> list[int]:
    """Return the drawn positions that one window reads along an axis."""
    return [int(tap) - axis.first for tap in axis.taps[window][axis.present[window]]]


def _tiles(axis: Axis) -> bool:
    """Whether the windows stand apart, so that each may wear its own outline and tint."""
    return axis.dilation == 1 and all(len(readers) == 1 for readers in axis.reach.values())


def _exact(value: float) -> bool:
    return value == round(value, _DECIMALS)


def _winners(pooled: Pooled, axes: Axes) -> Iterator[tuple[int | None, list[int]]]:
    """Yield for each window the drawn position of its switch, None where the type picks no tap, and those that tie."""
    if pooled.switches is None or pooled.ties is None:
        yield from ((None, []) for _ in range(pooled.values.size))
        return
    rows, columns = axes
    grid = pooled.input.reshape(rows.size, columns.size)
    width = len(_drawn(columns))

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
