"""How much of each map stays when the picture is posed, as a table with bars."""

from collections.abc import Mapping

import streamlit as st

from pages._ui import frame, lessons, looking, words
from pages._ui.looking import Look
from pages._ui.pose import Pose
from pooling import TYPES, pool
from pooling.shift import Stability, impulse_invariance, stability

LESSON = lessons.load("shift")
COMPARED = ("max", "average", "subsample")


def show(now: Look) -> None:
    """Draw the table, and beside it what its shares mean."""
    st.header("How much of each map stayed?", anchor=False)
    stays = _stabilities(now)
    with st.container(key="measured"):
        found, meant = st.columns([1.6, 1], gap="large")
    with found:
        _bars(stays, now.type)
        st.markdown(words.keeps_most({name: stays[name] for name in COMPARED}))
        st.markdown(words.lone_pixel(now.kernel, impulse_invariance(now.kernel, now.kernel)))
    with meant:
        frame.card(LESSON, "How it is measured")
        frame.card(LESSON, "What pooling cannot give back")


def _stabilities(now: Look) -> dict[str, Stability]:
    """Return how much of the answers ("") and of each type's pooled map stays when the picture is posed."""
    before, after = (looking.answers(now, where) for where in (Pose(), now.where))

    def pooled(name: str) -> Stability:
        one, other = (pool(map, now.kernel, type=name).values for map in (before, after))
        return stability(one, other)

    return {"": stability(before, after), **{name: pooled(name) for name in COMPARED}}


def _bars(found: Mapping[str, Stability], chosen: str) -> None:
    """Draw the shares as a table with bars; the learner's type stands out."""
    rows = "".join(_bar(name, stays, name == chosen) for name, stays in found.items())
    head = '<tr><th>Map</th><th colspan="2">Unchanged</th><th>Cells</th></tr>'
    st.html(f'<table class="stays"><thead>{head}</thead><tbody>{rows}</tbody></table>')


def _bar(name: str, stays: Stability, chosen: bool) -> str:
    label = TYPES[name].label if name else "Before any pooling"
    share = f"{stays.share:.1%}" if stays.active else "0%"
    mark = ' class="chosen"' if chosen else ""
    bar = f'<div class="track"><div style="width: {share}"></div></div>'
    return (
        f'<tr{mark}><th scope="row">{label}</th><td class="bar">{bar}</td>'
        f"<td>{share}</td><td>{stays.unchanged:,} of {stays.active:,}</td></tr>"
    )
