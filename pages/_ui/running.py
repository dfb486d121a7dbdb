"""Work that may take long, done in steps: a bar and a way to stop once it has lasted half a second."""

from collections.abc import Callable, Hashable, Mapping
from time import monotonic
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

_LONG = 0.5  # seconds that nobody minds
Answer = TypeVar("Answer")


class Bar:
    """A bar in `place`, and a button that does `stop`; neither is seen before the work has lasted half a second."""

    def __init__(self, key: str, place: DeltaGenerator, stop: Callable[[], None]) -> None:
        self._key, self._place, self._stop, self._begun = key, place, stop, monotonic()
        self._bar: DeltaGenerator | None = None

    def show(self, share: float, text: str) -> None:
        """Say how far the work is, 0..1, and with what."""
        if self._bar is None and monotonic() - self._begun > _LONG:
            with self._place.container(horizontal=True, vertical_alignment="bottom", key=f"running-{self._key}"):
                self._bar = st.progress(0.0)
                st.button("Stop", key=f"{self._key}/stop", on_click=self._stop)
        if self._bar is not None:
            self._bar.progress(share, text)

    def end(self) -> None:
        """Take both away."""
        self._place.empty()


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
    bar, done = Bar(key, st.empty(), lambda: _stop(stopped, question)), dict[str, Answer]()
    for name, job in jobs.items():
        bar.show(len(done) / len(jobs), f"{what}: {name}")
        done[name] = job()
    bar.end()
    return done


def _stop(stopped: str, question: Hashable) -> None:
    st.session_state[stopped] = question
