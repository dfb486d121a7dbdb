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
    stage.show(shown, modes=True)
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
    with st.container(key="after"):
        st.header("Put the values back", anchor=False)
        st.markdown(LESSON.sections["Unpool"])
        if pooled.switches is None:
            st.markdown(LESSON.sections["No switches"].format(type=pooled.type.label))
        else:
            restored_values = scene.unpooled(pooled, step=now.step)
            stage.show(restored_values, key="unpooled", stepper=False)
            exporting.offer(Kept(restored_values, pooled), key="keep-unpooled")


frame.open_page("gradient", LESSON)
now = state.read()
pooled = now.pooled()
with st.container(key="laboratory"), st.container(key="split"):
    left, right = st.columns([2.3, 1], gap="large")
with left:
    laboratory(now)
with right:
    with st.container(key="inspector"):
        controls.pooling_type(now)
        backward.controls(now, backward.read(now, pooled), pooled)
        controls.source(now)
        controls.window(now, rare=lambda: controls.size(now))
    frame.card(LESSON, "Try this")
    frame.card(LESSON, "What you just saw")

st.header("The same on a picture", anchor=False)
st.markdown(LESSON.sections["Picture"])
restored.show()
frame.next_page("network.py", "what does pooling do to a whole network?", state.POOLING)
