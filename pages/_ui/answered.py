"""The five answers as cards: each framework's call, its numbers, and what is different about them."""

import re
from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np
import streamlit as st

from pages._ui.asking import Asking
from pooling.frameworks import Answer, Ask, agreeing, differing
from pooling.grids import spell

_CELL, _WIDE = 40, 144  # pixels: a cell's least width, and what a card has room for
_HUGE = 1e9  # from here on a number is written with its power of ten
_NUMBERS = re.compile(r"[\[(][\d, ]+[\])]")  # (3, 3): not to be broken
_LAYER = re.compile(r"^\w+\(name=.*?\) (?=would )")  # Keras repeats the layer, which the card shows already
_COUNTS = ("no", "one", "two", "three", "four", "five")


def show(now: Asking, given: Sequence[Answer]) -> None:
    """Draw the input and a card a framework; cells in which not all answers of that shape agree are marked."""
    groups = agreeing(now.ask, given)
    apart = differing(now.ask, given)
    st.markdown(verdict(now.ask, given))
    cards = [_input(now.ask)]
    for answer in given:
        letter = next(("ABCDE"[at] for at, group in enumerate(groups) if answer in group), "")
        cards.append(_card(now.ask, answer, letter if len(groups) > 1 else "", apart))
    st.html(f'<div class="answers">{"".join(cards)}</div>')


# ---- words -------------------------------------------------------------------------------------------------


def verdict(ask: Ask, given: Sequence[Answer]) -> str:
    """Say who agrees, who differs in how many cells, and who refuses."""
    groups = agreeing(ask, given)
    refusing = [answer.label for answer in given if answer.values is None]
    parts = [_agreement(groups, len(refusing))]
    if groups and refusing:
        parts.append(f"{_listed(refusing)} {'refuses' if len(refusing) == 1 else 'refuse'}.")
    return " ".join([*parts, *_shapes(ask, groups, given)])


def _agreement(groups: list[list[Answer]], refusing: int) -> str:
    if not groups:
        return "**All five refuse.**"
    if len(groups) == 1:
        names = _listed([answer.label for answer in groups[0]])
        if refusing:
            return f"**{names}** {'answers' if len(groups[0]) == 1 else 'give the same answer'}."
        return "**All five give the same answer.**"
    each = [
        f"**{letter}** {_listed([answer.label for answer in group])}"
        for letter, group in zip("ABCDE", groups, strict=False)
    ]
    return f"**{_COUNTS[len(groups)].capitalize()} different answers:** {'; '.join(each)}."


def _shapes(ask: Ask, groups: list[list[Answer]], given: Sequence[Answer]) -> list[str]:
    shapes = list(dict.fromkeys(_values(group[0]).shape for group in groups))
    if len(shapes) > 1:
        return [f"Not even their sizes agree: {_listed([size(shape) for shape in shapes])}."]
    if len(groups) > 1:
        cells = differing(ask, given)[shapes[0]]
        return [f"They differ in {int(cells.sum())} of {cells.size} cells."]
    return []


def _values(answer: Answer) -> np.ndarray:
    assert answer.values is not None
    return answer.values


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def size(shape: tuple[int, ...]) -> str:
    """Return a shape as captions write it."""
    return " × ".join(map(str, shape))


def number(value: float) -> str:
    """Return a value as a cell shows it: two decimals, a power of ten where it is huge."""
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:.1e}".replace("e+", "e") if abs(value) >= _HUGE else spell(value, 2)
    return text.replace("-", "−")


# ---- HTML --------------------------------------------------------------------------------------------------


def _input(ask: Ask) -> str:
    table = _table(ask.x, "Input x", np.zeros(ask.x.shape, bool), ask.x)
    caption = f"{size(ask.x.shape)}, {ask.x.dtype.name}"
    return f'<figure class="input"><p class="name">Input x</p>{table}<figcaption>{caption}</figcaption></figure>'


def _card(ask: Ask, answer: Answer, letter: str, apart: dict[tuple[int, ...], Any]) -> str:
    mark = f'<span class="letter">{letter}</span>' if letter else ""
    call = f"<code>{_broken(answer.call)}</code>" if answer.call else ""
    head = f'<p class="name">{escape(answer.label)}{mark}</p>{call}'
    if answer.values is None:
        why = escape(_LAYER.sub("it ", answer.refused), quote=False)
        return f'<figure class="refusal">{head}<p><strong>Refused:</strong> {why}</p></figure>'
    values = answer.values
    table = _table(values, f"Output, {answer.label}", apart[values.shape], ask.x)
    if not values.size:
        table = "<p>An empty array: it has no cell.</p>"
    caption = f"{size(values.shape)}, {values.dtype.name}<br>from x of {size(answer.taken)}"
    return f"<figure>{head}{table}<figcaption>{caption}</figcaption></figure>"


def _broken(call: str) -> str:
    """Return a call as HTML whose lines end after an argument, and within one only where it is too long."""
    parts, depth = [""], 0
    for letter in _NUMBERS.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), call):
        parts[-1] += letter
        depth += (letter in "([") - (letter in ")]")
        if depth == 1 and (letter == "," or (letter == "(" and len(parts) == 1)):
            parts.append("")
    spans = [f"<span>{escape(part.strip())}</span>".replace("=", "=<wbr>") for part in parts]
    return f"{spans[0]}<wbr>{' '.join(spans[1:])}"


def _table(values: np.ndarray, name: str, marked: np.ndarray, scale: np.ndarray) -> str:
    finite = scale[np.isfinite(scale)].astype(float)
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    rows, marks = np.atleast_2d(values), np.atleast_2d(marked)
    columns, widest = rows.shape[1], max((len(number(value)) for value in rows.astype(float).flat), default=0)
    room = _WIDE // max(columns, 1)
    size = "" if room >= 9 * widest else " small" if room >= 6 * widest else " dense"
    body = "".join(_row(row, marks[at], low, high) for at, row in enumerate(rows))
    width = columns * max(_CELL, 9 * widest + 6)
    label, style = escape(name, quote=True), f"width: min(100%, {width}px)"
    return f'<table class="numbers{size}" style="{style}" aria-label="{label}"><tbody>{body}</tbody></table>'


def _row(row: np.ndarray, marks: np.ndarray, low: float, high: float) -> str:
    span = (high - low) or 1.0
    cells = []
    for value, marked in zip(row.astype(float).tolist(), marks.tolist(), strict=True):
        tint = 6 + 26 * min(max((value - low) / span, 0), 1) if np.isfinite(value) else 0
        text = number(value)
        said = '<span class="unseen">, differs</span>' if marked else ""
        kind = ' class="differs"' if marked else ""
        cells.append(f'<td{kind} style="--tint: {tint:.0f}%" title="{text}"><span>{text}</span>{said}</td>')
    return f"<tr>{''.join(cells)}</tr>"
