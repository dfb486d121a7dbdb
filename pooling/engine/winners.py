"""Which tap a type picked: the first in row-major order that equals the window's value, and how many do."""

from collections.abc import Sequence

import numpy as np

from pooling.engine.compiling import kernel
from pooling.engine.layout import Array, read_only
from pooling.placement import Axis, Ints

_ALONE = read_only(np.zeros(1, np.int64)), read_only(np.ones(1, np.int64))


def winners(x: Array, values: Array, axes: Sequence[Axis]) -> tuple[Ints, Ints]:
    """(switches, ties), each of the shape of values: flat index within the plane, number of equal taps.

    x is (outer, spatial..., inner), values (outer, out..., inner). NaN counts as equal to NaN. A switch of
    -1 means that no tap equals the value.
    """
    missing = 3 - len(axes)
    wide, narrow = deep(x, missing), deep(values, missing)
    switches, ties = np.empty(narrow.shape, np.int64), np.empty(narrow.shape, np.int64)
    _search(wide, narrow, *spans_of_three(axes), switches, ties)
    return switches.reshape(values.shape), ties.reshape(values.shape)


def spans_of_three(axes: Sequence[Axis]) -> tuple[tuple[Ints, ...], tuple[Ints, ...], tuple[int, ...]]:
    """(firsts, ends, steps) of the real taps along three axes, the missing ones in front."""
    missing = 3 - len(axes)
    firsts, ends = zip(*[_ALONE] * missing, *(axis.spans for axis in axes), strict=True)
    return firsts, ends, (1,) * missing + tuple(axis.dilation for axis in axes)


def deep(block: Array, missing: int) -> Array:
    """A block of any rank as one of rank 3: one kernel serves them all."""
    return read_only(block.reshape(block.shape[0], *(1,) * missing, *block.shape[1:]))


@kernel
def _search(
    x: Array,
    values: Array,
    firsts: tuple[Ints, ...],
    ends: tuple[Ints, ...],
    steps: tuple[int, ...],
    switches: Array,
    ties: Array,
) -> None:
    height, width = x.shape[2], x.shape[3]
    for cell in np.ndindex(values.shape):
        outer, i, j, k, inner = cell
        value = values[cell]
        first, equal = -1, 0
        for a in range(firsts[0][i], ends[0][i], steps[0]):
            for b in range(firsts[1][j], ends[1][j], steps[1]):
                for c in range(firsts[2][k], ends[2][k], steps[2]):
                    tap = x[outer, a, b, c, inner]
                    if tap == value or (tap != tap and value != value):
                        equal += 1
                        if first < 0:
                            first = (a * height + b) * width + c
        switches[cell] = first
        ties[cell] = equal
