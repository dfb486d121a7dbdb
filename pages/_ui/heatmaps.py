"""A measure at every shift: a small map for each way to pool, a ring where the pose is now; and the curves' key."""

import base64
from collections.abc import Mapping
from html import escape

import streamlit as st

from pages._ui import legends
from pooling import images, palette
from pooling.maps import Scale, drawn
from pooling.shift import POOLERS, Sweep

_SCALE = Scale(0, 1, "viridis")


def show(sweeps: Mapping[str, Sweep], measure: str, down: float, right: float) -> None:
    """Draw the maps on one scale, and under each its value at the ring."""
    reach = max(int(found.shifts[-1]) for found in sweeps.values())
    maps = "".join(_map(POOLERS[name].label, found, measure, down, right) for name, found in sweeps.items())
    st.html(f'<div class="sweeps">{maps}</div>')
    axes = f"Across: from {reach} px left to {reach} px right. Down: from {reach} px up to {reach} px down."
    st.html(f'<div class="axes">{legends.html(_SCALE)}<span>{axes}</span></div>')


def _map(label: str, sweep: Sweep, measure: str, down: float, right: float) -> str:
    values = getattr(sweep, measure)
    source = "data:image/png;base64," + base64.b64encode(images.png(drawn(values, _SCALE))).decode()
    alt = f"{label}: from {values.min():.2f} to {values.max():.2f} over all shifts"
    reach = int(sweep.shifts[-1])
    said, ring = "beyond this map", ""
    if max(abs(down), abs(right)) <= reach:
        top, left = (100 * (step + reach + 0.5) / len(sweep.shifts) for step in (down, right))
        ring = f'<i style="top: {top:.2f}%; left: {left:.2f}%"></i>'
        said = _at_ring(sweep, measure, down, right)
    caption = f"<figcaption><b>{escape(label)}</b><span>{said}</span></figcaption>"
    return f'<figure>{caption}<div><img src="{source}" alt="{escape(alt)}">{ring}</div></figure>'


def _at_ring(sweep: Sweep, measure: str, down: float, right: float) -> str:
    if down != int(down) or right != int(right):
        return "between cells"
    return f"{getattr(sweep.at(int(down), int(right)), measure):.2f}"


def legend(dark: bool) -> None:
    """Draw which line of the curves is which way to pool."""
    hues = palette.DARK if dark else palette.LIGHT
    keys = "".join(_key(hue, pooler.label, hues[hue]) for hue, pooler in enumerate(POOLERS.values()))
    st.html(f'<div class="lines">{keys}</div>')


def _key(hue: int, label: str, colour: str) -> str:
    dashes = " ".join(
        f"{2.5 * max(float(part), 1):g}" for part in palette.PATTERNS[hue % len(palette.PATTERNS)].split()
    )
    line = f'<path d="M1 6h38" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes}"/>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 12" width="40" height="12">{line}</svg>'
    # As a picture: Streamlit takes drawings out of the HTML that it is given.
    source = "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
    return f'<span><img src="{source}" alt="">{escape(label)}</span>'
