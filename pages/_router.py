"""What every page shares: the browser tab, the navigation, the run."""

from pathlib import Path

import streamlit as st

from pages._ui import frame

ASSETS = Path(__file__).parents[1] / "assets"

if not st.context.is_embedded:
    st.logo(str(ASSETS / "logo.svg"), size="large")

page = st.navigation(
    {
        "": [st.Page("start.py", title="Start", default=True)],
        "See": [
            st.Page("windows.py", title="Windows", url_path="windows"),
            st.Page("image.py", title="Picture", url_path="image"),
            st.Page("shift.py", title="Shift", url_path="shift"),
        ],
        "Go deeper": [
            st.Page("kinds.py", title="Types", url_path="types"),
            st.Page("dimensions.py", title="Dimensions", url_path="dimensions"),
            st.Page("frameworks.py", title="Frameworks", url_path="frameworks"),
            st.Page("gradient.py", title="Gradient", url_path="gradient"),
            st.Page("network.py", title="Network", url_path="network"),
        ],
        "Learn": [
            st.Page("challenges.py", title="Challenges", url_path="challenges"),
            st.Page("myths.py", title="Myths", url_path="myths"),
            st.Page("course.py", title="Course", url_path="course"),
        ],
        "Teach": [
            st.Page("teach.py", title="Lesson builder", url_path="teach"),
            st.Page("privacy.py", title="Privacy", url_path="privacy"),
        ],
    },
    position="hidden" if st.context.is_embedded else "top",
)
title = "Pooling Lab" if page.url_path == "" else f"{page.title} - Pooling Lab"
st.set_page_config(page_title=title, page_icon=str(ASSETS / "icon.svg"), layout="wide")
page.run()
frame.footer()
