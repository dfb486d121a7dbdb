"""The state of the frameworks page: one pool that is meant, read from the address on top of a preset."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from pages._ui import state
from pages._ui.reader import HUGE, Reader
from pooling import code, grids, limits, links
from pooling.frameworks import LABELS, LAYOUTS, PRESETS, TYPES, Ask
from pooling.grids import GridRefused
from pooling.placement import Pairs

MOST = 9  # of a kernel, stride, dilation or padding: enough to leave the grid and what is legal
DTYPES = ("float32", "float64", "int64", "int8")
SPELLINGS = ("", "valid", "VALID", "same", "Same", "SAME")
LARGEST_P = 10
FIRST = "same"  # the preset that a bare address shows

# What a preset sets; an address may say otherwise. own: the settings that are left to each framework.
SETTINGS = (
    "type",
    "kernel",
    "stride",
    "padding",
    "dilation",
    "ceil",
    "pad_counts",
    "param",
    "own",
    "dtype",
    "layout",
    "spelling",
)
_OWN = ("stride", "pad_counts")


@dataclass(frozen=True)
class Asking:
    """ask: what is meant. preset: a key of PRESETS. typed: whether the grid is the learner's own.

    framework: whose windows the stage shows, "" where none was chosen. rank: of the layer whose form is shown.
    script: a key of code.FRAMEWORKS.
    notices: a sentence for everything that the address asked for and cannot have.
    """

    ask: Ask
    preset: str
    typed: bool
    step: int
    predict: bool
    framework: str
    rank: int
    script: str
    lock: frozenset[str]
    notices: tuple[str, ...]

    @property
    def grid(self) -> np.ndarray:
        """The input as rows and columns."""
        return np.atleast_2d(self.ask.x)

    @property
    def typable(self) -> bool:
        """Whether every cell holds a number that a learner may type; NaN is none."""
        return bool((np.abs(self.ask.x) < 10**limits.GRID_DIGITS).all())


def read() -> Asking:
    """Return the state that the address asks for."""
    asked = st.query_params.to_dict()
    naming = Reader(asked)
    preset = naming.word("preset", PRESETS, FIRST, "comparison")
    ask = PRESETS[preset].ask
    reader = Reader({**texts(ask), **asked}, naming.notices)
    x, typed = _grid(reader, ask)
    now = _ask(reader, _own(asked, ask), x)
    return Asking(
        ask=now,
        preset=preset,
        typed=typed,
        step=reader.whole("step", 0, 0, HUGE),
        predict=reader.predict(),
        framework=reader.word("framework", ("", *LABELS), ""),
        rank=reader.whole("rank", now.rank, 1, 3, "number of axes"),
        script=reader.word("script", code.FRAMEWORKS, code.FRAMEWORKS[0]),
        lock=state.locks(),
        notices=tuple(reader.notices),
    )


def _ask(reader: Reader, own: frozenset[str], x: np.ndarray) -> Ask:
    counts = reader.flag("pad_counts")
    stride = _numbers(reader, "stride", x.ndim)
    return Ask(
        x,
        reader.word("type", TYPES, "max", "pool of these frameworks"),
        _numbers(reader, "kernel", x.ndim),
        None if "stride" in own else stride,
        _padding(reader, x.ndim),
        dilation=_numbers(reader, "dilation", x.ndim),
        ceil=reader.flag("ceil"),
        pad_counts=None if "pad_counts" in own else counts,
        param=reader.decimal("param", 2, (1, LARGEST_P), 1, "p of Lp"),
        layout=reader.word("layout", LAYOUTS, "last"),
        spelling=reader.word("spelling", SPELLINGS, ""),
    )


def _own(asked: Mapping[str, str], ask: Ask) -> frozenset[str]:
    """Return which settings are left to each framework: a number in the address is not, unless it says so too."""
    if "own" in asked:
        return frozenset(asked["own"].split(",")) & set(_OWN)
    return frozenset(name for name in _OWN if getattr(ask, name) is None and name not in asked)


def _numbers(reader: Reader, name: str, rank: int) -> tuple[int, ...]:
    """Return one number per axis, clamped; of settings for rows and columns a single row takes the columns'."""
    asked = reader.ints(name) or (1,)
    kept = tuple(min(max(value, 1), MOST) for value in _spread(asked, rank))
    if kept != _spread(asked, rank):
        reader.notices.append(f"The {name} lies between 1 and {MOST} here; {'x'.join(map(str, kept))} is used.")
    return kept


