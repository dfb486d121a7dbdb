"""Stochastic pooling's draws: how often each tap came up, and how their average settles."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from pooling.draws import Draws
from pooling.figures import _look
from pooling.grids import spell


def draws(found: Draws, *, dark: bool = False) -> go.Figure:
    """Shares of the taps beside what is expected, and the running average on its way to the expected value.

    `found` comes from pooling.draws.draw. ValueError for more than limits.FIGURE_CELLS draws or taps.
    """
    _look.check_size(found.values)
    _look.check_size(found.taps)
    colours = _look.look(dark)
    figure = make_subplots(1, 2, subplot_titles=("How often each tap came up", "The average of the draws so far"))
    for trace in _shares(found, colours):
        figure.add_trace(trace, 1, 1)
    for trace in _averages(found, colours):
        figure.add_trace(trace, 1, 2)
    # Taps by their place: equal ones are drawn apart.
    places, texts = np.arange(1, found.taps.size + 1), [spell(float(tap), _look.DECIMALS) for tap in found.taps]
    figure.update_xaxes(title="tap", tickvals=places, ticktext=texts, showgrid=False, row=1, col=1)
    figure.update_yaxes(rangemode="tozero", tickformat=".0%", row=1, col=1)
    figure.update_xaxes(title="draws", type="log", dtick=1, row=1, col=2)
    figure.update_layout(legend={"orientation": "h", "y": -0.25})
    return _look.finish(figure, f"{found.values.size:,} draws from one window", _description(found), dark)


def _shares(found: Draws, colours: _look.Look) -> tuple[go.Bar, go.Scatter]:
    places = np.arange(1, found.taps.size + 1)
    texts = [spell(float(tap)) for tap in found.taps]
    came = go.Bar(
        name="came up",
        x=places,
        y=found.shares,
        marker={"color": colours.hues[0]},
        customdata=texts,
        hovertemplate="tap %{x}, a %{customdata}: came up in %{y:.1%}<extra></extra>",
    )
    expected = go.Scatter(
        name="expected",
        x=places,
        y=found.probabilities,
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 12,
            "color": colours.hues[1],
            "line": {"width": 2, "color": colours.ground},
        },
        customdata=texts,
        hovertemplate="tap %{x}, a %{customdata}: expected in %{y:.1%}<extra></extra>",
    )
    return came, expected


def _averages(found: Draws, colours: _look.Look) -> tuple[go.Scatter, go.Scatter]:
    count = found.values.size
    running = go.Scatter(
        name="average so far",
        x=np.arange(1, count + 1),
        y=found.averages,
        mode="lines+markers" if count == 1 else "lines",
        line={"color": colours.hues[0], "width": 2},
        hovertemplate="after %{x:,} draws: %{y:.4~f}<extra></extra>",
    )
    level = go.Scatter(
        name="expected value",
        x=(1, count),
        y=(found.expected, found.expected),
        mode="lines",
        line=_look.stroke(1, colours),
        hovertemplate="expected: %{y:.4~f}<extra></extra>",
    )
    return running, level


def _description(found: Draws) -> str:
    taps = "; ".join(
        f"{spell(float(tap), _look.DECIMALS)} came up in {share:.1%}, expected in {probability:.1%}"
        for tap, share, probability in zip(found.taps, found.shares, found.probabilities, strict=True)
    )
    said = taps if found.taps.size <= _look.SPOKEN else f"{found.taps.size} taps"
    ends = f"average {spell(float(found.averages[-1]), 3)}, expected value {spell(found.expected, 3)}"
    return f"{found.values.size:,} draws: {said}; {ends}."
