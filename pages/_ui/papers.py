"""What papers found, a card a finding, each beside what the learner measured on the digits part."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace

import streamlit as st

from pages._ui import digits, digits_controls, digits_views, frame, lessons, state
from pages._ui.digits_controls import Trial
from pooling import recognition
from pooling.recognition import TESTED, Summary

LESSON = lessons.load("papers")
# Each finding, and the pools whose numbers stand beside it.
_FINDINGS: Mapping[str, tuple[str, ...]] = {
    "Zhang 2019": ("max-2-2", "maxblur-2-2"),
    "Azulay and Weiss 2019": ("max-2-2",),
    "Scherer 2010 and Krizhevsky 2012": ("max-2-2", "max-3-2"),
    "Springenberg 2014": ("subsample-2-2", "max-2-2"),
    "Ruderman 2018": ("max-2-2",),
    "Chaman and Dokmanić 2021": ("aps-2-2", "max-2-2"),
    "Boureau 2010": (),
}
_NEEDED = tuple(dict.fromkeys(name for names in _FINDINGS.values() for name in names))


def show() -> None:
    """Draw every finding with what was measured beside it, or with the way to measure it."""
    now = digits_controls.read(TESTED)
    digits_views.style()
    frame.section(LESSON.title, LESSON.sentence)
    found = digits.measured(now, st.empty()) if now.run else {}
    results = {name: recognition.summarise(repeats) for name, repeats in found.items()}
    if not set(_NEEDED) <= results.keys():
        _way(now)
    with st.container(key="papers"):
        for column, names in zip(
            st.columns(2, gap="medium"), (list(_FINDINGS)[::2], list(_FINDINGS)[1::2]), strict=True
        ):
            with column:
                for name in names:
                    frame.card(_beside(name, now, results), name)
    frame.notices(now.notices)
    frame.share({**digits_controls.canonical(now), "part": "papers"}, said=now.notices)
    st.caption(LESSON.sections["Sources"])


def _way(now: Trial) -> None:
    """Draw what is still to be measured, and the way there."""
    st.markdown(LESSON.sections["Not measured"])
    more = [name for name in now.pools if name not in _NEEDED]
    tried = ",".join([*_NEEDED, *more][: digits_controls.MOST])
    asked = {**digits_controls.canonical(now), "part": "digits", "tried": tried, "run": "1"}
    icon = ":material/science:"
    # A button: a link from a page to itself loses its query.
    st.button("Measure all of them on digits", key="papers-way", icon=icon, on_click=lambda: state.write(**asked))


def _beside(name: str, now: Trial, results: Mapping[str, Summary]) -> lessons.Lesson:
    """Return the lesson with this finding's section followed by what was measured, where it was."""
    found = LESSON.sections[name]
    needed = _FINDINGS[name]
    if needed and set(needed) <= results.keys():
        numbers = {pool: _texts(results[pool]) for pool in needed}
        learned = "every place that is tried" if now.setup.shifted else "the middle alone"
        measured = LESSON.sections[f"Measured: {name}"]
        found += "\n\n" + measured.format(px=now.setup.distance, learned=learned, **numbers)
    return replace(LESSON, sections={name: found})


def _texts(found: Summary) -> SimpleNamespace:
    shares = {
        "accuracy": found.accuracy.mean,
        "low": found.accuracy.low,
        "high": found.accuracy.high,
        "same": found.same.mean,
        "changed": 1 - found.same.mean,
    }
    return SimpleNamespace(**{name: f"{share:.1%}" for name, share in shares.items()})
