"""The cheetah before and now: picture, tear-line answers and pooled map, and how many cells stayed."""

import base64
from collections.abc import Mapping
from dataclasses import asdict
from html import escape
from pathlib import Path

import streamlit as st

from pages._ui import controls, frame, legends, lessons, pose, state, words
from pages._ui.pose import Pose
from pooling import TYPES, images, maps, pool
from pooling.samples import cheetah
from pooling.shift import Stability, impulse_invariance, stability

LESSON = lessons.load("shift")
COMPARED = ("max", "average", "subsample")
_FILTER = "tear_line"
_STYLE = Path(__file__).parents[2] / "assets" / "shift.css"


def show() -> None:
    """Draw the cheetah before and now with its controls, and how much of each map stayed."""
    where, kernel, said = pose.read()
    now = state.read()
    frame.notices(said)
    st.markdown(LESSON.sections["Cheetah"])
    with st.container(key="posed"):
        hand, shown = st.columns([1, 2.7], gap="large")
    with hand, st.container(key="hand"):
        pose.sliders(where)
        pose.window(kernel)
    with shown:
        pictures(where, now.type, kernel)
        st.markdown(words.strongest(strongest(pose.Pose()), strongest(where)))
        controls.pooling_type(now, COMPARED)
    frame.share({**state.canonical(now), **pose.canonical(where, kernel), "part": "cheetah"})
    _stayed(where, now.type, kernel)


def _stayed(where: Pose, type: str, kernel: int) -> None:
    """Draw how much of each map stayed, and what that means."""
    st.header("How much of each map stayed?", anchor=False)
    stays = stabilities(where, kernel)
    with st.container(key="measured"):
        found, meant = st.columns([1.6, 1], gap="large")
    with found:
        bars(stays, type)
        st.markdown(words.keeps_most({name: stays[name] for name in COMPARED}))
        st.markdown(words.lone_pixel(kernel, impulse_invariance(kernel, kernel)))
    with meant:
        frame.card(LESSON, "How it is measured")
        frame.card(LESSON, "What pooling cannot give back")


@st.cache_data(max_entries=32, show_spinner=False)
def _drawn(pose: Pose) -> tuple[images.Picture, maps.Map]:
    """Return the picture, uint8 (256, 256, 3), and the filter's answers after ReLU, float32 (256, 256)."""
    posed = asdict(pose)
    shift, rotation = (posed.pop("down"), posed.pop("right")), posed.pop("rotate")
    picture = cheetah(256, shift=shift, rotation=rotation, **posed)
    return picture, maps.of(picture, _FILTER)


def strongest(pose: Pose) -> float:
    """Return the filter's strongest answer on the posed cheetah."""
    return float(_drawn(pose)[1].max())


@st.cache_data(max_entries=256, show_spinner=False)
def stabilities(pose: Pose, kernel: int) -> dict[str, Stability]:
    """Return how much of the answers ("") and of each type's pooled map stays when the cheetah is posed."""
    before, now = _drawn(Pose())[1], _drawn(pose)[1]

    def pooled(name: str) -> Stability:
        return stability(pool(before, kernel, type=name).values, pool(now, kernel, type=name).values)

    return {"": stability(before, now), **{name: pooled(name) for name in COMPARED}}


def pictures(pose: Pose, type: str, kernel: int) -> None:
    """Draw both rows of pictures; maps of one column share a scale, and its legend stands below."""
    heads = "".join(f"<b>{escape(head)}</b>" for head in _heads(type, kernel))
    rows = [_row("Before", Pose(), type, kernel), _row("Now", pose, type, kernel)]
    scale_bars = "".join(legends.html(scale) for scale in _scales(type, kernel))
    st.html(_STYLE)
    st.html(f'<div class="posed">{heads}{"".join(rows)}<span class="gap"></span>{scale_bars}</div>')


def _heads(type: str, kernel: int) -> tuple[str, str, str]:
    return "Picture", "Tear-line answers", f"{TYPES[type].label}, {kernel} × {kernel}"


@st.cache_data(max_entries=64, show_spinner=False)
def _row(label: str, pose: Pose, type: str, kernel: int) -> str:
    picture, answers = _drawn(pose)
    scales = _scales(type, kernel)
    pooled = pool(answers, kernel, type=type).values
    shown = (picture, maps.drawn(answers, scales[0]), maps.drawn(pooled, scales[1]))
    heads = _heads(type, kernel)
    cells = [_image(part, f"{label}: {head}") for part, head in zip(shown, heads, strict=True)]
    return f'<b class="row">{label}</b>{"".join(cells)}'


@st.cache_data(max_entries=64, show_spinner=False)
def _scales(type: str, kernel: int) -> tuple[maps.Scale, maps.Scale]:
    """Return the scales of the answers and of the pooled maps; the second is wider where pooling adds up."""
    answers = _drawn(Pose())[1]
    scale = maps.scale(answers, _FILTER)
    return scale, scale.holding(pool(answers, kernel, type=type).values)


def _image(picture: images.Picture, alt: str) -> str:
    return f'<img src="{_data(picture)}" alt="{escape(alt)}">'


def _data(picture: images.Picture) -> str:
    return "data:image/png;base64," + base64.b64encode(images.png(picture)).decode()


def bars(found: Mapping[str, Stability], chosen: str) -> None:
    """Draw the shares as a table with bars; the learner's type stands out."""
    rows = "".join(_bar(name, stays, name == chosen) for name, stays in found.items())
    head = '<tr><th>Map</th><th colspan="2">Unchanged</th><th>Cells</th></tr>'
    st.html(f'<table class="stays"><thead>{head}</thead><tbody>{rows}</tbody></table>')


def _bar(name: str, stays: Stability, chosen: bool) -> str:
    label = TYPES[name].label if name else "Before any pooling"
    share = f"{stays.share:.1%}"
    mark = ' class="chosen"' if chosen else ""
    bar = f'<div class="track"><div style="width: {share}"></div></div>'
    return (
        f'<tr{mark}><th scope="row">{label}</th><td class="bar">{bar}</td>'
        f"<td>{share}</td><td>{stays.unchanged:,} of {stays.active:,}</td></tr>"
    )
