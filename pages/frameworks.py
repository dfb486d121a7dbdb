"""What will my framework do? One pool, five frameworks' answers, and why they differ."""

from pathlib import Path

import streamlit as st

from pages._ui import answered, asking, forms, frame, lessons, predicting, scripts, settings, state, watching
from pooling.frameworks import answers, reasons

LESSON = lessons.load("frameworks")
_STYLE = Path(__file__).parents[1] / "assets" / "frameworks.css"
_WHY = 2  # reasons that are told, that of the chosen comparison first


@st.fragment
def body() -> None:
    """Draw all of it; a change reruns this, and not the navigation around it."""
    now = asking.read()
    given = answers(now.ask)
    with st.container(key="comparison"):
        settings.comparison(now)
    # In a box of their own: as many sentences as there are reasons would push what follows, and the focus out of it.
    with st.container(key="answered"):
        if not predicting.held_back(now.predict):
            answered.show(now, given)
            for name in sorted(reasons(now.ask, given), key=lambda name: name != now.preset)[:_WHY]:
                st.markdown(LESSON.sections[name])
    with st.container(key="split"):
        left, right = st.columns([2.3, 1], gap="large")
    with left:
        kept = watching.show(now, given, LESSON)
        frame.notices(now.notices)
        frame.share(asking.canonical(now), said=now.notices, kept=kept)
    with right, st.container(key="inspector"):
        settings.pool(now)
    with st.container(key="below"):
        task, seen = st.columns(2, gap="large")
    with task:
        frame.card(LESSON, "Try this", now.preset)
    with seen:
        frame.card(LESSON, "What you just saw")
    st.caption(LESSON.sections["Measured"])
    frame.section("Every argument", LESSON.sections["Forms"])
    with st.container(key="forms"):
        forms.show(now, LESSON)
    st.header("The same answer everywhere", anchor=False)
    scripts.show(now, LESSON)


frame.open_page("frameworks", LESSON, shared=(*state.POOLING, "grid"))
st.html(_STYLE)
body()
frame.next_page("gradient.py", "where does the gradient go?", state.POOLING)
