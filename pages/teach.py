"""How do I use this in my class? A lesson's link, its QR code, a frame, a notebook cell and a worksheet."""

from pathlib import Path

import streamlit as st

from pages._ui import frame, lesson_controls, lesson_link, lesson_outputs, lessons, state, worksheets
from pooling import export

LESSON = lessons.load("teach")

came_from = state.came_from()
frame.open_page("teach", LESSON)
lesson_controls.begin(came_from)
st.html(Path(__file__).parents[1] / "assets" / "teach.css")
now, printed = lesson_link.read(), worksheets.read()
base = lesson_link.base()
address = now.address(base)

with st.container(key="split"):
    left, right = st.columns([1.6, 1], gap="large")
with left:
    lesson_controls.paste(LESSON)
    lesson_outputs.link(now, address, LESSON)
with right, st.container(key="inspector"):
    lesson_controls.page(now)
    lesson_controls.opened(now)
    lesson_controls.hidden(now)
    with st.expander("Settings"):
        lesson_controls.settings(now, LESSON)
frame.notices((*now.notices, *printed.notices))
frame.share(
    {**lesson_link.canonical(now), **worksheets.canonical(printed)},
    said=(*now.notices, *printed.notices),
    note=LESSON.sections["Own link"],
)

with st.container(key="below"):
    task, seen = st.columns(2, gap="large")
with task:
    frame.card(LESSON, "Try this")
with seen:
    frame.card(LESSON, "What works in class")

frame.section("On paper", LESSON.sections["Paper"])
worksheets.offer(now, printed, LESSON)

frame.section("In a course page", LESSON.sections["Frame"])
st.code(lesson_outputs.frame(now, base), language="html", wrap_lines=True)

frame.section("In a notebook", LESSON.sections["Notebook"])
st.code(lesson_outputs.cell(now, base), language="python", wrap_lines=True)
if now.grid is not None:
    pooled = now.grid.pooled()
    st.download_button(
        "Notebook of this pool",
        lambda: export.notebook(pooled, link=address),
        f"lesson-{now.page}.ipynb",
        "application/x-ipynb+json",
        on_click="ignore",
    )
frame.next_page("privacy.py", "what is kept of my learners?")
