"""A pool as an address of the app: each setting spelled as the pages read it."""

from collections.abc import Mapping
from urllib.parse import urlencode

import numpy as np

from pooling import grids
from pooling.apply import Pooled
from pooling.placement import Pairs, Window
from pooling.types import TYPES

LARGEST_SEED = 9999  # a seed of an address is a number that can be read out in class

_LOCAL = "http://127.0.0.1:8501"  # where `streamlit run app.py` answers


def link(pooled: Pooled, base: str = _LOCAL, *, page: str = "windows", embed: bool = False) -> str:
    """Return the address at which the app under `base` shows this pool of one small 1D or 2D grid.

    embed: without navigation, for an IFrame. As on the pages, a cell is rounded to 6 decimals and param to 2.
    ValueError for what no address can say: other places than Window, more axes, a grid beyond limits.GRID_SIDE,
    a stride beyond the cells, a seed above 9999.
    """
    window, grid = _shown(pooled)
    apart = _uneven(window) or (len(grid) == 1 and window.rank == 2)
    pairs = texts(window, pooled.type.name, pooled.param, pad_counts=pooled.count_include_pad, apart=apart)
    asked = {name: text for name, (text, default) in pairs.items() if text != default}
    _check(pooled, window, "stride" in asked)
    asked["grid"] = grids.unparse(grid)
    grids.parse(asked["grid"])  # says what a page could not read
    if pooled.seed is not None and pooled.type.seeded:
        asked["seed"] = str(pooled.seed)
    if embed:
        asked["embed"] = "true"
    return f"{base.rstrip('/')}/{page}?{query(asked)}"


def texts(
    window: Window, type: str, param: float | None, *, pad_counts: bool, apart: bool, kernel: str = "2"
) -> dict[str, tuple[str, str]]:
    """Return the (text, default) of each parameter that says how is pooled.

    apart: every axis is spelled out. kernel: the default of the page that reads it.
    """
    return {
        "type": (type, "max"),
        "kernel": (spell(window.kernel_size, apart=apart), kernel),
        "stride": (spell(window.stride, apart=apart), spell(window.kernel_size, apart=apart)),
        "padding": (spell_padding(window.padding, apart=apart), "valid"),
        "dilation": (spell(window.dilation, apart=apart), spell((1,) * window.rank, apart=apart)),
        "ceil": (str(int(window.ceil_mode)), "0"),
        "pad_counts": (str(int(pad_counts)), "0"),
        "param": (_spell_param(type, param), ""),
    }


def spell(values: tuple[int, ...], *, apart: bool) -> str:
    """Return the address text of one setting: "2", or "2x2" where settings are given per axis."""
    return "x".join(str(value) for value in values) if apart or len(set(values)) > 1 else str(values[0])


def spell_padding(padding: Pairs | str, *, apart: bool) -> str:
    """Return the address text of a padding: a word, "1", "1x0" or "0:1x1:1"."""
    if isinstance(padding, str):
        return padding
    if all(low == high for low, high in padding):
        return spell(tuple(low for low, _ in padding), apart=apart)
    return "x".join(f"{low}:{high}" for low, high in padding)


def query(parameters: Mapping[str, str]) -> str:
    """Return the query string, with the marks of grids and pairs left readable."""
    return urlencode(parameters, safe=",;:")


def _spell_param(type: str, param: float | None) -> str:
    """Return the type's own number, "" where it is the type's default or there is none."""
    own = TYPES[type].param
    return "" if own is None or param in (None, own.default) else grids.spell(param, 2)


def _shown(pooled: Pooled) -> tuple[Window, grids.Grid]:
    """Return the window and the grid (rows, columns) of a page that shows the same pool."""
    window = pooled.place
    if not isinstance(window, Window):
        raise ValueError(f"a link shows a Window, got {window!r}")
    if pooled.input.ndim != window.rank or window.rank > 2:
        raise ValueError(f"a link shows one plane of 1 or 2 axes, got an input of shape {pooled.input.shape}")
    grid = np.atleast_2d(pooled.input).astype(np.float64)
    if window.rank == 1 and _uneven(window):
        # An address that gives edges apart speaks of two axes.
        sizes = (1, window.kernel_size[0]), (1, window.stride[0])
        window = Window(*sizes, ((0, 0), *_pairs(window)), (1, window.dilation[0]), window.ceil_mode)
    return window, grid


def _uneven(window: Window) -> bool:
    """Whether settings differ between the axes or between the edges of one."""
    pairs = _pairs(window)
    edges = any(low != high for low, high in pairs)
    return edges or any(len(set(values)) > 1 for values in (window.kernel_size, window.stride, window.dilation, pairs))


def _pairs(window: Window) -> Pairs:
    return () if isinstance(window.padding, str) else window.padding


def _check(pooled: Pooled, window: Window, asks_stride: bool) -> None:
    cells = pooled.plan.input_shape
    for axis, (step, size) in enumerate(zip(window.stride[-len(cells) :], cells, strict=True)):
        if asks_stride and step > size:
            raise ValueError(f"stride must be at most the {size} cells of axis {axis} in a link, got {step}")
    if pooled.type.seeded and (pooled.seed or 0) > LARGEST_SEED:
        raise ValueError(f"seed must be at most {LARGEST_SEED} in a link, got {pooled.seed}")
