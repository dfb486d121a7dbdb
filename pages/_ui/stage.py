"""The stage on a page: hands a scene to the browser, takes edits and the chosen window back."""

from typing import Any

import streamlit as st

from pages._ui import state
from pages._ui.components import component
from pages._ui.state import State
from pooling import grids
from pooling.grids import GridRefused

_component = component("stage")


def show(scene: dict[str, Any], *, key: str = "stage", stepper: bool = True) -> None:
    """Draw a scene. An edit is checked and written into the address, or refused with a sentence on the stage.

    stepper: a page has one stage with a stepper, whose chosen window is the address's; others only follow the hand.
    """
    sequence, refused = st.session_state.pop(f"{key}/answer", (0, ""))
    hidden = state.locks() | (set() if stepper else {"stepper"})
    data = {"scene": scene, "answered": sequence, "refused": refused, "hide": sorted(hidden)}
    _component(key=key, data=data, on_edit_change=lambda: _edited(key), on_step_change=lambda: _stepped(key))


def follow(drawn: State, now: State) -> None:
    """In a fragment: run the whole page again if more has changed than the grid's values and the chosen window."""
    if now.settings != drawn.settings:
        st.rerun()


def _edited(key: str) -> None:
    edit = st.session_state[key].get("edit")
    if not isinstance(edit, dict):
        return
    refused = ""
    try:
        grid = _grid(edit)
    except GridRefused as error:
        refused = f"{error} The grid is left as it was."
    else:
        state.write(grid=grids.unparse(grid), source=None)
    st.session_state[f"{key}/answer"] = (edit.get("sequence", 0), refused)


def _grid(edit: dict[str, Any]) -> Any:
    """Return the grid that an edit asks for; what comes over the wire may be anything."""
    rows, pasted = edit.get("rows"), edit.get("pasted")
    if not isinstance(rows, list) or not all(
        isinstance(row, list) and all(isinstance(t, str) for t in row) for row in rows
    ):
        raise GridRefused("This edit could not be read.")
    grid = grids.from_rows(rows)
    if pasted is None:
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
