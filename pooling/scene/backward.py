"""The way back on the stage: a gradient that flows to the taps, and values that are put back."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pooling import gradient
from pooling import predict as tables
from pooling.apply import Pooled
from pooling.grids import spell
from pooling.placement import Axis
from pooling.scene import covering, panels
from pooling.scene.forward import group
from pooling.scene.panels import Axes

_DECIMALS = 2


def backward(
    pooled: Pooled, grad: ArrayLike, *, step: int = 0, tie: str = "first", predict: bool = False
) -> dict[str, Any]:
    """Return the scene of a pooling, and below it that of its gradient, on the same windows.

    The input and the gradient of the output may be edited. predict: covers the answers and the gradient of the input,
    and asks for them. Raises what `gradient.backward` raises.
    """
    axes = panels.two_axes(pooled)
    given = np.asarray(grad, np.float64)
    shares = gradient.shares(pooled, given, tie=tie)
    groups = [
        ("Forward", *group(pooled, "", editable=True)),
        ("Backward", _received(axes, shares), _given(axes, given), _flow(pooled, axes, given, shares)),
    ]
    drawn = {**panels.scene(groups, step), "below": True}
    if not predict:
        return drawn
    return covering.covered(drawn, [tables.forward(pooled), tables.backward(pooled, given, tie=tie)])


def unpooled(pooled: Pooled, *, step: int = 0) -> dict[str, Any]:
    """Return the scene of a pooling, then of its values put back by switches, and copied to every tap without them.

    ValueError for a type without switches.
    """
    if pooled.switches is None:
        raise ValueError(f"{pooled.type.name} pooling has no switches to unpool with")
    axes = panels.two_axes(pooled)
    by_switches = gradient.unpool(pooled.values, pooled.switches, pooled.input.shape)
    filled = {"with switches": by_switches, "without switches": gradient.copied(pooled)}
    groups = [("Pooled", *group(pooled, "", editable=False))]
    groups += [(f"Unpooled {label}", *_put_back(pooled, axes, label, values)) for label, values in filled.items()]
    return panels.scene(groups, step)


def _received(axes: Axes, shares: np.ndarray) -> dict[str, Any]:
    """Return the panel of the input's gradient; a note says which windows a cell got it from."""
    total = shares.sum(axis=0).reshape(axes[0].size, axes[1].size)
    parts = shares.reshape(len(shares), *total.shape)
    shown = _cells(axes, total)
    shown["notes"] = [
        _note(parts, axes[1], row, column, readers) if real else "Padding takes no gradient."
        for row, column, real, readers in panels.cells(axes)
    ]
    return {
        **panels.panel("input", "Gradient of the input", "", shares.shape[1:]),
        **panels.coordinates(axes),
        **shown,
    }


def _note(parts: np.ndarray, columns: Axis, row: int, column: int, readers: list[tuple[int, int]]) -> str:
    windows = [i * columns.out + j for i, j in readers]
    if not windows:
        return "No window reads this cell, so no gradient reaches it."
    got = [(window, float(parts[window, row, column])) for window in windows if parts[window, row, column]]
    if not got:
        return "Read, but not chosen by any window: its gradient is 0."
    sums = " + ".join(f"{spell(part, _DECIMALS)} from window {window + 1}" for window, part in got)
    total = spell(sum(part for _, part in got), _DECIMALS)
    return f"{sums}." if len(got) == 1 else f"{sums} = {total}."


def _cells(axes: Axes, grid: np.ndarray) -> dict[str, list[Any]]:
    """Return text, tint, kind and hue of every drawn cell of a grid as large as the input."""
    numbers = (spell(value, _DECIMALS) for value in grid.ravel().tolist())
    return {
        "text": panels.spread(axes, numbers, lambda *_: ""),
        "level": panels.tints(axes, grid, *panels.scale(grid)),
        **panels.looks(axes),
    }


def _given(axes: Axes, grad: np.ndarray) -> dict[str, Any]:
    return {
        **panels.panel("output", "Gradient of the output", "", grad.shape, "grad"),
        **panels.answers(axes),
        "text": [spell(float(value)) for value in grad.ravel()],
        "level": panels.levels(grad, *panels.scale(grad)),
    }


def _flow(pooled: Pooled, axes: Axes, grad: np.ndarray, shares: np.ndarray) -> dict[str, Any]:
    windows = grad.size
    return {
        "operation": "gradient",
        **panels.geometry(axes),
        **panels.winners(pooled, axes),
        "before": [f"{spell(float(value))} goes to (" for value in grad.ravel()],
        "terms": [_terms(axes, shares[window], window) for window in range(windows)],
        "tap": ["", ""],
        "between": ", ",
        "after": [")"] * windows,
        "brackets": False,
        "sign": [""] * windows,
        "result": [""] * windows,
    }


def _terms(axes: Axes, share: np.ndarray, window: int) -> list[str]:
    """Return what each tap of a window gets, in row-major order; "" for padding."""
    grid = share.reshape(axes[0].size, axes[1].size)
    i, j = divmod(window, axes[1].out)
    rows, columns = (_coordinates(axis, place) for axis, place in zip(axes, (i, j), strict=True))
    return [
        spell(float(grid[row, column]), _DECIMALS) if row is not None and column is not None else ""
        for row in rows
        for column in columns
    ]


def _coordinates(axis: Axis, window: int) -> list[int | None]:
    present = axis.present[window]
    taps, real = axis.taps[window][present].tolist(), axis.real[window][present].tolist()
    return [tap if inside else None for tap, inside in zip(taps, real, strict=True)]


def _put_back(
    pooled: Pooled, axes: Axes, label: str, values: np.ndarray
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    grid = values.reshape(axes[0].size, axes[1].size)
    taken = {**panels.panel("input", "Unpooled", label, values.shape), **panels.coordinates(axes), **_cells(axes, grid)}
    _, given, link = group(pooled, label, editable=False)
    windows = pooled.values.size
    nothing = {"winner": [None] * windows, "ties": [[] for _ in range(windows)]}
    line = {
        "operation": "unpool",
        "before": [f"{text} is put back: (" for text in given["text"]],
        "tap": ["", ""],
        "weights": None,
        "between": ", ",
        "after": [")"] * windows,
        "brackets": False,
        "sign": [""] * windows,
        "result": [""] * windows,
    }
    remembered = {**nothing, "winner": link["winner"]} if label == "with switches" else nothing
    return taken, given, {**link, **line, **remembered}
