"""What a pooling costs, so that a page need not start what no one would wait for."""

from math import prod

from pooling import limits
from pooling.placement import Window
from pooling.types import TYPES


def gathered(window: Window, shape: tuple[int, ...], type: str, seed: int | None = None) -> int:
    """How many taps are gathered to pool one plane: 0 for a type that never gathers them."""
    return TYPES[type].gathered(window.plan(shape), 1, seed)


def work(window: Window, shape: tuple[int, ...]) -> int:
    """Elements of one plane's output times the taps of its window, one axis after the other."""
    return prod(window.plan(shape).output_shape) * sum(window.kernel_size)


def excess(window: Window, shape: tuple[int, ...], planes: int, type: str, seed: int | None = None) -> str:
    """What is too much about pooling `planes` planes, with its limit; "" where nothing is."""
    taps = planes * gathered(window, shape, type, seed)
    if taps > limits.GATHERED:
        return f"{taps:,} numbers of single windows; the limit is {limits.GATHERED:,}"
    steps = planes * work(window, shape)
    return f"{steps:,} numbers; the limit is {limits.WORK:,}" if steps > limits.WORK else ""


def affordable(window: Window, shape: tuple[int, ...], planes: int, type: str, seed: int | None = None) -> Window:
    """The window, its stride raised until `planes` planes stay within limits.GATHERED and limits.WORK."""
    while excess(window, shape, planes, type, seed):
        if max(window.plan(shape).output_shape) == 1:
            break
        strides = tuple(stride + 1 for stride in window.stride)
        window = Window(window.kernel_size, strides, window.padding, window.dilation, window.ceil_mode)
    return window


def granted(
    window: Window, shape: tuple[int, ...], planes: int, type: str, seed: int | None = None
) -> tuple[Window, str]:
    """The affordable window, and the sentence that says what was too much; "" where nothing was."""
    nearest = affordable(window, shape, planes, type, seed)
    if nearest == window:
        return window, ""
    much = excess(window, shape, planes, type, seed)
    told = f"At stride {window.stride[0]}, {TYPES[type].label} pooling has to look at {much}"
    return nearest, f"{told}. Stride {nearest.stride[0]} is used."
