"""What shifts and turns do to pooled maps: a measure over all shifts, a map a pooler, and the same as curves."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pooling.figures import _look
from pooling.grids import spell
from pooling.shift import POOLERS, Sweep

MEASURES = {
    "unchanged": "Share of cells unchanged",
    "cosine": "Cosine similarity",
    "error": "Distance from being only moved",
}
_COLUMNS = 4
_HEIGHT = 250  # pixels of one row of maps


def shifts(
    sweeps: Mapping[str, Sweep],
    measure: str = "unchanged",
    *,
    mark: tuple[float, float] | None = None,
    dark: bool = False,
) -> go.Figure:
    """One small map for each pooler: the measure (a key of MEASURES) at every shift right (across) and down.

    All maps share one scale from 0 to 1; a ring marks the shift (down, right) `mark`, where the maps reach it.
    ValueError for no sweep, for an unknown pooler and for an unknown measure.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure must be one of {', '.join(MEASURES)}, got {measure!r}")
    labels = _labels(sweeps)
    columns, rows = min(len(labels), _COLUMNS), -(-len(labels) // _COLUMNS)
    specs: list[list[dict[str, str] | None]] = [
        [{} if row * columns + column < len(labels) else None for column in range(columns)] for row in range(rows)
    ]
    spacing = {"horizontal_spacing": 0.04, "vertical_spacing": 0.36 / rows}
    figure = make_subplots(rows, columns, specs=specs, subplot_titles=labels, **spacing)
    for index, (label, sweep) in enumerate(zip(labels, sweeps.values(), strict=True)):
        place = index // columns + 1, index % columns + 1
        figure.add_trace(_map(label, sweep, getattr(sweep, measure)), *place)
        if mark is not None and max(map(abs, mark)) <= sweep.shifts[-1]:
            figure.add_trace(_ring(mark), *place)
        anchor = "x" if index == 0 else f"x{index + 1}"
        figure.update_yaxes(autorange="reversed", scaleanchor=anchor, constrain="domain", row=place[0], col=place[1])
    figure.update_xaxes(showgrid=False, constrain="domain", tickvals=[-8, 0, 8])
    figure.update_yaxes(showgrid=False, tickvals=[-8, 0, 8])
    figure.update_layout(
        coloraxis={"cmin": 0, "cmax": 1, "colorscale": "Viridis"}, height=_HEIGHT * rows + 90, showlegend=False
    )
    return _look.finish(figure, f"{MEASURES[measure]}, by shift in pixels", _spread(sweeps, labels, measure), dark)


def _labels(sweeps: Mapping[str, object]) -> list[str]:
    if not sweeps:
        raise ValueError("there must be at least one pooler to draw, got none")
    for name in sweeps:
        if name not in POOLERS:
            raise ValueError(f"pooler must be one of {', '.join(POOLERS)}, got {name!r}")
    return [POOLERS[name].label for name in sweeps]


def _map(label: str, sweep: Sweep, values: np.ndarray) -> go.Heatmap:
    told = f"{label}<br>%{{y}} down, %{{x}} right: %{{z:.3~f}}<extra></extra>"
    return go.Heatmap(name=label, z=values, x=sweep.shifts, y=sweep.shifts, coloraxis="coloraxis", hovertemplate=told)


def _ring(mark: tuple[float, float]) -> go.Scatter:
    # White within black: it is seen on every colour of the scale.
    marker = {"size": 12, "color": "#ffffff", "symbol": "circle", "line": {"color": "#14171c", "width": 3}}
    return go.Scatter(
        name="now",
        x=[mark[1]],
        y=[mark[0]],
        mode="markers",
        marker=marker,
        hovertemplate="the pose now<extra></extra>",
    )


def _spread(sweeps: Mapping[str, Sweep], labels: Sequence[str], measure: str) -> str:
    parts = []
    for label, sweep in zip(labels, sweeps.values(), strict=True):
        values = getattr(sweep, measure)
        low, high = _look.span(values)
        parts.append(f"{label}: from {spell(low, 2)} to {spell(high, 2)}.")
    return f"{MEASURES[measure]} over all shifts. {' '.join(parts)}"


def shift_curves(
    curves: Mapping[str, Sequence[float]],
    at: Sequence[float],
    measure: str = "unchanged",
    *,
    along: str = "shift to the right, pixels",
    mark: float | None = None,
    dark: bool = False,
) -> go.Figure:
    """One line for each pooler: the measure (a key of MEASURES) at each of the places `at` along an axis.

    A level line stands at `mark`, where the pose is now. ValueError for no curve, an unknown pooler or measure, and
    for a curve of another length than `at`.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure must be one of {', '.join(MEASURES)}, got {measure!r}")
    labels = _labels(curves)
    colours = _look.look(dark)
    figure = go.Figure()
    for hue, (label, values) in enumerate(zip(labels, curves.values(), strict=True)):
        if len(values) != len(at):
            raise ValueError(f"each curve must have {len(at)} values, got {len(values)}")
        told = f"{label} at %{{x}}: %{{y:.3~f}}<extra></extra>"
        line = _look.stroke(hue, colours, 2.5)
        figure.add_trace(
            go.Scatter(name=label, x=list(at), y=list(values), mode="lines", line=line, hovertemplate=told)
        )
    if mark is not None and min(at) <= mark <= max(at):
        figure.add_vline(mark, line={"color": colours.text, "width": 1.5}, annotation_text="now")
    figure.update_xaxes(title=along, showgrid=False)
    figure.update_yaxes(range=(-0.03, 1.03))
    figure.update_layout(height=400, legend={"orientation": "h", "y": -0.36})
    return _look.finish(
        figure, f"{MEASURES[measure]}, by {along.partition(',')[0]}", _ends(labels, curves, at, along), dark
    )


def _ends(labels: Sequence[str], curves: Mapping[str, Sequence[float]], at: Sequence[float], along: str) -> str:
    parts = [
        f"{label}: {spell(float(values[0]), 2)}, at least {spell(float(np.nanmin(values)), 2)},"
        f" {spell(float(values[-1]), 2)}."
        for label, values in zip(labels, curves.values(), strict=True)
    ]
    return f"Along the {along} from {at[0]:g} to {at[-1]:g}, first, least and last value. {' '.join(parts)}"
