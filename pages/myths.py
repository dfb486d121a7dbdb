"""What do old tutorials get wrong? A claim, the learner's verdict, then the truth with its source, live."""

from pathlib import Path

import streamlit as st

from pages._ui import evidence, frame, lessons, myth

LESSON = lessons.load("myths")
_STYLE = Path(__file__).parents[1] / "assets" / "challenges.css"


@st.fragment
def body() -> None:
    """Draw all of it; an answer reruns this, and not the navigation around it."""
    now = myth.read()
    with st.container(key="split"):
        left, right = st.columns([2.3, 1], gap="large")
    with left:
        with st.container(key="claim"):
            verdict = myth.card(now, LESSON)
        if now.said:
            evidence.show(now.myth.name, now.step)
            st.caption(f"Source: {now.myth.source}")
        myth.following(now)
        frame.notices(now.notices)
        frame.share(myth.canonical(now), said=(*now.notices, verdict))
    with right, st.container(key="marks"):
        myth.marks(now)


frame.open_page("myths", LESSON, shared=())
st.html(_STYLE)
body()
frame.next_page("course.py", "ten short lessons, from one window to ResNet", ())
