"""The parts of the shift page, of which one is shown at a time: a module of pages/_ui with a function show() each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from pages._ui import carrying, digits, frame, lessons, meters, papers, posed, state, theory
from pages._ui.components import component
from pages._ui.lessons import Lesson
from pages._ui.reader import Reader
from pooling import links


@dataclass(frozen=True)
class Part:
    """A part's name on its button, its question on the way to it, and what draws it, its link to copy included."""

    label: str
    question: str
    show: Callable[[], None]


PARTS = {
    "carry": Part("Carry a 4", "does one value survive?", carrying.show),
    "cheetah": Part("Move a cheetah", "does a cheetah's tear line survive?", posed.show),
    "meters": Part("Measure it", "which pooling survives which shift?", meters.show),
    "theory": Part("Theory and chance", "does theory say the same?", theory.show),
    "digits": Part("Read digits", "does it help recognition?", digits.show),
    "papers": Part("What papers found", "what did papers find?", papers.show),
}
_LESSON = lessons.load("shift")
_onward = component("onward")


def read() -> tuple[str, tuple[str, ...]]:
    """Return the asked part, and a sentence where there is no such part.

    Where none is asked, a pose is the cheetah's, and everything else the first part's. What a pose implies is written
    into the address: it must not end when the last number of the pose goes back to its default.
    """
    reader = Reader(st.query_params.to_dict())
    first = next(iter(PARTS))
    implied = "cheetah" if set(reader.asked) & set(posed.PARAMETERS) else first
    part = reader.word("part", PARTS, implied)
    if part != first and "part" not in reader.asked:
        state.write(part=part)
    return part, tuple(reader.notices)


def lesson(part: str) -> Lesson:
    """Return the page's lesson with the sentence of this part, where it has one."""
    return replace(_LESSON, sentence=_LESSON.sections.get(f"Sentence: {part}", _LESSON.sentence))


def choose(part: str) -> None:
    """Choose another part; what the address says of the others stays in it."""
    if "part" in state.locks():
        return
    state.show_in("part", part)
    written = state.on_change("part", lambda chosen: {"part": chosen or part})
    labels = {name: each.label for name, each in PARTS.items()}
    st.segmented_control(
        "Part", PARTS, key="part", format_func=labels.__getitem__, on_change=written, label_visibility="collapsed"
    )


def onward(part: str) -> None:
    """Draw the way to the next part, after the last one to the next page."""
    names = list(PARTS)
    following = names[names.index(part) + 1 :][:1]
    if not following:
        frame.next_page("kinds.py", "which pooling?")
        return
    query = links.query({**st.query_params.to_dict(), "part": following[0]})
    data = {"label": f"Next: {PARTS[following[0]].question}", "query": query}
    _onward(key="onward", data=data, on_follow_change=lambda: state.write(part=following[0]))
