"""A pooled plane as two maps on one scale: what went in, with its windows outlined, and what came out."""

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pooling import palette, scene
from pooling.apply import Array, Pooled, computable
from pooling.figures import _look
from pooling.grids import spell
from pooling.placement import Axis

_NUMBERED = 16  # cells a side up to which a cell has room for its number
_LISTED = 4  # windows that one hover text names
_DISC = 30  # pixels

Axes = tuple[Axis, Axis]
Box = tuple[tuple[int, int], tuple[int, int]]  # (top, bottom), (left, right): cells, counted from 1


def heatmaps(pooled: Pooled, *, dark: bool = False) -> go.Figure:
    """Input and output of one pooled plane, side by side on one scale; rows and columns count from 1.

    Up to 16 cells a side carry their numbers, their winners on a disc and equal losers in a ring; up to 64
    windows are outlined, each in its hue and line pattern. Hovering tells row, column, value and windows.
    ValueError for another number of axes or more than limits.FIGURE_CELLS values.
    """
    if pooled.input.ndim != 2 or pooled.place.rank != 2:
        raise ValueError(f"heatmaps show one plane of 2 axes, got an input of shape {pooled.input.shape}")
    _look.check_size(pooled.input)
    _look.check_size(pooled.values)
    rows, columns = pooled.type.reads(pooled.plan, pooled.param).axes
    numbered = max(rows.last - rows.first, columns.last - columns.first) < _NUMBERED
    sizes = [_look.times(array.shape) for array in (pooled.input, pooled.values)]
    figure = make_subplots(1, 2, subplot_titles=(f"Input, {sizes[0]}", f"Output, {sizes[1]}"), horizontal_spacing=0.1)
    figure.add_trace(_map(pooled.input, _read_by(rows, columns)), 1, 1)
    figure.add_trace(_map(pooled.values, _made_by(pooled.values.shape)), 1, 2)
    if numbered:
        figure.update_traces(texttemplate="%{text}", textfont={"color": _look.look(dark).text, "size": 16})
    _frame(figure, (rows, columns), dark)
    if _look.outlined(pooled.plan):
        _outline(figure, (rows, columns), dark, halo=not numbered)
    if numbered:
        with np.errstate(invalid="ignore"):  # the scene's tints, which are not drawn here, know no infinity
            drawn = scene.of(pooled)
        _mark(figure, drawn, pooled.values.shape, dark)
    figure.update_layout(coloraxis=scale(numbered, dark, pooled.input, pooled.values))
    return _look.finish(figure, f"{pooled.type.label} pooling", _look.summary(pooled), dark)


def scale(numbered: bool, dark: bool, *arrays: Array) -> dict[str, Any]:
    """The colour axis that maps share: pale behind numbers, viridis with its legend where there are none."""
    low, high = _look.span(*arrays)
    colours = list(_look.look(dark).pale) if numbered else "Viridis"
    return {"cmin": low, "cmax": high if high > low else low + 1, "colorscale": colours, "showscale": not numbered}


def _map(values: Array, notes: Iterator[str]) -> go.Heatmap:
    height, width = values.shape
    hover = [f"{spell(float(value))}<br>{note}" for value, note in zip(values.flat, notes, strict=True)]
    return go.Heatmap(
        z=computable(values),
        x=np.arange(1, width + 1),
        y=np.arange(1, height + 1),
        customdata=np.reshape(hover, values.shape).tolist(),
        hovertemplate="row %{y}, column %{x}: %{customdata}<extra></extra>",
        coloraxis="coloraxis",
        text=_look.written(values) if max(values.shape) <= _NUMBERED else None,
    )


def _read_by(rows: Axis, columns: Axis) -> Iterator[str]:
    """Yield for each cell of the input which windows read it, counted from 1."""
    for row, column in product(range(rows.size), range(columns.size)):
        down, across = rows.reach.get(row, ()), columns.reach.get(column, ())
        count = len(down) * len(across)
        named = [str(i * columns.out + j + 1) for i, j in islice(product(down, across), _LISTED)]
        more = f" and {count - _LISTED:,} more" if count > _LISTED else ""
        yield f"window{'s' * (count > 1)} {', '.join(named)}{more}" if count else "no window reads it"


def _made_by(shape: tuple[int, ...]) -> Iterator[str]:
    return (f"window {number + 1}" for number in range(shape[0] * shape[1]))


def _frame(figure: go.Figure, axes: Axes, dark: bool) -> None:
    """Square cells, rows downwards, room for the padding, and a line around what is really input."""
    rows, columns = axes
    (top, bottom), (left, right) = [(axis.first + 0.4, axis.last + 1.6) for axis in axes]
    figure.update_yaxes(range=(bottom, top), scaleanchor="x", row=1, col=1)
    figure.update_xaxes(range=(left, right), row=1, col=1)
    figure.update_yaxes(range=(rows.out + 0.6, 0.4), scaleanchor="x2", row=1, col=2)
    figure.update_xaxes(range=(0.4, columns.out + 0.6), row=1, col=2)
    for panel, sizes in enumerate(((rows.size, columns.size), (rows.out, columns.out)), start=1):
        ticks = {"showgrid": False, "constrain": "domain", "dtick": 1 if max(sizes) <= _NUMBERED else None}
        figure.update_xaxes(**ticks, row=1, col=panel)
        figure.update_yaxes(**ticks, row=1, col=panel)
    box = {"x0": 0.5, "x1": columns.size + 0.5, "y0": 0.5, "y1": rows.size + 0.5}
    figure.add_shape(type="rect", **box, line={"color": _look.look(dark).muted, "width": 1}, row=1, col=1)


