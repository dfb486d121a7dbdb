"""What every pooling type is: words for a learner, and three answers: values, switches and gradient.

The families in `pooling.types.families` give these answers from a few lines of arithmetic; a type that is
made of several poolings gives them itself.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pooling.placement import Ints, Plan
from pooling.types.spelling import Term, Told

Array = NDArray[Any]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Parameter:
    """The one number that a type may have; `whole` if it counts something. `meaning` is for a learner.

    `stops` are the numbers worth trying, from the least that is legal to the largest.
    """

    name: str
    stops: tuple[float, ...]
    default: float
    meaning: str
    whole: bool = False

    @property
    def lowest(self) -> float:
        """The least that is legal."""
        return self.stops[0]

    @property
    def highest(self) -> float:
        """The largest that is legal."""
        return self.stops[-1]


@dataclass(frozen=True)
class Arithmetic:
    """How a window's sum is written: before, the taps with `between` between them, after.

    `tap` is how one tap is written. `{x}` stands for the tap, `{weight}` for what it is multiplied by, `{param}`
    for the parameter, `{rest}` for 1 minus it, `{count}` for the divisor that was used.
    """

    before: str
    between: str
    after: str
    tap: str = "{x}"


class Question(NamedTuple):
    """What is pooled, and how: `x` is a block (outer, spatial..., inner) that no one may write to."""

    x: Array
    plan: Plan
    param: float | None = None
    count_include_pad: bool = False
    seed: int | None = None

    @property
    def number(self) -> float:
        """The parameter of a type that has one."""
        assert self.param is not None
        return self.param

    @property
    def floating(self) -> np.dtype[Any]:
        """The type of answers that need fractions: that of a floating input, float64 for integers."""
        return self.x.dtype if self.x.dtype.kind == "f" else np.dtype(np.float64)


@dataclass(frozen=True, kw_only=True)
class PoolingType(ABC):
    """One way to make one value of a window's taps.

    `meaning` and `use` (where it is met) are sentences for a learner. `padding` says what the type makes of a
    padding cell and `padding_word` is what such a cell shows; `source` is author and year. `counts` says that it
    divides by a count of taps, so that count_include_pad matters; `seeded` that a seed makes it a draw. `spelled`
    is the type as a formula that `pooling.code` can say in each framework; a type without one is not said in any.
    """

    name: str
    label: str
    order: int  # place in every list of types
    formula: str
    meaning: str
    use: str
    source: str
    padding: str
    arithmetic: Arithmetic
    param: Parameter | None = None
    padding_word: str = ""
    counts: bool = False
    seeded: bool = False
    spelled: Callable[[Told], Term] | None = None

    @abstractmethod
    def values(self, ask: Question) -> Array:
        """Pool ask.x to (outer, out..., inner)."""

    @abstractmethod
    def gradient(self, ask: Question, values: Array, grad: Floats, tie: str) -> Floats:
        """Gradient with respect to ask.x, of its shape, from `grad` with respect to `values`.

        `tie` is "first" or "shared": which of equal taps it goes to, for a type that picks one.
        """

    def switches(self, _ask: Question, _values: Array) -> tuple[Ints, Ints] | None:
        """(flat index within the plane of the tap that became the value, how many taps equal it).

        None for a type whose value is none of its taps.
        """
        return None

    def reads(self, plan: Plan, _param: float | None) -> Plan:
        """The plan whose taps are really read: other than the windows for a type that blurs."""
        return plan

    def divisors(self, plan: Plan, _param: float | None, count_include_pad: bool) -> Array:
        """What counts in each window, (out...): its taps, or what they weigh; padding only where it may count."""
        return plan.divisors(count_include_pad and self.counts)

    def weights(self, _plan: Plan, _param: float | None) -> Sequence[Floats] | None:
        """Weights of the taps along each axis of the plan that is read; None where all weigh the same."""
        return None

    def written(self, _seed: int | None) -> Arithmetic:
        """How the arithmetic is written: a type that draws writes its draws in another way."""
        return self.arithmetic

    def gathered(self, _plan: Plan, _planes: int, _seed: int | None) -> int:
        """How many taps are gathered one by one to pool that many planes: 0 for types that have a quick way."""
        return 0
