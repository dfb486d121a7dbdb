"""Pools as Plotly figures, for a notebook or a page: one file a kind of picture.

Every figure is made for light ground, or with dark=True for dark ground; `describe` says in a sentence or two
what it shows, for those who cannot see it, and `table` gives the numbers of its curves.
"""

try:
    from pooling.figures._look import describe, table
    from pooling.figures.comparison import comparison
    from pooling.figures.curve import curve
    from pooling.figures.draws import draws
    from pooling.figures.heatmaps import heatmaps
    from pooling.figures.intervals import intervals
    from pooling.figures.shifts import MEASURES, shift_curves
    from pooling.figures.signal import signal
    from pooling.figures.tradeoff import tradeoff
except ModuleNotFoundError as error:
    if (error.name or "").partition(".")[0] != "plotly":
        raise
    raise ImportError(
        'pooling.figures draws with Plotly, which is missing: pip install "pooling-lab[figures]"'
    ) from error

__all__ = [
    "MEASURES",
    "comparison",
    "curve",
    "describe",
    "draws",
    "heatmaps",
    "intervals",
    "shift_curves",
    "signal",
    "table",
    "tradeoff",
]
