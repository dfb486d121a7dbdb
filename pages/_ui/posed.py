"""The picture under the learner's hand: posed, looked at by a filter, pooled twice, and found again or not."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages._ui import controls, frame, lessons, looking, pose, state, stayed, steps, words
from pages._ui.components import component
from pages._ui.looking import Look
from pages._ui.pose import Pose
from pages._ui.reader import Reader
from pages._ui.steps import Chain
from pooling import images
from pooling.samples.filters import FILTERS

LESSON = lessons.load("shift")
PARAMETERS = (*looking.PARAMETERS, "found")
_THRESHOLD = 0.3
_drag = component("pose")


def show() -> None:
    """Draw the picture under the learner's hand, the chain before and now, and how much of each map stayed."""
    reader = Reader(st.query_params.to_dict())
    now = looking.read(reader)
    threshold = reader.decimal("found", _THRESHOLD, (0.0, 1.0), 0.01, "threshold")
    chains = {"Before": steps.chain(now, Pose()), "Now": steps.chain(now, now.where)}
    frame.notices(tuple(reader.notices))
    with st.container(key="posed"):
        hand, shown = st.columns([1, 2.6], gap="large")
    with hand, st.container(key="hand"):
        _draggable(now, chains["Now"].picture)
        with st.container(key="sliders"):
            pose.sliders(now.where)
            if now.where.noise:
                looking.seed(now.seed, "Seed of the noise")
    with shown:
        _choices(now)
        looking.own(now, LESSON)
        steps.pictures(now, chains)
        st.caption(FILTERS[now.filter].meaning)
        _found(chains, threshold)
    note = LESSON.sections["Own picture"] if now.own else ""
    frame.share({**_canonical(now, threshold), "part": "cheetah"}, said=tuple(reader.notices), note=note)
    stayed.show(now)


def _canonical(now: Look, threshold: float) -> dict[str, str]:
    own = {} if threshold == _THRESHOLD else {"found": f"{threshold:g}"}
    return {**looking.canonical(now), **own}


# ---- under the hand ----------------------------------------------------------------------------------------


def _draggable(now: Look, picture: images.Picture) -> None:
    """Draw the picture so that it can be dragged; where it is dragged to is written into the address."""
    data: dict[str, Any] = {
        "source": steps.data(picture),
        "at": [now.where.down, now.where.right],
        "reach": pose.REACH,
        "side": looking.SIDE,
        "label": f"{now.alt}. Drag it, or move it with the arrow keys",
    }
    _drag(key="drag", data=data, on_place_change=_dragged)


def _dragged() -> None:
    """Write the place into the address; what comes over the wire may be anything."""
    place: Any = st.session_state["drag"].get("place")
    if not (isinstance(place, list) and len(place) == 2):
        return
    if all(type(part) in (int, float) and abs(part) <= pose.REACH for part in place):
        down, right = (round(2 * part) / 2 + 0.0 for part in place)
        state.write(down=pose.spell("down", down), right=pose.spell("right", right))


# ---- the chain ---------------------------------------------------------------------------------------------


def _choices(now: Look) -> None:
    with st.container(key="look"):
        looking.choices(now)
        controls.pooling_type(state.read(), stayed.COMPARED)
        looking.window(now)


def _found(chains: Mapping[str, Chain], threshold: float) -> None:
    """Draw the threshold, and say for both rows whether the last map reaches it."""
    with st.container(key="verdicts"):
        setting, said = st.columns([1, 1.6], gap="medium", vertical_alignment="center")
    with setting:
        _threshold(threshold)
    with said:
        verdicts = {label: (chain.strongest, chain.strongest >= threshold) for label, chain in chains.items()}
        st.markdown(_verdict(verdicts))
        strongest = [float(chain.passed.max()) for chain in chains.values()]
        st.markdown(words.strongest(*strongest))


def _verdict(found: Mapping[str, tuple[float, bool]]) -> str:
    """Say for both rows what the last map's strongest answer is, and whether that is enough."""
    lines = [
        f"{label}: strongest answer **{strongest:.2f}** after both poolings, **{'found' if enough else 'not found'}**."
        for label, (strongest, enough) in found.items()
    ]
    return "  \n".join(lines)


def _threshold(value: float) -> None:
    if "found" in state.locks():
        return
    state.show_in("found", value)

    def spelled(chosen: float) -> dict[str, str | None]:
        return {"found": None if chosen == _THRESHOLD else f"{chosen:g}"}

    on_change = state.on_change("found", spelled)
    st.slider("Found, from an answer of", 0.0, 1.0, step=0.01, key="found", on_change=on_change)
