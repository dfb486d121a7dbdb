"""How a challenge is posed and answered: the goal, a control for each kind of answer, the verdict, the hints."""

from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np
import streamlit as st

from pages._ui import challenge, state
from pages._ui.challenge import HELP, Solving
from pages._ui.lessons import Lesson
from pooling.challenges import Choice, Edit, Number, Settings, Size
from pooling.grids import spell

_LABELS = {"kernel": "Kernel", "stride": "Stride", "padding": "Padding", "dilation": "Dilation", "param": "p"}
_SHORT = 12  # letters: options so short stand side by side
_OFFERS = ("First hint", "Second hint", "Show the answer")


def goal(now: Solving, lesson: Lesson) -> None:
    """Draw the title, the goal, the wanted map where there is one, and the words that a learner may not know."""
    st.header(f"{challenge.NUMBERS[now.name]}. {now.challenge.title}", anchor=False)
    said, wanted = (st.container(), None) if now.task.wanted is None else st.columns([3, 1.2], gap="medium")
    with said:
        st.markdown(now.task.goal)
        if meant := words(now.task.goal, lesson):
            st.caption(meant)
    if wanted is not None and now.task.wanted is not None:
        with wanted:
            st.html(_table(now.task.wanted))


def words(text: str, lesson: Lesson) -> str:
    """Return what the technical words of a text mean, from the lesson's list of words."""
    pairs = [line.removeprefix("- ").split(": ", 1) for line in lesson.sections["Words"].splitlines()]
    found = [pair for pair in pairs if pair[0] in text or pair[0].capitalize() in text]
    return " ".join(f"*{word[0].upper()}{word[1:]}*: {meaning}" for word, meaning in found)


def _table(values: np.ndarray) -> str:
    rows = "".join(f"<tr>{''.join(f'<td>{spell(value, 2)}</td>' for value in row)}</tr>" for row in values.tolist())
    return f'<figure class="wanted"><figcaption>Wanted map</figcaption><table>{rows}</table></figure>'


# ---- answering ---------------------------------------------------------------------------------------------


def control(now: Solving) -> None:
    """Draw the control for this kind of answer; a grid is answered on the stage itself."""
    _CONTROLS[type(now.task.asks)](now, now.task.asks)


def _number(now: Solving, asks: Number) -> None:
    state.show_in("typed", "" if now.answer is None else spell(now.answer))

    def checked() -> None:
        state.write(answer=st.session_state["typed"].strip() or None)

    with st.form(f"form-{now.name}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(asks.label, key="typed", width=220, autocomplete="off")
        st.form_submit_button("Check", on_click=checked)


def _size(now: Solving, asks: Size) -> None:
    for key, value in zip(("rows", "columns"), now.answer or (None, None), strict=True):
        state.show_in(key, value)

    def checked() -> None:
        sides = [st.session_state[key] for key in ("rows", "columns")]
        state.write(answer=None if None in sides else "x".join(map(str, sides)))

    with st.form(f"form-{now.name}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input("Rows of the map", 1, asks.most, key="rows", width=150)
        st.number_input("Columns of the map", 1, asks.most, key="columns", width=150)
        st.form_submit_button("Check", on_click=checked)


def _choice(now: Solving, asks: Choice) -> None:
    state.show_in("chosen", now.answer)
    written = state.on_change("chosen", lambda name: {"answer": name})
    st.radio(
        "Answer",
        list(asks.options),
        index=None,
        key="chosen",
        format_func=asks.options.__getitem__,
        horizontal=max(map(len, asks.options.values())) <= _SHORT,
        on_change=written,
    )


def _settings(now: Solving, asks: Settings) -> None:
    values = now.answer or asks.begun
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, (low, high) in asks.ranges.items():
            key = f"set-{name}"
            state.show_in(key, values[name])
            written = state.when_changed(key, _written(asks))
            st.number_input(_LABELS[name], low, high, step=1, key=key, width=150, on_change=written)


def _written(asks: Settings) -> Callable[[], None]:
    """Return a callback that writes all settings: together they are the answer."""
    return lambda: state.write(**asks.spell({name: st.session_state[f"set-{name}"] for name in asks.ranges}))


def _edit(_now: Solving, _asks: Edit) -> None:
    st.caption("Answer on the stage: click a number or move there with the arrow keys, type, press Enter.")


_CONTROLS: dict[type, Callable[[Solving, Any], None]] = {
    Number: _number,
    Size: _size,
    Choice: _choice,
    Settings: _settings,
    Edit: _edit,
}


# ---- what is said to it ------------------------------------------------------------------------------------


def verdict(now: Solving) -> str:
    """Draw whether the answer is right, or what is wrong with it; return it as text."""
    if now.unread:
        kind, head, text = "open", "", " ".join(now.unread)
    elif now.answer is None:
        kind, head, text = "open", "", ""
    elif now.wrong:
        kind, head, text = "wrong", "Not yet.", now.wrong
    else:
        kind, head, text = "right", "Right.", ""
    bold = f"<b>{head}</b>" if head else ""
    st.html(f'<p class="verdict {kind}">{" ".join(filter(None, (bold, escape(text))))}</p>')
    return f"{head} {text}".strip()


def explanation(now: Solving) -> None:
    """Draw why the answer is what it is, once it was found or given up; what follows it keeps its place without it."""
    place = st.empty()
    if now.right or now.told:
        with place.container(key="card-why"):
            st.markdown(f"**{'Why' if now.right else 'The answer'}**\n\n{now.task.why}")


def hints(now: Solving) -> None:
    """Draw the hints that were asked for, and the buttons for what comes next."""
    with st.container():
        for number, text in enumerate(now.task.hints[: now.help], start=1):
            st.markdown(f"**Hint {number}:** {text}")
    with st.container(horizontal=True):
        if now.help < HELP and not now.right and "hint" not in now.lock:
            st.button(_OFFERS[now.help], key="help", on_click=lambda: state.write(hint=str(now.help + 1)))
        if now.answer is not None and now.task.asks.begun is not None:
            names = now.task.asks.names
            st.button("Start again", key="again", on_click=lambda: state.write(**dict.fromkeys(names)))
        following = challenge.after(now.name)
        if following and "challenge" not in now.lock:
            st.button(
                "Next challenge",
                key="following",
                icon=":material/arrow_forward:",
                on_click=lambda: challenge.go(challenge=following),
            )
