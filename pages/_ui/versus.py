"""What the types page adds to a grid's state: the type beside the chosen one, differences, the number of draws."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui import state
from pages._ui.reader import Reader
from pages._ui.state import State
from pooling import TYPES, Pooled
from pooling.grids import spell
from pooling.types import PoolingType

DRAWS = (10, 100, 1000, 10_000)
_OTHERS = ("average", "max")  # the first that is not the chosen type stands beside it


@dataclass(frozen=True)
class Pair:
    """other: a key of TYPES; difference: whether max is taken away; draws: one of DRAWS."""

    other: str
    difference: bool
    draws: int
    notices: tuple[str, ...]


def read(now: State) -> Pair:
    """Return what the address asks for beside the grid's state."""
    reader = Reader(now.asked)
    asked = reader.word("versus", TYPES, _default(now), "pooling type")
    other = _default(now) if asked == now.type else asked
    draws = reader.word("draws", [str(count) for count in DRAWS], str(DRAWS[1]), "number of draws")
    return Pair(other, reader.flag("difference"), int(draws), tuple(reader.notices))


def _default(now: State) -> str:
    return next(name for name in _OTHERS if name != now.type)


def canonical(pair: Pair) -> dict[str, str]:
    """Return the parameters of a pair, without the defaults."""
    texts = {"versus": pair.other, "difference": str(int(pair.difference)), "draws": str(pair.draws)}
    defaults = {"difference": "0", "draws": str(DRAWS[1])}
    return {name: text for name, text in texts.items() if text != defaults.get(name)}


def control(now: State, pair: Pair) -> None:
    """Choose the type that stands beside the chosen one."""
    if "versus" in now.lock:
        return
    state.show_in("versus", pair.other)
    written = state.on_change("versus", lambda name: {"versus": name})
    st.selectbox("Beside it", TYPES, key="versus", format_func=lambda name: TYPES[name].label, on_change=written)


def difference(now: State, pair: Pair) -> None:
    """Choose whether the answers are shown, or what they differ from max by."""
    if "difference" in now.lock:
        return
    state.show_in("difference", pair.difference)
    written = state.on_change("difference", lambda chosen: {"difference": "1" if chosen else None})
    st.toggle("Show how much each differs from max", key="difference", on_change=written)


def said(first: Pooled, second: Pooled) -> str:
    """Say where two types differ the most."""
    gap = np.abs(first.values.astype(float) - second.values)
    one, other = first.type.label, second.type.label
    if not gap.any():
        return f"{one} and {other} answer the same in every window of this grid."
    worst = int(gap.argmax())
    pair = " and ".join(spell(float(values.ravel()[worst]), 2) for values in (first.values, second.values))
    same = int(np.count_nonzero(gap == 0))
    alike = f" They agree in {same} of {gap.size} windows." if same else ""
    return f"{one} and {other} differ the most in window {worst + 1}: **{pair}**.{alike}"


def cards() -> None:
    """Draw each type's formula, meaning, use, way with padding and source, folded away."""
    for item in TYPES.values():
        with st.expander(f"**{item.label}**: {item.meaning}"):
            _card(item)


def _card(item: PoolingType) -> None:
    st.latex(item.formula)
    number = f"\n\n*{item.param.name}*: {item.param.meaning}." if item.param else ""
    st.markdown(f"{item.use}\n\n{item.padding}{number}\n\nSource: {item.source}.")
