"""Reads one parameter of an address after the other: what is unreadable falls back, what is out of range is clamped."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pooling import TYPES, Window, grids, limits
from pooling.grids import GridRefused
from pooling.legal import nearest_legal
from pooling.placement import PADDING_WORDS

HUGE = 10**6  # readable numbers are cut to this before they are clamped to what is legal
_INTS = re.compile(r"[+-]?\d{1,40}(x[+-]?\d{1,40}){0,2}", re.ASCII)
_PAIRS = re.compile(r"\d{1,40}:\d{1,40}(x\d{1,40}:\d{1,40}){0,2}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?", re.ASCII)


@dataclass
class Reader:
    """Reads parameters one by one and gathers what has to be said."""

    asked: Mapping[str, str]
    notices: list[str] = field(default_factory=list)

    def _say(self, name: str, text: str, what: str) -> None:
        shown = text if len(text) <= 24 else text[:24] + "..."
        self.notices.append(f'"{shown}" is no {name} that this page knows; {what}.')

    def word(self, name: str, words: Any, default: str, label: str = "") -> str:
        """Return the asked word if it is one of words, else the default; label: what a learner calls it."""
        text = self.asked.get(name, default)
        if text in words:
            return text
        self._say(label or name, text, f"{default} is shown")
        return default

    def whole(self, name: str, default: int, low: int, high: int, label: str = "") -> int:
        """Return the asked whole number, clamped to low..high; label: what a learner calls it."""
        values = self.ints(name)
        value = default if values is None else values[0]
        clamped = min(max(value, low), high)
        if clamped != value:
            self.notices.append(
                f"The {label or name} lies between {low} and {high}; {clamped} is used instead of {value:,}."
            )
        return clamped

    def decimal(self, name: str, default: float, bounds: tuple[float, float], step: float, label: str) -> float:
        """Return the asked number, moved to the nearest step within bounds; label: what a learner calls it."""
        text = self.asked.get(name)
        if text is None:
            return default
        if not _DECIMAL.fullmatch(text):
            self._say(label, text, f"{default:g} is used")
            return default
        low, high = bounds
        nearest = min(max(round(round(float(text) / step) * step, 6), low), high) + 0.0  # + 0.0: no -0.0
        if nearest != float(text):
            self.notices.append(f"The {label} goes from {low:g} to {high:g} by {step:g}; {nearest:g} is used.")
        return nearest

    def param(self, type: str) -> float | None:
        """Return the asked number of a pooling type, clamped to what is legal; None for a type that has none."""
        own = TYPES[type].param
        if own is None:
            return None
        step = 1 if own.whole else 0.01
        return self.decimal("param", own.default, (own.lowest, own.highest), step, f"{own.name} of {TYPES[type].label}")

    def draw(self, type: str, largest: int) -> int | None:
        """Return the asked seed for a type that a seed makes a draw; None where the address has none."""
        return self.whole("seed", 0, 0, largest) if TYPES[type].seeded and "seed" in self.asked else None

    def ints(self, name: str) -> tuple[int, ...] | None:
        """Return the asked whole numbers ("3", "2x3"), or None where none or nothing readable is asked."""
        text = self.asked.get(name)
        if text is None:
            return None
        if not _INTS.fullmatch(text):
            self._say(name, text, "the default is used")
            return None
        return tuple(max(-HUGE, min(HUGE, int(part))) for part in text.split("x"))

    def flag(self, name: str) -> bool:
        """Return whether 1 is asked; 0 is the default."""
        return self.word(name, ("0", "1"), "0") == "1"

    def predict(self) -> bool:
        """Return whether answers are covered until they are predicted."""
        return self.word("mode", ("explore", "predict"), "explore") == "predict"

    def padding(self) -> str | tuple[tuple[int, int], ...]:
        """Return a padding word or (low, high) pairs, one or several; "valid" by default."""
        text = self.asked.get("padding", "valid").lower()
        if text in PADDING_WORDS:
            return text
        if _PAIRS.fullmatch(text):
            pairs = (part.split(":") for part in text.split("x"))
            return tuple((min(HUGE, int(low)), min(HUGE, int(high))) for low, high in pairs)
        values = self.ints("padding")
        return "valid" if values is None else tuple((value, value) for value in values)

    def grid(self, source: str, seed: int) -> tuple[np.ndarray, bool]:
        """Return the asked grid and whether it was typed; the source's where none can be read."""
        text = self.asked.get("grid")
        if text is not None:
            try:
                return grids.parse(text), True
            except GridRefused as refused:
                self.notices.append(f'{refused} "{grids.PRESETS[source].label}" is shown instead.')
        return grids.preset(source, seed, self._size()), False

    def _size(self) -> tuple[int, int] | None:
        """Return the asked (rows, columns) of a preset, or None for its own size."""
        sides = _per_axis(self.ints("size") or (), 2)
        if not sides:
            return None
        clamped = tuple(min(max(side, 1), limits.GRID_SIDE) for side in sides)
        if clamped != sides:
            self.notices.append(
                f"A grid has 1 to {limits.GRID_SIDE} cells a side; {clamped[0]} x {clamped[1]} is shown."
            )
        return clamped[0], clamped[1]

    def window(self, shape: tuple[int, ...], kernel_size: int = 2, largest: int = HUGE) -> tuple[Window, bool]:
        """Return the nearest legal Window on (rows, columns), and whether settings are given per axis.

        A shape of one or three sizes is that of a signal or a volume: its window has as many axes.
        kernel_size: where none is asked. largest: of a kernel, along an axis.
        """
        kernel = self._kernel(kernel_size, largest)
        asked = self.ints("stride")
        stride = kernel if asked is None else asked
        dilation = self.ints("dilation") or (1,)
        padding = self.padding()
        pairs = padding if isinstance(padding, tuple) else ()
        apart = max(map(len, (kernel, stride, dilation, pairs))) > 1 or any(low != high for low, high in pairs)
        rank = 1 if len(shape) == 2 and shape[0] == 1 and not apart else len(shape)
        window, said = nearest_legal(
            _per_axis(kernel, rank),
            self._stride(_per_axis(stride, rank), shape[-rank:]) if asked else _per_axis(kernel, rank),
            padding if isinstance(padding, str) else _per_axis(padding, rank),
            _per_axis(dilation, rank),
            self.flag("ceil"),
            shape[-rank:],
        )
        self.notices.extend(said)
        if asked is None:  # it follows the kernel, also where that had to give way
            window = Window(window.kernel_size, None, window.padding, window.dilation, window.ceil_mode)
        return window, apart or _uneven(window)

    def _stride(self, asked: tuple[int, ...], shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return the stride of each axis, cut to its cells: beyond them nothing is left to step over."""
        stride = tuple(min(step, cells) for step, cells in zip(asked, shape, strict=True))
        for step, cells in zip(asked, shape, strict=True):
            if step > cells:
                self.notices.append(f"A stride of {step:,} steps over all {cells} cells; {cells} is used.")
        return stride

    def _kernel(self, default: int, largest: int) -> tuple[int, ...]:
        asked = self.ints("kernel") or (default,)
        kernel = tuple(min(cells, largest) for cells in asked)
        if kernel != asked:
            self.notices.append(
                f"A kernel has at most {largest} cells a side here, not {max(asked):,}; {largest} is used."
            )
        return kernel


def _per_axis(values: tuple[Any, ...], rank: int) -> tuple[Any, ...]:
    return (values + values[-1:] * rank)[:rank]


def _uneven(window: Window) -> bool:
    settings: list[Any] = [window.kernel_size, window.stride, window.dilation]
    if not isinstance(window.padding, str):
        settings.append(window.padding)
    return any(len(set(values)) > 1 for values in settings)