def _padding(reader: Reader, rank: int) -> Pairs | str:
    padding = reader.padding()
    if isinstance(padding, str):
        return padding
    kept = tuple((min(max(low, 0), MOST), min(max(high, 0), MOST)) for low, high in _spread(padding, rank))
    if kept != _spread(padding, rank):
        reader.notices.append(f"The padding lies between 0 and {MOST} cells here; the nearest is used.")
    return kept


def _spread(values: tuple[Any, ...], rank: int) -> tuple[Any, ...]:
    return (values[:1] * (rank - len(values)) + values)[-rank:]


# ---- the input ---------------------------------------------------------------------------------------------


def _grid(reader: Reader, ask: Ask) -> tuple[np.ndarray, bool]:
    """Return the input in the asked dtype, and whether it was typed; a single row has one axis."""
    x, typed = ask.x, False
    if "grid" in reader.asked:
        try:
            x, typed = grids.parse(reader.asked["grid"]), True
        except GridRefused as refused:
            reader.notices.append(f"{refused} The comparison's own grid is shown instead.")
    plane = x[0] if x.ndim == 2 and len(x) == 1 else x
    return _in_dtype(reader, plane, reader.word("dtype", DTYPES, "float32")), typed


def _in_dtype(reader: Reader, x: np.ndarray, dtype: str) -> np.ndarray:
    if np.dtype(dtype).kind == "f":
        return x.astype(dtype)
    if not np.isfinite(x).all():
        reader.notices.append(f"{dtype} knows neither NaN nor infinity; float32 is used.")
        return x.astype(np.float32)
    limits = np.iinfo(dtype)
    kept = np.trunc(np.clip(x, limits.min, limits.max)).astype(dtype)
    if (kept != x).any():
        low, high = f"{limits.min:,}".replace("-", "−"), f"{limits.max:,}"
        reader.notices.append(f"{dtype} holds whole numbers from {low} to {high}; the grid's others are cut.")
    return kept


# ---- the address -------------------------------------------------------------------------------------------


def texts(ask: Ask) -> dict[str, str]:
    """Return how an address spells what is meant."""
    own = [name for name in _OWN if getattr(ask, name) is None]
    numbers = {
        "kernel": links.spell(ask.kernel, apart=False),
        "dilation": links.spell(ask.dilation, apart=False),
        "padding": links.spell_padding(ask.padding, apart=False),
        **({} if ask.stride is None else {"stride": links.spell(ask.stride, apart=False)}),
        **({} if ask.pad_counts is None else {"pad_counts": str(int(ask.pad_counts))}),
    }
    words = {"type": ask.type, "dtype": ask.x.dtype.name, "layout": ask.layout, "spelling": ask.spelling}
    return {**numbers, **words, "ceil": str(int(ask.ceil)), "param": f"{ask.param:g}", "own": ",".join(own) or "none"}


def canonical(now: Asking) -> dict[str, str]:
    """Return the shortest parameters that show the same thing."""
    here, there = texts(now.ask), texts(PRESETS[now.preset].ask)
    more = {
        "preset": (now.preset, FIRST),
        "grid": (grids.unparse(now.grid) if now.typed else "", ""),
        "step": (str(now.step), "0"),
        "framework": (now.framework, ""),
        "rank": (str(now.rank), str(now.ask.rank)),
        "script": (now.script, code.FRAMEWORKS[0]),
    }
    return state.shortest({name: (text, there.get(name, "")) for name, text in here.items()} | more)
