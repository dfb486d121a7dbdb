"""The controls of the page about networks. Each shows the state and, when changed, only writes the address."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages._ui import costs, networks, state
from pages._ui.lessons import Lesson
from pages._ui.networks import NetworkState
from pooling import limits, stacks
from pooling.network import Row

_ADDED = {
    "Convolution": "conv16k3",
    "Strided convolution": "conv32k3s2",
    "Max pooling": "max2",
    "Average pooling": "avg2",
    "Global pooling": "global",
    "Dense": "dense10",
}


def network(now: NetworkState) -> None:
    """Choose a known network, or one's own."""
    _choose("net", "Network", networks.NETS, now.net, networks.NET, resets=("layer", "cell"))


def layer(now: NetworkState) -> None:
    """Choose the layer that is looked at; the picture chooses one too."""
    labels = {row.name: _label(row) for row in now.after.rows}
    standard = now.after.rows[networks.standard_layer(now.after)].name
    _choose("layer", "Layer", labels, now.row.name, standard, resets=("cell",))


def _label(row: Row) -> str:
    return f"{row.name}: {row.kind}, {costs.shape(row)}"


def _choose(
    name: str, label: str, labels: Mapping[str, str], value: str, default: str, resets: Sequence[str] = ()
) -> None:
    if name in state.locks():
        return
    state.show_in(name, value)

    def changed(chosen: str) -> dict[str, str | None]:
        return {name: None if chosen == default else chosen, **dict.fromkeys(resets)}

    st.selectbox(
        label, list(labels), key=name, format_func=labels.__getitem__, on_change=state.on_change(name, changed)
    )


def pools(now: NetworkState) -> None:
    """Keep the pools, replace each by a strided convolution, or remove them."""
    if "pools" in now.lock:
        return
    state.show_in("pools", now.pools)

    def changed(chosen: str | None) -> dict[str, str | None]:
        pools = chosen or now.pools
        return {"pools": None if pools == "kept" else pools, "cell": None}

    written = state.on_change("pools", changed)
    names = list(networks.POOLS)
    shown = networks.POOLS.__getitem__
    st.segmented_control("Its pools", names, key="pools", format_func=shown, on_change=written, wrap=True)


# ---- an own stack ------------------------------------------------------------------------------------------


def stack(now: NetworkState, lesson: Lesson) -> None:
    """Spell an own stack, or build it layer by layer behind the chosen one."""
    if not now.own or "layers" in now.lock:
        return
    with st.container(key="builder"):
        spelling, size = st.columns([5, 1])
        with spelling:
            _spelling(now, lesson)
        with size:
            _side(now)
        with st.container(key="adding", horizontal=True):
            for label, spelled in _ADDED.items():
                st.button(label, key=f"add-{spelled}", icon=":material/add:", on_click=_add, args=(now, spelled))
            alone = len(now.network.layers) == 1
            st.button("Take out", key="take-out", icon=":material/remove:", disabled=alone, on_click=_take, args=(now,))
        st.caption(f"A new layer goes behind the chosen one, {now.row.name}; *Take out* removes that one.")


def _spelling(now: NetworkState, lesson: Lesson) -> None:
    state.show_in("layers", now.asked)

    def changed(text: str) -> dict[str, str | None]:
        return {"layers": None if text in ("", networks.STACK) else text, "layer": None, "cell": None}

    help_text = lesson.sections["Spelling"]
    st.text_input("Layers", key="layers", help=help_text, on_change=state.on_change("layers", changed))


def _side(now: NetworkState) -> None:
    if "side" in now.lock:
        return
    state.show_in("side", now.side)

    def changed(side: int) -> dict[str, str | None]:
        return {"side": None if side == networks.SIDE else str(side), "cell": None}

    bounds = networks.SMALLEST_SIDE, limits.STACK_SIDE
    st.number_input("Input side", *bounds, step=1, key="side", on_change=state.on_change("side", changed))


def _place(now: NetworkState) -> int:
    """Return the chosen layer's place in the stack, which still has the pools."""
    return [name for name, _ in now.network.layers].index(now.row.name)


def _add(now: NetworkState, spelled: str) -> None:
    place = _place(now) + 1
    words = [*now.spelled[:place], spelled, *now.spelled[place:]]
    _write(words, now.side, place)


def _take(now: NetworkState) -> None:
    place = _place(now)
    _write([*now.spelled[:place], *now.spelled[place + 1 :]], now.side, max(0, place - 1))


def _write(words: Sequence[str], side: int, place: int) -> None:
    """Write the stack, and choose the layer in this place where it can be had."""
    text = ",".join(words)
    layers = stacks.longest(text, side).network.layers
    state.write(layers=text, layer=layers[place][0] if place < len(layers) else None, cell=None)
