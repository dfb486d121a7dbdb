"""Can you work it out? Challenges made from a seed, each checked by computing."""

from pathlib import Path

import streamlit as st

from pages._ui import answering, challenge, course, frame, lessons, stage

LESSON = lessons.load("challenges")
_STYLE = Path(__file__).parents[1] / "assets" / "challenges.css"


@st.fragment
def body() -> None:
    """Draw all of it; an answer reruns this, and not the navigation around it."""
    now = challenge.read()
    with st.container(key="split"):
        left, right = st.columns([2.3, 1], gap="large")
    with left:
        with st.container(key="task"):
            answering.goal(now, LESSON)
            answering.control(now)
            verdict = answering.verdict(now)
        scene = challenge.drawn(now)
        steps = len(scene["links"][0]["result"]) > 1
        stage.show({**scene, "step": now.step if steps else 0}, key=f"stage-{now.name}-{now.seed}", stepper=steps)
        answering.explanation(now)
        if (solution := challenge.explained(now)) is not None:
            stage.show(solution, key=f"solution-{now.name}", stepper=False)
        answering.hints(now)
        frame.notices(now.notices)
        frame.share(challenge.canonical(now), said=(*now.notices, verdict))
    with right:
        with st.container(key="marks"):
            challenge.marks(now)
            challenge.numbers(now)
        course.lesson_about(now.challenge.topic)
        frame.card(LESSON, "How it works")


frame.open_page("challenges", LESSON, shared=())
st.html(_STYLE)
body()
frame.next_page("myths.py", "what do old tutorials get wrong?", ())
