"""What a framework has to be told of windows: their size and steps, and the cells to add so that all are full."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from pooling.placement import Axis, Window


@dataclass(frozen=True)
class Side:
    """One axis. `low` and `high` are the cells to add before and after so that every window is full.

    Negative numbers are cells to leave out. `starts` is empty where windows begin every `stride` cells.
    """

    size: int
    kernel: int
    stride: int
    dilation: int
    low: int
    high: int
    out: int
    starts: tuple[int, ...] = ()

    @property
    def reach(self) -> int:
        """Cells from a window's first tap to its last."""
        return self.dilation * (self.kernel - 1) + 1

    @classmethod
    def of(cls, axis: Axis) -> "Side":
        """The side of an axis whose windows are all as long."""
        kernel, out = int(axis.lengths[0]), axis.out
        first, last = int(axis.starts.min()), int(axis.starts.max())
        need = last + axis.dilation * (kernel - 1) + 1 - axis.size
        steps = np.unique(np.diff(axis.starts))
        if len(steps) > 1 or not steps.all():
            low = max(0, -first)
            starts = tuple((axis.starts + low).tolist())
            return cls(axis.size, kernel, 1, axis.dilation, low, max(0, need), axis.out, starts)
        stride = int(steps[0]) if steps.size else axis.stride or kernel
        room = axis.size - first - axis.dilation * (kernel - 1) - 1
        fits = [high for high in (axis.high, 0) if (room + high) // stride + 1 == out]
        return cls(axis.size, kernel, stride, axis.dilation, -first, fits[0] if fits else need, out)


@dataclass(frozen=True)
class View:
    """All axes. `word` is the padding that was asked for in a word; `full` says that no window
    misses a tap, `counted` that none would if padding were taps.
    """

    sides: tuple[Side, ...]
    pads: tuple[tuple[int, int], ...]
    full: bool
    counted: bool
    ceil_mode: bool = False
    word: str = ""

    @classmethod
    def of(cls, axes: Sequence[Axis], place: object = None) -> "View":
        """The view of axes whose windows are evenly long; `place` if it is the place's own."""
        window = place if isinstance(place, Window) else None
        return cls(
            sides=tuple(map(Side.of, axes)),
            pads=tuple((axis.low, axis.high) for axis in axes),
            full=all(bool(axis.real.all()) for axis in axes),
            counted=all(bool(axis.counted.all()) for axis in axes),
            ceil_mode=bool(window and window.ceil_mode and not isinstance(window.padding, str)),
            word=window.padding if window and isinstance(window.padding, str) else "",
        )

    def each(self, name: str) -> tuple[int, ...]:
        """One setting of every axis."""
        return tuple(getattr(side, name) for side in self.sides)

    @property
    def taps(self) -> int:
        """Taps of a window."""
        return prod(self.each("kernel"))

    @property
    def even(self) -> bool:
        """Every axis has evenly spaced windows."""
        return not any(side.starts for side in self.sides)

    @property
    def dilated(self) -> bool:
        """A window steps over cells."""
        return max(self.each("dilation")) > 1

    @property
    def gaps(self) -> bool:
        """Cells after the last window are left out on some axis: SAME there means negative padding to onnxruntime."""
        return any(side.reach + (side.out - 1) * side.stride < side.size for side in self.sides)

    @property
    def margins(self) -> tuple[tuple[int, int], ...]:
        """(low, high) of every axis."""
        return tuple((side.low, side.high) for side in self.sides)

    def explicit(self) -> "View":
        """The same windows, with what ceil_mode adds as padding."""
        return replace(self, ceil_mode=False)

    def unpadded(self) -> "View":
        """The same windows on what has got its cells already."""
        sides = [replace(side, low=min(0, side.low), high=min(0, side.high)) for side in self.sides]
        return replace(self, sides=tuple(sides), full=True, word="")

    def cropped(self) -> "View":
        """The same windows on what has no cells left before and after all of them."""
        return replace(
            self, sides=tuple(replace(side, low=max(0, side.low), high=max(0, side.high)) for side in self.sides)
        )

    def beyond_pads(self) -> "View":
        """The same windows on what has got its padding already, but not what ceil_mode adds."""
        pairs = zip(self.sides, self.pads, strict=True)
        sides = [replace(side, low=side.low - low, high=side.high - high) for side, (low, high) in pairs]
        return replace(self, sides=tuple(sides), pads=((0, 0),) * len(sides), ceil_mode=False, word="")


def is_whole(axes: Sequence[Axis]) -> bool:
    """One window over everything, because the place says so."""
    modes = ("global", "adaptive", "fractional")
    return all(axis.mode in modes and axis.out == 1 and axis.kernel == axis.size for axis in axes)


def is_single(axes: Sequence[Axis]) -> bool:
    """Every window is one cell."""
    return all(axis.kernel == 1 and bool(axis.real.all()) for axis in axes)


def is_uneven(axis: Axis) -> bool:
    """Windows of several lengths, or at several steps."""
    steps = np.unique(np.diff(axis.starts))
    return len(np.unique(axis.lengths)) > 1 or len(steps) > 1 or not steps.all()
