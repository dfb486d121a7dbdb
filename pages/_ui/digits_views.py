"""What is drawn of the digit experiment beside its figure: the table, and single digits with their answers."""

import base64
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages._ui.digits_controls import label
from pooling import figures, images
from pooling.recognition import EARLIER, Earlier, Measured, Setup, Spread, Summary, laid
from pooling.samples.digits import digits

_STYLE = Path(__file__).parents[2] / "assets" / "digits.css"
_HEADS = ("Recognised", "Same class after the shift", "Cosine of the features")


def style() -> None:
    """Give the page the style of what is drawn here."""
    st.html(_STYLE)


def described(figure: Any) -> None:
    """Say what the figure shows to those who only hear the page; the others read it in the sentences and the table."""
    st.html(f'<div class="told"><p class="unseen">{escape(figures.describe(figure))}</p></div>')


# ---- the table ---------------------------------------------------------------------------------------------


def table(results: Mapping[str, Summary]) -> None:
    """Draw a row a pool: each mean with its lowest and highest repeat, and what the earlier run found."""
    heads = "".join(_head(text) for text in _HEADS)
    rows = "".join(_row(name, result) for name, result in results.items())
    head = f'<thead><tr><th scope="col">Pool</th>{heads}</tr></thead>'
    st.html(
        '<div class="found" role="region" aria-label="What each pool reached" tabindex="0">'
        f"<table>{head}<tbody>{rows}</tbody></table></div>"
    )


def _head(text: str) -> str:
    earlier = f'<th scope="col" class="earlier">Earlier<span class="unseen">: {text}</span></th>'
    return f'<th scope="col">{text}</th>{earlier}'


def _row(name: str, result: Summary) -> str:
    earlier = EARLIER.get(name)
    cells = "".join(
        _cell(getattr(result, kind), result.repeats, share=kind != "cosine") + _before(earlier, kind)
        for kind in Earlier._fields
    )
    return f'<tr><th scope="row">{escape(label(name))}</th>{cells}</tr>'


def _cell(spread: Spread, repeats: int, *, share: bool) -> str:
    mean, low, high = (_number(value, share=share) for value in spread)
    between = f" <small>{low} to {high}</small>" if repeats > 1 and low != high else ""
    return f"<td>{mean}{between}</td>"


def _before(earlier: Earlier | None, kind: str) -> str:
    text = _number(getattr(earlier, kind), share=kind != "cosine") if earlier else "&ndash;"
    return f'<td class="earlier">{text}</td>'


def _number(value: float, *, share: bool) -> str:
    return f"{value:.1%}" if share else f"{value:.2f}"


# ---- single digits -----------------------------------------------------------------------------------------


def telling(found: Mapping[str, Measured]) -> int:
    """The place of the digit whose class changes most often with a shift, among those that most pools know unmoved."""
    known = sum((each.answers[0] == each.labels).astype(int) for each in found.values())
    changes = sum((each.answers[1:] != each.answers[0]).sum(axis=0) for each in found.values())
    return int(np.argmax(np.where(known == np.max(known), changes, -1)))


def strip(setup: Setup, index: int) -> None:
    """Draw one digit of the data in the middle and after each shift."""
    pictures = "".join(_picture(setup, index, shift) for shift in ((0, 0), *setup.shifts))
    st.html(f'<div class="strip">{pictures}</div>')


def answers(setup: Setup, found: Mapping[str, Measured], place: int) -> None:
    """Draw one tested digit at every place, and under each what every pool's classifier answered."""
    first = next(iter(found.values()))
    truth, index = int(first.labels[place]), int(first.digits[place])
    shifts = ((0, 0), *setup.shifts)
    heads = "".join(f'<th scope="col">{_picture(setup, index, shift)}</th>' for shift in shifts)
    rows = "".join(
        f'<tr><th scope="row">{escape(label(name))}</th>{_classes(each.answers[:, place].tolist(), truth)}</tr>'
        for name, each in found.items()
    )
    st.markdown(
        f"It is a **{truth}**. A class that changed with the shift stands in a frame; a wrong one is struck out."
    )
    st.html(
        '<div class="answers" role="region" aria-label="What was answered" tabindex="0">'
        f'<table><thead><tr><th scope="col">Pool</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _classes(answered: Sequence[int], truth: int) -> str:
    cells = []
    for each in answered:
        marks = [word for word, holds in (("changed", each != answered[0]), ("wrong", each != truth)) if holds]
        unseen = f'<span class="unseen">, {", ".join(marks)}</span>' if marks else ""
        cells.append(f'<td><span class="{" ".join(marks)}">{each}</span>{unseen}</td>')
    return "".join(cells)


@lru_cache(maxsize=512)
def _picture(setup: Setup, index: int, shift: tuple[int, int]) -> str:
    ink = laid(np.array([index]), setup, shift)[0]
    png = images.png((255 * (1 - ink)).round().astype(np.uint8))
    where = _where(shift)
    alt = escape(f"A handwritten {digits().labels[index]}, {where}")
    source = "data:image/png;base64," + base64.b64encode(png).decode()
    return f'<figure><img src="{source}" alt="{alt}"><figcaption>{where}</figcaption></figure>'


def _where(shift: tuple[int, int]) -> str:
    """A shift in words: "1 up", "1 down, 1 right", "middle"."""
    words = [
        f"{abs(step)} {names[step > 0]}"
        for step, names in zip(shift, (("up", "down"), ("left", "right")), strict=True)
        if step
    ]
    return ", ".join(words) or "middle"
