"""How a pooling's answers move with the type's own number: from average towards max, for example."""

from collections.abc import Sequence
from itertools import cycle

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike

from pooling import palette
from pooling.apply import Array, Pooled, pool
from pooling.figures import _look
from pooling.grids import spell
from pooling.placement import Place
from pooling.types import Parameter

_POINTS = 49
_LINES = 8  # as many as there are hues
_DASHES = ("dot", "dash")
_TENFOLD = 10  # a range that wide is easier to read on a logarithmic axis


def curve(
    x: ArrayLike,
    place: Place | int | tuple[int, ...],
    type: str = "gem",
    params: Sequence[float] | None = None,
    *,
    between: Sequence[str] = ("average", "max"),
    mark: float | None = None,
    dark: bool = False,
) -> go.Figure:
    """One line a window: its answer against the type's parameter, over the legal range unless params are given.

    `between` names types without that number whose answers are drawn as thin level lines; `mark` is a number at
    which each line wears a point. Place and x must make
    one plane of at most 8 windows. ValueError for more of them or for a type that has no parameter.
    """
    first = pool(x, place, type=type)
    own = _check(first)
    given = _range(own) if params is None else list(params)
    if not given:
        raise ValueError("params must hold at least one number, got none")
    pools = [pool(x, place, type=type, param=param) for param in given]
    answers = np.array([each.values.ravel() for each in pools], np.float64)
    figure = go.Figure()
    for name, dash in zip(between, cycle(_DASHES)):
        figure.add_traces(_levels(pool(x, place, type=name), given, dash, _look.look(dark)))
    figure.add_traces([_line(first, window, given, answers, dark) for window in range(answers.shape[1])])
    if mark is not None:
        figure.add_trace(_point(pool(x, place, type=type, param=mark), mark, _look.look(dark)))
    wide = min(given) > 0 and max(given) / min(given) > _TENFOLD
    figure.update_xaxes(
        title=f"{own.name}: {own.meaning}", type="log" if wide else "linear", dtick="D2" if wide else None
    )
    figure.update_yaxes(title="answer", showgrid=False)
    return _look.finish(
        figure,
        f"{first.type.label} pooling against {own.name}",
        _description(first, own.name, given, answers),
        dark,
        _look.tabled(
            [own.name, *(f"window {window + 1}" for window in range(answers.shape[1]))],
            [[param, *line] for param, line in zip(given, answers.tolist(), strict=True)],
        ),
    )


def _range(own: Parameter) -> list[float]:
    if own.whole:
        return np.arange(own.lowest, own.highest + 1).tolist()
    even = np.geomspace if own.lowest > 0 and own.highest / own.lowest > _TENFOLD else np.linspace
    # Rounding may step over the ends of the range.
    points: list[float] = np.clip(even(own.lowest, own.highest, _POINTS), own.lowest, own.highest).tolist()
    return points


def _check(pooled: Pooled) -> Parameter:
    """Return the parameter that the curve is drawn against."""
    if pooled.type.param is None:
        raise ValueError(f"{pooled.type.label} pooling has no param to vary")
    if pooled.values.size > _LINES:
        raise ValueError(f"curve shows at most {_LINES} windows, got {pooled.values.size:,}")
    return pooled.type.param


def _line(pooled: Pooled, window: int, params: list[float], answers: Array, dark: bool) -> go.Scatter:
    return go.Scatter(
        name=f"window {window + 1}",
        x=params,
        y=answers[:, window],
        mode="lines",
        line=_look.stroke(_hue(pooled, window), _look.look(dark), 3),
        hovertemplate=f"window {window + 1} at %{{x:.4~g}}: %{{y:.6~g}}<extra></extra>",
    )


def _hue(pooled: Pooled, window: int) -> int:
    place = np.unravel_index(window, pooled.values.shape)
    return palette.hue(int(place[-2]) if len(place) > 1 else 0, int(place[-1]))


def _point(pooled: Pooled, param: float, colours: _look.Look) -> go.Scatter:
    values = pooled.values.ravel()
    return go.Scatter(
        name=f"now, {param:g}",
        x=[param] * values.size,
        y=values,
        mode="markers",
        marker={"size": 12, "color": colours.text},
        hovertemplate=f"at {param:g}: %{{y:.6~g}}<extra></extra>",
    )


def _levels(pooled: Pooled, params: list[float], dash: str, colours: _look.Look) -> list[go.Scatter]:
    ends = (min(params), max(params))
    return [
        go.Scatter(
            name=pooled.type.label,
            x=ends,
            y=(value, value),
            mode="lines",
            line={"color": colours.muted, "width": 1, "dash": dash},
            showlegend=window == 0,
            hovertemplate=f"{pooled.type.label} of window {window + 1}: %{{y:.6~g}}<extra></extra>",
        )
        for window, value in enumerate(pooled.values.ravel().tolist())
    ]


def _description(pooled: Pooled, name: str, params: list[float], answers: Array) -> str:
    moves = [
        f"window {window + 1} goes from {spell(float(line[0]), 2)} to {spell(float(line[-1]), 2)}"
        for window, line in enumerate(answers.T)
    ]
    ends = f"{name} = {spell(params[0], 2)} to {spell(params[-1], 2)}"
    return f"{pooled.type.label} pooling of {_look.times(pooled.input.shape)} values, {ends}: {'; '.join(moves)}."
