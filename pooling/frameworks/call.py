"""A call as an engineer writes it, and the same call run: what is read is what is computed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from pooling.frameworks.ask import Array
from pooling.placement import Pairs


class Unsaid(ValueError):
    """A framework has no words for what is meant; the message says so, and what people do instead."""


@dataclass(frozen=True)
class Call:
    """text: the line. run: the dialect's function with the arguments of that line, from tensor to tensor.

    layout: where x has its channels (see LAYOUTS). stride, padding and counted: the windows it lays, to be drawn.
    """

    text: str
    run: Callable[[Array], Any]
    layout: str
    stride: tuple[int, ...]
    padding: Pairs | str
    counted: bool = False

    def tensor(self, plane: Array) -> Array:
        """The plane as a batch of one with one channel, or with a block of four in which it stands four times."""
        if self.layout == "last":
            return plane[None, ..., None]
        if self.layout == "first":
            return plane[None, None]
        return np.repeat(plane[None, None, ..., None], 4, axis=-1)

    def plane(self, answer: Any) -> Array:
        """The way back from `tensor`."""
        values = np.asarray(answer)
        return values[0, 0, ..., 0] if self.layout == "vectors" else self._of_one(values)

    def _of_one(self, values: Array) -> Array:
        return values[0, ..., 0] if self.layout == "last" else values[0, 0]


def written(function: str, *args: object, **kwargs: object) -> str:
    """Return the call's text: F.max_pool2d(x, 3, stride=2)."""
    parts = [_spelled(arg) for arg in args] + [f"{name}={_spelled(value)}" for name, value in kwargs.items()]
    return f"{function}({', '.join(parts)})"


class Name(str):
    """A word in a call that is not quoted."""

    __slots__ = ()


def short(values: tuple[int, ...]) -> int | tuple[int, ...]:
    """One number where all axes have the same."""
    return values[0] if len(set(values)) == 1 else values


def _spelled(value: object) -> str:
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_spelled, value))}]"
    return f"{value:g}" if isinstance(value, float) else str(value)
