"""How a confidence interval shrinks as trials are added, around the closed form that it is to meet."""

from collections.abc import Sequence

import plotly.graph_objects as go

from pooling.figures import _look
from pooling.grids import spell
from pooling.shift import Interval


def intervals(history: Sequence[Interval], expected: float, *, dark: bool = False) -> go.Figure:
    """The estimate after so many trials, with its 95% interval as a bar, and the closed form as a level line.

    ValueError for an empty history.
    """
    if not history:
        raise ValueError("history must hold at least one interval, got none")
    colours = _look.look(dark)
    trials = [found.trials for found in history]
    last = history[-1]
    measured = go.Scatter(
        name="measured, with its 95% interval",
        x=trials,
        y=[found.estimate for found in history],
        error_y={
            "array": [found.high - found.estimate for found in history],
            "arrayminus": [found.estimate - found.low for found in history],
            "symmetric": False,
            "color": colours.hues[0],
            "thickness": 2.5,
            "width": 8,
        },
        mode="markers",
        marker={"size": 10, "color": colours.hues[0]},
        customdata=[(found.low, found.high) for found in history],
        hovertemplate="%{x:,} trials: %{y:.4~g}, from %{customdata[0]:.4~g} to %{customdata[1]:.4~g}<extra></extra>",
    )
    ends = [trials[0] / 1.5, trials[-1] * 1.5 * len(history) ** 0.5]  # room at the right for the word
    line = {"color": colours.hues[1], "width": 2, "dash": "dash"}
    level = go.Scatter(
        name="closed form", x=ends, y=[expected] * 2, mode="lines", line=line, hovertemplate="%{y:.4~g}<extra></extra>"
    )
    figure = go.Figure([level, measured])
    figure.update_xaxes(title="trials", type="log", tickvals=trials, tickformat=",", showgrid=False)
    figure.add_annotation(
        x=1, xref="paper", y=expected, text="closed form", showarrow=False, xanchor="right", yanchor="bottom"
    )
    figure.update_layout(height=340, showlegend=False)
    first = f" is {spell(history[0].width, 4)} wide, after {last.trials:,} it" if len(history) > 1 else ""
    description = (
        f"After {trials[0]:,} trials the interval{first} goes"
        f" from {spell(last.low, 4)} to {spell(last.high, 4)}. The closed form is {spell(expected, 4)}."
    )
    numbers = _look.tabled(
        ["trials", "measured", "from", "to", "closed form"],
        [(f"{found.trials:,}", found.estimate, found.low, found.high, expected) for found in history],
    )
    return _look.finish(figure, "Measured, and the closed form", description, dark, numbers)
