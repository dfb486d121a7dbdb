"""What a pooling type is: lift each tap, combine a window's taps, lower the outcome."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pooling import engine
from pooling.engine.holistic import Reduce
from pooling.placement import Plan

Array = NDArray[Any]
Pointwise = Callable[[Array, float | None], Array]


class Combine(Enum):
    """How two lifted taps become one: it decides which engine runs. NONE sees a window's taps together."""

    MAX = "max"
    MIN = "min"
    ADD = "add"
    NONE = "none"


@dataclass(frozen=True)
class Parameter:
    """The one number that a type may have."""

    name: str
    lowest: float
    highest: float
    default: float


@dataclass(frozen=True)
class Arithmetic:
    """How a window's sum is written: before, the taps with `between` between them, after.

    `{count}` in `after` stands for the divisor that was used.
    """

    before: str
    between: str
    after: str


@dataclass(frozen=True)
class PoolingType:
    """One way to make one value of a window's taps.

    `meaning` is a sentence for a learner, `source` author and year, `padding_word` what a padding cell holds.
    `picks` says that the answer is one of the taps, `counts` that it is divided by a count of taps. `lift`
    and `lower` take (array, param); a type whose combine is NONE has `reduce` (see engine.reduced) instead.
    """

    name: str
    label: str
    order: int  # place in every list of types
    formula: str
    meaning: str
    source: str
    combine: Combine
    arithmetic: Arithmetic
    param: Parameter | None = None
    lift: Pointwise | None = None
    lower: Pointwise | None = None
    reduce: Reduce | None = None
    picks: bool = False
    counts: bool = False
    padding_word: str = ""

    def values(self, x: Array, plan: Plan, param: float | None, count_include_pad: bool) -> Array:
        """Pool a block (outer, spatial..., inner) to (outer, out..., inner).

        The one method that a type may override, if it is made of several poolings.
        """
        lifted = x if self.lift is None else self.lift(x, param)
        combined = self._combined(lifted, plan) if not self.counts else engine.mean(lifted, plan.axes, [(a.counted if count_include_pad else a.real).sum(axis=1) for a in plan.axes])
        lowered = combined if self.lower is None else self.lower(combined, param)
        # A sum of float32 may exceed float32: that is infinity, as if it had been added up there.
        with np.errstate(over="ignore"):
            return lowered.astype(x.dtype, copy=False) if x.dtype.kind == "f" else lowered

    def _combined(self, x: Array, plan: Plan) -> Array:
        if self.reduce is not None:
            return engine.reduced(x, plan.axes, self.reduce)
        if self.combine is Combine.ADD:
            return engine.total(x, plan.axes)
        return engine.extreme(x, plan.axes, largest=self.combine is Combine.MAX)
