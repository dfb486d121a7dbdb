"""The controls that pages share. Each shows the state and, when changed, only writes the address.

A control that `lock` names is not drawn. No control offers a value that is illegal while the others stay as they are.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui import state
from pages._ui.state import Placed, State
from pooling import TYPES, grids, limits, links
from pooling.legal import edge_range, legal_ranges
from pooling.placement import Pairs

_FEW = 4  # so many types stand side by side; more go into a list
_SIDES = ("slices", "rows", "columns")
_EDGES = ("front", "back", "top", "bottom", "left", "right")
_PADDINGS = {
    "valid": "Valid: none",
    "same": "Same",
    "same_lower": "Same, odd cell first",
    "explicit": "Explicit",
}


def row() -> DeltaGenerator:
    """Place numbers side by side, on a phone too; one message to the browser, where columns are one each."""
    return st.container(horizontal=True, vertical_alignment="bottom", wrap=False, gap="small")


def _unless(text: str, default: str) -> str | None:
    return None if text == default else text


def pooling_type(now: Placed, names: Sequence[str] = tuple(TYPES)) -> None:
    """Choose what becomes of the taps."""
    if "type" in now.lock:
        return
    state.show_in("type", now.type)
    offered = [*names, *([] if now.type in names else [now.type])]
    few = len(offered) <= _FEW
    choose = "segmented_control" if few else "selectbox"
    getattr(st, choose)(
        "Pooling type",
        offered,
        key="type",
        format_func=lambda name: TYPES[name].label,
        label_visibility="collapsed" if few else "visible",
        on_change=state.on_change("type", lambda name: {"type": _unless(name or now.type, "max"), "param": None}),
    )
    _param(now)
    _draw(now)


def _param(now: Placed) -> None:
    """Draw the type's own number, where it has one."""
    own = TYPES[now.type].param
    if own is None or now.param is None or "param" in now.lock:
        return
    stops = sorted({*map(float, own.stops), now.param})
    state.show_in("param", now.param)

    def spelled(value: float) -> dict[str, str | None]:
        return {"param": _unless(f"{value:g}", f"{own.default:g}")}

    written = state.on_change("param", spelled)
    label = f"{own.name} of {TYPES[now.type].label}"
    shown = "{:g}".format
    st.select_slider(label, stops, key="param", format_func=shown, help=own.meaning, on_change=written)


def _draw(now: Placed) -> None:
    """Draw again, or show what draws average to, where the type is one that draws."""
    if not TYPES[now.type].seeded or "seed" in now.lock:
        return
    drawn = now.draw is not None
    seed = (now.draw + 1) % (links.LARGEST_SEED + 1) if now.draw is not None else 1
    with st.container(horizontal=True):
        st.button("Draw again" if drawn else "Draw", on_click=lambda: state.write(seed=str(seed)))
        if drawn:
            st.button("Expected value", on_click=lambda: state.write(seed=None))


def source(now: State) -> None:
    """Choose a preset grid, and its seed where it is random."""
    if "source" not in now.lock:
        _source(now)


def size(now: State) -> None:
    """Choose the grid's rows and columns."""
    if "size" not in now.lock:
        with row():
            for side in range(2):
                _side(now, side)


def _source(now: State) -> None:
    typed = "typed"
    state.show_in("source", typed if now.typed else now.source)

    def spelled(chosen: str) -> dict[str, str | None]:
        return {} if chosen == typed else {"source": chosen, "grid": None, "size": None, "step": None}

    written = state.on_change("source", spelled)
    names = [*([typed] if now.typed else []), *grids.PRESETS]
    labels = {typed: "Your own numbers"} | {name: preset.label for name, preset in grids.PRESETS.items()}
    st.selectbox("Input", names, key="source", format_func=labels.__getitem__, on_change=written)
    if not now.typed and now.source in grids.SEEDED:
        _number(
            "Seed",
            "seed",
            now.seed,
            (0, links.LARGEST_SEED),
            lambda value: {"seed": _unless(str(value), "0")},
        )


def _side(now: State, side: int) -> None:
    def spelled(value: int) -> dict[str, str | None]:
        sides = list(now.grid.shape)
        sides[side] = value
        if now.typed:
            return {"grid": grids.unparse(grids.resize(now.grid, *sides))}
        return {"size": "x".join(map(str, sides))}

    _number(_SIDES[1:][side].capitalize(), f"size-{side}", now.grid.shape[side], (1, limits.GRID_SIDE), spelled)


def _number(
    label: str, key: str, value: int, legal: tuple[int, int], spelled: Callable[[int], dict[str, str | None]]
) -> None:
    """Draw one whole number between legal bounds."""
    state.show_in(key, value)
    low, high = legal
    st.number_input(label, low, high, step=1, key=key, disabled=low == high, on_change=state.on_change(key, spelled))


