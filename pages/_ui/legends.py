"""The legend of a map that is drawn in colours."""

import base64

import numpy as np

from pooling import images, maps

_COLOURS = 128


def html(scale: maps.Scale) -> str:
    """Return the colours of a scale between its lowest and its highest number (see .legend in app.css)."""
    bar = images.png(maps.drawn(np.linspace(scale.low, scale.high, _COLOURS)[None], scale))
    source = "data:image/png;base64," + base64.b64encode(bar).decode()
    ends = [f"<span>{number(value)}</span>" for value in (scale.low, scale.high)]
    return f'<span class="legend">{ends[0]}<img alt="from dark violet to yellow" src="{source}">{ends[1]}</span>'


def number(value: float) -> str:
    """Return a value as legends and captions write it."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
