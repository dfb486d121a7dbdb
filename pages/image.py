"""What does pooling keep of a picture? A picture or a feature map of it, before and after."""

import streamlit as st

from pages._ui import controls, frame, lens, lessons, pane, picking, picture, stage, state, views, words
from pooling import limits, patch, scene

LESSON = lessons.load("image")

frame.open_page("image", LESSON, shared=state.POOLING)
now = picture.read()
before, after = views.shown(now), views.pooled(now)

with st.container(key="split"):
    left, right = st.columns([2.3, 1], gap="large")
with left:
    with st.container(key="pair"):
        taken, given = st.columns(2)
    with taken:
        pane.large("Input", before, now.alt, "taken")
