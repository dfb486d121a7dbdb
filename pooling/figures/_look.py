"""What all figures share: colours, lines and fonts in light and dark, a text alternative, limits."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from pooling import limits, palette
from pooling.apply import Array, Pooled
from pooling.grids import spell
from pooling.placement import Plan

DECIMALS = 2  # of a number that is written in a cell; hovering shows six
_OUTLINED = 64  # windows that can be told apart when all are outlined
_SPOKEN = 36  # values that a description reads out
_STROKE = 2  # pixels
_ROWS = 25  # of a table; a longer curve is told by fewer points

Table = list[list[str]]


@dataclass(frozen=True)
class Look:
    """The colours of a figure on one ground; `pale` is the scale behind numbers and outlines."""

    ground: str
    text: str
    muted: str
    line: str
    hues: tuple[str, ...]
    pale: tuple[str, str]


_LIGHT = Look(
    palette.LIGHT_BACKGROUND, "#14171c", palette.LIGHT_MUTED, "#c9ced6", palette.LIGHT, ("#ffffff", "#cfd8e4")
)
_DARK = Look(palette.DARK_BACKGROUND, "#e9edf2", palette.DARK_MUTED, "#3b4450", palette.DARK, ("#0f1318", "#2b3a4b"))


def look(dark: bool) -> Look:
    """Colours for dark or for light ground."""
    return _DARK if dark else _LIGHT


def describe(figure: go.Figure) -> str:
    """What a figure of this package shows, in words."""
    return str(figure.layout.meta["description"])


def table(figure: go.Figure) -> Table | None:
    """The numbers of a figure of curves or bars, head row first, at most 25 rows more; None for what has no curves."""
    rows = figure.layout.meta["table"]
    return [list(row) for row in rows] if rows else None


def tabled(head: Sequence[str], rows: Sequence[Sequence[float | str]], decimals: int = 4) -> Table:
    """Write down a table of at most _ROWS rows, ends included."""
    kept = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), _ROWS)).round().astype(int)).tolist()
    body = [[cell if isinstance(cell, str) else spell(float(cell), decimals) for cell in rows[at]] for at in kept]
    return [list(head), *body]


def finish(figure: go.Figure, title: str, description: str, dark: bool, numbers: Table | None = None) -> go.Figure:
    """Give a figure its title, its text alternative, its ground and its fonts; the same figure."""
    colours = look(dark)
    figure.layout.template = {}  # update_layout would merge with Plotly's own: 7 kB, and a look that is not ours
    figure.update_layout(
        title={"text": title, "x": 0, "xanchor": "left", "xref": "paper"},
        meta={"description": description, "table": numbers or []},
        font={"family": "system-ui, sans-serif", "size": 14, "color": colours.text},
        paper_bgcolor=colours.ground,
        plot_bgcolor=colours.ground,
        hoverlabel={"bgcolor": colours.ground, "bordercolor": colours.line, "font": {"color": colours.text}},
        margin={"l": 48, "r": 24, "t": 84, "b": 64},
    )
    axes = {
        "gridcolor": colours.line,
        "linecolor": colours.line,
        "tickcolor": colours.line,
        "zeroline": False,
        "automargin": True,
    }
    figure.update_xaxes(**axes)
    figure.update_yaxes(**axes)
    return figure


def outlined(plan: Plan) -> bool:
    """Whether there are few enough windows to outline each."""
    return prod(plan.output_shape) <= _OUTLINED


def stroke(hue: int, colours: Look, width: float = _STROKE) -> dict[str, Any]:
    """A Plotly line of the hue and the line pattern that a window has everywhere."""
    parts = palette.PATTERNS[hue % len(palette.PATTERNS)].split()
    # Plotly draws no round line ends: a dot must be as long as the line is wide to be seen.
    dash = ",".join(f"{max(float(part), 1) * width:g}px" for part in parts) or "solid"
    return {"color": colours.hues[hue % len(colours.hues)], "width": width, "dash": dash}


def check_size(values: Array) -> None:
    """ValueError for a map that would make a figure too heavy for a browser."""
    if values.size > limits.FIGURE_CELLS:
        raise ValueError(f"a figure shows at most {limits.FIGURE_CELLS:,} values, got {values.size:,}: pool them first")


def span(*arrays: NDArray[Any]) -> tuple[float, float]:
    """Lowest and highest finite value of all arrays; 0 and 0 where there is none."""
    finite = np.concatenate([array[np.isfinite(array)].ravel().astype(np.float64) for array in arrays])
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)


def written(values: Array) -> list[list[str]]:
    """What stands in the cells of a map."""
    return [[spell(float(value), DECIMALS) for value in row] for row in values]


def times(sizes: tuple[int, ...]) -> str:
    """Sizes as they are read: 4 × 4."""
    return " × ".join(str(size) for size in sizes)


def summary(pooled: Pooled) -> str:
    """A description's sentences about one pool: what is pooled to what, and the values where they are few."""
    count = prod(pooled.plan.output_shape)
    size = times(tuple(axis.kernel for axis in pooled.plan.axes))
    even = all((axis.lengths == axis.kernel).all() for axis in pooled.plan.axes)
    windows = f"{count:,} window{'s' * (count > 1)} of {'' if even else 'at most '}{size} taps"
    text = f"{pooled.type.label} pooling of {times(pooled.input.shape)} values: {windows}"
    values = np.atleast_2d(pooled.values)
    if values.size > _SPOKEN:
        low, high = span(values)
        return f"{text}, answers from {spell(low, DECIMALS)} to {spell(high, DECIMALS)}."
    rows = "; ".join(", ".join(spell(float(value), DECIMALS) for value in row) for row in values)
    return f"{text}. Output: {rows}."
