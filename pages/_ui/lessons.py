"""The prose of a page, kept in assets/lessons so that a teacher can mend it without reading Python."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parents[2] / "assets" / "lessons"


@dataclass(frozen=True)
class Lesson:
    """A title (the question), one sentence, and named sections of Markdown."""

    title: str
    sentence: str
    sections: dict[str, str]


@lru_cache(maxsize=64)
def load(name: str) -> Lesson:
    """Return the lesson in assets/lessons/NAME.md: "# title", a sentence, then "## section" by section."""
    head, *parts = (_FOLDER / f"{name}.md").read_text(encoding="utf-8").split("\n## ")
    title, _, sentence = head.removeprefix("# ").partition("\n")
    sections = dict(part.split("\n", 1) for part in parts)
    return Lesson(title.strip(), sentence.strip(), {key.strip(): text.strip() for key, text in sections.items()})
