"""The address is the state: each run reads it, clamps it and says what it changed; callbacks only write it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

import numpy as np
import streamlit as st

from pages._ui.reader import HUGE, Reader
from pooling import TYPES, Pooled, Window, grids, links, pool
from pooling.legal import nearest_legal

# Parameters that travel along when the page changes: the pooling everywhere, the grid between pages that show one.
POOLING = ("type", "kernel", "stride", "padding", "dilation", "ceil", "pad_counts", "tie", "param", "mode")
SHARED = (*POOLING, "grid", "source", "size", "seed")


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
    predict: answers are covered until a learner has predicted them.
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
    predict: bool = False
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
    st.session_state.pop(_BEHIND, None)
    reader = Reader({**(defaults or {}), **st.query_params.to_dict()})
    source = reader.word("source", grids.PRESETS, (defaults or {}).get("source", "article"))
    seed = reader.whole("seed", 0, 0, links.LARGEST_SEED)
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
        draw=reader.draw(type, links.LARGEST_SEED),
        apart=apart,
        predict=reader.predict(),
        lock=locks(),
        asked=reader.asked,
        notices=tuple(reader.notices),
    )


def locks() -> frozenset[str]:
    """Return the names of the controls that the address hides; a wall shows no tools, and its link says the mode."""
    away = {"tools", "mode"} if st.query_params.get("view") == "projector" else set()
    return (frozenset(st.query_params.get("lock", "").split(",")) | away) - {""}


# ---- writing -----------------------------------------------------------------------------------------------


_WRITTEN = "written"
_LATE = 16  # so many addresses of before are known again


def write(**changes: str | None) -> None:
    """Change parameters of the address; None takes one out. The chosen window stays where it is."""
    asked = latest()
    asked.update({name: text for name, text in changes.items() if text is not None})
    for name in [name for name, text in changes.items() if text is None]:
        asked.pop(name, None)
    _put(asked)
    _remember()


def clear() -> None:
    """Go back to the defaults of the page, or of its part; what a teacher locked stays locked and keeps its value."""
    kept = {name: text for name, text in latest().items() if name in {"lock", "view", "part", *locks()}}
    st.session_state.pop(_CARRIED, None)
    _put(kept)


def latest() -> dict[str, str]:
    """Return the address that a change starts from.

    With each change the browser sends its address. On a slow network it may not have heard of the change before, which
    would be undone: an address that we have replaced since is the browser being late.
    """
    asked = st.query_params.to_dict()
    written, replaced = st.session_state.get(_WRITTEN, (asked, ()))
    return dict(written) if asked in replaced else asked


def _put(address: dict[str, str]) -> None:
    _, replaced = st.session_state.get(_WRITTEN, ({}, ()))
    st.session_state[_WRITTEN] = address, (*replaced, st.query_params.to_dict())[-_LATE:]
    st.query_params.from_dict(address)


def _hear() -> None:
    """Take an address that nobody wrote here (a link, Back) as it is: from now on it is not late."""
    asked = st.query_params.to_dict()
    if st.session_state.get(_WRITTEN, (asked, ()))[0] != asked:
        st.session_state[_WRITTEN] = asked, ()


def pooling_texts(now: Placed, kernel: str = "2") -> dict[str, tuple[str, str]]:
    """Return the (text, default) of each parameter that says how is pooled; kernel: the page's default."""
    return links.texts(now.window, now.type, now.param, pad_counts=now.pad_counts, apart=now.apart, kernel=kernel)


def shortest(texts: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return the parameters whose text is not the default, and those of the address that every page keeps."""
    kept = {name: st.query_params[name] for name in ("tie", "lock", "view") if name in st.query_params}
    if st.query_params.get("mode") == "predict":
        kept["mode"] = "predict"
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


# ---- from page to page -------------------------------------------------------------------------------------

_CARRIED = "carried"


def carry(page: str, shared: tuple[str, ...] = SHARED) -> None:
    """Bring shared parameters along when the learner comes from another page with none in the address.

    shared: those that this page uses; the others wait for the next page that does.
    """
    _hear()
    before = st.session_state.get(_CARRIED, {"page": page, "parameters": {}})
    if before["page"] != page and not st.query_params:
        waiting = before["parameters"].items()
        _put({name: text for name, text in waiting if name in shared})
    st.session_state[_CARRIED] = {**before, "page": page, "shared": shared}
    _remember()


def came_from() -> str:
    """Return the page that was open before, "" where the address alone says what is shown."""
    return "" if st.query_params else str(st.session_state.get(_CARRIED, {}).get("page", ""))


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


# ---- widgets -----------------------------------------------------------------------------------------------

_REPLACED = "replaced"
_BEHIND = "behind"
_REACTION = 0.4  # seconds in which nobody answers what a screen has just begun to show


def on_change(key: str, spell_value: Callable[[Any], dict[str, str | None]]) -> Callable[[], None]:
    """Return a widget's callback that writes what spell_value makes of the widget's value."""
    return when_changed(key, lambda: write(**spell_value(st.session_state[key])))


def when_changed(key: str, act: Callable[[], None]) -> Callable[[], None]:
    """Return a widget's callback that acts when the learner has changed the widget.

    With each change the browser sends what all widgets show. It may not show yet what a change before has set anew (the
    stride follows the kernel): Streamlit takes the old value for a change.
    """

    def changed() -> None:
        if not _is_old(key):
            act()

    return changed


def _is_old(key: str) -> bool:
    """Return whether a widget's value is the one before the last that was shown in it, and nobody chose it again.

    That is so as long as the browser has not heard of our last address; and where it has, for as long as nobody can
    have seen the new value and set the old one.
    """
    asked = st.query_params.to_dict()
    written, replaced = st.session_state.get(_WRITTEN, (asked, ()))
    if asked != written and asked in replaced:
        st.session_state[_BEHIND] = True  # also for the callbacks after the first that writes
    before = st.session_state.get(_REPLACED, {}).get(key)
    if before is None or before[0] != st.session_state[key]:
        return False
    return _BEHIND in st.session_state or monotonic() - before[1] < _REACTION


def show_in(key: str, value: Any) -> None:
    """Let a widget show what the address says. An equal value is set too: on another page the widget is a new one."""
    st.session_state.pop(_BEHIND, None)
    _set(key, value)


def empty(key: str) -> None:
    """Let a text field be empty again, from within its callback."""
    _set(key, "")


def _set(key: str, value: Any) -> None:
    replaced = st.session_state.setdefault(_REPLACED, {})
    shown = st.session_state.get(key, value)
    if shown != value:
        replaced[key] = shown, monotonic()
    else:
        replaced.pop(key, None)  # the browser has heard of it
    st.session_state[key] = value
