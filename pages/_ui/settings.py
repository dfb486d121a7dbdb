"""The controls of the frameworks page: all that can be asked of a framework, legal or not."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import streamlit as st

from pages._ui import asking, controls, state
from pages._ui.asking import MOST, Asking
from pooling import grids, limits, links
from pooling.frameworks import LAYOUTS, PRESETS

_TYPES = {"max": "Max", "average": "Average", "lp": "Lp"}
_OWN = "own"
_PADDINGS = {
    "valid": "Valid: none",
    "same": "Same",
    "same_lower": "Same, odd cell first",
    "explicit": "In numbers",
}
_COUNTS = {_OWN: "As each framework does", "1": "Counts", "0": "Does not count"}
_LAYOUTS = {"last": "Channels last", "first": "Channels first", "vectors": "NCHW_VECT_C"}
_EDGES = ("top", "bottom", "left", "right")


def comparison(now: Asking) -> None:
    """Choose a preset: it sets everything but what is locked."""
    if "preset" in now.lock:
        return
    state.show_in("preset", now.preset)

    def spelled(chosen: str) -> dict[str, str | None]:
        cleared = {*asking.SETTINGS, "grid", "step", "framework", "rank"} - now.lock
        return {**dict.fromkeys(cleared), "preset": None if chosen == asking.FIRST else chosen}

    written = state.on_change("preset", spelled)
    names = {name: preset.label for name, preset in PRESETS.items()}
    st.selectbox("Where they disagree", list(names), key="preset", format_func=names.__getitem__, on_change=written)


def pool(now: Asking) -> None:
    """Choose what is meant: type, kernel, stride and padding in sight, the rest folded away."""
    ask = now.ask
    _choice(now, "type", "Pooling type", _TYPES, ask.type, widget="segmented_control")
    if ask.type == "lp":
        _number(now, "param", "p of Lp", int(ask.param), 1, asking.LARGEST_P, lambda value: {"param": str(value)})
    with controls.row() if len(set(ask.kernel)) == 1 else nullcontext():
        _per_axis(now, "kernel", ask.kernel)
        _stride(now)
    _padding(now)
    if ask.type == "average":
        _counts(now)
    with st.expander("More settings"):
        _per_axis(now, "dilation", ask.dilation)
        if "ceil" not in now.lock:
            state.show_in("ceil", ask.ceil)
            written = state.on_change("ceil", lambda on: {"ceil": str(int(on))})
            st.toggle("Round the output size up (ceil)", key="ceil", on_change=written)
        _choice(now, "dtype", "Numbers", dict(zip(asking.DTYPES, asking.DTYPES, strict=True)), ask.x.dtype.name)
        _choice(now, "layout", "Data format", {name: _LAYOUTS[name] for name in LAYOUTS}, ask.layout)
        spellings = {word: f'"{word}"' if word else "As each framework writes it" for word in asking.SPELLINGS}
        _choice(now, "spelling", "Padding's spelling", spellings, ask.spelling)
        _size(now)


def _choice(
    now: Asking, name: str, label: str, words: Mapping[str, str], value: str, widget: str = "selectbox"
) -> None:
    if name in now.lock:
        return
    state.show_in(name, value)
    written = state.on_change(name, lambda chosen: {name: value if chosen is None else chosen})
    getattr(st, widget)(label, list(words), key=name, format_func=words.__getitem__, on_change=written)


def _number(
    now: Asking, key: str, label: str, value: int, low: int, high: int, spelled: Callable[[int], dict[str, str | None]]
) -> None:
    if key in now.lock:
        return
    state.show_in(key, value)
    st.number_input(label, low, high, step=1, key=key, on_change=state.on_change(key, spelled))


def _per_axis(now: Asking, name: str, values: Sequence[int]) -> None:
    """Draw one number, or one for each axis where the address gave them apart."""
    if name in now.lock:
        return
    if len(set(values)) == 1:
        _number(now, name, name.capitalize(), values[0], 1, MOST, lambda value: {name: str(value)})
        return
    keys = [f"{name}-rows", f"{name}-columns"]

    def spelled(_: int) -> dict[str, str | None]:
        return {name: "x".join(str(st.session_state[key]) for key in keys)}

    with controls.row():
        for key, value in zip(keys, values, strict=True):
            _number(now, key, key.replace("-", " ").capitalize(), value, 1, MOST, spelled)


def _stride(now: Asking) -> None:
    """Choose the stride, or that each framework takes its own."""
    stride = now.ask.stride
    value = _OWN if stride is None else links.spell(stride, apart=False)
    numbers = [str(number) for number in range(1, MOST + 1)]
    words = {_OWN: "Its default", **{text: text for text in dict.fromkeys([*numbers, value]) if text != _OWN}}

    def spelled(chosen: str) -> dict[str, str | None]:
        if chosen == _OWN:
            return {"stride": None, "own": _own(now, "stride", left=True)}
        return {"stride": chosen, "own": _own(now, "stride", left=False)}

    _left(now, "stride", "Stride", words, value, spelled)


def _counts(now: Asking) -> None:
    """Choose whether padding counts in an average, or that each framework does as it does."""
    counts = now.ask.pad_counts

    def spelled(chosen: str) -> dict[str, str | None]:
        left = chosen == _OWN
        return {"pad_counts": None if left else chosen, "own": _own(now, "pad_counts", left=left)}

    value = _OWN if counts is None else str(int(counts))
    _left(now, "pad_counts", "Padding in the average", _COUNTS, value, spelled)


def _left(
    now: Asking,
    name: str,
    label: str,
    words: Mapping[str, str],
    value: str,
    spelled: Callable[[str], dict[str, str | None]],
) -> None:
    if name in now.lock:
        return
    state.show_in(name, value)
    written = state.on_change(name, spelled)
    st.selectbox(label, list(words), key=name, format_func=words.__getitem__, on_change=written)


def _own(now: Asking, name: str, *, left: bool) -> str:
    """Return the text of `own` with a setting left to the frameworks or not."""
    before = [other for other in ("stride", "pad_counts") if getattr(now.ask, other) is None and other != name]
    return ",".join([*before, *([name] if left else [])]) or "none"


def _padding(now: Asking) -> None:
    if "padding" in now.lock:
        return
    padding = now.ask.padding
    state.show_in("padding", padding if isinstance(padding, str) else "explicit")
    written = state.on_change("padding", lambda chosen: {"padding": "1" if chosen == "explicit" else chosen})
    st.selectbox("Padding", list(_PADDINGS), key="padding", format_func=_PADDINGS.__getitem__, on_change=written)
    if isinstance(padding, str):
        return
    flat = [cells for pair in padding for cells in pair]
    if len(set(flat)) == 1:
        _number(now, "padding-all", "Cells on each side", flat[0], 1, MOST, lambda value: {"padding": str(value)})
    else:
        _edges(now, flat)


def _edges(now: Asking, flat: list[int]) -> None:
    edges = _EDGES[-len(flat) :]
    keys = [f"padding-{edge}" for edge in edges]

    def spelled(_: int) -> dict[str, str | None]:
        cells: list[Any] = [st.session_state[key] for key in keys]
        return {"padding": "x".join(f"{low}:{high}" for low, high in zip(cells[::2], cells[1::2], strict=True))}

    for first in range(0, len(edges), 2):
        with controls.row():
            for at in (first, first + 1):
                _number(now, keys[at], f"Padding {edges[at]}", flat[at], 0, MOST, spelled)


def _size(now: Asking) -> None:
    """Choose the rows and columns of a grid that can be typed."""
    if "size" in now.lock or not now.typable:
        return
    with controls.row():
        for side, name in enumerate(("rows", "columns")):

            def spelled(value: int, side: int = side) -> dict[str, str | None]:
                sides = list(now.grid.shape)
                sides[side] = value
                return {"grid": grids.unparse(grids.resize(now.grid, *sides))}

            _number(now, f"size-{name}", name.capitalize(), now.grid.shape[side], 1, limits.GRID_SIDE, spelled)
