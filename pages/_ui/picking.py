"""The controls of a page about pictures: which picture, what of it is pooled, how often."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from pages._ui import brought, state
from pages._ui.lessons import Lesson
from pages._ui.picture import OWN, SAMPLES, PictureState
from pooling import limits, maps
from pooling.samples.filters import FILTERS

_SOURCES = {name: sample.label for name, sample in SAMPLES.items()} | {
    "upload": "Your own picture",
    "webcam": "From your camera",
}
_PIXELS = {
    "colour": "Colour",
    "grey": "Grey",
    "red": "Red channel",
    "green": "Green channel",
    "blue": "Blue channel",
}
KINDS = _PIXELS | {name: f"Feature map: {filter.label.lower()}" for name, filter in FILTERS.items()}
_ENDINGS = ["png", "jpg", "jpeg", "webp", "gif", "bmp"]


def _choose(name: str, label: str, labels: dict[str, str], value: str, resets: Sequence[str] = ()) -> None:
    """Draw a list that writes one parameter and takes others out; the first of labels is the default."""
    options = list(labels)

    def changed(chosen: Any) -> dict[str, str | None]:
        return {name: None if chosen == options[0] else chosen, **dict.fromkeys(resets)}

    state.show_in(name, value)
    on_change = state.on_change(name, changed)
    st.selectbox(label, options, key=name, format_func=labels.__getitem__, on_change=on_change)


def source(now: PictureState, lesson: Lesson) -> None:
    """Choose a picture, or bring one. The camera is asked for only where it is chosen."""
    if "source" in now.lock:
        return
    _choose("source", "Picture", _SOURCES, now.source, resets=("lens", "again", "step"))
    if now.source == "upload":
        st.file_uploader("Your picture", _ENDINGS, key="upload", label_visibility="collapsed")
        st.caption(lesson.sections["Uploading"].format(megabytes=limits.PICTURE_BYTES // 2**20))
    elif now.source == "webcam":
        st.camera_input("Your picture", key="webcam", label_visibility="collapsed")
    if now.source in OWN and (sentence := brought.refusal(now.source)):
        with st.container(key="refusal"):
            st.text(sentence)


def kind(now: PictureState, lesson: Lesson) -> None:
    """Choose what of the picture is pooled, and say what that is."""
    if "show" not in now.lock:
        labels = {kind: KINDS[kind] for kind in maps.kinds(now.picture)}
        _choose("show", "Shown as", labels, now.show)
    name = {"colour": "Colour", "grey": "Grey"}.get(now.show, "Channel")
    meaning = FILTERS[now.show].meaning if now.show in FILTERS else ""
    st.caption(lesson.sections["Filter" if meaning else name].format(meaning=meaning))


def again(now: PictureState) -> None:
    """Choose how often the map is pooled."""
    most = now.poolings
    if "again" in now.lock or most < 2:
        return
    state.show_in("again", now.again)

    def spelled(times: int) -> dict[str, str | None]:
        return {"again": None if times == most else str(times)}

    on_change = state.on_change("again", spelled)
    st.slider("Pool how many times?", 1, most, key="again", width=360, on_change=on_change)
