"""Does it survive a shift? One part at a time: a value over a border, a cheetah that moves, meters, theory."""

import streamlit as st

from pages._ui import frame, parts, state

part, said = parts.read()
frame.open_page("shift", parts.lesson(part), shared=state.POOLING)
parts.choose(part)
frame.notices(said, key="part-notices")
with st.container(key=f"part-{part}"):
    parts.PARTS[part].show()
parts.onward(part)
