"""Handwritten digits: the test set of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, 1998).

UCI Machine Learning Repository, doi 10.24432/C50P49, CC BY 4.0; digits.npz holds the copy that scikit-learn ships, with
numbers from 0 to 16 as bytes and otherwise unchanged. Each picture counts the inked pixels in blocks of 4 x 4.
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FULL = 16  # what a block answers that is all ink

CREDIT = (
    "Handwritten digits: E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, 1998,"
    " doi 10.24432/C50P49, CC BY 4.0"
)


class Digits(NamedTuple):
    """images (1797, 8, 8) from 0 (paper) to FULL (ink), labels (1797,) from 0 to 9; both uint8 and read-only."""

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]


@lru_cache(maxsize=1)
def digits() -> Digits:
    """All digits in the order of the source; read once."""
    with np.load(Path(__file__).with_name("digits.npz")) as file:
        found = Digits(file["images"], file["labels"])
    for array in found:
        array.flags.writeable = False
    return found
