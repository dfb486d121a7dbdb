"""Where does the gradient go? Forward on top, backward below, on the same windows; then unpooling."""

import streamlit as st

from pages._ui import backward, controls, exporting, frame, lessons, predicting, restored, stage, state, words
from pages._ui.exporting import Kept
from pages._ui.state import State
from pooling import scene

LESSON = lessons.load("gradient")


@st.fragment
def laboratory(drawn: State) -> None:
    """Draw what an edit changes; an edit reruns this alone."""
    now = state.read()
    stage.follow(drawn, now)
    pooled = now.pooled()
    flow = backward.read(now, pooled)
    shown = scene.backward(pooled, flow.grad, step=now.step, tie=flow.tie, predict=now.predict)
    stage.show(shown, modes=True, around="body")
    if not now.predict:
        st.markdown(words.flowed(pooled, flow.grad, flow.tie))
    frame.notices((*now.notices, *flow.notices))
    frame.share(
        {**state.canonical(now), **backward.canonical(flow)},
        said=(*now.notices, *flow.notices),
        kept=Kept(shown, pooled),
    )
    if predicting.held_back(now.predict):
        return
    frame.section("Put the values back", LESSON.sections["Unpool"])
    if pooled.switches is None:
        st.markdown(LESSON.sections["No switches"].format(type=pooled.type.label))
    else:
        restored_values = scene.unpooled(pooled, step=now.step)
        stage.show(restored_values, key="unpooled", stepper=False)
        exporting.bar("keep-unpooled", Kept(restored_values, pooled))


@st.fragment(key="body")
def body() -> None:
    """Draw what a setting changes; a changed setting reruns this, and not the cards or the navigation."""
    now = state.read()
    laboratory(now)
    with st.container(key="inspector"):
        controls.pooling_type(now)
        pooled = now.pooled()
        backward.controls(now, backward.read(now, pooled), pooled)
        controls.source(now)
        controls.window(now, rare=lambda: controls.size(now))
    frame.section("The same on a picture", LESSON.sections["Picture"])
    restored.show()
    frame.next_page("network.py", "what does pooling do to a whole network?", state.POOLING)


frame.open_page("gradient", LESSON)
with st.container(key="bench"):
    frame.cards(LESSON)  # read aloud before what it is a task for, and not after the way to the next page
    body()
