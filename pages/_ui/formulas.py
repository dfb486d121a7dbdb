"""A shape formula as HTML: a fraction between half brackets needs no typesetting engine of 300 kB."""

from html import escape

import streamlit as st

from pages._ui import words
from pooling.placement import Axis, Plan

# The library writes LaTeX; these are all the words that its shape formulas use, as HTML and as speech.
_DRAWN = {
    r"\left\lfloor": '<span class="floor">',
    r"\right\rfloor": "</span>",
    r"\left\lceil": '<span class="ceil">',
    r"\right\rceil": "</span>",
    r"\frac{": '<span class="fraction"><span>',
    "}{": "</span><span>",
    "}": "</span></span>",
    r"\quad": "&emsp;",
    r"\to": "→",
    "-": "−",
}
_SPOKEN = {
    r"\left\lfloor": "round down (",
    r"\right\rfloor": ")",
    r"\left\lceil": "round up (",
    r"\right\rceil": ")",
    r"\frac{": "(",
    "}{": ") divided by ",
    "}": "",
    r"\quad": "",
    r"\to": "becomes",
}


def show(plan: Plan) -> None:
    """Draw "rows: ⌊(5 + 1 + 1 − 3) / 2⌋ + 1 = 3" for each axis of a plan, one below the other."""
    st.html("".join(_line(name, axis) for name, axis in zip(words.axis_names(plan), plan.axes, strict=True)))


def _line(name: str, axis: Axis) -> str:
    label = escape(f"{name}: {_rewritten(axis.formula(), _SPOKEN)}", quote=True)
    drawn = f'<span class="name">{escape(name)}:</span> {_rewritten(axis.formula(), _DRAWN)}'
    return f'<div class="formula" role="math" aria-label="{label}">{drawn}</div>'


def _rewritten(formula: str, words: dict[str, str]) -> str:
    for latex, text in words.items():
        formula = formula.replace(latex, text)
    return " ".join(formula.split())
