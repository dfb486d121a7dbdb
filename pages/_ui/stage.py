"""The stage on a page: hands a scene to the browser, takes edits and the chosen window back."""

from secrets import token_hex
from typing import Any

import streamlit as st

from pages._ui import predicting, state
from pages._ui.components import component
from pages._ui.state import State
from pooling import grids
from pooling.grids import GridRefused

_component = component("stage")


def show(
    scene: dict[str, Any], *, key: str = "stage", stepper: bool = True, modes: bool = False, around: str = ""
) -> None:
    """Draw a scene. An edit is checked and written into the address, or refused with a sentence on the stage.

    stepper: a page has one stage with a stepper, whose chosen window is the address's; others only follow the hand.
    modes: the stage offers to predict before it shows; the page then draws what the address's mode asks for.
    around: the key of the fragment with the settings, which the first edit changes: the input is the learner's own now.
    """
    refused = st.session_state.pop(f"{key}/refused", "")
    answered = st.session_state.get(f"{key}/answered", 0)  # 0: this session has heard of no edit
    # so that the stage is shown anew, and told that 0, where a server that went away comes back with the same scene
    session = st.session_state.setdefault("session", token_hex(4))
    hidden = state.locks() | (set() if stepper else {"stepper"}) | (set() if modes else {"mode"})
    data = {"scene": scene, "session": session, "answered": answered, "refused": refused, "hide": sorted(hidden)}
    editable = frozenset(panel["editable"] for panel in scene["panels"]) - {""}
    _component(
        key=key,
        data=data,
        on_edit_change=lambda: _edited(key, editable, around),
        on_step_change=lambda: _stepped(key),
        on_mode_change=lambda: predicting.switched(st.session_state[key].get("mode")),
    )
    predicting.explain(scene)


def follow(drawn: State, now: State) -> None:
    """In a fragment: run the whole page again if more has changed than the grid's values and the chosen window."""
    if now.settings != drawn.settings:
        st.rerun()


def _edited(key: str, editable: frozenset[str], around: str) -> None:
    """Write each grid that was edited into the parameter of the address that its panel names."""
    edit = st.session_state[key].get("edit")
    if not isinstance(edit, dict):
        return
    refused, typed = "", "grid" in state.latest()
    try:
        texts = {name: grids.unparse(_grid(edit, name)) for name in _names(edit, editable)}
    except GridRefused as error:
        refused = f"{error} The grid is left as it was."
    else:
        state.write(**texts, **({"source": None} if "grid" in texts else {}))
    st.session_state[f"{key}/answered"], st.session_state[f"{key}/refused"] = edit.get("sequence", 0), refused
    if around and "grid" in st.query_params and not typed:
        st.rerun(around)  # in place of the stage's own fragment, which would ask for the whole page


def _names(edit: dict[str, Any], editable: frozenset[str]) -> list[str]:
    """Return which grids were edited; what comes over the wire may be anything."""
    sent = edit.get("grids")
    if not isinstance(sent, dict) or not sent.keys() <= editable:
        raise GridRefused("This edit could not be read.")
    return list(sent)


def _grid(edit: dict[str, Any], name: str) -> Any:
    """Return the grid of that name that an edit asks for; what comes over the wire may be anything."""
    rows, pasted = edit["grids"][name], edit.get("pasted")
    if not isinstance(rows, list) or not all(
        isinstance(row, list) and all(isinstance(t, str) for t in row) for row in rows
    ):
        raise GridRefused("This edit could not be read.")
    grid = grids.from_rows(rows)
    if not isinstance(pasted, dict) or pasted.get("name") != name:
        return grid
    try:
        row, column, text = int(pasted["row"]), int(pasted["column"]), str(pasted["text"])
    except (TypeError, KeyError, ValueError, OverflowError):
        raise GridRefused("This paste could not be read.") from None
    return grids.paste(grid, max(0, row), max(0, column), text)


def _stepped(key: str) -> None:
    step = st.session_state[key].get("step")
    if isinstance(step, int) and step >= 0:
        state.write(step=str(step))
