"""A formula becomes statements and an expression: what all frameworks write in the same way."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from pooling.code.lines import WIDTH, fitted, number
from pooling.types.spelling import Named, Pooling, Term

SUM, PRODUCT, SIGN, POWER, ATOM = range(1, 6)  # how tightly an expression holds together
_ROOM, _SHORT = WIDTH - 20, 20
_ORDINARY = 1e4  # values below are nothing unusual in a network
_LEVELS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT}


class Unsaid(Exception):
    """A pooling that a framework cannot say; the message is a sentence for a learner."""


class Said(NamedTuple):
    """An expression, and how tightly it holds together."""

    text: str
    level: int = ATOM

    def within(self, level: int) -> str:
        """The text, in brackets where a sign of that level would tear it."""
        return self.text if self.level >= level else f"({self.text})"


class Formula(ABC):
    """Statements in the making. `words` are a framework's functions, with {} for their arguments;
    `modules` are the names that have to be imported, and how.
    """

    words: ClassVar[dict[str, str]]
    modules: ClassVar[dict[str, str]]
    range: ClassVar[tuple[float, float]] = (1.2e-38, 3.4e38)  # of float32

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.notes: list[str] = []
        self.indent = 0
        self._said: dict[str, str] = {}
        self._taken: dict[str, int] = {"x": 1, "y": 1}

    def fresh(self, name: str) -> str:
        """The name if it is free, else the name with a number."""
        self._taken[name] = self._taken.get(name, 0) + 1
        return name if self._taken[name] == 1 else f"{name}_{self._taken[name]}"

    def let(self, name: str, text: str) -> str:
        """Give a value a name; what has one keeps it."""
        if text.isidentifier():
            return text
        name = self.fresh(name)
        self.write(f"{name} = {text}")
        return name

    def write(self, statement: str) -> None:
        """One more statement."""
        self.lines += fitted(statement, self.indent)

    def index(self, name: str, brackets: str) -> None:
        """Index what was just given a name, in its own statement if that leaves room."""
        joined = " " * self.indent + self.lines[-1].strip() + brackets
        if self.lines[-1].lstrip().startswith(f"{name} = ") and len(joined) <= WIDTH:
            self.lines[-1] = joined
        else:
            self.write(f"{name} = {name}{brackets}")

    def imports(self, lines: Sequence[str]) -> list[str]:
        """Imports of what these lines use, a blank line after the standard library's."""
        used = [line for name, line in self.modules.items() if re.search(rf"\b{name}\b[.(]", "\n".join(lines))]
        ordered = sorted(used, key=lambda line: (line.startswith("from"), line))
        standard = [line for line in ordered if line == "import math"]
        others = [line for line in ordered if line not in standard]
        return [*standard, "", *others] if standard and others else ordered

    def note(self, sentence: str) -> None:
        """Say something to the learner, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def say(self, term: Term) -> Said:
        """The expression of a formula; poolings may need statements before it."""
        if isinstance(term, Pooling):
            return self.pooling(term)
        if isinstance(term, Named):
            return self._named(term)
        if term.op in ("x", "number"):
            return Said("x" if term.op == "x" else number(term.number))
        if term.op in ("**", "root"):
            return self.power(self.say(term.args[0]), term)
        if term.op in _LEVELS:
            left, right = map(self.say, term.args)
            return self.infix(term.op, left, right)
        args = [self.say(arg) for arg in term.args]
        return self.call(term.op, *args)

    def _named(self, term: Named) -> Said:
        if term.name not in self._said:
            self._said[term.name] = self.let(term.name, self.say(term.args[0]).text)
        return Said(self._said[term.name])

    def infix(self, sign: str, left: Said, right: Said, names: tuple[str, str] = ("left", "right")) -> Said:
        """Two expressions and a sign between them; what is too long for one line gets a name."""
        level = _LEVELS[sign]
        if len(left.text) + len(right.text) > _ROOM:
            left, right = (
                Said(self.let(name, said.text)) if len(said.text) > _SHORT else said
                for name, said in zip(names, (left, right), strict=True)
            )
        return Said(f"{left.within(level)} {sign} {right.within(level + 1)}", level)

    def power(self, base: Said, term: Term) -> Said:
        """A power, or a root."""
        text = base.within(ATOM)
        if len(text) > WIDTH - 28:
            text = self.let("inner", base.text)
        exponent = number(term.number)
        if term.op == "**":
            self.strain(term.number)
        if term.op == "root":
            exponent = "0.5" if term.number == 2 else f"(1 / {exponent})"
        simple = re.fullmatch(r"[\w.]+", text) and "/" not in exponent  # black puts no blanks between simple ones
        return Said(f"{text}**{exponent}" if simple else f"{text} ** {exponent}", POWER)

    def strain(self, p: float) -> None:
        """Say what values a high power fits."""
        lowest, highest = self.range[0] ** (1 / p), self.range[1] ** (1 / p)
        if highest < _ORDINARY:
            self.note(f"Powers of {number(p)} fit only values from {lowest:.2g} to {highest:.2g}, so scale x first.")

    def call(self, word: str, *args: Said) -> Said:
        """A function of arrays."""
        if word == "neg":
            return Said(f"-{args[0].within(POWER)}", SIGN)
        if word == "log" and args[0].text.isdigit():
            return Said(f"math.log({args[0].text})")
        return Said(self.words[word].format(*(arg.text for arg in args)))

    @abstractmethod
    def pooling(self, term: Pooling) -> Said:
        """One pooling, in the best way that the framework has."""
