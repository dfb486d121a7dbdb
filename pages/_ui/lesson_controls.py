"""The controls with which a teacher sets a lesson up. Each shows it and, when changed, only writes the address."""

import streamlit as st

from pages._ui import controls, lesson_link, picture, state
from pages._ui.lesson_link import AddressRefused, Lesson
from pages._ui.lesson_places import PLACES
from pages._ui.lessons import Lesson as Prose
from pages._ui.picture import PictureState
from pages._ui.state import State
from pooling import limits

# What a learner sees of each control that a page can hide.
HIDABLE = {
    "type": "Pooling type",
    "param": "The type's own number",
    "seed": "Draw and seed",
    "source": "Input",
    "grid": "Typed numbers",
    "size": "Size of the input",
    "kernel": "Kernel",
    "stride": "Stride",
    "padding": "Padding",
    "dilation": "Dilation",
    "ceil": "Rounding up (ceil)",
    "pad_counts": "Padding counts",
    "apart": "Axes apart",
    "part": "Choice of part",
    "mode": "Switch to predicting",
    "tools": "Editing tools",
    "stepper": "Stepper",
    "download": "Download",
    "show": "Shown as",
    "again": "How many times",
    "versus": "Beside it",
    "difference": "Differences",
    "draws": "Number of draws",
    "rank": "How many axes",
    "slice": "Slice",
    "turn": "Turn",
    "preset": "Where they disagree",
    "dtype": "Numbers (dtype)",
    "layout": "Data format",
    "spelling": "Padding's spelling",
    "framework": "Whose windows",
    "script": "Code of which framework",
    "grad": "Gradient of the output",
    "tie": "Ties",
    "net": "Network",
    "pools": "Its pools",
    "layer": "Layer",
    "layers": "Own layers",
    "side": "Input side",
    "challenge": "Choice of challenge",
    "hint": "Hints",
    "myth": "Choice of claim",
    "lesson": "Choice of lesson",
}
_ADDRESS, _REFUSED = "pasted-address", "pasted-address/refused"


def begin(came_from: str) -> None:
    """Begin with the page that the teacher comes from, and the settings that it shares."""
    if came_from in PLACES:
        _replace(lesson_link.moved(came_from))


def paste(prose: Prose) -> None:
    """Take over a page as it was set up, from its address."""
    st.text_input(
        "Paste the address of a page that you set up",
        key=_ADDRESS,
        placeholder=f"{lesson_link.base()}/windows?kernel=3",
        help=prose.sections["Pasting"],
        on_change=state.when_changed(_ADDRESS, _pasted),
    )
    if refused := st.session_state.get(_REFUSED, ""):
        with st.container(key="refusal"):
            st.text(refused)


def _pasted() -> None:
    """Write the lesson that was pasted into the address, or keep why it is refused."""
    text, st.session_state[_REFUSED] = st.session_state[_ADDRESS], ""
    if not text.strip():
        return
    try:
        _replace(lesson_link.pasted(text, lesson_link.base()))
    except AddressRefused as refused:
        st.session_state[_REFUSED] = str(refused)
        return
    state.empty(_ADDRESS)


def _replace(parameters: dict[str, str]) -> None:
    """Write another lesson into the address; how this page is seen, and what is printed, stays."""
    gone = dict.fromkeys(name for name in state.latest() if name not in ("view", "paper", "variants"))
    state.write(**gone | {name: text or None for name, text in parameters.items()})


def page(lesson: Lesson) -> None:
    """Choose where the lesson begins; the settings that both pages share stay."""
    state.show_in("page", lesson.page)

    moved = state.when_changed("page", lambda: _replace(lesson_link.moved(st.session_state["page"])))
    st.selectbox("Page", list(PLACES), key="page", format_func=lambda name: PLACES[name].title, on_change=moved)


def opened(lesson: Lesson) -> None:
    """Choose how the lesson opens."""
    _flag("mode", "Predict first: answers are covered", lesson.predict, "predict")
    _flag("project", "Projector view: large, few controls", lesson.projector, "1")
    _flag("frame", "Without the navigation", lesson.embed, "1")


def _flag(name: str, label: str, on: bool, text: str) -> None:
    key = f"opened-{name}"
    state.show_in(key, on)
    st.checkbox(label, key=key, on_change=state.on_change(key, lambda ticked: {name: text if ticked else None}))


def hidden(lesson: Lesson) -> None:
    """Choose which of the page's controls a learner does not get."""
    state.show_in("hide", list(lesson.hide))
    offered = lesson.place.hidable
    written = state.on_change("hide", lambda chosen: {"hide": ",".join(n for n in offered if n in chosen) or None})
    st.pills(
        "Hidden controls",
        offered,
        selection_mode="multi",
        key="hide",
        format_func=HIDABLE.__getitem__,
        on_change=written,
    )
    with st.container(horizontal=True):
        st.button(
            "Hide all", on_click=lambda: state.write(hide=",".join(offered)), disabled=len(lesson.hide) == len(offered)
        )
        st.button("Hide none", on_click=lambda: state.write(hide=None), disabled=not lesson.hide)


def settings(lesson: Lesson, prose: Prose) -> None:
    """Draw the settings that this page can offer in another one's place; the rest comes with a pasted address."""
    now = lesson.now
    if now is None:
        st.caption(prose.sections["Set up there"].format(page=lesson.place.title))
        return
    controls.pooling_type(now)
    if isinstance(now, State):
        controls.source(now)
        controls.size(now)
    on_picture = isinstance(now, PictureState)
    largest = limits.PICTURE_KERNEL if on_picture else None if isinstance(now, State) else limits.VOLUME_KERNEL
    controls.window(now, kernel=picture.KERNEL if on_picture else 2, largest=largest)
    if not isinstance(now, State):
        st.caption(prose.sections["Rest there"].format(page=lesson.place.title))