def _outline(figure: go.Figure, axes: Axes, dark: bool, halo: bool) -> None:
    """Draw the windows and, beside them, the cells that they make: the same hue, line pattern and number."""
    rows, columns = axes
    look = _look.look(dark)
    windows = list(product(range(rows.out), range(columns.out)))
    ends = [(_ends(rows, i), _ends(columns, j)) for i, j in windows]
    made = [((i + 1, i + 1), (j + 1, j + 1)) for i, j in windows]
    for panel, (boxes, cells) in enumerate(((ends, max(rows.size, columns.size)), (made, rows.out)), start=1):
        corners = [_inside(box, palette.hue(*window), cells) for box, window in zip(boxes, windows, strict=True)]
        for number, (corner, window) in enumerate(zip(corners, windows, strict=True), start=1):
            if halo:
                _rectangle(figure, panel, "halo", corner, {"color": look.ground, "width": 5})
            _rectangle(figure, panel, f"window {number}", corner, _look.stroke(palette.hue(*window), look))
        if not halo:
            hues = [look.hues[palette.hue(*window)] for window in windows]
            figure.add_trace(_numbers(corners, hues), 1, panel)


def _inside(box: Box, hue: int, cells: int) -> dict[str, float]:
    """Return the corners of a window's outline: each hue a little further in, so that none hides another."""
    (top, bottom), (left, right) = box
    reach = 0.5 - (0.06 + 0.025 * hue) * max(1, cells / _NUMBERED)
    return {"x0": left - reach, "x1": right + reach, "y0": top - reach, "y1": bottom + reach}


def _rectangle(figure: go.Figure, panel: int, name: str, corners: dict[str, float], line: dict[str, Any]) -> None:
    end = "" if panel == 1 else str(panel)
    # Not figure.add_shape: it checks the whole layout once for each of a hundred rectangles.
    shape = go.layout.Shape(type="rect", xref=f"x{end}", yref=f"y{end}", name=name, line=line, **corners)
    figure.layout.shapes += (shape,)


def _numbers(corners: list[dict[str, float]], hues: list[str]) -> go.Scatter:
    """Write the number of each window into its upper left corner."""
    return go.Scatter(
        name="numbers",
        x=[corner["x0"] for corner in corners],
        y=[corner["y0"] for corner in corners],
        text=[f" {number}" for number in range(1, len(corners) + 1)],
        mode="text",
        textposition="bottom right",
        textfont={"size": 11, "color": hues},
        hoverinfo="skip",
        showlegend=False,
    )


def _ends(axis: Axis, window: int) -> tuple[int, int]:
    """First and last tap of a window, counted from 1."""
    taps = axis.taps[window][axis.present[window]]
    return int(taps[0]) + 1, int(taps[-1]) + 1


def _mark(figure: go.Figure, drawn: dict[str, Any], shape: tuple[int, ...], dark: bool) -> None:
    """Write what padding holds, lay winners on a disc and equal losers in a ring: as the stage does."""
    panel, link = drawn["panels"][0], drawn["links"][0]
    places = list(product(panel["rows"], panel["columns"]))
    look = _look.look(dark)
    padding = [index for index, kind in enumerate(panel["kind"]) if kind == "padding"]
    hues = {cell: palette.hue(*divmod(window, shape[1])) for window, cell in _backwards(link["winner"])}
    rings = sorted({cell for ties in link["ties"] for cell in ties} - set(hues))

    def cells(name: str, indices: list[int], **style: Any) -> None:
        if indices:
            y, x = ([place[axis] + 1 for place in (places[index] for index in indices)] for axis in (0, 1))
            texts = [panel["text"][index] for index in indices]
            hover = {"hoverinfo": "skip"} if name != "padding" else {}
            figure.add_trace(go.Scatter(name=name, x=x, y=y, text=texts, **style, **hover, showlegend=False), 1, 1)

    told = "row %{y}, column %{x}: %{text}<br>padding<extra></extra>"
    cells("padding", padding, mode="text", textfont={"color": look.muted}, hovertemplate=told)
    disc = {"size": _DISC, "color": [look.hues[hue] for hue in hues.values()]}
    cells("winners", list(hues), mode="markers+text", marker=disc, textfont={"color": look.ground})
    cells("ties", rings, mode="markers", marker={"size": _DISC, "symbol": "circle-open", "color": look.muted})


def _backwards(winners: list[int | None]) -> Iterator[tuple[int, int]]:
    """Yield (window, winner), the first window last: where two have one winner, its disc has the first one's hue."""
    return ((window, cell) for window, cell in reversed(list(enumerate(winners))) if cell is not None)
