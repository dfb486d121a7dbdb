"""Pictures that come with the library; the app adds files of its own to the same table."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pooling.samples.cheetah import cheetah

__all__ = ["PICTURES", "Sample", "cheetah"]


@dataclass(frozen=True)
class Sample:
    """A picture: its label, what a screen reader says of it, its source and licence, and how to get it."""

    label: str
    alt: str
    credit: str
    load: Callable[[], NDArray[np.uint8]]


PICTURES: dict[str, Sample] = {
    "cheetah": Sample(
        label="Cheetah",
        alt="A drawn cheetah's face, seen from the front, with a dark tear line from each eye to the mouth",
        credit="Drawn by Pooling Lab's own code",
        load=cheetah,
    ),
}
