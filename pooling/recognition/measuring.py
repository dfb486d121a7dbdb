"""The experiment: digits, fixed random filters, ReLU, a pool, a linear classifier, then the same digits moved."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pooling.apply import pool
from pooling.recognition.classifier import fit
from pooling.recognition.pools import POOLS
from pooling.recognition.setup import Setup, Shift
from pooling.samples.digits import FULL, digits
from pooling.shift import cosine_similarity

Pictures = NDArray[np.float32]

TRAINED, TESTED = 1257, 540  # of the 1,797 digits
_CLOSE = (3, 3)  # rows and columns of a filter


@dataclass(frozen=True, eq=False)
class Measured:
    """One pool, one seed. digits (TESTED,): places of the tested digits in `samples.digits`; labels (TESTED,).

    answers (1 + shifts, TESTED): the classes that were answered, first in the middle, then after each of setup.shifts.
    cosine: mean over digits and shifts of that between the features before and after.
    """

    digits: NDArray[np.int64]
    labels: NDArray[np.uint8]
    answers: NDArray[np.uint8]
    cosine: float

    @property
    def accuracy(self) -> float:
        """The share, 0..1, of tested digits in the middle that were recognised."""
        return float(np.mean(self.answers[0] == self.labels))

    @property
    def same(self) -> float:
        """The share, 0..1, of shifted digits that got the class which they got in the middle, right or not."""
        return float(np.mean(self.answers[1:] == self.answers[0]))


class Step(NamedTuple):
    """One measurement of an experiment: the pool's name, the seed, what was found, and how many are done of all."""

    name: str
    seed: int
    found: Measured
    done: int
    total: int


def measure(name: str, setup: Setup, seed: int) -> Measured:
    """Train and test a classifier behind the pool of this name (a key of POOLS); the seed draws filters and split.

    ValueError for a name that is not among them and for a negative seed.
    """
    if name not in POOLS:
        raise ValueError(f"name must be one of POOLS, such as max-2-2, got {name!r}")
    if seed < 0:
        raise ValueError(f"seed must be at least 0, got {seed}")
    random = np.random.default_rng(seed)
    filters = random.standard_normal((setup.filters, *_CLOSE)).astype(np.float32)
    filters -= filters.mean(axis=(1, 2), keepdims=True)
    order = random.permutation(TRAINED + TESTED)
    learned, tested = order[:TRAINED], np.sort(order[TRAINED:])
    classifier = fit(_features(_taught(learned, setup, random), filters, name), digits().labels[learned])
    still, *moved = (_features(laid(tested, setup, shift), filters, name) for shift in ((0, 0), *setup.shifts))
    answers = np.stack([classifier.answers(features) for features in (still, *moved)])
    cosines = [cosine_similarity(*pair) for features in moved for pair in zip(still, features, strict=True)]
    return Measured(tested, digits().labels[tested], answers, float(np.mean(cosines)))


def experiment(
    names: Sequence[str],
    setup: Setup,
    seeds: Sequence[int],
    measure: Callable[[str, Setup, int], Measured] = measure,
) -> Iterator[Step]:
    """Measure every pool with every seed, and say so after each; a caller may pass a `measure` that remembers."""
    total = len(names) * len(seeds)
    for done, (name, seed) in enumerate(((name, seed) for name in names for seed in seeds), start=1):
        yield Step(name, seed, measure(name, setup, seed), done, total)


def laid(which: NDArray[np.int64], setup: Setup, shift: Shift = (0, 0)) -> Pictures:
    """Digits of `samples.digits`, moved (down, right) from the canvas' middle: float32 (n, canvas, canvas) in 0..1."""
    images = digits().images[which]
    side = images.shape[-1]
    row, column = ((setup.canvas - side) // 2 + step for step in shift)
    pictures = np.zeros((len(images), setup.canvas, setup.canvas), np.float32)
    pictures[:, row : row + side, column : column + side] = images / np.float32(FULL)
    return pictures


def _taught(which: NDArray[np.int64], setup: Setup, random: np.random.Generator) -> Pictures:
    """The digits that are learned from, in the middle, or each at a random one of the places that are tried."""
    pictures = laid(which, setup)
    if setup.shifted:
        chosen = random.integers(0, 1 + len(setup.shifts), len(which))
        for place, shift in enumerate(setup.shifts, start=1):
            pictures[chosen == place] = laid(which[chosen == place], setup, shift)
    return pictures


def _features(pictures: Pictures, filters: NDArray[np.float32], name: str) -> NDArray[np.float32]:
    """The pooled answers of all filters after ReLU, one row a picture."""
    patches = np.lib.stride_tricks.sliding_window_view(pictures, _CLOSE, axis=(1, 2))
    count, height, width = patches.shape[:3]
    columns = patches.reshape(count, height * width, -1).transpose(0, 2, 1)
    maps = np.maximum(filters.reshape(len(filters), -1) @ columns, 0).reshape(count, -1, height, width)
    chosen = POOLS[name]
    pooled: NDArray[np.float32] = pool(maps, chosen.place, type=chosen.type).values
    return pooled.reshape(len(pictures), -1)
