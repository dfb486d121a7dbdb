"""A pool on paper: the grid with blanks, questions with lines to write on, and the sheet with the answers.

What is made is one HTML file that a browser prints: vector graphics, no scripts, nothing fetched.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from pooling import export, limits, scene
from pooling.apply import Pooled
from pooling.export import reading
from pooling.placement import Window

PAPERS = {"a4": ("A4", "A4"), "letter": ("Letter", "letter")}  # label, and CSS's name

_STYLE = """
@page { size: PAPER; margin: 14mm; }
* { box-sizing: border-box; }
body { max-width: 182mm; margin: 0 auto; color: #000; background: #fff; }
body { font: 12pt/1.4 'Source Sans 3', 'Segoe UI', Helvetica, Arial, sans-serif; }
section { break-after: page; padding: 4mm 0; }
section:last-child { break-after: auto; }
header { display: flex; gap: 6mm; align-items: baseline; }
h1 { flex: 1; margin: 0 0 2mm; font-size: 17pt; }
.fields { display: flex; gap: 6mm; margin: 0 0 4mm; }
.fields span, .line { flex: 1; border-bottom: 0.3mm solid #000; }
.fields .short { flex: 0 0 42mm; }
img { display: block; width: auto; max-width: 100%; max-height: 88mm; margin: 3mm 0; print-color-adjust: exact; }
ol { margin: 2mm 0; padding-left: 7mm; }
ol.questions { list-style: lower-alpha; }
ol.questions > li { margin: 3mm 0; break-inside: avoid; }
ol.windows { columns: 2; column-gap: 8mm; font-variant-numeric: tabular-nums; }
ol.windows > li { height: 9mm; padding-top: 3mm; break-inside: avoid; }
ol.windows.short { columns: 1; }
.answers ol.windows > li { height: auto; padding-top: 1mm; }
.blank { display: block; height: 100%; border-bottom: 0.3mm solid #000; }
.line { display: block; height: 9mm; }
.answer { font-weight: 600; }
footer { margin-top: 3mm; color: #444; font-size: 9pt; overflow-wrap: anywhere; }
"""
_SAFE = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_TWO_COLUMNS = 6  # from so many windows on


@dataclass(frozen=True)
class Question:
    """A question under the windows, the lines that an answer needs, and the answer itself."""

    text: str
    answer: str
    lines: int = 1


@dataclass(frozen=True)
class Sheet:
    """One sheet: a pool, what stands above it and asked below it, and where the app shows the same."""

    pooled: Pooled
    title: str
    task: str
    questions: Sequence[Question] = ()
    link: str = ""


@dataclass(frozen=True)
class Facts:
    """What questions may ask of a pool: another stride and its output size, unread cells, the first winner."""

    stride: str
    other_stride: int
    other_size: str
    unread: int
    winner: tuple[int, int] | None


def facts(pooled: Pooled) -> Facts:
    """Return what questions may ask of a pool of one small grid; winner is (row, column) from 1, None where none is."""
    window = pooled.place
    if not isinstance(window, Window):
        raise ValueError(f"a worksheet asks about a Window, got {window!r}")
    other = 2 if set(window.stride) == {1} else 1
    moved = Window(window.kernel_size, other, window.padding, window.dilation, window.ceil_mode)
    read = [sum(0 <= cell < axis.size for cell in axis.reach) for axis in pooled.plan.axes]
    winner = None
    if pooled.switches is not None:
        row, column = divmod(int(pooled.switches.ravel()[0]), pooled.input.shape[-1])
        winner = row + 1, column + 1
    return Facts(
        stride=spelled(tuple(dict.fromkeys(window.stride))),
        other_stride=other,
        other_size=spelled(moved.plan(pooled.plan.input_shape).output_shape),
        unread=pooled.input.size - int(np.prod(read)),
        winner=winner,
    )


def spelled(sizes: Sequence[int]) -> str:
    """Return sizes as they are read out: 3 × 4."""
    return " × ".join(map(str, sizes))


def document(sheets: Sequence[Sheet], *, answers: bool = False, paper: str = "a4", fields: Mapping[str, str]) -> bytes:
    """Return an HTML file with a page for each sheet, with blanks or with answers.

    fields: the words "Name", "Date" and "Answers" of the reader's language. ValueError for more windows than
    limits.WORKSHEET_WINDOWS, for a pool that no scene shows, and for a paper that is not in PAPERS.
    """
    if paper not in PAPERS:
        raise ValueError(f"paper must be one of {', '.join(PAPERS)}, got {paper!r}")
    body = "\n".join(line for sheet in sheets for line in _section(sheet, answers, fields))
    title = escape(sheets[0].title if sheets else "")
    style = _STYLE.replace("PAPER", PAPERS[paper][1])
    head = (
        f'<meta charset="utf-8"/><meta http-equiv="Content-Security-Policy" content="{_SAFE}"/>'
        f"<title>{title}</title><style>{style}</style>"
    )
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'.encode()


def _section(sheet: Sheet, answers: bool, fields: Mapping[str, str]) -> Iterator[str]:
    windows = sheet.pooled.values.size
    if windows > limits.WORKSHEET_WINDOWS:
        raise ValueError(f"a worksheet has room for {limits.WORKSHEET_WINDOWS} windows, this pool has {windows:,}")
    drawn = scene.of(sheet.pooled, editable=False)
    yield f"<section{' class=' + chr(34) + 'answers' + chr(34) if answers else ''}>"
    yield f"<header><h1>{escape(sheet.title)}</h1>{_mark(answers, fields)}</header>"
    if not answers:
        name, date = escape(fields["Name"]), escape(fields["Date"])
        yield f'<p class="fields">{name} <span></span> {date} <span class="short"></span></p>'
    yield f"<p>{escape(sheet.task)}</p>"
    yield _picture(drawn, answers)
    short = "" if windows >= _TWO_COLUMNS else " short"
    yield f'<ol class="windows{short}">{"".join(_windows(drawn, answers))}</ol>'
    if sheet.questions:
        asked = "".join(_question(question, answers) for question in sheet.questions)
        yield f'<ol class="questions">{asked}</ol>'
    if sheet.link:
        yield f"<footer>{escape(sheet.link)}</footer>"
    yield "</section>"


def _mark(answers: bool, fields: Mapping[str, str]) -> str:
    return f"<strong>{escape(fields['Answers'])}</strong>" if answers else ""


def _picture(drawn: dict[str, Any], answers: bool) -> str:
    file = b64encode(export.svg(drawn, blanks=not answers)).decode()
    names = " and ".join(f"{panel['name']}, {panel['size']}" for panel in drawn["panels"])
    return f'<img alt="{escape(names, quote=True)}" src="data:image/svg+xml;base64,{file}"/>'


def _windows(drawn: dict[str, Any], answers: bool) -> Iterator[str]:
    link, panel = drawn["links"][0], drawn["panels"][0]
    across = len(link["columns"])
    for window in range(reading.windows(link)):
        if answers:
            terms = reading.terms(link, panel, divmod(window, across), blanks=False)
            yield f"<li>{escape(''.join(text for text, _ in terms))}</li>"
        else:
            yield '<li><span class="blank"></span></li>'


def _question(question: Question, answers: bool) -> str:
    given = f'<span class="answer">{escape(question.answer)}</span>' if answers else ""
    lines = given or '<span class="line"></span>' * question.lines
    return f"<li>{escape(question.text)} {lines}</li>"
