"""A file that the learner brings: decoded once, kept in this session and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(frozen=True, eq=False)
class Brought:
    """What a file held, decoded, and a name that no other file of the session has."""

    token: str
    content: Any


def read(widget: str, decode: Callable[[bytes], Any], keep: str = "") -> Brought | None:
    """Return what the widget's file holds, else the last one of this session that was not refused.

    decode raises a ValueError with a sentence for the learner. keep: a name that several widgets share if the last
    file of any of them is the one to keep.
    """
    file = st.session_state.get(widget)
    token, _ = st.session_state.get(_seen(widget), ("", ""))
    if file is None:
        st.session_state.pop(_seen(widget), None)
    elif file.file_id != token:
        sentence = _taken(keep or widget, file.file_id, file.getvalue(), decode)
        st.session_state[_seen(widget)] = (file.file_id, sentence)
    kept: Brought | None = st.session_state.get(_kept(keep or widget))
    return kept


def refusal(widget: str) -> str:
    """Return the sentence about the file that the widget holds, "" where nothing is wrong."""
    sentence: str = st.session_state.get(_seen(widget), ("", ""))[1]
    return sentence


def _taken(name: str, token: str, data: bytes, decode: Callable[[bytes], Any]) -> str:
    """Keep a new file's content and return "", or return why it is refused and keep the one before."""
    try:
        content = decode(data)
    except ValueError as refused:
        return str(refused)
    st.session_state[_kept(name)] = Brought(token, content)
    return ""


def _seen(widget: str) -> str:
    return f"{widget}/seen"


def _kept(name: str) -> str:
    return f"{name}/kept"
