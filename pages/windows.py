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
    stage.show(shown, modes=True)
    frame.notices(now.notices)
    frame.share(state.canonical(now), said=now.notices, kept=Kept(shown, pooled))
    if now.predict:
        return
    with st.container(key="after"):
        st.header("VALID against SAME", anchor=False)
        st.markdown(LESSON.sections["Valid and same"])
        both = {"VALID": now.pooled_with("valid"), "SAME": now.pooled_with("same")}
        compared = scene.compare(both)
        stage.show(compared, key="compare", stepper=False)
        exporting.offer(Kept(compared, both["SAME"]), key="keep-compared")


frame.open_page("windows", LESSON)
now = state.read()
plan = now.window.plan(now.plane.shape)
with st.container(key="laboratory"), st.container(key="split"):
    left, right = st.columns([2.3, 1], gap="large")
with left:
    laboratory(now)
with right:
    with st.container(key="inspector"):
        controls.pooling_type(now)
        controls.source(now)
        controls.size(now)
        controls.window(now)
    frame.card(LESSON, "Try this")
    frame.card(LESSON, "What you just saw")

st.header("How large is the output?", anchor=False)
st.markdown(LESSON.sections["Size"])
if not predicting.held_back(now.predict):
    formulas.show(plan)
    st.markdown(words.reading(plan))
frame.next_page("image.py", "what does pooling keep of a picture?", state.POOLING)
