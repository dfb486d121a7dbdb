"""What a control may offer: the legal ranges around a window, and the nearest legal window to what was asked.

House legality itself is `Window` and `Window.plan`; nothing here is legal that they refuse.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from pooling.placement import LARGEST, Pairs, Window, lay


class Ranges(NamedTuple):
    """Legal (lowest, highest) per axis of each setting while the others stay as they are."""

    kernel: Pairs
    stride: Pairs
    dilation: Pairs
    padding: Pairs


def legal_ranges(window: Window, shape: Sequence[int]) -> Ranges:
    """What controls may offer around a window that is legal on `shape`; ValueError if it is not.

    Every whole number from lowest to highest is legal. Where nothing else limits a value (a kernel under
    "same"), the size does, or the value that is there; a stride above the size tells nothing new. Padding
    means the same number on both sides: (0, 0) where no such number is legal.
    """
    window.plan(shape)
    axes = [_axis_ranges(window, index, int(size)) for index, size in enumerate(shape)]
    return Ranges(*(tuple(pairs) for pairs in zip(*axes, strict=True)))


def edge_range(window: Window, size: int, axis: int, side: int) -> tuple[int, int]:
    """Legal (lowest, highest) of one edge's explicit padding on an axis of `size`; side 0 low, 1 high."""
    if isinstance(window.padding, str):
        raise ValueError(f"only explicit padding has edges of its own, got {window.padding!r}")
    kernel, stride, dilation = window.kernel_size[axis], window.stride[axis], window.dilation[axis]
    pair = window.padding[axis]

    def legal(value: int) -> bool:
        padding = (value, int(pair[1])) if side == 0 else (int(pair[0]), value)
        return not lay(size, kernel, stride, padding, dilation, window.ceil_mode).refusal

    return _run(int(pair[side]), 0, dilation * (kernel - 1), legal)


def nearest_legal(
    kernel_size: Sequence[int],
    stride: Sequence[int],
    padding: Pairs | str,
    dilation: Sequence[int],
    ceil_mode: bool,
    shape: Sequence[int],
) -> tuple[Window, tuple[str, ...]]:
    """The nearest Window that is legal on `shape`, and a sentence for each thing that was changed.

    All settings are per axis; what is legal comes back as it is, with no sentence, but for a dilation above the cells
    of its axis: some windows between those that are laid read nothing then, and maxblur pools these too. Dilation
    gives way before the kernel, the kernel before the input, and padding to both.
    """
    said: list[str] = []
    pads = [padding] * len(shape) if isinstance(padding, str) else list(padding)
    axes = []
    for index, size in enumerate(shape):
        raw = kernel_size[index], stride[index], pads[index], dilation[index]
        axes.append(_mend(raw, ceil_mode, size, _cells(size, index, len(shape)), said))
    kernel, steps, pairs, spread = (tuple(values) for values in zip(*axes, strict=True))
    window = Window(kernel, steps, padding if isinstance(padding, str) else pairs, spread, ceil_mode)
    return window, tuple(dict.fromkeys(said))


def _axis_ranges(window: Window, index: int, n: int) -> Iterator[tuple[int, int]]:
    k, s, d = window.kernel_size[index], window.stride[index], window.dilation[index]
    pad = window.padding if isinstance(window.padding, str) else window.padding[index]

    def legal(k: int = k, s: int = s, d: int = d, pad: tuple[int, int] | str = pad) -> bool:
        below = isinstance(pad, str) or max(pad) <= d * (k - 1)
        return below and not lay(n, k, s, pad, d, window.ceil_mode).refusal

    room = n if isinstance(pad, str) else n + sum(pad)
    yield _run(k, 1, max(k, room), lambda value: legal(k=value))
    shortest, longest = _run(s, 1, max(s, n), lambda value: legal(s=value))
    yield shortest, max(shortest, min(longest, n))
    yield _run(d, 1, max(d, n), lambda value: legal(d=value))
    laid = lay(n, k, s, pad, d, window.ceil_mode)
    most = d * (k - 1)
    nearby = (max(laid.low, laid.high), *range(most, -1, -1))
    start = next((value for value in nearby if legal(pad=(value, value))), None)
    yield (0, 0) if start is None else _run(start, 0, most, lambda value: legal(pad=(value, value)))


def _run(start: int, lowest: int, highest: int, legal: Callable[[int], bool]) -> tuple[int, int]:
    """The unbroken stretch of legal values around `start`."""
    low = high = start
    while low > lowest and legal(low - 1):
        low -= 1
    while high < highest and legal(high + 1):
        high += 1
    return low, high


def _cells(size: int, index: int, rank: int) -> str:
    names = {1: ("value",), 2: ("row", "column"), 3: ("slice", "row", "column")}[rank]
    return f"{size} {names[index]}" + ("s" if size > 1 else "")


def _mend(
    raw: tuple[int, int, tuple[int, int] | str, int], ceil_mode: bool, n: int, cells: str, said: list[str]
) -> tuple[int, int, tuple[int, int] | str, int]:
    k = _at_least("Kernel", raw[0], 1, said)
    s = _at_least("Stride", raw[1], 1, said)
    d = _at_least("Dilation", raw[3], 1, said)
    pad = raw[2]
    if not isinstance(pad, str):
        pad = _at_least("Padding", pad[0], 0, said), _at_least("Padding", pad[1], 0, said)
    if pad == "valid" or not isinstance(pad, str):
        k, d = _fit(k, d, n + (0 if isinstance(pad, str) else sum(pad)), cells, said)
    clipped = _below_kernel(pad, k, d)
    if lay(n, k, s, clipped, d, ceil_mode).refusal or (k > 1 and d > n):
        # Any n cells in a row hold a tap of a window whose taps lie at most n apart.
        said.append(f"Dilation {d} steps over all of {cells}; {n} is used.")
        d = n
        clipped = _below_kernel(pad, k, d)
    if clipped != pad:
        said.extend(
            f"Padding must stay below the kernel, so {new} is used instead of {old}."
            for new, old in zip(clipped, pad, strict=True)
            if new != old
        )
    return k, s, clipped, d


def _fit(k: int, d: int, room: int, cells: str, said: list[str]) -> tuple[int, int]:
    where = cells if cells.startswith(f"{room} ") else f"{cells} with the padding"
    if d > 1 and d * (k - 1) + 1 > room:
        fitting = max(1, (room - 1) // (k - 1))
        said.append(f"Kernel {k} with dilation {d} does not fit {where}; dilation {fitting} is used.")
        d = fitting
    if d * (k - 1) + 1 > room:
        said.append(f"Kernel {k} does not fit {where}; {room} is used.")
        k = room
    return k, d


def _below_kernel(pad: tuple[int, int] | str, k: int, d: int) -> tuple[int, int] | str:
    most = d * (k - 1)
    return pad if isinstance(pad, str) else (min(pad[0], most), min(pad[1], most))


def _at_least(name: str, value: int, lowest: int, said: list[str]) -> int:
    nearest = min(max(value, lowest), LARGEST)
    if nearest > value:
        said.append(f"{name} must be at least {lowest}, so {lowest} is used instead of {value}.")
    elif nearest < value:
        said.append(f"{name} must be at most {LARGEST}, so {LARGEST} is used instead of {value}.")
    return nearest
