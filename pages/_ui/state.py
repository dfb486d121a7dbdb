"""The address is the state: each run reads it, clamps it and says what it changed; callbacks only write it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

import numpy as np
import streamlit as st

from pages._ui.reader import HUGE, Reader
from pooling import TYPES, Pooled, Window, grids, pool
from pooling.legal import nearest_legal
from pooling.placement import Pairs

# Parameters that travel along when the page changes: the pooling everywhere, the grid between pages that show one.
POOLING = ("type", "kernel", "stride", "padding", "dilation", "ceil", "pad_counts", "tie", "param")
SHARED = (*POOLING, "grid", "source", "size", "seed")

LARGEST_SEED = 9999


class Placed(Protocol):
    """What a page's state must know for the shared controls of a pooling: see State."""

    @property
    def type(self) -> str: ...
    @property
    def window(self) -> Window: ...
    @property
    def grid(self) -> np.ndarray: ...
    @property
    def plane(self) -> np.ndarray: ...
    @property
    def pad_counts(self) -> bool: ...
    @property
    def param(self) -> float | None: ...
    @property
    def draw(self) -> int | None: ...
    @property
    def apart(self) -> bool: ...
    @property
    def lock(self) -> frozenset[str]: ...


@dataclass(frozen=True)
class State:
    """One page's state, legal in every part.

    grid is float64 (rows, columns); window has rank 1 where the grid is a single row and nothing is set per axis.
    param is the type's own number, draw the seed of a type that draws. apart: settings are given per axis.
    notices: a sentence for everything that the address asked for and cannot have.
    """

    type: str
    window: Window
    grid: np.ndarray
    source: str
    seed: int
    typed: bool
    step: int
    pad_counts: bool
    param: float | None
    draw: int | None
    apart: bool
    lock: frozenset[str] = frozenset()
    asked: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    @property
    def plane(self) -> np.ndarray:
        """The grid with as many axes as the window pools."""
        return self.grid[0] if self.window.rank == 1 else self.grid

    @property
    def settings(self) -> tuple[object, ...]:
        """All but the grid's values and the chosen window: what the rest of a page around the stage depends on."""
        asked = {name: text for name, text in self.asked.items() if name not in ("grid", "step")}
        return asked, self.typed, self.grid.shape

    def pooled(self) -> Pooled:
        """The grid pooled as the state says."""
        return pool(self.plane, self.window, **how(self))

    def pooled_with(self, padding: str) -> Pooled:
        """The grid pooled with another padding word; the kernel gives way where it does not fit."""
        now = self.window
        shape = self.plane.shape
        window, _ = nearest_legal(now.kernel_size, now.stride, padding, now.dilation, False, shape)
        return pool(self.plane, window, **how(self))


def how(now: Placed) -> dict[str, Any]:
    """Return what `pool` must know beside the array and the place."""
    return {"type": now.type, "param": now.param, "count_include_pad": now.pad_counts, "seed": now.draw}


def read(defaults: Mapping[str, str] | None = None) -> State:
    """Return the state of the current page from its address.

    defaults: what this page uses for a parameter that the address does not have ({"source": "ramp"}).
    """
    reader = Reader({**(defaults or {}), **st.query_params.to_dict()})
    source = reader.word("source", grids.PRESETS, (defaults or {}).get("source", "article"))
    seed = reader.whole("seed", 0, 0, LARGEST_SEED)
    grid, typed = reader.grid(source, seed)
    window, apart = reader.window(grid.shape)
    type = reader.word("type", TYPES, "max")
    return State(
        type=type,
        window=window,
        grid=grid,
        source=source,
        seed=seed,
        typed=typed,
        step=reader.whole("step", 0, 0, HUGE),
        pad_counts=reader.flag("pad_counts"),
        param=reader.param(type),
        draw=reader.draw(type, LARGEST_SEED),
        apart=apart,
        lock=locks(),
        asked=reader.asked,
        notices=tuple(reader.notices),
    )


def locks() -> frozenset[str]:
    """Return the names of the controls that the address hides."""
    return frozenset(st.query_params.get("lock", "").split(",")) - {""}


# ---- writing -----------------------------------------------------------------------------------------------


def write(**changes: str | None) -> None:
    """Change parameters of the address; None takes one out. The chosen window stays where it is."""
    asked = st.query_params.to_dict()
    asked.update({name: text for name, text in changes.items() if text is not None})
    for name in [name for name, text in changes.items() if text is None]:
        asked.pop(name, None)
    st.query_params.from_dict(asked)
    _remember()


