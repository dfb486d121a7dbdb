"""A row of numbers that a learner pastes, types or shares: text <-> array, limits checked."""

import re

import numpy as np
from numpy.typing import NDArray

from pooling import grids, limits
from pooling.grids import GridRefused

Series = NDArray[np.float64]

FEWEST = 2
_SEPARATORS = re.compile(r"[,;\s]+")


def parse(text: str) -> Series:
    """Return the float64 values (n,) of a text in which commas, semicolons, blanks or line ends part the numbers.

    GridRefused where it is no number, or fewer than FEWEST or more than limits.SIGNAL_LENGTH of them.
    """
    if len(text) > limits.GRID_TEXT:
        raise GridRefused(f"This text has {len(text):,} characters; at most {limits.GRID_TEXT:,} can be read.")
    cells = [cell for cell in _SEPARATORS.split(text) if cell]
    if not FEWEST <= len(cells) <= limits.SIGNAL_LENGTH:
        raise GridRefused(
            f"This signal has {len(cells):,} value{'s' * (len(cells) != 1)};"
            f" {FEWEST} to {limits.SIGNAL_LENGTH} can be shown."
        )
    return np.array([grids.number(cell) for cell in cells])


def unparse(series: Series) -> str:
    """Return the address text of a row of numbers: the inverse of parse."""
    return grids.unparse(series[None])
