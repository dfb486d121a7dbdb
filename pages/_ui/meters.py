"""Seven ways to pool, measured over shifts and turns of the picture: maps, curves, and the pose of now in numbers."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from pages._ui import charts, frame, heatmaps, lessons, looking, pose, running, state
from pages._ui.looking import Look
from pages._ui.pose import Pose
from pages._ui.reader import Reader
from pooling import figures
from pooling.maps import Map
from pooling.shift import POOLERS, Compared, Sweep, compare, sweep

LESSON = lessons.load("shift")
_SHORT = {"unchanged": "Unchanged", "cosine": "Cosine", "error": "Only moved?"}
_TURNS = range(-45, 46, 5)  # degrees
_POSED = ("down", "right", "rotate")


def show() -> None:
    """Draw the measure that is asked for over shifts and turns, and all measures for the pose of now."""
    reader = Reader(st.query_params.to_dict())
    now = looking.read(reader)
    meter = reader.word("meter", _SHORT, "unchanged", "measure")
    frame.notices(tuple(reader.notices))
    _controls(now, meter)
    sweeps = running.gather("sweeps", _asked(now), _sweeping(now), "Shifting")
    if sweeps is None:
        return
    heatmaps.show(sweeps, meter, now.where.down, now.where.right)
    st.markdown(LESSON.sections[f"Meter: {meter}"])
    _curves(now, meter, sweeps)
    own = {} if meter == "unchanged" else {"meter": meter}
    note = LESSON.sections["Own picture"] if now.own else ""
    frame.share({**looking.canonical(now), **own, "part": "meters"}, said=tuple(reader.notices), note=note)
    st.header("The pose of now in numbers", anchor=False)
    _table(now, sweeps)


def _controls(now: Look, meter: str) -> None:
    with st.container(key="meter-choices"):
        looking.choices(now)
        looking.window(now)
    looking.own(now, LESSON)
    with st.container(key="meter-pose"):
        for name in _POSED:
            pose.slider(name, now.where)
        _measure(meter)


def _measure(meter: str) -> None:
    if "meter" not in state.locks():
        state.show_in("meter", meter)
        written = state.on_change("meter", lambda chosen: {"meter": chosen or meter})
        st.segmented_control("Measure", _SHORT, key="meter", format_func=_SHORT.__getitem__, on_change=written)


def _asked(now: Look) -> tuple[str, str, int]:
    return now.token, now.filter, now.kernel


# ---- shifts and turns --------------------------------------------------------------------------------------


def _sweeping(now: Look) -> dict[str, partial[Sweep]]:
    map = looking.answers(now, Pose())
    return {name: partial(_sweep, *_asked(now), name, map) for name in POOLERS}


@st.cache_data(max_entries=512, show_spinner=False)
def _sweep(token: str, filter: str, kernel: int, pooler: str, _map: Map) -> Sweep:
    return sweep(_map, pooler, kernel)


def _turning(now: Look) -> dict[str, partial[dict[str, Compared]]]:
    return {f"{degrees}°": partial(_turned, *_asked(now), degrees, now) for degrees in _TURNS}


@st.cache_data(max_entries=1024, show_spinner=False)
def _turned(token: str, filter: str, kernel: int, degrees: int, _now: Look) -> dict[str, Compared]:
    turned = looking.passing(_now, replace(Pose(), rotate=float(degrees)))
    return _compared(_now, turned)


def _compared(now: Look, after: Map) -> dict[str, Compared]:
    before = looking.answers(now, Pose())
    return {name: compare(before, after, name, now.kernel) for name in POOLERS}


def _curves(now: Look, meter: str, sweeps: Mapping[str, Sweep]) -> None:
    """Draw the measure along a row of shifts, and along turns."""
    dark = charts.dark()
    heatmaps.legend(dark)
    left, right = st.columns(2, gap="medium")
    with left:
        shifts = next(iter(sweeps.values())).shifts
        middle = len(shifts) // 2
        rows = {name: getattr(found, meter)[middle] for name, found in sweeps.items()}
        mark = now.where.right
        figure = figures.shift_curves(rows, shifts.tolist(), meter, mark=mark, legend=False, dark=dark)
        charts.show(figure, "shift-curves")
    with right:
        turned = running.gather("turns", _asked(now), _turning(now), "Turning")
        if turned is None:
            return
        lines = {name: [getattr(found[name], meter) for found in turned.values()] for name in POOLERS}
        how: dict[str, Any] = {"along": "turn, degrees", "mark": now.where.rotate, "legend": False, "dark": dark}
        charts.show(figures.shift_curves(lines, list(_TURNS), meter, **how), "turn-curves")


# ---- the pose of now ---------------------------------------------------------------------------------------


def _table(now: Look, sweeps: Mapping[str, Sweep]) -> None:
    found = _compared(now, looking.answers(now, now.where))
    head = ("Pooling", "Unchanged", "Cosine similarity", "Distance from only moved", "Flicker along the row")
    rows = [(POOLERS[name].label, *map(_number, here), _number(sweeps[name].flicker)) for name, here in found.items()]
    lines = [" | ".join(row) for row in (head, (":---", *["---:"] * 4), *rows)]
    with st.container(key="numbers-pose"):
        st.markdown("\n".join(f"| {line} |" for line in lines))
    with st.container(key="below"):
        for column, section in zip(st.columns(2), ("Invariance is not equivariance", "Flicker"), strict=True):
            with column:
                frame.card(LESSON, section)


def _number(value: float) -> str:
    return "no cell answers" if np.isnan(value) else f"{value:.3f}"
