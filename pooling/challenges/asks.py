"""The kinds of answer: how an address spells one, and what a learner starts from."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from pooling import grids

A = TypeVar("A")
Grid = NDArray[np.float64]
Values = Mapping[str, int]  # settings by the names of the address: {"kernel": 3, "stride": 2}

_SIZE = re.compile(r"(\d{1,4})x(\d{1,4})", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


class Asks(ABC, Generic[A]):
    """One kind of answer."""

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters of an address that hold it."""
        return ("answer",)

    @property
    def begun(self) -> A | None:
        """What a learner starts from and changes; None where the answer is typed or chosen."""
        return None

    @abstractmethod
    def read(self, asked: Mapping[str, str]) -> tuple[A | None, tuple[str, ...]]:
        """The answer that an address holds, None where it has none, and a sentence for what it cannot have."""

    @abstractmethod
    def spell(self, answer: A) -> dict[str, str]:
        """The parameters that hold an answer."""


@dataclass(frozen=True)
class Number(Asks[float]):
    """A number that is typed; label: what it is."""

    label: str

    def read(self, asked: Mapping[str, str]) -> tuple[float | None, tuple[str, ...]]:
        """See Asks."""
        if "answer" not in asked:
            return None, ()
        try:
            return grids.number(asked["answer"].replace(",", ".")), ()
        except grids.GridRefused as refused:
            return None, (str(refused).replace("that a cell can hold; write", "to check; write"),)

    def spell(self, answer: float) -> dict[str, str]:
        """See Asks."""
        return {"answer": grids.spell(answer)}


@dataclass(frozen=True)
class Size(Asks[tuple[int, int]]):
    """Rows and columns of a map, at most so many a side."""

    most: int = 99

    def read(self, asked: Mapping[str, str]) -> tuple[tuple[int, int] | None, tuple[str, ...]]:
        """See Asks."""
        if "answer" not in asked:
            return None, ()
        found = _SIZE.fullmatch(asked["answer"])
        if not found:
            return None, ("A size is two whole numbers, rows and columns, like 3x4.",)
        sides = int(found[1]), int(found[2])
        kept = min(max(sides[0], 1), self.most), min(max(sides[1], 1), self.most)
        said = (
            () if kept == sides else (f"A map has 1 to {self.most} cells a side here; {kept[0]} x {kept[1]} is used.",)
        )
        return kept, said

    def spell(self, answer: tuple[int, int]) -> dict[str, str]:
        """See Asks."""
        return {"answer": "x".join(map(str, answer))}


@dataclass(frozen=True)
class Choice(Asks[str]):
    """One of several; options: its key and what a learner reads."""

    options: Mapping[str, str]

    def read(self, asked: Mapping[str, str]) -> tuple[str | None, tuple[str, ...]]:
        """See Asks."""
        answer = asked.get("answer")
        if answer is None or answer in self.options:
            return answer, ()
        return None, ("The answer in this address is none of those offered here.",)

    def spell(self, answer: str) -> dict[str, str]:
        """See Asks."""
        return {"answer": answer}


@dataclass(frozen=True, eq=False)
class Edit(Asks[Grid]):
    """A grid that is changed on the stage; its size stays."""

    start: Grid

    @property
    def names(self) -> tuple[str, ...]:
        """See Asks."""
        return ("grid",)

    @property
    def begun(self) -> Grid:
        """See Asks."""
        return self.start

    def read(self, asked: Mapping[str, str]) -> tuple[Grid | None, tuple[str, ...]]:
        """See Asks."""
        if "grid" not in asked:
            return None, ()
        try:
            grid = grids.parse(asked["grid"])
        except grids.GridRefused as refused:
            return None, (f"{refused} The challenge's own grid is shown instead.",)
        if grid.shape == self.start.shape:
            return grid, ()
        rows, columns = self.start.shape
        said = f"The grid of this challenge is {rows} x {columns}; yours is cut or filled with 0."
        return grids.resize(grid, rows, columns), (said,)

    def spell(self, answer: Grid) -> dict[str, str]:
        """See Asks."""
        return {"grid": grids.unparse(answer)}


@dataclass(frozen=True, eq=False)
class Settings(Asks[Values]):
    """Settings that are changed; ranges: the (lowest, highest) whole number of each, all of them legal together."""

    start: Values
    ranges: Mapping[str, tuple[int, int]]

    @property
    def names(self) -> tuple[str, ...]:
        """See Asks."""
        return tuple(self.ranges)

    @property
    def begun(self) -> Values:
        """See Asks."""
        return self.start

    def read(self, asked: Mapping[str, str]) -> tuple[Values | None, tuple[str, ...]]:
        """See Asks."""
        if not any(name in asked for name in self.ranges):
            return None, ()
        said: list[str] = []
        values = {name: self._value(name, asked.get(name), said) for name in self.ranges}
        return values, tuple(said)

    def _value(self, name: str, text: str | None, said: list[str]) -> int:
        start = self.start[name]
        if text is None:
            return start
        low, high = self.ranges[name]
        if not _WHOLE.fullmatch(text):
            said.append(f"The {name} is a whole number; {start} is used.")
            return start
        value = min(max(int(text), low), high)
        if value != int(text):
            said.append(f"The {name} lies between {low} and {high} here; {value} is used.")
        return value

    def spell(self, answer: Values) -> dict[str, str]:
        """See Asks."""
        return {name: str(answer[name]) for name in self.ranges}
