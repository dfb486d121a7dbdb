"""Gradients on their way back: what the windows hold is added to the cells that they read."""

from collections.abc import Sequence
from math import prod

import numpy as np
from numpy.typing import NDArray

from pooling.engine.compiling import kernel
from pooling.engine.layout import Array, read_only
from pooling.engine.winners import deep, spans_of_three
from pooling.placement import Axis, Ints

Floats = NDArray[np.float64]


def deposited(grad: Floats, switches: Ints, sizes: tuple[int, ...]) -> Floats:
    """Each window's gradient, (outer, out..., inner), on the cell that its switch names: (outer, sizes..., inner).

    A switch of -1 (no cell) gets nothing.
    """
    outer, inner = grad.shape[0], grad.shape[-1]
    cells = np.zeros((outer, prod(sizes), inner))
    flat = grad.shape[0], prod(grad.shape[1:-1]), inner
    _deposit(np.ascontiguousarray(grad).reshape(flat), switches.reshape(flat), cells)
    return cells.reshape(outer, *sizes, inner)


def shared(grad: Floats, x: Array, values: Array, ties: Ints, axes: Sequence[Axis]) -> Floats:
    """Each window's gradient in equal parts on the taps that equal its value: a float64 block of x's shape."""
    firsts, ends, steps = spans_of_three(axes)
    parts = grad / np.maximum(ties, 1)
    missing = 3 - len(axes)
    cells = np.zeros(x.shape)
    target = cells.reshape(deep(x, missing).shape)
    _share(deep(x, missing), deep(values, missing), deep(parts, missing), firsts, ends, steps, target)
    return cells


def spread(grad: Floats, axes: Sequence[Axis], weights: Sequence[Floats] | None = None) -> Floats:
    """The way back of `total`: each window's gradient on every real tap, times the tap's weight if there are any."""
    for position, axis in reversed(list(enumerate(axes, start=1))):
        before, after = grad.shape[:position], grad.shape[position + 1 :]
        cells = np.zeros((prod(before), axis.size, prod(after)))
        rows = np.ascontiguousarray(grad).reshape(prod(before), axis.out, prod(after))
        weight = np.ones(axis.kernel) if weights is None else weights[position - 1]
        _spread(read_only(rows), axis.starts, axis.lengths, axis.dilation, read_only(weight), cells)
        grad = cells.reshape(*before, axis.size, *after)
    return grad


@kernel
def _deposit(grad: Floats, switches: Ints, cells: Floats) -> None:
    for outer, window, inner in np.ndindex(grad.shape):
        cell = switches[outer, window, inner]
        if cell >= 0:
            cells[outer, cell, inner] += grad[outer, window, inner]


@kernel
def _share(
    x: Array,
    values: Array,
    parts: Floats,
    firsts: tuple[Ints, ...],
    ends: tuple[Ints, ...],
    steps: tuple[int, ...],
    cells: Floats,
) -> None:
    for cell in np.ndindex(values.shape):
        outer, i, j, k, inner = cell
        value, part = values[cell], parts[cell]
        for a in range(firsts[0][i], ends[0][i], steps[0]):
            for b in range(firsts[1][j], ends[1][j], steps[1]):
                for c in range(firsts[2][k], ends[2][k], steps[2]):
                    tap = x[outer, a, b, c, inner]
                    if tap == value or (tap != tap and value != value):
                        cells[outer, a, b, c, inner] += part


@kernel
def _spread(grad: Floats, starts: Ints, lengths: Ints, dilation: int, weight: Floats, cells: Floats) -> None:
    for block in range(grad.shape[0]):
        for i in range(starts.size):
            row = grad[block, i]
            for j in range(lengths[i]):
                t = starts[i] + j * dilation
                if 0 <= t < cells.shape[1]:
                    target, factor = cells[block, t], weight[j]
                    for inner in range(row.size):
                        target[inner] += factor * row[inner]
