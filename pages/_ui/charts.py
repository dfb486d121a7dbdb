"""The curves of the types page: an answer against the type's own number, and draws that settle down."""

from typing import Any

import numpy as np
import streamlit as st

from pages._ui import state, tables
from pages._ui.lessons import Lesson
from pages._ui.state import State
from pages._ui.versus import DRAWS
from pooling import TYPES, draws, figures

# The one button of the bar: the browser makes the picture itself.
_CONFIG = {
    "displaylogo": False,
    "modeBarButtons": [["toImage"]],
    "scrollZoom": False,
}
_FORMAT = "{:,}".format
TOLD_BELOW = "A chart; the words below it say what it shows"


def against_param(now: State, lesson: Lesson) -> None:
    """Draw the chosen window's answer against the type's own number, where it has one."""
    item = TYPES[now.type]
    if item.param is None:
        st.markdown(lesson.sections["No number"].format(type=item.label))
        return
    st.markdown(lesson.sections["Number"])
    taps = _taps(now)
    figure = figures.curve(taps, (taps.size,), now.type, mark=now.param, dark=dark())
    show(figure, "curve")


def draws_of(now: State, count: int) -> None:
    """Draw how often each tap of the chosen window comes up, and how the average of the draws settles."""
    if "draws" not in now.lock:
        state.show_in("draws", count)
        written = state.on_change("draws", lambda chosen: {"draws": str(chosen or count)})
        st.segmented_control("Number of draws", DRAWS, key="draws", format_func=_FORMAT, on_change=written)
    found = draws.draw(_taps(now), count, now.seed)
    show(figures.draws(found, dark=dark()), "draws-figure")


def _taps(now: State) -> np.ndarray:
    pooled = now.pooled()
    return pooled.taps(min(now.step, pooled.values.size - 1))


def dark() -> bool:
    """Whether the ground is dark."""
    return st.context.theme.type == "dark"


def show(figure: Any, key: str) -> None:
    """Draw a figure, and under it what it shows in words and, unfolded, in numbers."""
    draw(figure, key, TOLD_BELOW)
    st.caption(figures.describe(figure))
    if rows := figures.table(figure):
        folded = st.expander("The numbers of this chart", key=f"{key}-numbers", on_change="rerun")
        if folded.open:  # what is folded is not sent
            with folded:
                tables.show(rows[0], rows[1:], f"Numbers: {figure.layout.title.text}")


def draw(figure: Any, key: str, alt: str) -> None:
    """Draw a figure, which its one button downloads as an SVG file unless that is locked; alt: what is read aloud."""
    file = {"format": "svg", "filename": f"pooling-{key}"}
    config = {**_CONFIG, "displayModeBar": "download" not in state.locks(), "toImageButtonOptions": file}
    st.plotly_chart(figure, key=key, config=config, width="stretch", alt=alt)
