"""Where do I begin? Ten short lessons in order, each with a live example and a challenge at its end."""

from pathlib import Path

import streamlit as st

from pages._ui import course, frame, lessons

LESSON = lessons.load("course")
_STYLE = Path(__file__).parents[1] / "assets" / "challenges.css"


@st.fragment
def body() -> None:
    """Draw all of it; a turned page reruns this, and not the navigation around it."""
    now = course.read()
    with st.container(key="split"):
        left, right = st.columns([2.3, 1], gap="large")
    with left:
        with st.container(key="lesson-text"):
            course.text(now)
        kept = course.example(now)
        course.task(now)
        course.turn(now)
        course.close(now, kept)
    with right, st.container(key="marks"):
        course.contents(now)


frame.open_page("course", LESSON, shared=())
st.html(_STYLE)
body()
frame.next_page("challenges.py", "can you work it out?", ())
