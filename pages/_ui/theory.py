"""A closed form beside what trials with a seed find: one claim closely, all of them at once, and eight numbers."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import streamlit as st

from pages._ui import charts, frame, lessons, looking, running, state
from pages._ui.reader import Reader
from pooling import figures, links
from pooling.grids import spell
from pooling.shift import CLAIMS, Interval, Kind, Number, best_cardinality, claim, measure, zhang
from pooling.shift.zhang import PAPER, ROW

LESSON = lessons.load("shift")
FEWEST, MOST, TIMES = 100, 25_600, 4
Numbers = tuple[tuple[str, float], ...]
_LABELS = {name: kind.label for name, kind in CLAIMS.items()}
_FIRST = "lone"


def show() -> None:
    """Draw the chosen claim, its trials and how its interval shrinks; then all claims and Zhang's row."""
    reader = Reader(st.query_params.to_dict())
    name = reader.word("claim", CLAIMS, _FIRST)
    numbers = tuple((number.name, _asked(reader, number)) for number in CLAIMS[name].numbers)
    trials = reader.whole("trials", FEWEST, FEWEST, MOST, "number of trials")
    seed = reader.whole("seed", 0, 0, links.LARGEST_SEED)
    expected, history = _measured(name, numbers, trials, seed)
    frame.notices(tuple(reader.notices))
    with st.container(key="theory"):
        asked, found = st.columns([1, 2], gap="large")
    with asked, st.container(key="asked"):
        _controls(name, numbers, trials, seed)
    with found:
        _result(CLAIMS[name], expected, history)
        charts.show(figures.intervals(history, expected, dark=charts.dark()), "intervals")
    frame.share(_canonical(name, numbers, trials, seed), said=tuple(reader.notices))
    _lesson(name, dict(numbers))
    _all(trials, seed)
    _zhang()


def _asked(reader: Reader, number: Number) -> float:
    low, high, label = number.lowest, number.highest, number.label.partition(",")[0].lower()
    if number.step == 1:
        return reader.whole(number.name, int(number.default), int(low), int(high), label)
    return reader.decimal(number.name, number.default, (low, high), number.step, label)


@st.cache_data(max_entries=512, show_spinner=False)
def _measured(name: str, numbers: Numbers, trials: int, seed: int) -> tuple[float, list[Interval]]:
    stated = claim(name, **dict(numbers))
    return stated.expected, measure(stated, trials, seed)


def _canonical(name: str, numbers: Numbers, trials: int, seed: int) -> dict[str, str]:
    defaults = {number.name: f"{number.default:g}" for number in CLAIMS[name].numbers}
    texts = {"claim": (name, _FIRST), "trials": (str(trials), str(FEWEST)), "seed": (str(seed), "0")}
    own = {key: (f"{value:g}", defaults[key]) for key, value in numbers}
    return {**state.shortest({**texts, **own}), "part": "theory"}


# ---- one claim ---------------------------------------------------------------------------------------------


def _controls(name: str, numbers: Numbers, trials: int, seed: int) -> None:
    if "claim" not in state.locks():
        state.show_in("claim", name)
        written = state.on_change("claim", lambda chosen: {"claim": chosen})
        st.selectbox("Claim", CLAIMS, key="claim", format_func=_LABELS.__getitem__, on_change=written)
    for number, (_, value) in zip(CLAIMS[name].numbers, numbers, strict=True):
        _slider(number, value)
    if "trials" not in state.locks():
        more = min(trials * TIMES, MOST)
        st.button(
            "Four times as many trials",
            disabled=trials == MOST,
            help=f"At most {MOST:,} trials are run here.",
            on_click=lambda: state.write(trials=str(more)),
        )
    looking.seed(seed, "Seed of the trials")


def _slider(number: Number, value: float) -> None:
    if number.name in state.locks():
        return
    whole = number.step == 1
    kind = int if whole else float
    state.show_in(number.name, kind(value))
    st.slider(
        number.label,
        kind(number.lowest),
        kind(number.highest),
        step=kind(number.step),
        key=number.name,
        on_change=state.on_change(number.name, lambda chosen: {number.name: f"{chosen:g}"}),
    )


def _result(kind: Kind, expected: float, history: list[Interval]) -> None:
    found = history[-1]
    st.markdown(f"**{kind.measured}**")
    st.latex(kind.formula)
    with st.container(key="result", horizontal=True):
        st.metric("Closed form", spell(expected, 4))
        st.metric(f"Measured in {found.trials:,} trials", spell(found.estimate, 4))
        st.metric(f"95% interval ({found.method})", f"{spell(found.low, 4)} to {spell(found.high, 4)}")
    st.markdown(LESSON.sections["Agrees" if found.holds(expected) else "Misses"])
    st.caption(f"Closed form: {kind.source}.")


def _lesson(name: str, numbers: Mapping[str, float]) -> None:
    """Draw what the claim means, and what is often said instead."""
    with st.container(key="below"):
        meant, often = st.columns(2)
    with meant:
        frame.card(LESSON, "What it means", name)
        if name == "gap" and numbers["p1"] != numbers["p2"]:
            best = best_cardinality(numbers["p1"], numbers["p2"])
            st.markdown(LESSON.sections["Best cardinality"].format(best=spell(best, 2)))
    with often:
        frame.card(LESSON, "What is often said", name)


# ---- all of them -------------------------------------------------------------------------------------------


def _all(trials: int, seed: int) -> None:
    frame.section("All of them at once", LESSON.sections["All claims"].format(trials=f"{trials:,}", seed=seed))
    jobs = {kind.label: partial(_measured, name, _defaults(kind), trials, seed) for name, kind in CLAIMS.items()}
    answers = running.gather("claims", (trials, seed), jobs, "Running trials")
    if answers is None:
        return
    head = ("Claim", "Closed form", "Measured", "95% interval", "Agrees")
    rows = [_row(label, expected, history[-1]) for label, (expected, history) in answers.items()]
    lines = [" | ".join(row) for row in (head, (":---", *["---:"] * 3, ":---"), *rows)]
    with st.container(key="numbers-claims"):
        st.markdown("\n".join(f"| {line} |" for line in lines))


def _defaults(kind: Kind) -> Numbers:
    return tuple((number.name, number.default) for number in kind.numbers)


def _row(label: str, expected: float, found: Interval) -> tuple[str, ...]:
    ends = f"{spell(found.low, 4)} to {spell(found.high, 4)}"
    return label, spell(expected, 4), spell(found.estimate, 4), ends, "yes" if found.holds(expected) else "**no**"


def _zhang() -> None:
    frame.section("Eight numbers", LESSON.sections["Zhang"])
    lines = ["| Pooling | Row as it stands | Row moved by one | As in the paper |", "| :--- | :--- | :--- | :--- |"]
    for label, kind, blurred in (("Max, 2, stride 2", "max", False), ("Max, then blur", "maxblur", True)):
        answers = [zhang(np.roll(ROW, -step), blurred=blurred) for step in (0, 1)]
        same = all(np.array_equal(found, paper) for found, paper in zip(answers, PAPER[kind], strict=True))
        texts = [", ".join(spell(float(value), 2) for value in found) for found in answers]
        lines.append(f"| {label} | {texts[0]} | {texts[1]} | {'yes' if same else '**no**'} |")
    with st.container(key="numbers-zhang"):
        st.markdown("\n".join(lines))
