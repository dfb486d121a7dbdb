"""Types that must see a window's taps together: gather them, a strip of outputs at a time, then decide."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from pooling.engine.layout import Array
from pooling.placement import Axis, Bools, Ints

_STRIP = 2**15  # taps gathered at once: they stay in the cache, whatever the picture and the window


@dataclass(frozen=True, eq=False)
class Strip:
    """Some windows' taps, in row-major order of the window.

    `taps` is (outer, inner, windows, taps). `real` and `cells` are (windows, taps): False and 0 where a tap is
    no cell of the input, else its flat index within the plane. `windows` says which of all windows these are.
    """

    taps: Array
    real: Bools
    cells: Ints
    windows: slice


def reduced(x: Array, axes: Sequence[Axis], reduce: Callable[[Strip], Array], dtype: DTypeLike) -> Array:
    """What `reduce` makes of each window: (outer, spatial..., inner) -> (outer, out..., inner) of `dtype`.

    It is given one Strip after another and answers (outer, inner, windows).
    """
    outer, inner, sizes = x.shape[0], x.shape[-1], tuple(axis.out for axis in axes)
    out = np.empty((outer, inner, prod(sizes)), dtype)
    for strip in _strips(x, axes):
        out[..., strip.windows] = reduce(strip)
    return np.moveaxis(out, 1, -1).reshape(outer, *sizes, inner)


def picked(x: Array, axes: Sequence[Axis], pick: Callable[[Strip], Ints]) -> Ints:
    """The flat index within the plane of the tap that `pick` chose, (outer, out..., inner).

    It is given one Strip after another and answers the chosen tap's number in its window, (outer, inner, windows).
    """

    def cells(strip: Strip) -> Ints:
        return np.take_along_axis(np.broadcast_to(strip.cells, strip.taps.shape), pick(strip)[..., None], -1)[..., 0]

    return reduced(x, axes, cells, np.int64)


def taken(x: Array, switches: Ints) -> Array:
    """The cells that switches name: (outer, spatial..., inner) and (outer, out..., inner) -> the latter's shape."""
    outer, inner = x.shape[0], x.shape[-1]
    cells, flat = (
        x.reshape(outer, prod(x.shape[1:-1]), inner),
        switches.reshape(outer, prod(switches.shape[1:-1]), inner),
    )
    taken: NDArray[Any] = np.take_along_axis(cells, flat, axis=1)
    return taken.reshape(switches.shape)


def _strips(x: Array, axes: Sequence[Axis]) -> Iterator[Strip]:
    outer, inner = x.shape[0], x.shape[-1]
    planes = np.moveaxis(x.reshape(outer, prod(x.shape[1:-1]), inner), -1, 1)
    sizes = tuple(axis.out for axis in axes)
    outputs, taps = prod(sizes), prod(axis.kernel for axis in axes)
    step = max(1, _STRIP // max(1, outer * inner * taps))
    for begin in range(0, outputs, step):
        windows = slice(begin, min(begin + step, outputs))
        cells, real = _taps(axes, np.unravel_index(np.arange(windows.start, windows.stop), sizes))
        yield Strip(planes[..., cells], real, cells, windows)


def _taps(axes: Sequence[Axis], windows: Sequence[Ints]) -> tuple[Ints, Bools]:
    """Flat index within the plane and realness of each tap, both (outputs, taps); 0 where it is not real."""
    outputs = len(windows[0])
    index, real = np.zeros((outputs, 1), np.int64), np.ones((outputs, 1), np.bool_)
    for axis, window in zip(axes, windows, strict=True):
        here = np.where(axis.real[window], axis.taps[window], 0)
        index = (index[:, :, None] * axis.size + here[:, None, :]).reshape(outputs, -1)
        real = (real[:, :, None] & axis.real[window][:, None, :]).reshape(outputs, -1)
    return np.where(real, index, 0), real
