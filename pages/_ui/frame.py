"""What stands around every page: title, sentence, cards, notices, the link to copy, the way on."""

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import streamlit as st

from pages._ui import exporting, projector, state
from pages._ui.exporting import Kept
from pages._ui.lessons import Lesson
from pooling import links

_ASSETS = Path(__file__).parents[2] / "assets"
_CHANGES = (_ASSETS.parent / "CHANGELOG.md").read_text(encoding="utf-8")
VERSION = next(re.finditer(r"^## \[(\d[^]]*)", _CHANGES, re.MULTILINE))[1]  # the newest that is told of
_SAID = 8  # so many sentences about one address are read


def open_page(name: str, lesson: Lesson, shared: tuple[str, ...] = state.SHARED) -> None:
    """Bring shared parameters along, then draw the style, the title and its sentence."""
    state.carry(name, (*shared, *projector.CARRIED))
    st.html(_ASSETS / "app.css")
    if st.context.is_embedded:
        st.html(_ASSETS / "embed.css")
    projector.show()
    st.title(lesson.title, anchor=False)
    st.markdown(lesson.sentence)


def card(lesson: Lesson, section: str, about: str = "") -> None:
    """Draw one quiet card with a section of the lesson, in its version about one pooling type where it has one."""
    text = lesson.sections.get(f"{section}: {about}", lesson.sections[section])
    with st.container(key=f"card-{section.lower().replace(' ', '-')}"):
        st.markdown(f"**{section}**\n\n{text}")


def notices(sentences: tuple[str, ...], key: str = "notices") -> None:
    """Say quietly, a line each, what the address asked for and could not have."""
    different = list(dict.fromkeys(sentences))
    shown, more = different[:_SAID], len(different) - _SAID
    if shown:
        with st.container(key=key):
            st.text("\n".join([*shown, *([f"And {more} more."] if more > 0 else [])]))


def section(title: str, text: str) -> None:
    """Draw a heading and what stands below it."""
    st.markdown(f"## {title}\n\n{text}")  # one message to the browser, where st.header would be another


def cards(lesson: Lesson) -> None:
    """Draw what stands beside a stage whatever its settings are: a task, and what it shows."""
    with st.container(key="cards"):
        card(lesson, "Try this")
        card(lesson, "What you just saw")


def next_page(path: str, label: str, shared: tuple[str, ...] = state.SHARED) -> None:
    """Draw the last line of a page: the next question, with the parameters that both pages share.

    It stands where each change that the next page shares draws it again. Without any parameter the browser would empty
    this page's address first, and the way Back would be two steps.
    """
    along = {name: text for name, text in state.carried().items() if name in (*shared, *projector.CARRIED)}
    if "type" in shared and not along:
        along = {"type": "max"}
    icon = ":material/arrow_forward:"
    st.page_link(path, label=f"Next: {label}", icon=icon, icon_position="right", query_params=along)


def share(
    parameters: Mapping[str, str], *, said: tuple[str, ...] = (), note: str = "", kept: Kept | None = None
) -> None:
    """Draw "Copy link" (the canonical address of what is seen) and "Reset"; note: what the link leaves out.

    said: what the page answers to the last change (its notices, a verdict), told to a screen reader when it changes:
    text that a rerun puts into the page is not heard, a live region must have been there before.
    kept: what stands on the page's stage, to be downloaded.
    """
    link = {
        "query": links.query(parameters),
        "note": note,
        "said": " ".join(dict.fromkeys(said)),
        "embedded": bool(st.context.is_embedded),
    }
    exporting.bar("share", kept, link)


@st.fragment(run_every=timedelta(days=1))
def footer() -> None:
    """Draw what stands under every page: which version this is.

    Of the browser's side: after a server was away, Streamlit asks for the page anew only where something on it runs by
    itself, as this does once a day. Else every control in a fragment would be dead: the new server knows no fragment.
    """
    if not st.context.is_embedded:
        st.caption(f"Pooling Lab {VERSION}")