def clear() -> None:
    """Go back to the page's defaults; what a teacher locked stays locked and keeps its value."""
    kept = {name: text for name, text in st.query_params.items() if name in {"lock", "view", *locks()}}
    st.session_state.pop(_CARRIED, None)
    st.query_params.from_dict(kept)


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


def pooling_texts(now: Placed, kernel: str = "2") -> dict[str, tuple[str, str]]:
    """Return the (text, default) of each parameter that says how is pooled; kernel: the page's default."""
    window, apart = now.window, now.apart
    return {
        "type": (now.type, "max"),
        "kernel": (spell(window.kernel_size, apart=apart), kernel),
        "stride": (spell(window.stride, apart=apart), spell(window.kernel_size, apart=apart)),
        "padding": (spell_padding(window.padding, apart=apart), "valid"),
        "dilation": (spell(window.dilation, apart=apart), "1x1" if apart else "1"),
        "ceil": (str(int(window.ceil_mode)), "0"),
        "pad_counts": (str(int(now.pad_counts)), "0"),
        "param": (_param_text(now), ""),
    }


def _param_text(now: Placed) -> str:
    """Return the type's own number, "" where it is the type's default or there is none."""
    own = TYPES[now.type].param
    return "" if own is None or now.param in (None, own.default) else f"{now.param:g}"


def shortest(texts: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return the parameters whose text is not the default, and those of the address that every page keeps."""
    kept = {name: st.query_params[name] for name in ("tie", "mode", "lock", "view") if name in st.query_params}
    return {**{name: text for name, (text, default) in texts.items() if text != default}, **kept}


def canonical(state: State, defaults: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the shortest parameters that show the same thing: what is legal now, without the defaults."""
    default_source = (defaults or {}).get("source", "article")
    return shortest(
        {
            **pooling_texts(state),
            "grid": (grids.unparse(state.grid) if state.typed else "", ""),
            "source": ("" if state.typed else state.source, "" if state.typed else default_source),
            "size": ("" if state.typed else _size_text(state), ""),
            "seed": (str(state.seed), "" if state.draw is not None else "0"),
            "step": (str(state.step), (defaults or {}).get("step", "0")),
        }
    )


def _size_text(state: State) -> str:
    """Return the size of a preset's grid, "" where it is the preset's own."""
    preset = grids.PRESETS[state.source]
    rows, columns = state.grid.shape
    return "" if (rows, columns) == (preset.rows, preset.columns) else f"{rows}x{columns}"


def query(parameters: Mapping[str, str]) -> str:
    """Return the query string, with the marks of grids and pairs left readable."""
    return urlencode(parameters, safe=",;:")


# ---- from page to page -------------------------------------------------------------------------------------

_CARRIED = "carried"


def carry(page: str, shared: tuple[str, ...] = SHARED) -> None:
    """Bring shared parameters along when the learner comes from another page with none in the address.

    shared: those that this page uses; the others wait for the next page that does.
    """
    before = st.session_state.get(_CARRIED, {"page": page, "parameters": {}})
    if before["page"] != page and not st.query_params:
        waiting = before["parameters"].items()
        st.query_params.from_dict({name: text for name, text in waiting if name in shared})
    st.session_state[_CARRIED] = {**before, "page": page, "shared": shared}
    _remember()


def carried() -> dict[str, str]:
    """Return the parameters that another page may take over."""
    return dict(st.session_state.get(_CARRIED, {}).get("parameters", {}))


def _remember() -> None:
    """Keep what the next page may want: this page's shared parameters, and those that it does not use."""
    carried = st.session_state.get(_CARRIED)
    if carried is None:
        return
    shared = carried["shared"]
    here = {name: st.query_params[name] for name in shared if name in st.query_params}
    others = {name: text for name, text in carried["parameters"].items() if name not in shared}
    st.session_state[_CARRIED] = {**carried, "parameters": here | others}


def on_change(key: str, spell_value: Callable[[Any], dict[str, str | None]]) -> Callable[[], None]:
    """Return a widget callback that writes what spell_value makes of the widget's value."""

    def changed() -> None:
        write(**spell_value(st.session_state[key]))

    return changed


def show_in(key: str, value: Any) -> None:
    """Let a widget show what the address says. An equal value is set too: on another page the widget is a new one."""
    st.session_state[key] = value
