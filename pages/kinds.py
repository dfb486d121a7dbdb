"""Which pooling? Every type on one input: two of them in step, all of them side by side, one against its number."""

import streamlit as st

from pages._ui import charts, controls, frame, gallery, lessons, predicting, stage, state, versus
from pages._ui.exporting import Kept
from pages._ui.state import State
from pooling import TYPES, scene

LESSON = lessons.load("types")


@st.fragment
def laboratory(drawn: State) -> None:
    """Draw what an edit changes; an edit reruns this alone."""
    now = state.read()
    stage.follow(drawn, now)
    pair = versus.read(now)
    both = {TYPES[name].label: gallery.pooled(now, name) for name in (now.type, pair.other)}
    shown = scene.compare(both, step=now.step, editable=TYPES[now.type].label, predict=now.predict)
    stage.show(shown, modes=True)
    if not now.predict:
        st.markdown(versus.said(*both.values()))
    frame.notices((*now.notices, *pair.notices))
    kept = Kept(shown, both[TYPES[now.type].label])
    frame.share({**state.canonical(now), **versus.canonical(pair)}, said=(*now.notices, *pair.notices), kept=kept)
    if predicting.held_back(now.predict):
        return
    frame.section("All of them", LESSON.sections["All"])
    versus.difference(now, pair)
    gallery.show(now, difference=pair.difference)
    st.header("From average to max", anchor=False)
    charts.against_param(now, LESSON)
    frame.section("Drawing lots", LESSON.sections["Draws"])
    charts.draws_of(now, pair.draws)


frame.open_page("types", LESSON)
now = state.read()
with st.container(key="bench"):
    laboratory(now)
    with st.container(key="inspector"):
        controls.pooling_type(now)
        versus.control(now, versus.read(now))
        controls.source(now)
        controls.window(now, rare=lambda: controls.size(now))
    frame.cards(LESSON)

st.header("Card by card", anchor=False)
versus.cards()
frame.next_page("dimensions.py", "and in 1D and 3D?", state.POOLING)
