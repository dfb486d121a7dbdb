"""Every type's output on the same input and the same windows, side by side."""

from html import escape

import numpy as np
import streamlit as st

from pages._ui.state import State
from pooling import TYPES, Pooled, pool
from pooling.grids import spell

_TEXT = 8  # columns of an output that still show their numbers
_DECIMALS = 2


def pooled(now: State, name: str) -> Pooled:
    """The grid pooled with a type: with the page's own number if it is the page's type, else with its default."""
    own = name == now.type
    param, seed = (now.param, now.draw) if own else (None, None)
    return pool(now.plane, now.window, type=name, param=param, count_include_pad=now.pad_counts, seed=seed)


def show(now: State, *, difference: bool) -> None:
    """Draw a card a type; difference: how much each answer differs from that of max."""
    answers = {name: pooled(now, name).values.astype(float) for name in TYPES}
    if difference:
        largest = answers["max"]
        answers = {name: _less(values, largest) for name, values in answers.items()}
    finite = np.concatenate([values[np.isfinite(values)].ravel() for values in answers.values()])
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    cards = [_card(now, name, values, low, high, difference) for name, values in answers.items()]
    st.html(f'<div class="gallery">{"".join(cards)}</div>')


def _less(values: np.ndarray, largest: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        return values - largest


def _card(now: State, name: str, values: np.ndarray, low: float, high: float, difference: bool) -> str:
    item = TYPES[name]
    number = now.param if name == now.type else item.param and item.param.default
    label = f"{item.label}, {item.param.name} = {number:g}" if item.param else item.label
    said = f"{label}, minus max" if difference else f"Output of {label}"
    rows = "".join(_row(row, low, high, difference) for row in np.atleast_2d(values))
    chosen = ' class="chosen"' if name == now.type else ""
    return (
        f'<figure{chosen}><table aria-label="{escape(said, quote=True)}"><tbody>{rows}</tbody></table>'
        f"<figcaption>{escape(label)}</figcaption></figure>"
    )


def _row(row: np.ndarray, low: float, high: float, difference: bool) -> str:
    span = (high - low) or 1.0
    cells = []
    for value in row.tolist():
        tint = 6 + 26 * (value - low) / span if np.isfinite(value) else 0
        text = spell(value, _DECIMALS).replace("-", "−")
        text = f"+{text}" if difference and value > 0 else text
        shown = text if len(row) <= _TEXT else f'<span class="unseen">{text}</span>'
        cells.append(f'<td style="--tint: {tint:.0f}%" title="{text}">{shown}</td>')
    return f"<tr>{''.join(cells)}</tr>"
