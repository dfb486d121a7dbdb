"""Types that must see a window's taps together: gather them, a strip of outputs at a time, then reduce."""

from collections.abc import Callable, Iterator, Sequence
from math import prod

import numpy as np

from pooling.engine.layout import Array
from pooling.placement import Axis, Bools, Ints

Reduce = Callable[[Array, Bools], Array]

_STRIP = 2**15  # taps gathered at once: they stay in the cache, whatever the picture and the window


def reduced(x: Array, axes: Sequence[Axis], reduce: Reduce) -> Array:
    """What `reduce` makes of each window: (outer, spatial..., inner) -> (outer, out..., inner).

    `reduce(taps, real)` gets taps (outer, inner, outputs, taps) in row-major order of the window and real
    (outputs, taps), False where a tap is no cell of the input; it answers (outer, inner, outputs).
    """
    outer, inner, sizes = x.shape[0], x.shape[-1], tuple(axis.out for axis in axes)
    out = np.empty((outer, inner, prod(sizes)), x.dtype)
    cells = np.moveaxis(x.reshape(outer, prod(x.shape[1:-1]), inner), -1, 1)
    for strip, index, real in _strips(axes, sizes, outer * inner):
        out[..., strip] = reduce(cells[..., index], real)
    return np.moveaxis(out, 1, -1).reshape(outer, *sizes, inner)


def _strips(axes: Sequence[Axis], sizes: tuple[int, ...], planes: int) -> Iterator[tuple[slice, Ints, Bools]]:
    outputs, taps = prod(sizes), prod(axis.kernel for axis in axes)
    step = max(1, _STRIP // max(1, planes * taps))
    for begin in range(0, outputs, step):
        strip = slice(begin, min(begin + step, outputs))
        windows = np.unravel_index(np.arange(strip.start, strip.stop), sizes)
        yield strip, *_taps(axes, windows)


def _taps(axes: Sequence[Axis], windows: Sequence[Ints]) -> tuple[Ints, Bools]:
    """Flat index within the plane and realness of each tap, both (outputs, taps); 0 where it is not real."""
    outputs = len(windows[0])
    index, real = np.zeros((outputs, 1), np.int64), np.ones((outputs, 1), np.bool_)
    for axis, window in zip(axes, windows, strict=True):
        here = np.where(axis.real[window], axis.taps[window], 0)
        index = (index[:, :, None] * axis.size + here[:, None, :]).reshape(outputs, -1)
        real = (real[:, :, None] & axis.real[window][:, None, :]).reshape(outputs, -1)
    return np.where(real, index, 0), real
