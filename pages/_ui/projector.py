"""The projector's view of any page: large, with the stage first and few controls. The address switches it on."""

from pathlib import Path

import streamlit as st

from pages._ui import state

CARRIED = ("view",)  # it stays on when the page changes
_STYLE = Path(__file__).parents[2] / "assets" / "projector.css"


def show() -> None:
    """Draw the style and the way out, where the address asks for the view (view=projector)."""
    if st.query_params.get("view") != "projector":
        return
    st.html(_STYLE)
    with st.container(key="projector"):
        st.button("Leave the projector view", type="tertiary", on_click=lambda: state.write(view=None))
