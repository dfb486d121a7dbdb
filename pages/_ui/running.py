"""Work that may take long, done in steps: a bar and a way to stop once it has lasted half a second."""

from collections.abc import Callable, Hashable, Mapping
from time import monotonic
from typing import TypeVar

import streamlit as st

_LONG = 0.5  # seconds that nobody minds
Answer = TypeVar("Answer")


def gather(
    key: str, question: Hashable, jobs: Mapping[str, Callable[[], Answer]], what: str
) -> dict[str, Answer] | None:
    """Do the jobs one after the other and return their answers, None where the learner stopped them.

    The jobs must remember their answers by themselves: what was done before a stop is not done again. question: what
    is asked; another question is not stopped. what: the words on the bar.
    """
    stopped = f"{key}/stopped"
    if st.session_state.get(stopped) == question:
        st.text("Stopped.")
        st.button("Go on", key=f"{key}/on", on_click=lambda: st.session_state.pop(stopped, None))
        return None
    place, bar, start = st.empty(), None, monotonic()
    done: dict[str, Answer] = {}
    for name, job in jobs.items():
        if bar is None and monotonic() - start > _LONG:
            with place.container(horizontal=True, vertical_alignment="bottom", key=f"running-{key}"):
                bar = st.progress(0.0, what)
                st.button("Stop", key=f"{key}/stop", on_click=_stop, args=(stopped, question))
        if bar is not None:
            bar.progress(len(done) / len(jobs), f"{what}: {name}")
        done[name] = job()
    place.empty()
    return done


def _stop(stopped: str, question: Hashable) -> None:
    st.session_state[stopped] = question
