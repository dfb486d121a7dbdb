"""The classic example: one value carried over a window's border, and what the pooled map makes of it."""

from dataclasses import replace

import streamlit as st

from pages._ui import controls, frame, lessons, stage, state, words
from pages._ui.exporting import Kept
from pages._ui.state import State
from pooling import grids, scene

LESSON = lessons.load("shift")
DEFAULTS = {"source": "tear", "step": "2"}  # the window in which the 4 stands
TYPES = ("max", "average", "subsample")  # the quick choice among the types


def show() -> None:
    """Draw both grids with their pooled maps, the pooling's controls, and what the example teaches."""
    now = state.read(DEFAULTS)
    with st.container(key="split"):
        left, right = st.columns([2.5, 1], gap="large")
    with left:
        _grids(now)
    with right, st.container(key="inspector"):
        controls.pooling_type(now, TYPES)
        controls.window(now)
    with st.container(key="below"):
        for column, section in zip(st.columns(3), ("Try this", "What you just saw", "How to count"), strict=True):
            with column:
                frame.card(LESSON, section)


@st.fragment
def _grids(drawn: State) -> None:
    """Draw the grids before and now; carrying the 4 reruns this alone."""
    now = state.read(DEFAULTS)
    stage.follow(drawn, now)
    before = replace(now, grid=grids.preset(DEFAULTS["source"], size=now.grid.shape)).pooled()
    both = {"Before": before, "Now": now.pooled()}
    shown = scene.compare(both, step=now.step, editable="Now", movable=True, predict=now.predict)
    stage.show(shown, modes=True)
    if not now.predict:
        with st.container(key="verdict"):
            st.markdown(words.carried(before, both["Now"]))
    frame.notices(now.notices)
    frame.share(state.canonical(now, DEFAULTS), said=now.notices, kept=Kept(shown, both["Now"]))
