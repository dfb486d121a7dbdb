"""What a shift or a turn does to pooled maps: one curve for each way to pool."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from pooling.figures import _look
from pooling.grids import spell
from pooling.shift import POOLERS

MEASURES = {
    "unchanged": "Share unchanged",
    "cosine": "Cosine similarity",
    "error": "Distance from moved",
}


def _labels(sweeps: Mapping[str, object]) -> list[str]:
    if not sweeps:
        raise ValueError("there must be at least one pooler to draw, got none")
    for name in sweeps:
        if name not in POOLERS:
            raise ValueError(f"pooler must be one of {', '.join(POOLERS)}, got {name!r}")
    return [POOLERS[name].label for name in sweeps]


def shift_curves(
    curves: Mapping[str, Sequence[float]],
    at: Sequence[float],
    measure: str = "unchanged",
    *,
    along: str = "shift to the right, pixels",
    mark: float | None = None,
    legend: bool = True,
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
    figure.update_layout(height=400 if legend else 340, showlegend=legend, legend={"orientation": "h", "y": -0.36})
    return _look.finish(
        figure,
        f"{MEASURES[measure]}, by {along.split()[0].strip(',')}",
        _ends(labels, curves, at, along),
        dark,
        _look.tabled([along, *labels], list(zip(at, *curves.values(), strict=True)), 3),
    )


def _ends(labels: Sequence[str], curves: Mapping[str, Sequence[float]], at: Sequence[float], along: str) -> str:
    parts = [
        f"{label}: {spell(float(values[0]), 2)}, at least {spell(float(np.nanmin(values)), 2)},"
        f" {spell(float(values[-1]), 2)}."
        for label, values in zip(labels, curves.values(), strict=True)
    ]
    return f"Along the {along} from {at[0]:g} to {at[-1]:g}, first, least and last value. {' '.join(parts)}"
