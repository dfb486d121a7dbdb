"""What does pooling do? The classic 4 x 4 grid, alive."""

import streamlit as st

from pages._ui import controls, frame, lessons, stage, state
from pages._ui.exporting import Kept
from pooling import scene

LESSON = lessons.load("start")


@st.fragment
def body() -> None:
    """Draw all of it; a change reruns this, and not the navigation around it."""
    now = state.read()
    with st.container(key="split"):
        left, right = st.columns([2.3, 1], gap="large")
    with left:
        controls.pooling_type(now, ("max", "average", "sum"))
        pooled = now.pooled()
        drawn = scene.of(pooled, step=now.step, predict=now.predict)
        stage.show(drawn, modes=True)
    with right:
        frame.card(LESSON, "Try this", now.type)
        if now.typed:
            frame.card(LESSON, "What you just saw", now.type)
        frame.next_page("windows.py", "how does a window become one number?")
        st.page_link("course.py", label="Or begin with the course: ten short lessons")
    frame.notices(now.notices)
    frame.share(state.canonical(now), said=now.notices, kept=Kept(drawn, pooled))


frame.open_page("start", LESSON)
body()
