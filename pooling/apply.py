"""pool() and its answer."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from html import escape
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pooling import engine
from pooling.placement import Ints, Place, Plan, Window
from pooling.types import TYPES, PoolingType, Question

Array = NDArray[Any]

_BOOLS = bool, np.bool_
_SHOWN_SIDE = 16  # a notebook shows the values of an output that is at most this wide and high


@dataclass(frozen=True, eq=False)
class Pooled:
    """The answer of `pool`, and the question: `values` has the axes of `input`, the last ones pooled.

    `input` is a read-only view of what was given, not a copy: ask for switches before you change it.
    """

    input: Array = field(repr=False)
    place: Place
    type: PoolingType
    param: float | None
    plan: Plan = field(repr=False)
    values: Array = field(repr=False)
    count_include_pad: bool
    seed: int | None

    @property
    def switches(self) -> Ints | None:
        """Where each value came from: flat index within its plane, of the shape of values.

        The first such tap in row-major order; in a window with NaN, the first NaN. None where the value is
        none of the taps.
        """
        return self._winners[0] if self._winners else None

    @property
    def ties(self) -> Ints | None:
        """How many taps equal the value, the winner included; None where the value is none of the taps.

        Always 1 for a type that picks by place and not by value (subsample, aps, a draw).
        """
        return self._winners[1] if self._winners else None

    def taps(self, window: int) -> Array:
        """The real taps of one window of one plane, (n,), in row-major order; `window` counts from 0, row by row.

        ValueError for an input of several planes or a window that is not there.
        """
        if self.input.ndim != self.place.rank:
            raise ValueError(f"taps are those of one plane, got an input of shape {self.input.shape}")
        if not 0 <= window < self.values.size:
            raise ValueError(f"window must be from 0 to {self.values.size - 1}, got {window}")
        places = zip(np.unravel_index(window, self.plan.output_shape), self.plan.axes, strict=True)
        read: Array = self.input[np.ix_(*(axis.taps[i][axis.real[i]] for i, axis in places))].ravel()
        return read

    @cached_property
    def _winners(self) -> tuple[Ints, Ints] | None:
        layout = engine.Layout.of(self.input, self.place.rank)
        found = self.type.switches(self.question(layout), layout.block(computable(self.values)))
        if found is None:
            return None
        if found[0].size and found[0].min() < 0:
            raise ValueError("the input or the values were changed after pooling: there are no switches to find")
        return layout.plain(found[0]), layout.plain(found[1])

    def question(self, layout: engine.Layout) -> Question:
        """What was asked, as the types and the engine see it."""
        block = layout.block(computable(self.input))
        return Question(block, self.plan, self.param, self.count_include_pad, self.seed)

    def _repr_html_(self) -> str:
        shapes = f"{_times(self.input.shape)} → {_times(self.values.shape)}"
        lines = f"<b>{escape(self.type.label)} pooling</b> {shapes}<br><code>{escape(repr(self.place))}</code>"
        return f"<div>{lines}{_table(self.values)}</div>"


def pool(
    x: ArrayLike,
    place: Place | int | tuple[int, ...],
    *,
    type: str = "max",
    param: float | None = None,
    count_include_pad: bool = False,
    seed: int | None = None,
) -> Pooled:
    """Pool the last `place.rank` axes of x and keep every axis before them; an int or tuple means Window.

    A type that answers one of the taps keeps the dtype; the others make float64 of integers. NaN propagates,
    the first tap wins a tie, padding is never an answer. `param` is the type's own number, its default if None;
    `seed` makes stochastic pooling a draw. ValueError or TypeError for what cannot be done.
    """
    if not isinstance(place, Place):
        place = _square(place) if place.__class__ is int else Window(place)
    if not isinstance(count_include_pad, _BOOLS):
        raise TypeError(f"count_include_pad must be True or False, got {count_include_pad!r}")
    array = _numbers(x, place.rank)
    chosen = _type(type)
    param, seed = _param(chosen, param), _seed(seed)
    plan, layout = _planned(place, array.shape)
    view = engine.read_only(array)
    if not array.flags.c_contiguous:
        layout = engine.Layout.of(array, place.rank)
    ask = Question(layout.block(computable(view)), plan, param, bool(count_include_pad), seed)
    values = layout.plain(chosen.values(ask))
    if array.dtype.char == "e":
        with np.errstate(over="ignore"):
            values = values.astype(np.float16)
    return Pooled(view, place, chosen, param, plan, values, ask.count_include_pad, seed)


# Laying windows takes longer than pooling a small input: what was asked before is looked up.
@lru_cache(maxsize=64)
def _square(kernel: int) -> Window:
    return Window(kernel)


@lru_cache(maxsize=256)
def _planned(place: Place, shape: tuple[int, ...]) -> tuple[Plan, engine.Layout]:
    """The plan, and the layout of an array of this shape whose axes lie in order."""
    lead = len(shape) - place.rank
    return place.plan(shape[lead:]), engine.Layout(shape[:lead], place.rank, False)


def _type(name: str) -> PoolingType:
    if not isinstance(name, str):
        raise TypeError(f"type must be a name, got {name!r}")
    if name not in TYPES:
        raise ValueError(f"type must be one of {', '.join(TYPES)}, got {name!r}")
    return TYPES[name]


def _numbers(x: ArrayLike, rank: int) -> Array:
    array = np.asarray(x)
    if array.dtype.kind not in "fiu" or array.dtype.itemsize > 8:
        raise TypeError(f"x must hold integers or floats of at most 64 bits, got {array.dtype}")
    if array.ndim < rank:
        raise ValueError(f"x must have at least {rank} axes for this place, got shape {array.shape}")
    return array


def computable(array: Array) -> Array:
    """float16 as float32, which the kernels know; everything else as it is."""
    return array.astype(np.float32) if array.dtype.char == "e" else array  # comparing dtypes takes longer


def _param(chosen: PoolingType, param: float | None) -> float | None:
    if chosen.param is None:
        if param is not None:
            raise ValueError(f"{chosen.name} pooling has no param, got {param!r}")
        return None
    if param is None:
        return chosen.param.default
    if isinstance(param, bool | np.bool_) or not isinstance(param, int | float | np.integer | np.floating):
        raise TypeError(f"param must be a number, got {param!r}")
    lowest, highest = chosen.param.lowest, chosen.param.highest
    if not (isfinite(param) and lowest <= param <= highest):
        raise ValueError(f"param {chosen.param.name} must be from {lowest} to {highest}, got {param}")
    if chosen.param.whole and param != int(param):
        raise ValueError(f"param {chosen.param.name} must be a whole number, got {param}")
    return float(param)


def _seed(seed: int | None) -> int | None:
    if seed is None:
        return None
    if isinstance(seed, bool | np.bool_) or not isinstance(seed, int | np.integer):
        raise TypeError(f"seed must be a whole number, got {seed!r}")
    if seed < 0:
        raise ValueError(f"seed must be at least 0, got {seed}")
    return int(seed)


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(str(size) for size in shape)


def _table(values: Array) -> str:
    if values.ndim not in (1, 2) or max(values.shape) > _SHOWN_SIDE:
        return ""
    rows = [
        "<tr>" + "".join(f"<td>{escape(f'{value:.6g}')}</td>" for value in row) + "</tr>"
        for row in np.atleast_2d(values).tolist()
    ]
    return f"<table>{''.join(rows)}</table>"
