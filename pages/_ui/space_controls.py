"""The controls of the page about dimensions: one axis or three, what is pooled, where a volume is cut open."""

import streamlit as st

from pages._ui import brought, space, state
from pages._ui.lessons import Lesson
from pages._ui.space import Space
from pooling import limits, series
from pooling.grids import GridRefused
from pooling.samples.signals import SHORTEST, SIGNALS
from pooling.samples.volumes import VOLUMES

_RANKS = {"1": "1D: a signal", "3": "3D: a volume"}
_OWN_PLACE = ("source", "grid", "size", "slice", "lens", "step")  # what one signal or volume has and another has not
_TYPED, _PASTED, _REFUSED = "typed", "pasted", "pasted/refused"
_LABELS = (
    {_TYPED: "Your own numbers", space.SOUND: "Your own sound (WAV)", space.MOVING: "Your own moving picture (GIF)"}
    | {name: sample.label for name, sample in SIGNALS.items()}
    | {name: sample.label for name, sample in VOLUMES.items()}
)
_ENDINGS = {space.SOUND: "wav", space.MOVING: "gif"}


def rank(now: Space) -> None:
    """Choose how many axes there are. The settings of the window stay: one more axis is all that changes."""
    if "rank" in now.lock:
        return
    shown = str(now.rank)
    state.show_in("rank", shown)

    def written(chosen: str | None) -> dict[str, str | None]:
        asked = chosen or shown
        return {"rank": None if asked == space.RANKS[0] else asked, **dict.fromkeys(_OWN_PLACE)}

    on_change = state.on_change("rank", written)
    label = "How many axes?"
    st.segmented_control(
        label, _RANKS, key="rank", format_func=_RANKS.__getitem__, label_visibility="collapsed", on_change=on_change
    )


def source(now: Space, lesson: Lesson) -> None:
    """Choose a signal or a volume, or bring one."""
    if "source" not in now.lock:
        _choose(now)
        if now.source in _ENDINGS and not now.typed:
            _upload(now.source, lesson)
    if now.rank == 1 and "grid" not in now.lock:
        _paste(lesson)


def length(now: Space) -> None:
    """Choose how many values a signal has."""
    if now.rank == 1 and not now.typed and "size" not in now.lock:
        state.show_in("size", now.values.size)
        on_change = state.on_change("size", lambda size: {"size": None if size == space.LENGTH else str(size)})
        st.number_input("Number of values", SHORTEST, limits.SIGNAL_LENGTH, step=1, key="size", on_change=on_change)


def _choose(now: Space) -> None:
    names = [*([_TYPED] if now.typed else []), *space.SOURCES[now.rank]]
    state.show_in("source", _TYPED if now.typed else now.source)

    def written(chosen: str) -> dict[str, str | None]:
        if chosen == _TYPED:
            return {}
        first = chosen == space.SOURCES[now.rank][0]
        return {"source": None if first else chosen, **dict.fromkeys(_OWN_PLACE[1:])}

    on_change = state.on_change("source", written)
    st.selectbox("Input", names, key="source", format_func=_LABELS.__getitem__, on_change=on_change)


def _upload(widget: str, lesson: Lesson) -> None:
    st.file_uploader(_LABELS[widget], [_ENDINGS[widget]], key=widget, label_visibility="collapsed")
    st.caption(
        lesson.sections[f"Uploading: {widget}"].format(
            seconds=limits.SOUND_SECONDS, side=limits.VOLUME_SIDE, frames=limits.MOVING_FRAMES
        )
    )
    _refusal(brought.refusal(widget))


def _paste(lesson: Lesson) -> None:
    with st.expander("Your own numbers"):
        st.text_area(
            "Paste or type numbers", key=_PASTED, height=96, max_chars=limits.GRID_TEXT, on_change=_pasted, help=None
        )
        st.caption(lesson.sections["Pasting"].format(most=limits.SIGNAL_LENGTH))
        _refusal(st.session_state.get(_REFUSED, ""))


def _pasted() -> None:
    """Write what was pasted into the address, or keep why it is refused."""
    text = st.session_state[_PASTED]
    st.session_state[_REFUSED] = ""
    if not text.strip():
        return
    try:
        asked = series.unparse(series.parse(text))
    except GridRefused as refused:
        st.session_state[_REFUSED] = str(refused)
        return
    state.write(grid=asked, source=None, size=None, step=None)


def _refusal(sentence: str) -> None:
    if sentence:
        with st.container(key="refusal"):
            st.text(sentence)


def dials(now: Space) -> None:
    """Choose a slice of the output and from where the volume is seen."""
    slices = now.plan.output_shape[0]
    with st.container(key="dials"):
        for name, column in zip(("slice", "turn"), st.columns(2, gap="large"), strict=True):
            if name not in now.lock:
                with column:
                    _slice(now, slices) if name == "slice" else _turn(now)


def _slice(now: Space, slices: int) -> None:
    """Draw the slices as a learner counts them, from 1; the address counts from 0."""
    if slices == 1:
        st.caption("The output has 1 slice.")
        return
    state.show_in("slice", now.slice + 1)

    def written(chosen: int) -> dict[str, str | None]:
        return {"slice": None if chosen - 1 == slices // 2 else str(chosen - 1)}

    st.slider("Slice of the output", 1, slices, key="slice", on_change=state.on_change("slice", written))


def _turn(now: Space) -> None:
    low, high, by = space.TURNS
    state.show_in("turn", now.turn)
    on_change = state.on_change("turn", lambda turn: {"turn": None if turn == space.TURN else str(turn)})
    st.slider("Turn it", low, high, step=by, key="turn", format="%d°", on_change=on_change)
