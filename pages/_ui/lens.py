"""A picture under a frame: the lens, which the learner drags or moves by arrow keys, or one that stays."""

from typing import Any

import streamlit as st

from pages._ui import state
from pages._ui.components import component
from pages._ui.views import View
from pooling.patch import Span

_component = component("lens")


def movable(view: View, alt: str, spans: tuple[Span, Span], *, key: str = "lens") -> None:
    """Draw a picture under a lens; a move is written into the address."""
    frame = [[span.start, span.size] for span in spans]
    places = [[span.places[0], span.places[-1], span.places.step] for span in spans]
    _framed(view, alt, {"frame": frame, "places": places}, key)


def fixed(view: View, alt: str, cells: tuple[range, range], *, key: str = "answers") -> None:
    """Draw a picture with a frame around some rows and columns."""
    frame = [[some.start, len(some)] for some in cells]
    _framed(view, alt, {"frame": frame, "places": None}, key)


def _framed(view: View, alt: str, data: dict[str, Any], key: str) -> None:
    with st.container(key=f"under-{key}"):
        st.image(view.png, alt=alt, width="stretch", output_format="PNG")
        data |= {"shape": list(view.shape)}
        _component(key=key, data=data, on_place_change=lambda: _moved(key))


def _moved(key: str) -> None:
    """Write the place into the address; what comes over the wire may be anything."""
    place: Any = st.session_state[key].get("place")
    if isinstance(place, list) and len(place) == 2 and all(type(part) is int and part >= 0 for part in place):
        state.write(lens="x".join(map(str, place)))
