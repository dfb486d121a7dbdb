"""Windows as PyTorch and ONNX lay them: both accept some that the house refuses.

`fit` turns them into legal ones: a kernel that hangs over the input under ceil_mode is cut, and where a
window steps over every cell the padding is made of real cells that hold the identity.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pooling.apply import Pooled, pool
from pooling.placement import Bools, Ints, Pairs, Window, lay

Array = NDArray[Any]


class Setting(NamedTuple):
    """What function was asked to lay which windows: one value per axis, checked by its framework's rules."""

    op: str
    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Pairs | str
    dilation: tuple[int, ...]
    ceil_mode: bool
    overhangs: bool  # whether one window may hang over an input that is smaller, by less than a stride


@dataclass(frozen=True)
class Fitted:
    """A legal window, and the cells (low, high) that each axis of the input must be given for it."""

    window: Window
    sizes: tuple[int, ...]
    margins: Pairs

    @property
    def whole(self) -> bool:
        """The input needs no margins."""
        return not any(map(any, self.margins))

    def filled(self, x: Array, identity: float) -> Array:
        """The input with its margins, which hold the identity of what is to be pooled."""
        if self.whole:
            return x
        lead = ((0, 0),) * (x.ndim - len(self.margins))
        return np.pad(x, (*lead, *self.margins), constant_values=identity)

    def cropped(self, filled: Array) -> Array:
        """What lies between the margins."""
        inside = [slice(low, low + n) for n, (low, _) in zip(self.sizes, self.margins, strict=True)]
        index: tuple[Any, ...] = (..., *inside)
        return np.asarray(filled[index])

    @property
    def firsts(self) -> list[Ints]:
        """Per axis the coordinate of each window's first tap inside the input; >= its size where there is none."""
        plane = [n + low + high for n, (low, high) in zip(self.sizes, self.margins, strict=True)]
        axes = zip(self.window.plan(plane).axes, self.margins, strict=True)
        starts = [(axis.starts - low, axis.dilation) for axis, (low, _) in axes]
        return [np.where(start < 0, start % step, start) for start, step in starts]

    @property
    def tapless(self) -> Bools:
        """Windows that read no cell of the input, of the output's shape."""
        beyond = [first >= n for first, n in zip(self.firsts, self.sizes, strict=True)]
        return np.asarray(reduce(np.logical_or.outer, beyond))

    def places(self, switches: Ints) -> Ints:
        """Switches on the filled input as flat indices of the input itself.

        A margin wins only where no cell is better than the identity: there the first tap is the answer, and
        where there is none its coordinate lies beyond the input, as in PyTorch.
        """
        if self.whole:
            return switches
        plane = tuple(n + low + high for n, (low, high) in zip(self.sizes, self.margins, strict=True))
        found = np.unravel_index(switches, plane)
        inside = [at - low for at, (low, _) in zip(found, self.margins, strict=True)]
        real = [(at >= 0) & (at < n) for at, n in zip(inside, self.sizes, strict=True)]
        firsts = flat(np.ix_(*self.firsts), self.sizes)
        return np.where(np.logical_and.reduce(real), flat(inside, self.sizes), firsts)


def fit(sizes: Sequence[int], setting: Setting) -> Fitted:
    """A legal window that reads what the setting reads; ValueError where it has no output on an axis."""
    lines = [_line(n, setting, axis) for axis, n in enumerate(sizes)]
    kernel, stride = tuple(line.kernel for line in lines), tuple(line.stride for line in lines)
    pads, rank = tuple((line.low, line.high) for line in lines), len(lines)
    if all(line.legal for line in lines):
        window = Window(kernel, stride, pads, setting.dilation, setting.ceil_mode, rank)
        return Fitted(window, tuple(sizes), ((0, 0),) * rank)
    margins = tuple((line.low, max(line.high, line.reach)) for line in lines)
    return Fitted(Window(kernel, stride, 0, setting.dilation, rank=rank), tuple(sizes), margins)


class _Line(NamedTuple):
    kernel: int
    stride: int
    low: int
    high: int
    reach: int  # how far the last window reads beyond the input
    legal: bool


def _line(n: int, setting: Setting, axis: int) -> _Line:
    padding = setting.padding if isinstance(setting.padding, str) else setting.padding[axis]
    k, s, d, ceil_mode = setting.kernel[axis], setting.stride[axis], setting.dilation[axis], setting.ceil_mode
    laid = lay(n, k, s, padding, d, ceil_mode)
    held = n + laid.low + laid.high
    if laid.out < 1 and setting.overhangs and d * (k - 1) + 1 - held < s:
        # What hangs over is neither read nor counted: it may be cut off, and the padding with it.
        k, s = (held - 1) // d + 1, held
        laid = lay(n, k, s, (laid.low, max(0, d * (k - 1) + 1 - n - laid.low)), d, ceil_mode)
    if laid.out < 1:
        raise ValueError(f"{setting.op} takes settings that give an output, but on axis {axis} the {laid.refusal}")
    reach = (laid.out - 1) * s + d * (k - 1) + 1 - n - laid.low
    return _Line(k, s, laid.low, laid.high, reach, legal=not laid.refusal)


def extreme(x: Array, fitted: Fitted) -> Pooled:
    """Max of each window, on the filled input: -inf, or an integer's least, where a window reads no cell."""
    return pool(fitted.filled(x, lowest(x.dtype)), fitted.window)


def total(x: Array, fitted: Fitted, margin: float = 0) -> Array:
    """Sum of each window's taps on the filled input."""
    return pool(fitted.filled(x, margin), fitted.window, type="sum").values


def average(x: Array, fitted: Fitted, count_include_pad: bool) -> Array:
    """Average of each window's taps; 0 where none is counted."""
    if fitted.whole:
        return pool(x, fitted.window, type="average", count_include_pad=count_include_pad).values
    # With explicit padding every window is without a cell here, so that what ceil_mode adds need not be told apart.
    divisors = total(np.ones(fitted.sizes), fitted, float(count_include_pad))
    return np.asarray(total(x, fitted) / np.maximum(divisors, 1)).astype(x.dtype)


def lowest(dtype: np.dtype[Any]) -> float:
    """What loses to everything: -inf, or the least integer."""
    return -np.inf if dtype.kind == "f" else np.iinfo(dtype).min


def flat(coordinates: Sequence[Ints], sizes: Sequence[int]) -> Ints:
    """Row-major index of coordinates, one array an axis; nothing is checked."""
    index = np.zeros((), np.int64)
    for at, n in zip(coordinates, sizes, strict=True):
        index = index * n + at
    return index
