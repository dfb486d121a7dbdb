"""The learner's own picture: decoded once, kept in this session and nowhere else."""

from dataclasses import dataclass

import streamlit as st

from pooling import images, limits

WIDGETS = ("upload", "webcam")  # keys of the widgets, and names of the sources
_KEPT, _SEEN = "own/kept", "own/seen"


@dataclass(frozen=True, eq=False)
class Own:
    """A picture at the size at which it is pooled, and a name that no other picture has."""

    token: str
    picture: images.Picture


def picture(widget: str) -> Own | None:
    """Return what the widget holds now, else the last picture of this session that was not refused."""
    file = st.session_state.get(widget)
    token, _ = st.session_state.get(_SEEN, ("", ""))
    if file is None:
        st.session_state.pop(_SEEN, None)
    elif file.file_id != token:
        st.session_state[_SEEN] = (file.file_id, _taken(file.file_id, file.getvalue()))
    return st.session_state.get(_KEPT)


def _taken(token: str, data: bytes) -> str:
    """Keep a new picture and return "", or return why it is refused and keep the one before."""
    try:
        decoded = images.decode(data, limits.PICTURE_POOLED_SIDE)
    except images.PictureRefused as refused:
        return str(refused)
    st.session_state[_KEPT] = Own(token, decoded)
    return ""


def refusal() -> str:
    """Return the sentence about the file that the widget holds, "" where nothing is wrong."""
    return st.session_state.get(_SEEN, ("", ""))[1]
