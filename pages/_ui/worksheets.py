"""The worksheet of a lesson: one sheet a variant, the answers apart, printed from the browser."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import streamlit as st

from pages._ui import lesson_link, state
from pages._ui.lesson_link import Lesson
from pages._ui.lessons import Lesson as Prose
from pages._ui.reader import Reader
from pages._ui.state import State
from pooling import TYPES, grids, limits, links, worksheet
from pooling.worksheet import Question, Sheet

VARIANTS = "ABCD"
_COUNTS = tuple(map(str, range(1, len(VARIANTS) + 1)))
_GRID = ("grid", "source", "size", "seed")
_FIELDS = {"Name": "Name", "Date": "Date", "Answers": "Answers"}


@dataclass(frozen=True)
class Print:
    """How many variants are printed, on which paper."""

    variants: int
    paper: str
    notices: tuple[str, ...]


def read() -> Print:
    """Return what the address asks for."""
    reader = Reader(st.query_params.to_dict())
    paper = reader.word("paper", worksheet.PAPERS, "a4")
    return Print(int(reader.word("variants", _COUNTS, "1", "number of variants")), paper, tuple(reader.notices))


def canonical(asked: Print) -> dict[str, str]:
    """Return its parameters without the defaults."""
    told = {"variants": (str(asked.variants), "1"), "paper": (asked.paper, "a4")}
    return {name: text for name, (text, default) in told.items() if text != default}


def offer(lesson: Lesson, asked: Print, prose: Prose) -> None:
    """Draw the choices and the two files, or why there are none. A file is made when its button is pressed."""
    now = lesson.grid
    if now is None:
        st.markdown(prose.sections["No worksheet"])
        return
    count = math.prod(now.window.plan(now.plane.shape).output_shape)
    if count > limits.WORKSHEET_WINDOWS or now.grid.size > limits.EXPORT_CELLS // 4:
        st.markdown(prose.sections["Too many windows"].format(most=limits.WORKSHEET_WINDOWS, windows=f"{count:,}"))
        return
    printed = variants(lesson, now, asked.variants)
    with st.container(key="worksheet", horizontal=True, vertical_alignment="bottom"):
        _choices(asked)
        _file(lesson, "Worksheet", lambda: made(printed, asked.paper, prose, answers=False))
        _file(lesson, "Answers", lambda: made(printed, asked.paper, prose, answers=True))


def _file(lesson: Lesson, label: str, content: Callable[[], bytes]) -> None:
    name = label.lower()
    icon = ":material/print:"
    file = f"{name}-{lesson.page}.html"
    st.download_button(label, content, file, "text/html", key=f"download-{name}", icon=icon, on_click="ignore")


def _choices(asked: Print) -> None:
    state.show_in("variants", str(asked.variants))
    labels = {count: VARIANTS[0] if count == "1" else f"A to {VARIANTS[int(count) - 1]}" for count in _COUNTS}
    written = state.on_change("variants", lambda count: {"variants": None if count in (None, "1") else count})
    st.segmented_control("Variants", _COUNTS, key="variants", format_func=labels.__getitem__, on_change=written)
    state.show_in("paper", asked.paper)
    papers = {name: label for name, (label, _) in worksheet.PAPERS.items()}
    written = state.on_change("paper", lambda name: {"paper": None if name in (None, "a4") else name})
    st.segmented_control("Paper", list(papers), key="paper", format_func=papers.__getitem__, on_change=written)


def variants(lesson: Lesson, now: State, count: int) -> list[tuple[State, str]]:
    """Return (state, address) of the lesson's own grid, then of others of its size.

    They are drawn from the next seeds where its grid has one, else at random.
    """
    source = "random" if now.typed or now.source not in grids.SEEDED else now.source
    size = (now.grid.shape[0], now.grid.shape[1])
    base, kept = lesson_link.base(), {name: lesson.parameters[name] for name in lesson.parameters if name not in _GRID}
    made = [(now, lesson.address(base))]
    for more in range(1, count):
        seed = (now.seed + more) % (links.LARGEST_SEED + 1)
        one = replace(now, grid=grids.preset(source, seed, size), source=source, seed=seed, typed=False)
        own = {name: text for name, text in state.canonical(one).items() if name in _GRID}
        made.append((one, replace(lesson, parameters={**kept, **own}).address(base)))
    return made


def made(printed: list[tuple[State, str]], paper: str, prose: Prose, *, answers: bool) -> bytes:
    """Return the file: a page for each variant."""
    letters = VARIANTS if len(printed) > 1 else ("",)
    sheets = [_sheet(now, address, letter, prose) for (now, address), letter in zip(printed, letters, strict=False)]
    return worksheet.document(sheets, answers=answers, paper=paper, fields=_FIELDS)


def _sheet(now: State, address: str, letter: str, prose: Prose) -> Sheet:
    type, window = TYPES[now.type], now.window
    title = prose.sections["Sheet title"].format(type=type.label) + (f", {letter}" if letter else "")
    task = prose.sections["Sheet task"].format(
        meaning=type.meaning,
        kernel=worksheet.spelled(window.kernel_size),
        stride=worksheet.spelled(window.stride),
        padding=links.spell_padding(window.padding, apart=False),
    )
    return Sheet(now.pooled(), title, task, tuple(_questions(now, prose)), address)


def _questions(now: State, prose: Prose) -> Iterator[Question]:
    """Ask what can be asked of this pool."""
    facts = worksheet.facts(now.pooled())
    words = {
        "stride": facts.stride,
        "other": facts.other_stride,
        "size": facts.other_size,
        "unread": facts.unread,
        "row": facts.winner[0] if facts.winner else 0,
        "column": facts.winner[1] if facts.winner else 0,
    }
    for name, lines, fits in (
        ("size", 1, True),
        ("unread", 1, True),
        ("winner", 1, facts.winner is not None),
        ("change", 2, True),
    ):
        if fits:
            question, answer = (prose.sections[f"{kind}: {name}"].format(**words) for kind in ("Question", "Answer"))
            yield Question(question, answer, lines)
