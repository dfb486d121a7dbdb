"""Predict mode on a page: the switch on the stage, and what would give covered answers away."""

from typing import Any

import streamlit as st

from pages._ui import lessons, state

_LESSON = lessons.load("predict")


def switched(mode: object) -> None:
    """Write into the address what the stage's switch was set to; what comes over the wire may be anything."""
    if mode in ("explore", "predict"):
        state.write(mode="predict" if mode == "predict" else None)


def explain(scene: dict[str, Any]) -> None:
    """Say why a stage that should cover its answers does not."""
    if "predict" in scene and not any("predict" in link for link in scene["links"]):
        st.markdown(_LESSON.sections["By lot"])


def held_back(predict: bool) -> bool:
    """Return whether what follows on the page has to wait because it shows the answers, and say so."""
    if predict:
        with st.container(key="held-back"):
            st.markdown(_LESSON.sections["Held back"])
    return predict
