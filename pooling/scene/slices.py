"""A pooled volume on the stage: the slices that one slice of the output reads, and that slice of the output.

Every slice of the input is a panel with a link of its own to the one output, so that a window lies on all of them at
once. Their arithmetic goes on from link to link: the first opens it, the last closes it and says the answer.
"""

from dataclasses import fields
from functools import cached_property, reduce
from typing import Any

import numpy as np

from pooling.apply import Pooled
from pooling.grids import spell
from pooling.placement import Axis
from pooling.predict import forward
from pooling.scene import covering, panels
from pooling.scene.forward import DECIMALS, HOLE, exact
from pooling.scene.panels import Axes

Panel = dict[str, Any]
Part = tuple[range, range]  # windows along the rows and along the columns, each an unbroken run
Shown = tuple[Any, ...]  # the index of what is drawn in the output: its slice, and those windows


class _Run(Axis):
    """Some windows of an axis, one after the other, and the cells from the first to the last that they read."""

    @cached_property
    def first(self) -> int:
        return int(self.starts.min())

    @cached_property
    def last(self) -> int:
        return int((self.starts + self.dilation * (self.lengths - 1)).max())


def slices(
    pooled: Pooled, *, slice: int, part: Part | None = None, step: int = 0, predict: bool = False
) -> dict[str, Any]:
    """Return the scene of slice `slice` of a pooled volume's output, 0-based, and of all that it reads.

    part: only these windows, with the cells they read. Cells keep their places in the volume; slices of padding are
    shown as what they hold. predict: covers the answers and asks for them.
    ValueError for other than 3 axes, or a slice or windows that are not there.
    """
    depth, axes = _axes(pooled)
    if not 0 <= slice < depth.out:
        raise ValueError(f"slice must be from 0 to {depth.out - 1}, got {slice}")
    part = part or (range(axes[0].out), range(axes[1].out))
    axes = _run(axes[0], part[0]), _run(axes[1], part[1])
    shown = (slice, np.s_[part[0].start : part[0].stop], np.s_[part[1].start : part[1].stop])
    taps = depth.taps[slice][depth.present[slice]].tolist()
    inputs = [_input(pooled, depth, axes, tap) for tap in taps]
    links = _links(pooled, axes, shown, taps, [any(panel["text"]) for panel in inputs])
    names = [f"input{number}" for number in range(len(taps))]
    drawn = [{"id": name, "group": 0, **panel} for name, panel in zip(names, inputs, strict=True)]
    tied = [{"input": name, "output": "output", "label": "", **link} for name, link in zip(names, links, strict=True)]
    output = {"id": "output", "group": 0, **_output(pooled, axes, shown, part)}
    whole = panels.wrapped([*drawn, output], tied, step)
    # Every slice's link leads to the one output: the last, which says the answer, asks for it.
    return covering.covered(whole, [*[None] * (len(tied) - 1), forward(pooled, shown)]) if predict else whole


def _run(axis: Axis, windows: range) -> Axis:
    if not (windows and windows.step == 1 and windows[0] >= 0 and windows[-1] < axis.out):
        raise ValueError(f"part must be windows from 0 to {axis.out - 1}, got {windows}")
    place = {"starts": axis.starts[windows[0] : windows[-1] + 1], "lengths": axis.lengths[windows[0] : windows[-1] + 1]}
    settings = {field.name: getattr(axis, field.name) for field in fields(axis)}
    return _Run(**{**settings, **place})


def _input(pooled: Pooled, depth: Axis, axes: Axes, tap: int) -> Panel:
    inside = 0 <= tap < depth.size
    low, span = panels.scale(pooled.input)
    shown: Panel = {**panels.looks(axes), "text": [], "level": []}
    for row, column, real, _ in panels.cells(axes):
        here = inside and real
        value = float(pooled.input[tap, row, column]) if here else 0.0
        shown["text"].append(spell(value) if here else _padding(pooled, (tap, row, column)))
        shown["level"].append(round((value - low) / span, 3) if here else 0)
    if not inside:
        shown["kind"] = ["padding"] * len(shown["text"])
    name = f"slice {tap + 1}" if inside else f"slice {tap + 1}, padding"
    panel = panels.panel("input", "Input", name, tuple(len(panels.drawn(axis)) for axis in axes))
    return {**panel, "title": name.capitalize(), **panels.coordinates(axes), **shown}


