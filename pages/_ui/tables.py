"""Small tables whose first row and first column say what the other cells are."""

from collections.abc import Sequence
from html import escape

import streamlit as st


def show(heads: Sequence[str], rows: Sequence[Sequence[object]], label: str) -> None:
    """Draw a table, which scrolls sideways in its own box; label: what a screen reader calls it."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>{"".join(f"<td>{escape(str(cell))}</td>" for cell in rest)}</tr>'
        for first, *rest in rows
    )
    inner = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    st.html(f'<div class="facts" role="region" aria-label="{escape(label)}" tabindex="0">{inner}</div>')
