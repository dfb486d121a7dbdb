"""How does a window become one number? The grid laboratory: every setting of a window, on any small grid."""

import streamlit as st

from pages._ui import controls, exporting, formulas, frame, lessons, predicting, stage, state, words
from pages._ui.exporting import Kept
from pages._ui.state import State
from pooling import scene

LESSON = lessons.load("windows")


@st.fragment
def laboratory(drawn: State) -> None:
    """Draw what an edit changes; an edit reruns this alone."""
    now = state.read()
    stage.follow(drawn, now)
    pooled = now.pooled()
    shown = scene.of(pooled, step=now.step, predict=now.predict, size=True)
    stage.show(shown, modes=True, around="body")
    frame.notices(now.notices)
    frame.share(state.canonical(now), said=now.notices, kept=Kept(shown, pooled))
    if now.predict:
        return
    frame.section("VALID against SAME", LESSON.sections["Valid and same"])
    both = {"VALID": now.pooled_with("valid"), "SAME": now.pooled_with("same")}
    compared = scene.compare(both)
    stage.show(compared, key="compare", stepper=False)
    exporting.bar("keep-compared", Kept(compared, both["SAME"]))


@st.fragment(key="body")
def body() -> None:
    """Draw what a setting changes; a changed setting reruns this, and not the cards or the navigation."""
    now = state.read()
    laboratory(now)
    with st.container(key="inspector"):
        controls.pooling_type(now)
        controls.source(now)
        controls.size(now)
        controls.window(now)
    frame.section("How large is the output?", LESSON.sections["Size"])
    if not predicting.held_back(now.predict):
        plan = now.window.plan(now.plane.shape)
        formulas.show(plan)
        st.markdown(words.reading(plan))
    frame.next_page("image.py", "what does pooling keep of a picture?", state.POOLING)


frame.open_page("windows", LESSON)
with st.container(key="bench"):
    frame.cards(LESSON)  # read aloud before what it is a task for, and not after the way to the next page
    body()
