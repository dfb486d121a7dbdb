"""Says what is wrong with an answer: one sentence, "" where nothing is."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from pooling.apply import Pooled
from pooling.challenges.base import Grid
from pooling.grids import spell

_ROUNDED = 0.005 + 1e-9  # two decimals are enough
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

Slips = Sequence[tuple[float, str]]


def elsewhere(pooled: Pooled) -> Slips:
    """What to say to the answers of the other windows."""
    answers = enumerate(pooled.values.ravel().tolist(), start=1)
    return [(value, f"That is the answer of window {window}.") for window, value in answers]


def close(one: float, other: float) -> bool:
    """Whether two numbers agree in two decimals."""
    return abs(one - other) <= _ROUNDED


def number(right: float, slips: Slips, otherwise: str) -> Callable[[float], str]:
    """Judge a number; slips: likely wrong ones and what to say to each, the first that fits is said."""

    def judge(answer: float) -> str:
        if close(answer, right):
            return ""
        said = next((words for value, words in slips if close(answer, value)), otherwise)
        return f"{spell(answer, 2)} is not it. {said}"

    return judge


def size(right: tuple[int, int], slips: Sequence[tuple[tuple[int, int], str]]) -> Callable[[tuple[int, int]], str]:
    """Judge rows and columns; slips as for number."""

    def judge(answer: tuple[int, int]) -> str:
        if answer == right:
            return ""
        said = next((words for value, words in slips if answer == value), _sides(answer, right))
        return f"{answer[0]} × {answer[1]} is not it. {said}"

    return judge


def _sides(answer: tuple[int, int], right: tuple[int, int]) -> str:
    if answer[0] == right[0]:
        return "The rows are right, the columns are not."
    return "The columns are right, the rows are not." if answer[1] == right[1] else "Neither side is right."


def choice(right: str, wrong: Mapping[str, str]) -> Callable[[str], str]:
    """Judge a choice; wrong: what to say to each of the others."""
    return lambda answer: "" if answer == right else wrong[answer]


def written(values: Grid) -> str:
    """Return a map as a sentence writes it: "5, 7; 2, 9"."""
    return "; ".join(", ".join(spell(float(value), 2) for value in row) for row in np.atleast_2d(values))


def different(yours: Grid, wanted: Grid) -> str:
    """Say where a map differs from the wanted one of the same shape; "" where it does not."""
    apart = ~np.isclose(yours, wanted)
    if not apart.any():
        return ""
    head = f"Your map is {written(yours)}"
    if apart.sum() == 1:
        row, column = (int(index[0]) for index in np.nonzero(apart))
        values = spell(float(wanted[row, column]), 2), spell(float(yours[row, column]), 2)
        return f"{head}: row {row + 1}, column {column + 1} should be {values[0]}, not {values[1]}."
    rows = [_ORDINALS[row] for row in np.flatnonzero(apart.any(axis=1))]
    return f"{head}: the {listed(rows)} {'row differs' if len(rows) == 1 else 'rows differ'}."


def listed(words: Sequence[object]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    *most, last = map(str, words)
    return f"{', '.join(most)} and {last}" if most else last


def windows(numbers: Sequence[int]) -> str:
    """Return "Window 2" or "Windows 1 and 3", from numbers that count from 0."""
    return f"Window{'s' if len(numbers) > 1 else ''} {listed([int(number) + 1 for number in numbers])}"
