"""How a type is put into words of a framework: a formula of whole arrays, which `pooling.code` spells out.

A type's file writes `X`, numbers and the signs of arithmetic, `exp`, `log`, `absolute`, `relu` and poolings of
them: `root(average(power(relu(X), 3)), 3)`. Each framework then says it with its own operations.
"""

from dataclasses import dataclass, field
from typing import Union

from pooling.placement import Axis, Plan


@dataclass(frozen=True)
class Told:
    """What a type knows when it is spelled out: where windows lie, its parameter, and the seed of a draw."""

    plan: Plan
    param: float | None = None
    seed: int | None = None

    @property
    def number(self) -> float:
        """The parameter of a type that has one."""
        assert self.param is not None
        return self.param


@dataclass(frozen=True)
class Term:
    """A formula of whole arrays: `op` is a sign, the name of a function, "x", or "number" with its `number`."""

    op: str
    args: tuple["Term", ...] = ()
    number: float = 0

    def __add__(self, other: "Part") -> "Term":
        return Term("+", (self, term(other)))

    def __sub__(self, other: "Part") -> "Term":
        return Term("-", (self, term(other)))

    def __mul__(self, other: "Part") -> "Term":
        return Term("*", (self, term(other)))

    def __rmul__(self, other: "Part") -> "Term":
        return self if other == 1 else Term("*", (term(other), self))

    def __truediv__(self, other: "Part") -> "Term":
        return self if other == 1 else Term("/", (self, term(other)))

    def __neg__(self) -> "Term":
        return Term("neg", (self,))


Part = Union[Term, float]  # noqa: UP007 (Term has not been said when this is read)


@dataclass(frozen=True)
class Pooling(Term):
    """A pooling of `args[0]` on `axes`, on the plan's own if None; `otherwise` says it for who has no such thing.

    `op` is max, min, average, sum, count (how many taps are there), lp, median, logsumexp, soft, draw, blur (with
    the binomial filter that fills the axes' windows), first or phase.
    """

    axes: tuple[Axis, ...] | None = field(default=None, compare=False)
    otherwise: Term | None = None


X = Term("x")


def term(part: Part) -> Term:
    """The number as a term."""
    return part if isinstance(part, Term) else Term("number", number=part)


def pooling(
    op: str, of: Term = X, *, number: float = 0, axes: tuple[Axis, ...] | None = None, otherwise: Term | None = None
) -> Pooling:
    """`of` pooled; see Pooling."""
    return Pooling(op, (of,), number, axes, otherwise)


def largest(of: Term = X) -> Term:
    """The largest tap of each window."""
    return pooling("max", of)


def smallest(of: Term = X) -> Term:
    """The smallest tap of each window."""
    return pooling("min", of, otherwise=-largest(-of))


def average(of: Term = X) -> Term:
    """The average of the taps that count."""
    return pooling("average", of)


def total(of: Term = X) -> Term:
    """The sum of the taps; padding adds 0."""
    return pooling("sum", of)


def power(of: Term, p: float) -> Term:
    """`of` to the power of p."""
    return of if p == 1 else Term("**", (of,), p)


def root(of: Term, p: float) -> Term:
    """`of` to the power of 1 / p."""
    return of if p == 1 else Term("root", (of,), p)


def relu(of: Term) -> Term:
    """`of`, with 0 for what is negative."""
    return Term("relu", (of,))


def absolute(of: Term) -> Term:
    """The size of `of`."""
    return Term("abs", (of,))


def log(of: Term) -> Term:
    """The natural logarithm of `of`."""
    return Term("log", (of,))


def where_positive(test: Term, then: Term, otherwise: Term) -> Term:
    """`then` where `test` is positive, else `otherwise`."""
    return Term("where", (test, then, otherwise))


def at_least(of: Term, least: float) -> Term:
    """`of`, but not below `least`."""
    return Term("floor", (of, term(least)))


def let(name: str, of: Term) -> Term:
    """`of` under a name, because it is used more than once."""
    return Named("let", (of,), name=name)


@dataclass(frozen=True)
class Named(Term):
    """A term that is given a name."""

    name: str = ""
