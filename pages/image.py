"""What does pooling keep of a picture? A picture, or a feature map of it, before and after."""

import streamlit as st

from pages._ui import (
    controls,
    downloads,
    frame,
    lens,
    lessons,
    patches,
    picking,
    picture,
    state,
    views,
    words,
)
from pooling import TYPES, limits

LESSON = lessons.load("image")

frame.open_page("image", LESSON, shared=state.POOLING)
now = picture.read()
before, after = views.shown(now), views.pooled(now)
pooled_by = f"{TYPES[now.type].label} pooled"

views.one_size(before)
with st.container(key="split"):
    left, right = st.columns([2.3, 1], gap="large")
with right, st.container(key="inspector"):
    picking.source(now, LESSON)
    picking.kind(now, LESSON)
    controls.pooling_type(now)
    controls.window(now, kernel=picture.KERNEL, largest=limits.PICTURE_KERNEL)
    frame.notices(now.notices)
with left:
    taken, given = st.columns(2)
    with taken:
        st.markdown(f"**Input** {before.size}")
        lens.movable(before, f"{picking.KINDS[now.show]}: {now.alt}", now.lens)
        st.caption(now.credit)
    with given:
        st.markdown(f"**Output** {after.size}")
        lens.fixed(after, f"{pooled_by}, {after.size}: {now.alt}", patches.answers(now))
        with st.container(key="true-size", horizontal=True, vertical_alignment="center"):
            st.image(after.png, alt="The output at its true size", output_format="PNG")
            st.caption(f"{after.size} cells: {words.kept(before.cells, after.cells)}")
    views.scales(now, before, after)
frame.share(picture.canonical(now), said=now.notices, note=LESSON.sections["Own picture"] if now.own else "")

with st.container(key="below"):
    task, seen = st.columns(2, gap="large")
with task:
    frame.card(LESSON, "Try this")
with seen:
    frame.card(LESSON, "What you just saw")

st.header("Through the lens", anchor=False)
patches.show(now, LESSON)

frame.section("Four ways to pool it", LESSON.sections["Types"])
views.row("beside", views.beside(now))

frame.section("Again and again", LESSON.sections["Again"])
picking.again(now)
views.row("stages", views.stages(now))

frame.section("Take it with you", LESSON.sections["Take away"])
downloads.offer(now, after)
frame.next_page("shift.py", "does it survive a shift?", state.POOLING)
