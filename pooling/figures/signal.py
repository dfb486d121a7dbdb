"""A pooled 1D signal: its curve, the windows shaded under it, and what each window answers as a step over it."""

from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go

from pooling import palette
from pooling.apply import Pooled, computable
from pooling.figures import _look
from pooling.grids import spell
from pooling.placement import Axis


def signal(pooled: Pooled, *, step: int | None = None, dark: bool = False) -> go.Figure:
    """The curve of a 1D input over its positions, counted from 1, and each window's answer as a step of its width.

    Up to 64 windows are shaded in their hues, window `step` (0-based) most of all. Winners carry a disc, where the
    type picks one tap. ValueError for more axes, more than limits.FIGURE_CELLS values or a window that is not there.
    """
    if pooled.input.ndim != 1:
        raise ValueError(f"signal shows one row of values, got an input of shape {pooled.input.shape}")
    _look.check_size(pooled.input)
    _look.check_size(pooled.values)
    if step is not None and not 0 <= step < pooled.values.size:
        raise ValueError(f"step must be from 0 to {pooled.values.size - 1}, got {step}")
    colours = _look.look(dark)
    figure = go.Figure(_curve(pooled, colours))
    (axis,) = pooled.type.reads(pooled.plan, pooled.param).axes
    single = _look.outlined(pooled.plan)
    figure.add_traces(list(_steps(pooled, axis, colours)) if single else [_step_line(pooled, axis, colours)])
    if single or step is not None:
        shaded = [window for window in range(axis.out) if single or window == step]
        figure.update_layout(shapes=[_shade(axis, window, window == step, colours) for window in shaded])
    if pooled.switches is not None:
        figure.add_trace(_winners(pooled, colours))
    figure.update_xaxes(title="position", range=(axis.first + 0.4, axis.last + 1.6), showgrid=False)
    figure.update_yaxes(title="value")
    figure.update_layout(showlegend=False)
    return _look.finish(figure, f"{pooled.type.label} pooling of a signal", _look.summary(pooled), dark)


def _curve(pooled: Pooled, colours: _look.Look) -> go.Scatter:
    return go.Scatter(
        name="input",
        x=np.arange(1, pooled.input.size + 1),
        y=computable(pooled.input),
        mode="lines+markers" if pooled.input.size <= 128 else "lines",
        line={"color": colours.muted, "width": 1.5},
        marker={"size": 5},
        hovertemplate="position %{x}: %{y}<extra></extra>",
    )


def _edges(axis: Axis, window: int) -> tuple[float, float]:
    """Where a window begins and ends, half a position beyond its first and last tap."""
    taps = axis.taps[window][axis.present[window]]
    return int(taps[0]) + 0.5, int(taps[-1]) + 1.5


def _steps(pooled: Pooled, axis: Axis, colours: _look.Look) -> Iterator[go.Scatter]:
    for window, value in enumerate(computable(pooled.values)):
        text = f"window {window + 1}: {spell(float(value))}"
        yield go.Scatter(
            name=f"window {window + 1}",
            x=_edges(axis, window),
            y=(value, value),
            mode="lines",
            line=_look.stroke(palette.hue(0, window), colours, 4),
            hovertemplate=f"{text}<extra></extra>",
        )


def _step_line(pooled: Pooled, axis: Axis, colours: _look.Look) -> go.Scatter:
    """All steps as one line with gaps, where there are too many windows for a hue each."""
    gap = np.nan
    return go.Scatter(
        name="output",
        x=[place for window in range(axis.out) for place in (*_edges(axis, window), gap)],
        y=[place for value in pooled.values.tolist() for place in (value, value, gap)],
        mode="lines",
        line={"color": colours.hues[0], "width": 3},
        customdata=[window + 1 for window in range(axis.out) for _ in range(3)],
        hovertemplate="window %{customdata}: %{y}<extra></extra>",
    )


def _shade(axis: Axis, window: int, chosen: bool, colours: _look.Look) -> dict[str, object]:
    left, right = _edges(axis, window)
    hue = palette.hue(0, window)
    return {
        "type": "rect",
        "name": f"window {window + 1}",
        "xref": "x",
        "yref": "paper",
        "x0": left,
        "x1": right,
        "y0": 0,
        "y1": 1,
        "fillcolor": colours.hues[hue],
        "opacity": 0.25 if chosen else 0.1,
        "layer": "below",
        "line": {"width": 0},
    }


def _winners(pooled: Pooled, colours: _look.Look) -> go.Scatter:
    assert pooled.switches is not None
    return go.Scatter(
        name="winners",
        x=pooled.switches + 1,
        y=computable(pooled.values),
        mode="markers",
        marker={"size": 11, "color": [colours.hues[palette.hue(0, window)] for window in range(pooled.values.size)]},
        customdata=[window + 1 for window in range(pooled.values.size)],
        hovertemplate="window %{customdata} takes position %{x}: %{y}<extra></extra>",
    )
