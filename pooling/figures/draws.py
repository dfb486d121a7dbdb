"""Stochastic pooling drawn again and again: how often each tap came up, and what the average settles on."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pooling.draws import Draws
from pooling.figures import _look
from pooling.grids import spell

_TITLES = ("How often<br>each tap comes up", "Average of<br>the draws so far")  # two lines: on a phone each has 130 px
_POINTS = 200  # of the curve; ten thousand draws look the same with fewer


def draws(found: Draws, *, dark: bool = False) -> go.Figure:
    """Left, each tap's share of the draws beside its probability; right, the average after 1, 2, 3, ... draws.

    The level line on the right is the expected value, which the paper uses at test time.
    """
    colours, count = _look.look(dark), len(found.values)
    figure = make_subplots(1, 2, subplot_titles=_TITLES, horizontal_spacing=0.24)
    names = [f"{spell(float(tap), 2)} ({place + 1})" for place, tap in enumerate(found.taps)]
    for name, shares, colour in (("drawn", found.shares, colours.hues[0]), ("probability", found.probabilities, None)):
        bar = go.Bar(
            name=name,
            x=names,
            y=shares,
            marker={"color": colour or colours.ground, "line": {"color": colour or colours.text, "width": 2}},
            hovertemplate=f"tap %{{x}}, {name}: %{{y:.1%}}<extra></extra>",
        )
        figure.add_trace(bar, 1, 1)
    figure.add_traces(_average(found, colours), rows=[1, 1], cols=[2, 2])
    figure.update_xaxes(title="tap (its place)", type="category", col=1)
    figure.update_xaxes(title="draws", type="log" if count > 10 else "linear", dtick=1 if count > 10 else None, col=2)
    figure.update_yaxes(tickformat=".0%", col=1)
    figure.update_layout(showlegend=True, bargap=0.3)
    _look.finish(figure, f"{count:,} draws from one window", _description(found), dark, _table(names, found))
    legend = {"orientation": "h", "x": 0, "xanchor": "left", "yref": "container", "y": 0, "yanchor": "bottom"}
    return figure.update_layout(legend=legend, margin={"t": 104, "b": 112})


def _average(found: Draws, colours: _look.Look) -> list[go.Scatter]:
    count = len(found.values)
    places = np.unique(np.geomspace(1, count, min(count, _POINTS)).round().astype(int))
    line = go.Scatter(
        name="average",
        x=places,
        y=found.averages[places - 1],
        mode="lines",
        line=_look.stroke(0, colours, 3),
        showlegend=False,
        hovertemplate="after %{x:,} draws: %{y:.4~g}<extra></extra>",
    )
    level = go.Scatter(
        name="expected value",
        x=(1, count),
        y=(found.expected, found.expected),
        mode="lines",
        line={"color": colours.muted, "width": 1, "dash": "dash"},
        hovertemplate="expected: %{y:.4~g}<extra></extra>",
    )
    return [line, level]


def _table(names: list[str], found: Draws) -> _look.Table:
    shares = zip(names, found.shares.tolist(), found.probabilities.tolist(), strict=True)
    rows = [(name, f"{share:.1%}", f"{probability:.1%}") for name, share, probability in shares]
    return _look.tabled(["tap (its place)", "drawn", "probability"], rows)


def _description(found: Draws) -> str:
    each = ", ".join(
        f"{spell(float(tap), 2)} came up {share:.1%} (expected {probability:.1%})"
        for tap, share, probability in zip(found.taps, found.shares, found.probabilities, strict=True)
    )
    average, expected = spell(float(found.averages[-1]), 3), spell(found.expected, 3)
    return f"{len(found.values):,} draws: {each}. Their average is {average}, the expected value {expected}."
