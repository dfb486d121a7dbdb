"""What every table of answers is made of: right numbers, likely mistakes, and the sentence that meets each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pooling.grids import spell

WITHIN = 0.005  # half a unit of the last decimal that is shown: a number rounded to two decimals is right
NEAR = 0.05  # so close, a learner is asked for two decimals and not told of a mistake
_DECIMALS = 4  # of a mistaken value: finer than WITHIN

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Mistake:
    """One way to go wrong: what is said to it, and the number that each window then has; NaN where it has none.

    arguments fill {0}, {1} in the sentence, one value a window each.
    """

    says: str
    values: Floats
    arguments: tuple[Floats, ...] = ()


def table(right: Floats, mistakes: Iterable[Mistake]) -> dict[str, Any]:
    """Return {"within", "near", "right", "wrong", "says"} of right answers, one a window, and likely mistakes.

    right[w] is a number, or None where nothing can be asked. wrong[w] lists [value, index in says, arguments...], the
    most plausible mistake first: one that gives the right answer, or a number that is listed already, is left out.
    """
    listed = list(mistakes)
    flat = right.ravel().tolist()
    columns = [mistake.values.ravel().tolist() for mistake in listed]
    fillings = [[argument.ravel().tolist() for argument in mistake.arguments] for mistake in listed]
    wrong: list[list[list[Any]]] = []
    for window, answer in enumerate(flat):
        known = [answer]
        entries: list[list[Any]] = []
        for index, column in enumerate(columns):
            value = column[window]
            if np.isfinite(value) and all(abs(value - other) > WITHIN for other in known):
                known.append(value)
                arguments = [spell(filling[window], _DECIMALS) for filling in fillings[index]]
                entries.append([_short(value), index, *arguments])
        wrong.append(entries)
    says, wrong = _used([mistake.says for mistake in listed], wrong)
    answers = [_short(answer, 6) if np.isfinite(answer) else None for answer in flat]
    return {"within": WITHIN, "near": NEAR, "right": answers, "wrong": wrong, "says": says}


def _used(says: list[str], wrong: list[list[list[Any]]]) -> tuple[list[str], list[list[list[Any]]]]:
    """Keep the sentences that are ever said; several mistakes may share one."""
    kept = list(dict.fromkeys(says[entry[1]] for entries in wrong for entry in entries))
    place = {sentence: number for number, sentence in enumerate(kept)}
    return kept, [[[entry[0], place[says[entry[1]]], *entry[2:]] for entry in entries] for entries in wrong]


def _short(value: float, decimals: int = _DECIMALS) -> float | int:
    rounded = round(value, decimals) + 0.0  # + 0.0 turns -0.0 into 0.0
    return int(rounded) if rounded == int(rounded) else rounded


def neighbours(right: Floats) -> Iterator[Mistake]:
    """Yield the answers of the windows to the left and right, above and below; {0} is the number of that window."""
    numbers = np.arange(1.0, right.size + 1).reshape(right.shape)
    for axis in range(right.ndim - 1, -1, -1):
        for by in (1, -1):
            beside = np.full(right.shape, np.nan)
            of = numbers.copy()
            here, there = (_shifted(right.ndim, axis, sign * by) for sign in (1, -1))
            beside[here], of[here] = right[there], numbers[there]
            yield Mistake(
                "That is the answer of window {0}. Look at window {window}, outlined in the input.", beside, (of,)
            )


def _shifted(rank: int, axis: int, by: int) -> tuple[slice, ...]:
    """Return the index of all windows that have a neighbour `by` steps before them along an axis."""
    index = [slice(None)] * rank
    index[axis] = slice(by, None) if by > 0 else slice(None, by)
    return tuple(index)
