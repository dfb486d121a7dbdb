"""Does it survive a shift? One part at a time: a value over a border, a cheetah that moves, meters, theory."""

from pathlib import Path

import streamlit as st

from pages._ui import frame, parts, state

part, said = parts.read()
frame.open_page("shift", parts.lesson(part), shared=state.POOLING)
st.html(Path(__file__).parents[1] / "assets" / "shift.css")
parts.choose(part)
frame.notices(said, key="part-notices")
with st.container(key=f"part-{part}"):
    parts.PARTS[part].show()
parts.onward(part)
