"""What a pooling costs, so that a page need not start what no one would wait for."""

from math import prod

from pooling import limits
from pooling.placement import Window
from pooling.types import TYPES, Combine


def gathered(window: Window, shape: tuple[int, ...], type: str) -> int:
    """How many taps are gathered to pool one plane: 0 for a type that never gathers them (see Combine)."""
    if TYPES[type].combine is not Combine.NONE:
        return 0
    return prod(window.plan(shape).output_shape) * prod(window.kernel_size)


def affordable(window: Window, shape: tuple[int, ...], planes: int, type: str) -> Window:
    """The window, its stride raised until `planes` planes gather at most limits.GATHERED taps."""
    while planes * gathered(window, shape, type) > limits.GATHERED:
        if max(window.plan(shape).output_shape) == 1:
            break
        strides = tuple(stride + 1 for stride in window.stride)
        window = Window(window.kernel_size, strides, window.padding, window.dilation, window.ceil_mode)
    return window