def _padding(pooled: Pooled, place: tuple[int, int, int]) -> str:
    """Return what a cell outside the volume holds; "" where an average does not count it."""
    if not pooled.type.counts:
        return pooled.type.padding_word
    axes = pooled.type.reads(pooled.plan, pooled.param).axes
    counted = all(-axis.low <= at < axis.size + axis.high for axis, at in zip(axes, place, strict=True))
    return "0" if pooled.count_include_pad and counted else ""


def _axes(pooled: Pooled) -> tuple[Axis, Axes]:
    axes = pooled.type.reads(pooled.plan, pooled.param).axes
    if pooled.input.ndim != 3 or len(axes) != 3:
        raise ValueError(f"slices are those of one volume of 3 axes, got an input of shape {pooled.input.shape}")
    return axes[0], (axes[1], axes[2])


def _output(pooled: Pooled, axes: Axes, shown: Shown, part: Part) -> Panel:
    values = pooled.values[shown]
    name = f"slice {shown[0] + 1}"
    return {
        **panels.panel("output", "Output", name, values.shape),
        "title": f"Output, {name}",
        **panels.answers(axes),
        "rows": list(part[0]),
        "columns": list(part[1]),
        "text": [spell(float(value), DECIMALS) for value in values.ravel()],
        "level": panels.levels(values, *panels.scale(pooled.input)),
    }


def _links(pooled: Pooled, axes: Axes, shown: Shown, taps: list[int], speaks: list[bool]) -> list[Panel]:
    """Return one link a slice; those that hold nothing to write down (padding of an average) say nothing."""
    arithmetic = pooled.type.written(pooled.seed)
    param = "" if pooled.param is None else spell(pooled.param)
    rest = "" if pooled.param is None else spell(1 - pooled.param)
    values = pooled.values[shown].ravel().tolist()
    counts = pooled.type.divisors(pooled.plan, pooled.param, pooled.count_include_pad)[shown].ravel().tolist()
    first, last = speaks.index(True), len(speaks) - 1 - speaks[::-1].index(True)
    marks, weights = _marks(pooled, axes, shown, taps), _weights(pooled, len(taps))
    opening, going = arithmetic.before.format(param=param, rest=rest), arithmetic.between.rstrip()
    closing = [arithmetic.after.format(count=spell(count), param=param) for count in counts]
    windows = len(values)
    return [
        {
            "operation": pooled.type.label.lower() if number == len(taps) - 1 else "",
            **panels.geometry(axes),
            **marks[number],
            "before": [opening if number == first else ""] * windows,
            "tap": arithmetic.tap.format(x=HOLE, param=param, weight="{weight}").split(HOLE),
            "weights": weights[number],
            "between": arithmetic.between,
            "after": closing if number == last else [going if speaks[number] else ""] * windows,
            "brackets": "+" in arithmetic.between,
            "sign": [("=" if exact(value) else "≈") if number == last else "" for value in values],
            "result": [spell(value, DECIMALS) if number == last else "" for value in values],
        }
        for number in range(len(taps))
    ]


def _weights(pooled: Pooled, taps: int) -> list[list[str] | None]:
    """Return for each slice what its taps are multiplied by, in row-major order; None where nothing is."""
    weights = pooled.type.weights(pooled.plan, pooled.param)
    if weights is None:
        return [None] * taps
    volume = reduce(np.multiply.outer, weights)
    return [[spell(weight) for weight in plane.ravel().tolist()] for plane in volume]


def _marks(pooled: Pooled, axes: Axes, shown: Shown, taps: list[int]) -> list[Panel]:
    """Return for each slice and window the drawn position of the switch, if it lies there, and of those that tie."""
    windows = pooled.values[shown].size
    marks: list[Panel] = [{"winner": [None] * windows, "ties": [[] for _ in range(windows)]} for _ in taps]
    if pooled.switches is None or pooled.ties is None:
        return marks
    rows, columns = axes
    width = len(panels.drawn(columns))
    volume, ties = pooled.input, pooled.ties[shown].ravel().tolist()
    for window, switch in enumerate(pooled.switches[shown].ravel().tolist()):
        chosen = tuple(int(place) for place in np.unravel_index(switch, volume.shape))
        i, j = divmod(window, columns.out)
        down, across = rows.taps[i][rows.real[i]].tolist(), columns.taps[j][columns.real[j]].tolist()
        for number, tap in enumerate(taps):
            for row, column in ((row, column) for row in down for column in across if 0 <= tap < len(volume)):
                position = (row - rows.first) * width + column - columns.first
                if (tap, row, column) == chosen:
                    marks[number]["winner"][window] = position
                elif ties[window] > 1 and volume[tap, row, column] == volume[chosen]:
                    marks[number]["ties"][window].append(position)
    return marks
