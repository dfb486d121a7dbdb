"""Does it survive a shift? One value carried over a window's border, and a cheetah that moves."""

from dataclasses import replace

import streamlit as st

from pages._ui import controls, frame, lessons, pose, posed, stage, state, words
from pages._ui.state import State
from pooling import grids, scene
from pooling.shift import impulse_invariance

LESSON = lessons.load("shift")
DEFAULTS = {"source": "tear", "step": "2"}  # the window in which the 4 stands


@st.fragment
def classic(drawn: State) -> None:
    """Draw the classic example; carrying the 4 reruns this alone."""
    now = state.read(DEFAULTS)
    stage.follow(drawn, now)
    before = replace(now, grid=grids.preset(DEFAULTS["source"], size=now.grid.shape)).pooled()
    both = {"Before": before, "Now": now.pooled()}
    stage.show(scene.compare(both, step=now.step, editable="Now", movable=True, predict=now.predict), modes=True)
    if not now.predict:
        with st.container(key="verdict"):
            st.markdown(words.carried(before, both["Now"]))
    frame.notices(now.notices)
    frame.share({**state.canonical(now, DEFAULTS), **pose.canonical(where, kernel)})


frame.open_page("shift", LESSON, shared=state.POOLING)
now = state.read(DEFAULTS)
where, kernel, said = pose.read()

with st.container(key="split"):
    left, right = st.columns([2.5, 1], gap="large")
with left:
    classic(now)
with right, st.container(key="inspector"):
    controls.pooling_type(now, posed.COMPARED)
    controls.window(now)
frame.notices(said, key="pose-notices")

with st.container(key="below"):
    for column, section in zip(st.columns(3), ("Try this", "What you just saw", "How to count"), strict=True):
        with column:
            frame.card(LESSON, section)

st.header("Does a cheetah's tear line survive?", anchor=False)
st.markdown(LESSON.sections["Cheetah"])
with st.container(key="posed"):
    hand, shown = st.columns([1, 2.7], gap="large")
with hand, st.container(key="hand"):
    pose.sliders(where)
    pose.window(kernel)
with shown:
    posed.pictures(where, now.type, kernel)
    st.markdown(words.strongest(posed.strongest(pose.Pose()), posed.strongest(where)))

st.header("How much of each map stayed?", anchor=False)
stays = posed.stabilities(where, kernel)
with st.container(key="measured"):
    found, meant = st.columns([1.6, 1], gap="large")
with found:
    posed.bars(stays, now.type)
    st.markdown(words.keeps_most({name: stays[name] for name in posed.COMPARED}))
    st.markdown(words.lone_pixel(kernel, impulse_invariance(kernel, kernel)))
with meant:
    frame.card(LESSON, "How it is measured")
    frame.card(LESSON, "What pooling cannot give back")
frame.next_page("kinds.py", "which pooling?")
