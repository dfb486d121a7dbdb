"""The worksheet of a lesson: one sheet a variant, the answers apart, printed from the browser."""

from collections.abc import Iterator
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
    windows = now.window.plan(now.plane.shape)
    count = 1
    for size in windows.output_shape:
        count *= size
    if count > limits.WORKSHEET_WINDOWS or now.grid.size > limits.EXPORT_CELLS // 4:
        st.markdown(prose.sections["Too many windows"].format(most=limits.WORKSHEET_WINDOWS, windows=f"{count:,}"))
        return
    with st.container(key="worksheet", horizontal=True, vertical_alignment="bottom"):
        _choices(asked)
        for answers, label, name in ((False, "Worksheet", "worksheet"), (True, "Answers", "answers")):
            st.download_button(
                label,
                lambda answers=answers: made(lesson, now, asked, prose, answers=answers),
                f"{name}-{lesson.page}.html",
                "text/html",
                key=f"download-{name}",
                icon=":material/print:",
                on_click="ignore",
            )


def _choices(asked: Print) -> None:
    state.show_in("variants", str(asked.variants))
    labels = {count: VARIANTS[0] if count == "1" else f"A to {VARIANTS[int(count) - 1]}" for count in _COUNTS}
    written = state.on_change("variants", lambda count: {"variants": None if count in (None, "1") else count})
    st.segmented_control("Variants", _COUNTS, key="variants", format_func=labels.__getitem__, on_change=written)
    state.show_in("paper", asked.paper)
    papers = {name: label for name, (label, _) in worksheet.PAPERS.items()}
    written = state.on_change("paper", lambda name: {"paper": None if name in (None, "a4") else name})
    st.segmented_control("Paper", list(papers), key="paper", format_func=papers.__getitem__, on_change=written)


def made(lesson: Lesson, now: State, asked: Print, prose: Prose, *, answers: bool) -> bytes:
    """Return the file: a page for each variant."""
    base = lesson_link.base()
    states = variants(now, asked.variants)
    named = zip(VARIANTS if len(states) > 1 else ("",), states, strict=False)
    sheets = [_sheet(lesson, one, letter, base, prose) for letter, one in named]
    return worksheet.document(sheets, answers=answers, paper=asked.paper, fields=_FIELDS)


def variants(now: State, count: int) -> list[State]:
    """Return the lesson's own grid, then others of its size: of the next seeds where it has one, else random."""
    source = "random" if now.typed or now.source not in grids.SEEDED else now.source
    shape = now.grid.shape
    rows, columns = shape[0], shape[1]
    seeds = [(now.seed + more) % (links.LARGEST_SEED + 1) for more in range(1, count)]
    drawn = [grids.preset(source, seed, (rows, columns)) for seed in seeds]
    others = zip(seeds, drawn, strict=True)
    return [now, *(replace(now, grid=grid, source=source, seed=seed, typed=False) for seed, grid in others)]


def _sheet(lesson: Lesson, now: State, letter: str, base: str, prose: Prose) -> Sheet:
    pooled = now.pooled()
    kind = TYPES[now.type].label
    title = prose.sections["Sheet title"].format(type=kind) + (f", {letter}" if letter else "")
    task = prose.sections["Sheet task"].format(type=kind, meaning=TYPES[now.type].meaning)
    return Sheet(pooled, title, task, tuple(_questions(now, prose)), "")


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
