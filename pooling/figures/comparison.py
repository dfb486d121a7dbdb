"""One plane under several pooling types: their outputs side by side on one colour scale."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike
from plotly.subplots import make_subplots

from pooling.apply import Array, computable, pool
from pooling.figures import _look
from pooling.figures.heatmaps import scale
from pooling.grids import spell
from pooling.placement import Place
from pooling.types import TYPES

_COLUMNS = 4
_NUMBERED = 6  # cells a side up to which a small map has room for its numbers
_HEIGHT = 230  # pixels of one row of maps


def comparison(
    x: ArrayLike,
    place: Place | int | tuple[int, ...],
    names: Sequence[str] = tuple(TYPES),
    *,
    dark: bool = False,
) -> go.Figure:
    """The outputs of several types (all of them by default) on one plane, each a small map, on one scale.

    A type with a parameter uses its default. ValueError for an unknown name, for no name, for another number of
    axes than 2, or for more than limits.FIGURE_CELLS values.
    """
    if isinstance(names, str):
        raise TypeError(f"names must be several names of types, got {names!r}")
    if not names:
        raise ValueError("names must hold at least one type, got none")
    pools = [pool(x, place, type=name) for name in names]
    if pools[0].input.ndim != 2 or pools[0].place.rank != 2:
        raise ValueError(f"comparison shows one plane of 2 axes, got an input of shape {pools[0].input.shape}")
    outputs = [computable(each.values) for each in pools]
    _look.check_size(np.broadcast_to(outputs[0], (len(outputs), *outputs[0].shape)))
    labels = [each.type.label for each in pools]
    rows, columns = -(-len(pools) // _COLUMNS), min(len(pools), _COLUMNS)
    figure = make_subplots(
        rows,
        columns,
        specs=[
            [{} if row * columns + column < len(pools) else None for column in range(columns)] for row in range(rows)
        ],
        subplot_titles=labels,
        horizontal_spacing=0.04,
        vertical_spacing=0.2 / rows,
    )
    numbered = max(outputs[0].shape) <= _NUMBERED
    for index, (label, values) in enumerate(zip(labels, outputs, strict=True)):
        figure.add_trace(_map(label, values, numbered), index // _COLUMNS + 1, index % _COLUMNS + 1)
    if numbered:
        figure.update_traces(texttemplate="%{text}", textfont={"color": _look.look(dark).text})
    _frame(figure, len(pools))
    figure.update_layout(coloraxis=scale(numbered, dark, *outputs), height=_HEIGHT * rows + 90)
    sizes = f"{_look.times(pools[0].input.shape)} values to {_look.times(outputs[0].shape)}"
    description = f"{sizes}. " + " ".join(_sentence(*pair) for pair in zip(labels, outputs, strict=True))
    return _look.finish(figure, f"One input, {len(pools)} types", description, dark)


def _map(label: str, values: Array, numbered: bool) -> go.Heatmap:
    return go.Heatmap(
        name=label,
        z=values,
        x=np.arange(1, values.shape[1] + 1),
        y=np.arange(1, values.shape[0] + 1),
        coloraxis="coloraxis",
        hovertemplate=f"{label}<br>row %{{y}}, column %{{x}}: %{{z:.6~g}}<extra></extra>",
        text=_look.written(values) if numbered else None,
    )


def _frame(figure: go.Figure, count: int) -> None:
    figure.update_xaxes(showticklabels=False, ticks="", showgrid=False, constrain="domain")
    for index in range(count):
        row, column = index // _COLUMNS + 1, index % _COLUMNS + 1
        anchor = "x" if index == 0 else f"x{index + 1}"
        figure.update_yaxes(autorange="reversed", scaleanchor=anchor, constrain="domain", row=row, col=column)
    figure.update_yaxes(showticklabels=False, ticks="", showgrid=False)


def _sentence(label: str, values: Array) -> str:
    low, high = _look.span(values)
    return f"{label}: {spell(low, _look.DECIMALS)} to {spell(high, _look.DECIMALS)}."
