"""What is kept of my learners? Nothing; what travels, and what a server's log may say."""

import streamlit as st

from pages._ui import frame, lessons

LESSON = lessons.load("privacy")

frame.open_page("privacy", LESSON, shared=())
for title, text in LESSON.sections.items():
    st.header(title, anchor=False)
    st.markdown(text)
frame.next_page("teach.py", "how do I use this in my class?", ())
