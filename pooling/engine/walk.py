"""How a block is walked: flat rows, where the real taps lie in them, and which kernel goes there.

A plane is a flat run of rows; a row is `size * inner` numbers, so that a step to the next cell of a channel is
`inner`. Kernels combine rows into a row of a workspace first (plain vectors, whatever the layout), then go
across that row. It has room for the padding on both sides and holds the identity there, so that going across
needs no special case at the borders and padding is still never read from the input.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Protocol

import numpy as np
from numpy.typing import DTypeLike

from pooling.engine import threads
from pooling.engine.layout import Array, read_only
from pooling.placement import Axis, Ints

_SCRATCH = 8  # strips of the workspace that every walk has; the kernels number them
_STRIP = 2048  # numbers in a strip of short rows: what is done to them together stays in the fastest cache
_TALL = 3, 1  # windows of more than 3 strides + 1 rows are cut into prefix and suffix blocks (measured)
_SLAB = 2**16  # numbers of a volume pooled along its depth at once: they are still in the cache for the rest

_FLAT = slice(0, 1)
_ALONE = read_only(np.zeros(1, np.int64)), read_only(np.ones(1, np.int64))


@dataclass(frozen=True)
class Way:
    """What a kernel needs to know of a plane of rows.

    `down` is (pitch, kernel, stride, dilation, low, rows, inside, beyond, strip): windows of lines `inside` to
    `beyond` are not cut by the border, and `strip` lines are pooled together. `across` is (wide, inner, at, taken,
    kernel, stride, step, room): `wide` numbers of output come from `taken` numbers of a row, which lie from `at` on
    in a workspace row of `room` numbers. `spans` is (firsts, ends, lefts, rights): the real taps of each window.
    """

    kind: str  # the kernel: squares, pixels, short, tall or each
    lines: int  # of output
    cells: int  # of a plane of input
    sizes: tuple[int, ...]  # of a plane of output, and inner
    down: tuple[int, ...]
    across: tuple[int, ...]
    spans: tuple[Ints, ...]
    workspace: int  # numbers that a kernel needs besides input and output
    padded: bool


class Call(Protocol):
    """Pools lines `begin` to `end` of each plane; depths is None on the way down a volume, else which they are."""

    def __call__(self, way: Way, x: Array, begin: int, end: int, out: Array, depths: slice | None, /) -> None:
        """Contiguous x (planes, cells) to contiguous out (planes, lines, cells)."""


def walk(x: Array, axes: Sequence[Axis], call: Call, dtype: DTypeLike, between: DTypeLike) -> Array:
    """Have `call` pool a block (outer, spatial..., inner) to (outer, out..., inner); a volume along its depth first.

    `dtype` is that of the answer, `between` that of a volume's slabs on the way. Large work is shared out.
    """
    way = _plane(axes[-2] if len(axes) > 1 else None, axes[-1], x.shape[-1])
    if len(axes) == 3:
        return _volumes(x, axes[0], way, call, dtype, between)
    planes = x.reshape(len(x), way.cells)
    out = np.empty((len(x), way.lines, way.across[0]), dtype)
    if not threads.worth(x.size):
        if x.size:
            call(way, planes, 0, way.lines, out, _FLAT)
        return out.reshape((len(x), *way.sizes))

    def some(first: int, last: int, begin: int, end: int) -> None:
        call(way, planes[first:last], begin, end, out[first:last, begin:end], _FLAT)

    threads.share(some, len(x), way.lines, x.size)
    return out.reshape((len(x), *way.sizes))


def _volumes(x: Array, depth: Axis, way: Way, call: Call, dtype: DTypeLike, between: DTypeLike) -> Array:
    deep = _depth(depth, way.cells)
    step = max(1, _SLAB // way.cells)
    volumes = x.reshape(len(x), 1, depth.size * way.cells)
    out = np.empty((len(x), depth.out, way.lines, way.across[0]), dtype)

    def some(first: int, last: int, begin: int, end: int) -> None:
        for volume in range(first, last):
            for a in range(begin, end, step):
                b = min(a + step, end)
                flat = np.empty((1, b - a, way.cells), between)
                call(deep, volumes[volume], a, b, flat, None)
                call(way, read_only(flat[0]), 0, way.lines, out[volume, a:b], slice(a, b))

    if x.size:
        threads.share(some, len(x), depth.out, x.size)
    return out.reshape((len(x), depth.out, *way.sizes))


@lru_cache(maxsize=256)
def _plane(height: Axis | None, width: Axis, inner: int) -> Way:
    """The way over a plane; without height it is one row."""
    down, across = _down(height, width.size * inner), _across(width, inner)
    sizes = (height.out, width.out, inner) if height else (width.out, inner)
    return _way(_kind(height, width, inner), sizes, down, across, _spans(height) + _spans(width))


@lru_cache(maxsize=256)
def _depth(axis: Axis, slab: int) -> Way:
    """The way down a volume: its slabs are the rows, and nothing is combined across them."""
    across = slab, slab, 0, slab, 1, 1, slab, slab
    kind = "short" if _even(axis) else "each"  # never tall: a slab would begin in the middle of a block
    return _way(kind, (axis.out, slab), _down(axis, slab), across, _spans(axis) + _ALONE)


def _way(
    kind: str, sizes: tuple[int, ...], down: tuple[int, ...], across: tuple[int, ...], spans: tuple[Ints, ...]
) -> Way:
    lines = prod(sizes[:-1]) * sizes[-1] // across[0]
    strip = max(1, min(lines, _STRIP // across[7]))
    down = *down, strip
    rows = (_SCRATCH + across[4].bit_length()) * strip + (down[1] + 3) * (kind == "tall")
    # Without padding no kernel reads what it has not written, and the workspace need not be filled.
    return Way(kind, lines, down[0] * down[5], sizes, down, across, spans, rows * across[7], across[7] > across[3])


def _spans(axis: Axis | None) -> tuple[Ints, Ints]:
    return axis.spans if axis else _ALONE


def _kind(height: Axis | None, width: Axis, inner: int) -> str:
    # A wide pixel is a vector by itself: its windows are combined one by one, as rows are.
    vector = inner >= 8
    if height and height.halves and width.halves and (vector or inner == 1):
        return "pixels" if vector else "squares"
    apart = vector and width.stride > 1 and width.kernel <= 4 * width.stride
    if apart or not _even(width) or (height and not _even(height)):
        return "each"
    return "tall" if height and _is_tall(height) else "short"


def _even(axis: Axis) -> bool:
    """Windows of one length at even steps from 0 or from within the padding; a type may make others of its own."""
    steps = axis.starts[0] + axis.stride * np.arange(axis.out)
    return (
        axis.stride > 0
        and axis.starts[0] <= 0
        and bool(np.all(axis.starts == steps) and np.all(axis.lengths == axis.kernel))
    )


def _is_tall(axis: Axis) -> bool:
    return axis.dilation == 1 and axis.kernel > _TALL[0] * axis.stride + _TALL[1]


def _down(axis: Axis | None, pitch: int) -> tuple[int, ...]:
    if axis is None:
        return pitch, 1, 1, 1, 0, 1, 0, 1
    low, reach = -int(axis.starts[0]), axis.dilation * (axis.kernel - 1) + 1
    stride = max(axis.stride, 1)
    inside, beyond = -(-low // stride), (axis.size + low - reach) // stride + 1
    return pitch, axis.kernel, axis.stride, axis.dilation, low, axis.size, inside, beyond


def _across(axis: Axis, inner: int) -> tuple[int, ...]:
    wide, step = axis.out * inner, axis.dilation * inner
    if not _even(axis):
        taken = axis.size * inner
        return wide, inner, 0, taken, axis.kernel, 0, step, max(wide, taken)
    low = -int(axis.starts[0])
    needed = (axis.out - 1) * axis.stride + axis.dilation * (axis.kernel - 1) + 1
    taken = min(axis.size, needed - low)
    return wide, inner, low * inner, taken * inner, axis.kernel, axis.stride, step, needed * inner
