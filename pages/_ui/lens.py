"""The lens: a frame over a picture, which the learner drags or moves by arrow keys."""

from pathlib import Path
from typing import Any

import streamlit as st

from pages._ui import state
from pooling.patch import Span

_ASSETS = Path(__file__).parents[2] / "assets" / "lens"
_component = st.components.v2.component(
    "pooling_lab_lens",
    js=(_ASSETS / "lens.js").read_text(encoding="utf-8"),
    css=(_ASSETS / "lens.css").read_text(encoding="utf-8"),
)


def movable(spans: tuple[Span, Span], shape: tuple[int, ...], *, key: str = "lens") -> None:
    """Lay a lens over the picture drawn before it in the same container; a move is written into the address."""
    frame = [[span.start, span.size] for span in spans]
    places = [[span.places[0], span.places[-1], span.places.step] for span in spans]
    data = {"shape": list(shape), "frame": frame, "places": places}
    _component(key=key, data=data, on_place_change=lambda: _moved(key))


def fixed(windows: tuple[range, range], shape: tuple[int, ...], *, key: str = "answers") -> None:
    """Lay a frame over some rows and columns of the picture drawn before it in the same container."""
    frame = [[cells.start, len(cells)] for cells in windows]
    _component(key=key, data={"shape": list(shape), "frame": frame, "places": None}, on_place_change=lambda: None)


def _moved(key: str) -> None:
    """Write the place into the address; what comes over the wire may be anything."""
    place: Any = st.session_state[key].get("place")
    if isinstance(place, list) and len(place) == 2 and all(type(part) is int and part >= 0 for part in place):
        state.write(lens="x".join(map(str, place)))
