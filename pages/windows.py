"""How does a window become one number? The grid laboratory: every setting of a window, on any small grid."""

import streamlit as st

from pages._ui import controls, frame, lessons, stage, state, words
from pooling import scene

LESSON = lessons.load("windows")

frame.open_page("windows", LESSON)
now = state.read()
pooled = now.pooled()
with st.container(key="split"):
    left, right = st.columns([2.3, 1], gap="large")
with left:
    stage.show(scene.of(pooled, step=now.step))
    frame.notices(now.notices)
with right, st.container(key="inspector"):
    controls.pooling_type(now)
    controls.source(now)
    controls.window(now)
frame.share(state.canonical(now))

with st.container(key="below"):
    task, seen = st.columns(2, gap="large")
with task:
    frame.card(LESSON, "Try this")
with seen:
    frame.card(LESSON, "What you just saw")

st.header("How large is the output?", anchor=False)
st.markdown(LESSON.sections["Size"])
for name, axis in zip(words.axis_names(pooled.plan), pooled.plan.axes, strict=True):
    st.markdown(rf"$\displaystyle \text{{{name}: }} {axis.formula()}$")
st.markdown(words.reading(pooled.plan))

st.header("VALID against SAME", anchor=False)
st.markdown(LESSON.sections["Valid and same"])
both = {"VALID": now.pooled_with("valid"), "SAME": now.pooled_with("same")}
stage.show(scene.compare(both), key="compare", stepper=False)
frame.next_page("image.py", "what does pooling keep of a picture?")
