"""Pooling on the stage: what goes into the windows and what comes out of them."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np

from pooling.apply import Pooled
from pooling.grids import spell
from pooling.predict import forward
from pooling.scene import covering, panels
from pooling.scene.panels import Axes

DECIMALS = 2  # of an answer; what a learner typed is shown as it is
HOLE = "\0"  # where a tap's number goes; no text of a learner can hold it


def of(
    pooled: Pooled,
    *,
    step: int = 0,
    editable: bool = True,
    decimals: int | None = None,
    predict: bool = False,
    size: bool = False,
) -> dict[str, Any]:
    """Return the scene of one pooled grid (1D or 2D): its input, its output and the link between them.

    decimals: of the input's numbers as they are written; what is pooled is exact, and a rounded line says so.
    predict: covers the answers and asks for them; size: asks for the output's size first.
    """
    whose = "" if editable else None
    drawn = compare({"": pooled}, step=step, editable=whose, decimals=decimals, predict=predict)
    return covering.sized(drawn, pooled.plan) if predict and size else drawn


def compare(
    named: Mapping[str, Pooled],
    *,
    step: int = 0,
    editable: str | None = None,
    movable: bool = False,
    decimals: int | None = None,
    predict: bool = False,
) -> dict[str, Any]:
    """Return one scene in which several pooled grids stand side by side and step together.

    named: a label for each ("VALID", "SAME"). step: the chosen window, 0-based, clamped. editable: the label of the
    one whose input may be changed; movable: dragging there carries a value to another cell instead of painting.
    decimals, predict: see of.
    """
    groups = []
    for label, pooled in named.items():
        taken, given, link = group(pooled, label, editable=label == editable, decimals=decimals)
        groups.append((label, {**taken, "movable": movable and label == editable}, given, link))
    drawn = panels.scene(groups, step)
    return covering.covered(drawn, [forward(pooled) for pooled in named.values()]) if predict else drawn


def group(
    pooled: Pooled, label: str, *, editable: bool, decimals: int | None = None
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return (input panel, output panel, link) of one pooled grid."""
    axes = panels.two_axes(pooled)
    taken = _input_panel(pooled, axes, label, "grid" if editable else "", decimals)
    return taken, _output_panel(pooled, axes, label), _link(pooled, axes, decimals)


def _input_panel(pooled: Pooled, axes: Axes, label: str, editable: str, decimals: int | None) -> dict[str, Any]:
    places = () if decimals is None else (decimals,)
    numbers = (spell(value, *places) for value in pooled.input.ravel().tolist())
    return {
        **panels.panel("input", "Input", label, pooled.input.shape, editable),
        **panels.coordinates(axes),
        "text": panels.spread(axes, numbers, lambda row, column: _padding_text(pooled, axes, row, column)),
        "level": panels.tints(axes, pooled.input, *panels.scale(pooled.input)),
        **panels.looks(axes),
    }


def _padding_text(pooled: Pooled, axes: Axes, row: int, column: int) -> str:
    """Return what a cell outside the input holds; "" where an average does not count it."""
    if not pooled.type.counts:
        return pooled.type.padding_word
    counted = all(-axis.low <= place < axis.size + axis.high for axis, place in zip(axes, (row, column), strict=True))
    return "0" if pooled.count_include_pad and counted else ""


def _output_panel(pooled: Pooled, axes: Axes, label: str) -> dict[str, Any]:
    return {
        **panels.panel("output", "Output", label, pooled.values.shape),
        **panels.answers(axes),
        "text": [spell(float(value), DECIMALS) for value in pooled.values.ravel()],
        "level": panels.levels(pooled.values, *panels.scale(pooled.input)),  # input and output share one scale
    }


def _link(pooled: Pooled, axes: Axes, decimals: int | None) -> dict[str, Any]:
    written = decimals is None or bool(np.array_equal(pooled.input, pooled.input.round(decimals)))
    arithmetic = pooled.type.written(pooled.seed)
    values = pooled.values.ravel().tolist()
    param = "" if pooled.param is None else spell(pooled.param)
    rest = "" if pooled.param is None else spell(1 - pooled.param)
    counts = pooled.type.divisors(pooled.plan, pooled.param, pooled.count_include_pad).ravel().tolist()
    return {
        "operation": pooled.type.label.lower(),
        **panels.geometry(axes),
        **panels.winners(pooled, axes),
        "before": [arithmetic.before.format(param=param, rest=rest)] * len(values),
        "tap": arithmetic.tap.format(x=HOLE, param=param, weight="{weight}").split(HOLE),
        "weights": _weights(pooled),
        "between": arithmetic.between,
        "after": [arithmetic.after.format(count=spell(count), param=param) for count in counts],
        "brackets": "+" in arithmetic.between,  # 3 + (-2), not 3 + -2
        "sign": ["=" if written and exact(value) else "≈" for value in values],
        "result": [spell(value, DECIMALS) for value in values],
    }


def _weights(pooled: Pooled) -> list[str] | None:
    """Return what each tap of a window is multiplied by, in row-major order; None where nothing is."""
    weights = pooled.type.weights(pooled.plan, pooled.param)
    if weights is None:
        return None
    return [spell(weight) for weight in reduce(np.multiply.outer, weights).ravel().tolist()]


def exact(value: float) -> bool:
    """Return whether an answer is written down as it is, and not rounded."""
    return value == round(value, DECIMALS)
