"""What a pooling costs, so that a page need not start what no one would wait for."""

from pooling import limits
from pooling.placement import Window
from pooling.types import TYPES


def gathered(window: Window, shape: tuple[int, ...], type: str, seed: int | None = None) -> int:
    """How many taps are gathered to pool one plane: 0 for a type that never gathers them."""
    return TYPES[type].gathered(window.plan(shape), 1, seed)


def affordable(window: Window, shape: tuple[int, ...], planes: int, type: str, seed: int | None = None) -> Window:
    """The window, its stride raised until `planes` planes gather at most limits.GATHERED taps."""
    while planes * gathered(window, shape, type, seed) > limits.GATHERED:
        if max(window.plan(shape).output_shape) == 1:
            break
        strides = tuple(stride + 1 for stride in window.stride)
        window = Window(window.kernel_size, strides, window.padding, window.dilation, window.ceil_mode)
    return window
