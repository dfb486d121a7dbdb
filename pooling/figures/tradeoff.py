"""What pools recognise against how often a shift leaves their answer as it was: a point a pool, with its spread."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import plotly.graph_objects as go

from pooling import palette
from pooling.figures import _look
from pooling.recognition import POOLS, Spread, Summary, frontier

_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "hexagon", "star")
_MARKER = 13  # pixels
_HEIGHT = 500
_PLOT = 600, 340  # pixels of a plot on a middling screen, for finding places in which labels do not meet
_LETTER, _LINE = 7.5, 18  # pixels of a label
_AWAY = 15  # pixels from a point's middle to its label

_LEGEND = {"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom", "itemclick": False}

Point = tuple[float, float]
Box = tuple[float, float, float, float]


def tradeoff(results: Mapping[str, Summary], *, dark: bool = False) -> go.Figure:
    """Accuracy against `same` for each pool that results name; bars reach from the lowest to the highest repeat.

    A dotted line joins the pools that no other beats in both. ValueError for no result or more than there are hues.
    """
    if not 1 <= len(results) <= len(palette.LIGHT):
        raise ValueError(f"tradeoff shows 1 to {len(palette.LIGHT)} pools, got {len(results)}")
    colours = _look.look(dark)
    best = [results[name] for name in frontier(results)]
    figure = go.Figure(
        go.Scatter(
            x=[each.same.mean for each in best],
            y=[each.accuracy.mean for each in best],
            mode="lines",
            line={"color": colours.muted, "width": 1.5, "dash": "dot"},
            hoverinfo="skip",
            showlegend=False,
        )
    )
    figure.add_traces([_point(name, results[name], hue, colours) for hue, name in enumerate(results)])
    ranges = [_room([getattr(each, kind) for each in results.values()]) for kind in ("same", "accuracy")]
    for label in _labels(results, ranges):
        figure.add_annotation(**label, showarrow=False, font={"size": 14}, bgcolor="rgba(0,0,0,0)")
    titles = "same class after the shift", "recognised"
    for update, title, span in zip((figure.update_xaxes, figure.update_yaxes), titles, ranges, strict=True):
        update(title=title, range=span, tickformat=".0%", showline=True)
    figure.update_layout(height=_HEIGHT, legend=_LEGEND)
    figure = _look.finish(figure, "Recognition and consistency", _description(results), dark)
    return figure.update_layout(margin={"r": 12, "t": 48})


def _point(name: str, found: Summary, hue: int, colours: _look.Look) -> go.Scatter:
    label, colour = POOLS[name].label, colours.hues[hue]
    return go.Scatter(
        name=label,
        x=[found.same.mean],
        y=[found.accuracy.mean],
        error_x=_bar(found.same, colour),
        error_y=_bar(found.accuracy, colour),
        mode="markers",
        marker={
            "size": _MARKER,
            "symbol": _SYMBOLS[hue],
            "color": colour,
            "line": {"color": colours.ground, "width": 1},
        },
        hovertemplate=f"{label}<br>recognised %{{y:.1%}}<br>same class %{{x:.1%}}<extra></extra>",
    )


def _bar(spread: Spread, colour: str) -> dict[str, Any]:
    high, low = [spread.high - spread.mean], [spread.mean - spread.low]
    return {"type": "data", "array": high, "arrayminus": low, "color": colour, "thickness": 1.5, "width": 4}


def _room(spreads: list[Spread]) -> tuple[float, float]:
    """An axis from below the lowest to above the highest, with room for labels."""
    low, high = min(each.low for each in spreads), max(each.high for each in spreads)
    room = max(0.12 * (high - low), 0.02)
    return low - room, high + room


# ---- labels that do not meet -------------------------------------------------------------------------------


def _labels(results: Mapping[str, Summary], ranges: list[tuple[float, float]]) -> list[dict[str, Any]]:
    """For each point the place around it in which its label covers least of what is there already."""
    places = [tuple(_pixels(each, ranges) for each in _corners(result)) for result in results.values()]
    taken = [box for middle, *bars in places for box in (_marker(middle), *_bars(bars))]
    labels: list[dict[str, Any]] = []
    for (name, found), ((x, y), *_) in zip(results.items(), places, strict=True):
        text = POOLS[name].label
        free = min(_places(text), key=lambda place: _covered(_box(x, y, place[1]), taken))
        taken.append(_box(x, y, free[1]))
        labels.append({"x": found.same.mean, "y": found.accuracy.mean, "text": text, **free[0]})
    return labels


def _corners(found: Summary) -> list[Point]:
    """The point, and the ends of its bars: left, right, lower, upper."""
    x, y = found.same, found.accuracy
    return [(x.mean, y.mean), (x.low, y.mean), (x.high, y.mean), (x.mean, y.low), (x.mean, y.high)]


def _pixels(point: Point, ranges: list[Point]) -> Point:
    across, up = (
        (value - low) / (high - low) * size for value, (low, high), size in zip(point, ranges, _PLOT, strict=True)
    )
    return across, up


def _marker(middle: Point) -> Box:
    half = _MARKER / 2
    return _box(*middle, (-half, -half, half, half))


def _bars(ends: list[Point]) -> list[Box]:
    """Where the two bars of a point lie, a few pixels thick."""
    left, right, lower, upper = ends
    return [(left[0], left[1] - 2, right[0], right[1] + 2), (lower[0] - 2, lower[1], upper[0] + 2, upper[1])]


def _places(text: str) -> list[tuple[dict[str, Any], Box]]:
    """Each way to put a label beside a point, the best first: Plotly's anchors, and the box around the point."""
    width = _LETTER * len(text)
    found = []
    for up, side in product((1, -1, 0), (0, 1, -1)):
        if up or side:
            left = {0: -width / 2, 1: _AWAY * (0.6 if up else 1), -1: -width - _AWAY * (0.6 if up else 1)}[side]
            low = {0: -_LINE / 2, 1: _AWAY * 0.7, -1: -_LINE - _AWAY * 0.7}[up]
            anchors = {"xanchor": ("center", "left", "right")[side], "yanchor": ("middle", "bottom", "top")[up]}
            shifts = {"xshift": 0 if not side else side * _AWAY * (0.6 if up else 1), "yshift": up * _AWAY * 0.7}
            found.append(({**anchors, **shifts}, (left, low, left + width, low + _LINE)))
    return found


def _box(x: float, y: float, around: Box) -> Box:
    return x + around[0], y + around[1], x + around[2], y + around[3]


def _covered(box: Box, taken: list[Box]) -> float:
    """Pixels of box that lie in others or outside of the plot."""
    frame: Box = (0, 0, *_PLOT)
    inside = sum(_shared(box, other) for other in taken)
    return inside + _area(box) - _shared(box, frame)


def _shared(one: Box, other: Box) -> float:
    return _area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def _area(box: Box) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _description(results: Mapping[str, Summary]) -> str:
    said = [f"{POOLS[name].label} {each.accuracy.mean:.1%} and {each.same.mean:.1%}" for name, each in results.items()]
    best = ", ".join(POOLS[name].label for name in frontier(results))
    return f"Recognised, and same class after the shift: {'; '.join(said)}. No other pool beats in both: {best}."