def window(now: Placed, *, kernel: int = 2, largest: int | None = None, rare: Callable[[], None] | None = None) -> None:
    """Draw every setting of a Window: kernel, stride and padding in sight, the rest folded away.

    kernel: the page's default. largest: what it allows along an axis. rare: draws what else a page folds away, where
    its settings would push the task out of sight; the padding then goes with it.
    """
    ranges = legal_ranges(now.window, now.plane.shape)
    kernels = tuple((low, min(high, largest or high)) for low, high in ranges.kernel)
    # Always one box: "More settings" stays in its place, open and with the focus in it, when apart is switched.
    with st.container() if now.apart else row():
        _setting(now, "kernel", now.window.kernel_size, kernels, str(kernel))
        _setting(now, "stride", now.window.stride, ranges.stride, None)
    if rare is None:
        _padding(now, ranges.padding)
    folded = {"dilation", "ceil", "pad_counts", "apart"} | ({"padding", "size"} if rare else set())
    if folded <= now.lock:
        return
    with st.expander("More settings"):
        if rare is not None:
            rare()
            _padding(now, ranges.padding)
        _setting(now, "dilation", now.window.dilation, ranges.dilation, "1")
        _flag(now, "ceil", "Round the output size up (ceil)", now.window.ceil_mode)
        if TYPES[now.type].counts:
            _flag(now, "pad_counts", "Padding counts in the average", now.pad_counts)
        if now.grid.shape[0] > 1:
            _apart(now)


def _setting(now: Placed, name: str, values: tuple[int, ...], legal: Pairs, default: str | None) -> None:
    """Draw one setting: a single number, or one for each axis."""
    if name in now.lock:
        return
    if not now.apart or len(values) == 1:
        low, high = max(low for low, _ in legal), min(high for _, high in legal)
        own = default or str(now.window.kernel_size[0])  # the stride's default is the kernel
        _number(name.capitalize(), name, values[0], (low, high), lambda value: {name: _unless(str(value), own)})
        return
    sides = _SIDES[-len(values) :]
    keys = [f"{name}-{side}" for side in sides]

    def spelled(_: int) -> dict[str, str | None]:
        return {name: "x".join(str(st.session_state[key]) for key in keys)}

    with row():
        for axis, side in enumerate(sides):
            _number(f"{name.capitalize()} {side}", keys[axis], values[axis], legal[axis], spelled)


def _padding(now: Placed, legal: Pairs) -> None:
    if "padding" in now.lock:
        return
    padding = now.window.padding
    state.show_in("padding", padding if isinstance(padding, str) else "explicit")

    def spelled(chosen: str) -> dict[str, str | None]:
        own = links.spell((1,) * now.window.rank, apart=now.apart)
        return {"padding": own if chosen == "explicit" else _unless(chosen, "valid")}

    written = state.on_change("padding", spelled)
    st.selectbox("Padding", list(_PADDINGS), key="padding", format_func=_PADDINGS.__getitem__, on_change=written)
    if isinstance(padding, str):
        return
    with st.container():
        if now.apart:
            _edges(now, padding)
            return
        bounds = max(low for low, _ in legal), min(high for _, high in legal)
        _number("Cells on each side", "padding-all", padding[0][0], bounds, lambda value: {"padding": str(value)})


def _edges(now: Placed, padding: Pairs) -> None:
    """Draw every edge's padding; each may be any number below the effective kernel that still lets it fit."""
    flat = [value for pair in padding for value in pair]
    edges = _EDGES[-len(flat) :]
    keys = [f"padding-{edge}" for edge in edges]

    def spelled(_: int) -> dict[str, str | None]:
        cells = [st.session_state[key] for key in keys]
        return {"padding": "x".join(f"{low}:{high}" for low, high in zip(cells[::2], cells[1::2], strict=True))}

    for axis in range(len(padding)):
        with row():
            for side in range(2):
                edge = 2 * axis + side
                bounds = edge_range(now.window, now.plane.shape[axis], axis, side)
                _number(f"Padding {edges[edge]}", keys[edge], flat[edge], bounds, spelled)


def _flag(now: Placed, name: str, label: str, value: bool) -> None:
    if name in now.lock:
        return
    state.show_in(name, value)
    st.toggle(label, key=name, on_change=state.on_change(name, lambda on: {name: "1" if on else None}))


def _apart(now: Placed) -> None:
    """Switch between one number for both axes and one for each."""
    if "apart" in now.lock:
        return
    state.show_in("apart", now.apart)

    def spelled(on: bool) -> dict[str, str | None]:
        if on:
            return {"kernel": links.spell(now.window.kernel_size, apart=True)}
        first = {
            "kernel": now.window.kernel_size,
            "stride": now.window.stride,
            "dilation": now.window.dilation,
        }
        texts: dict[str, str | None] = {name: str(values[0]) for name, values in first.items()}
        padding = now.window.padding
        return {**texts, "padding": padding if isinstance(padding, str) else str(padding[0][0])}

    label = "Rows and columns apart" if now.window.rank < 3 else "Slices, rows and columns apart"
    st.toggle(label, key="apart", on_change=state.on_change("apart", spelled))
