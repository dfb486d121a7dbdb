"""The course: lessons of assets/lessons/course in their order, each with a live example and a challenge."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import streamlit as st

from pages._ui import challenge, frame, stage, state
from pages._ui.exporting import Kept
from pages._ui.reader import Reader
from pages._ui.state import State
from pooling import scene
from pooling.challenges import CHALLENGES, views

_FOLDER = Path(__file__).parents[2] / "assets" / "lessons" / "course"
_FILES = {"types": "kinds"}  # pages whose file has another name than their address


@dataclass(frozen=True)
class Lesson:
    """One lesson. page and address: where its example lives; challenge: a key of CHALLENGES; text: Markdown."""

    name: str
    title: str
    order: int
    page: str
    address: dict[str, str]
    challenge: str
    sources: str
    text: str


@dataclass(frozen=True)
class Reading:
    """The lesson that is read, and its example as the learner has changed it, where a stage shows it."""

    lesson: Lesson
    example: State | None
    lock: frozenset[str]
    notices: tuple[str, ...]


@lru_cache(maxsize=1)
def load() -> dict[str, Lesson]:
    """Return all lessons by name, in their order; ValueError names a file whose head cannot be read."""
    found = [_lesson(path) for path in sorted(_FOLDER.glob("*.md"))]
    return {lesson.name: lesson for lesson in sorted(found, key=lambda lesson: lesson.order)}


def _lesson(path: Path) -> Lesson:
    empty, head, text = path.read_text(encoding="utf-8").split("---\n", 2)
    said = dict(line.split(": ", 1) for line in head.splitlines())
    if empty or said.keys() != {"title", "order", "page", "address", "challenge", "sources"}:
        raise ValueError(f"{path.name} must begin with its title, order, page, address, challenge and sources")
    name = path.stem.partition("-")[2]
    address = dict(parse_qsl(said["address"]))
    order, sources = int(said["order"]), said["sources"]
    return Lesson(name, said["title"], order, said["page"], address, said["challenge"], sources, text.strip())


def read() -> Reading:
    """Return the lesson that the address asks for, with its example."""
    reader = Reader(st.query_params.to_dict())
    lessons = load()
    lesson = lessons[reader.word("lesson", lessons, next(iter(lessons)))]
    example = state.read(lesson.address) if lesson.page in _STAGES else None
    return Reading(lesson, example, state.locks(), (*reader.notices, *(example.notices if example else ())))


def canonical(now: Reading) -> dict[str, str]:
    """Return the shortest parameters that show the same lesson, with what was changed in its example."""
    texts = {"lesson": (now.lesson.name, next(iter(load())))}
    changed = {name: st.query_params[name] for name in ("grid", "step") if name in st.query_params}
    return {**state.shortest(texts), **changed}


def go(name: str) -> None:
    """Open another lesson, with its own example."""
    state.write(lesson=name, grid=None, step=None)


def contents(now: Reading) -> None:
    """Draw the list of all lessons."""
    if "lesson" in now.lock:
        return
    lessons = load()
    state.show_in("lesson", now.lesson.name)
    st.radio(
        "Lessons",
        list(lessons),
        key="lesson",
        format_func=lambda name: f"{lessons[name].order}. {lessons[name].title}",
        on_change=state.when_changed("lesson", lambda: go(st.session_state["lesson"])),
    )


def text(now: Reading) -> None:
    """Draw the lesson with its sources."""
    st.header(f"{now.lesson.order}. {now.lesson.title}", anchor=False)
    st.markdown(now.lesson.text)
    st.caption(f"Sources: {now.lesson.sources}")


def example(now: Reading) -> Kept | None:
    """Draw the example where a stage shows it, and the way to the page on which it lives; return what was drawn."""
    kept = None
    if now.example is not None:
        kept = Kept(_STAGES[now.lesson.page](now.example), now.example.pooled())
        stage.show(kept.scene, key=f"stage-{now.lesson.name}")
    here = {name: text for name, text in canonical(now).items() if name in ("grid", "step")}
    path = f"{_FILES.get(now.lesson.page, now.lesson.page)}.py"
    icon = ":material/open_in_new:" if now.example is None else ":material/tune:"
    label = "Try it live" if now.example is None else "Change more of it on its own page"
    st.page_link(path, label=label, icon=icon, query_params={**now.lesson.address, **here})
    return kept


def task(now: Reading) -> None:
    """Draw the way to the lesson's challenge."""
    name = now.lesson.challenge
    label = f"Challenge {challenge.NUMBERS[name]}: {CHALLENGES[name].title}"
    st.page_link("challenges.py", label=label, icon=":material/flag:", query_params={"challenge": name})


def lesson_about(topic: str) -> None:
    """Draw the way to the first lesson whose challenge belongs to a topic."""
    lesson = next((lesson for lesson in load().values() if CHALLENGES[lesson.challenge].topic == topic), None)
    if lesson is not None:
        label = f"Lesson {lesson.order}: {lesson.title}"
        st.page_link("course.py", label=label, icon=":material/menu_book:", query_params={"lesson": lesson.name})


def turn(now: Reading) -> None:
    """Draw the buttons to the lessons before and after."""
    if "lesson" in now.lock:
        return
    names = list(load())
    at = names.index(now.lesson.name)
    with st.container(horizontal=True):
        for label, icon, other in (("Previous", "arrow_back", at - 1), ("Next", "arrow_forward", at + 1)):
            name = names[other % len(names)]
            st.button(
                f"{label} lesson",
                key=label,
                icon=f":material/{icon}:",
                disabled=not 0 <= other < len(names),
                on_click=go,
                args=(name,),
            )


def close(now: Reading, kept: Kept | None) -> None:
    """Draw what ends the page: notices, the link to copy, what stands on the stage to download."""
    frame.notices(now.notices)
    frame.share(canonical(now), said=now.notices, kept=kept)


def _forward(now: State) -> dict[str, Any]:
    return scene.of(now.pooled(), step=now.step)


def _backward(now: State) -> dict[str, Any]:
    pooled = now.pooled()
    return views.fixed(scene.backward(pooled, np.ones(pooled.values.shape), step=now.step), "grad")


_STAGES: dict[str, Callable[[State], dict[str, Any]]] = {"windows": _forward, "gradient": _backward}
