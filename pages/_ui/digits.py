"""Does it help recognition? The digit experiment: guess, run it, see the trade-off, look at single digits."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages._ui import charts, digits_controls, digits_views, digits_words, frame, lessons, running, state
from pages._ui.digits_controls import Trial
from pooling import figures, links, recognition
from pooling.recognition import TESTED, Measured, Setup
from pooling.samples.digits import CREDIT

LESSON = lessons.load("digits")
Found = Mapping[str, list[Measured]]


def show() -> None:
    """Draw the experiment's choices, and once it is asked for, what was found."""
    now = digits_controls.read(TESTED)
    digits_views.style()
    frame.section(LESSON.title, LESSON.sentence)
    with st.container(key="digits"):
        hand, shown = st.columns([1, 2.2], gap="large")
    with hand, st.container(key="inspector"):
        found = _asked(now)
    with shown:
        _answered(now, found) if found else _invited(now)
    frame.notices(now.notices)
    frame.share({**digits_controls.canonical(now), "part": "digits"}, said=now.notices)
    if found:
        _closer(now, found)
    st.caption(CREDIT)


def _asked(now: Trial) -> Found | None:
    """Draw the guesses, the button and the choices; return what was found where it is to run."""
    if not {"most", "steady"} <= state.locks():
        st.markdown(LESSON.sections["Guess first"])
    digits_controls.guesses(now)
    with st.container(key="digits-run"):
        place = st.empty()
        if "run" not in state.locks():
            _button(now)
    with st.container(key="digits-choices"):
        digits_controls.choices(now)
    return measured(now, place) if now.run else None


def _button(now: Trial) -> None:
    """Draw what starts a run: this one, or one with seeds that were not used yet."""
    label, wanted = ("Run with new seeds", {"seed": _next_seed(now)}) if now.run else ("Run", {"run": "1"})
    st.button(label, key="digits-start", icon=":material/play_arrow:", on_click=lambda: state.write(**wanted))


def _next_seed(now: Trial) -> str:
    return str((now.seeds[-1] + 1) % (links.LARGEST_SEED + 1))


def measured(now: Trial, place: DeltaGenerator) -> Found:
    """Return the repeats of each pool; where it lasts, draw progress and a way to stop in place."""
    found: dict[str, list[Measured]] = {name: [] for name in now.pools}
    bar = running.Bar("digits", place, lambda: state.write(run=None))  # what was measured until a stop is remembered
    for step in recognition.experiment(now.pools, now.setup, now.seeds, _measured):
        found[step.name].append(step.found)
        bar.show(step.done / step.total, f"{step.done} of {step.total}: {digits_controls.label(step.name)}")
    bar.end()
    return found


@st.cache_data(max_entries=2000, show_spinner=False)
def _measured(name: str, setup: Setup, seed: int) -> Measured:
    return recognition.measure(name, setup, seed)


def _invited(now: Trial) -> None:
    """Draw a digit as it is learned from and as it is asked about."""
    with st.container(key="digits-before"):
        st.markdown(LESSON.sections["Before"])
        digits_views.strip(now.setup, now.digit or 0)
    frame.card(LESSON, "How it is measured")


def _answered(now: Trial, found: Found) -> None:
    """Draw the trade-off and say it in words."""
    results = {name: recognition.summarise(repeats) for name, repeats in found.items()}
    figure = figures.tradeoff(results, dark=charts.dark())
    charts.draw(figure, "tradeoff", charts.TOLD_BELOW)
    digits_views.described(figure)
    with st.container(key="digits-said", gap="small"):
        for sentence in digits_words.said(now, results):
            st.markdown(sentence)


def _closer(now: Trial, found: Found) -> None:
    """Draw the table, single digits with what was answered, and what all of it means."""
    st.header("In numbers", anchor=False)
    digits_views.table({name: recognition.summarise(repeats) for name, repeats in found.items()})
    st.caption(LESSON.sections["Earlier"])
    st.header("One digit, and what was answered", anchor=False)
    first = {name: repeats[0] for name, repeats in found.items()}
    place = digits_views.telling(first) if now.digit is None else now.digit
    with st.container(key="digits-which"):
        digits_controls.digit(place, TESTED)
    digits_views.answers(now.setup, first, place)
    with st.container(key="below"):
        sections = ("Try this", "What you just saw", "Invariance is not equivariance", "How it is measured")
        columns = [*st.columns(2, gap="medium"), *st.columns(2, gap="medium")]
        for section, column in zip(sections, columns, strict=True):
            with column:
                frame.card(LESSON, section)
