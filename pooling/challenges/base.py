"""What a challenge is: for a seed, a task with one kind of answer, a judge who says what is wrong, and a scene."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from pooling.challenges.asks import Asks

A = TypeVar("A")
Draw = np.random.Generator
Grid = NDArray[np.float64]
Scene = dict[str, Any]

TOPICS = ("Windows", "Strides", "Padding", "Shapes", "Types", "Gradients", "Shifts", "Frameworks")


@dataclass(frozen=True, kw_only=True, eq=False)
class Task(Generic[A]):
    """One task to solve. goal, hints and why are Markdown; hints lead there in two steps.

    judge: "" for any right answer, else one sentence that says what is wrong with this one. solution: one right answer.
    scene(answer, step): the stage; answer None is the question, with what is asked for covered. step: the window that
    is chosen at first. wanted: a map that the goal speaks of.
    """

    goal: str
    hints: tuple[str, str]
    why: str
    asks: Asks[A]
    solution: A
    judge: Callable[[A], str]
    scene: Callable[[A | None, int], Scene]
    step: int = 0
    wanted: Grid | None = None


@dataclass(frozen=True, eq=False)
class Challenge:
    """A kind of task, and the function that makes one from a random generator."""

    name: str
    topic: str
    order: int  # within its topic
    title: str
    make: Callable[[Draw], Task[Any]]

    def task(self, seed: int) -> Task[Any]:
        """The task of a seed (0, 1, ...): the same for everybody who has the seed. ValueError for a negative one."""
        return _made(self, seed)


@lru_cache(maxsize=256)
def _made(item: Challenge, seed: int) -> Task[Any]:
    # The name takes part, so that two challenges of one seed do not show the same grid.
    return item.make(np.random.default_rng([crc32(item.name.encode()), seed]))


def challenge(name: str, topic: str, order: int, title: str) -> Callable[[Callable[[Draw], Task[Any]]], Challenge]:
    """Make a function into a challenge that the registry finds."""
    return lambda make: Challenge(name, topic, order, title, make)


def pick(draw: Draw, choices: Any) -> Any:
    """One of a sequence, as it is (NumPy's own choice would make arrays of it)."""
    return choices[int(draw.integers(len(choices)))]


def distinct(draw: Draw, rows: int, columns: int, most: int = 20) -> Grid:
    """A grid (rows, columns) of different whole numbers from 1 to most: no tie to argue about."""
    return draw.permutation(np.arange(1, most + 1))[: rows * columns].reshape(rows, columns).astype(np.float64)


def blown_up(small: Grid) -> Grid:
    """A grid in which each value fills a window of 2 x 2."""
    return small.repeat(2, axis=0).repeat(2, axis=1)


def digits(draw: Draw, rows: int, columns: int) -> Grid:
    """A grid (rows, columns) of whole numbers from 1 to 9."""
    return draw.integers(1, 10, (rows, columns)).astype(np.float64)
