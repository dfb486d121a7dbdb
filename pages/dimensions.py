"""And in 1D and 3D? A signal and a volume, pooled by the same windows with one axis and with three."""

import streamlit as st

from pages._ui import controls, formulas, frame, lessons, predicting, space, space_controls, space_views, state, words
from pages._ui.exporting import Kept
from pages._ui.space import Space
from pooling import limits

LESSON = lessons.load("dimensions")


def close_stage(now: Space, kept: Kept) -> None:
    """Draw what stands under a stage."""
    frame.notices(now.notices)
    frame.share(space.canonical(now), said=now.notices, note=LESSON.sections["Own file"] if now.own else "", kept=kept)


frame.open_page("dimensions", LESSON, shared=state.POOLING)
space_views.style()
now = space.read()
pooled = now.pooled()
with st.container(key="bench"):
    hand, inspector, cards = (st.container(key=name) for name in ("hand", "inspector", "cards"))
with hand:
    space_controls.rank(now)
    if now.rank == 1:
        close_stage(now, space_views.signal(now, pooled))
    else:
        space_views.volume(now, pooled)
        space_controls.dials(now)
        space_views.slices(now, pooled)
with inspector:
    controls.pooling_type(now)
    space_controls.source(now, LESSON)
    largest = limits.VOLUME_KERNEL if now.rank == 3 else None
    controls.window(now, largest=largest, rare=lambda: space_controls.length(now))
with cards:
    frame.card(LESSON, "Try this", f"{now.rank}D")
    frame.card(LESSON, "What you just saw", f"{now.rank}D")

if now.rank == 3:
    frame.section("The numbers under the lens", space_views.read_slices(now, pooled))
    close_stage(now, space_views.numbers(now, pooled))

frame.section("The same formula, once for each axis", LESSON.sections["Formula"])
if not predicting.held_back(now.predict):
    formulas.show(now.plan)

    frame.section(
        "What is left?", f"{space_views.counted(pooled)}: **{words.kept(now.values.size, pooled.values.size)}**."
    )
    st.markdown(LESSON.sections["Left"])

st.header("What it is called", anchor=False)
with st.container(key="names"):
    st.markdown(LESSON.sections["Names"])
frame.next_page("frameworks.py", "what will my framework do?", state.POOLING)
