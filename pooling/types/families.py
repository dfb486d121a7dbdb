"""The families of pooling types: what a few lines of arithmetic become on a whole block of planes."""

from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod

import numpy as np

from pooling import engine
from pooling.placement import Axis, Bools, Ints, Plan
from pooling.types.base import Array, Floats, PoolingType, Question

_STEP = 300.0  # terms exp(300) apart, and those as far below them, still fit float64


class _ByValue(PoolingType):
    """Types whose value is one of the taps and tells which: the first tap that equals it."""

    def switches(self, ask: Question, values: Array) -> tuple[Ints, Ints]:
        return engine.winners(ask.x, values, ask.plan.axes)

    def gradient(self, ask: Question, values: Array, grad: Floats, tie: str) -> Floats:
        switches, ties = self.switches(ask, values)
        if tie == "shared":
            return engine.shared(grad, ask.x, values, ties, ask.plan.axes)
        return engine.deposited(grad, switches, ask.plan.input_shape)


@dataclass(frozen=True, kw_only=True)
class Extreme(_ByValue):
    """The largest or the smallest tap."""

    largest: bool

    def values(self, ask: Question) -> Array:
        return engine.extreme(ask.x, ask.plan.axes, largest=self.largest)


@dataclass(frozen=True, kw_only=True)
class Ranked(_ByValue):
    """A tap whose place in its sorted window `pick` knows: (Strip) -> its number, (outer, inner, windows)."""

    pick: Callable[[engine.Strip], Ints]

    def values(self, ask: Question) -> Array:
        return engine.taken(ask.x, engine.picked(ask.x, ask.plan.axes, self.pick))

    def gathered(self, plan: Plan, planes: int, _seed: int | None) -> int:
        return gathered_taps(plan, planes)


class Placed(PoolingType):
    """Types whose value is the tap at a place that `chosen` names; what it holds does not matter."""

    @abstractmethod
    def chosen(self, ask: Question) -> Ints:
        """Flat index within the plane of each window's tap, (outer, out..., inner)."""

    def values(self, ask: Question) -> Array:
        return engine.taken(ask.x, self.chosen(ask))

    def switches(self, ask: Question, _values: Array) -> tuple[Ints, Ints]:
        chosen = self.chosen(ask)
        return chosen, np.ones_like(chosen)

    def gradient(self, ask: Question, _values: Array, grad: Floats, _tie: str) -> Floats:
        return engine.deposited(grad, self.chosen(ask), ask.plan.input_shape)


def flat_cells(positions: Sequence[Ints], sizes: Sequence[int]) -> Ints:
    """One coordinate a window along each axis -> flat index within the plane, (out...)."""
    grids = np.meshgrid(*positions, indexing="ij")
    return np.ravel_multi_index(tuple(grids), tuple(sizes)).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Sums:
    """What the taps of every window add up to after lifting.

    `each` has one array a lift, `count` the taps that count (or their weights), `reference` is what the lift
    divided by or took away.
    """

    each: tuple[Array, ...]
    count: Array
    reference: float


@dataclass(frozen=True)
class Scale:
    """Of which size the terms of a sum are, for lifts that are powers or exponentials.

    `magnitude(x)` is what the term grows with, `exponent(magnitude, param)` the logarithm of the term, and
    `cut(x, reference)` keeps magnitudes from exceeding the reference.
    """

    magnitude: Callable[[Array], Array]
    exponent: Callable[[Array, float], Array]
    cut: Callable[[Array, float], Array]

    def levels(self, x: Floats, axes: Sequence[Axis], param: float) -> Iterator[tuple[float, Floats, Bools | None]]:
        """Yield (reference, x, windows) until every window had its turn; None for all of them, the usual case.

        Windows whose largest terms lie further apart than float64 can hold get a reference each. What is larger
        than a reference is cut to it: no window that the reference serves reads it.
        """
        magnitudes = self.magnitude(x)
        exponents = self.exponent(magnitudes, param)
        usable = np.isfinite(exponents)
        if not usable.any() or np.ptp(exponents[usable]) < _STEP:
            yield float(magnitudes[usable].max(initial=-np.inf)) if usable.any() else 1.0, x, None
            return
        tops = engine.extreme(engine.read_only(magnitudes), axes, largest=True)
        heights = self.exponent(tops, param)
        highest = exponents[usable].max()
        levels = np.where(np.isfinite(heights), (highest - heights) // _STEP, 0)
        for level in np.unique(levels):
            here = tops[(levels == level) & np.isfinite(heights)]
            reference = float(here.max()) if here.size else 1.0
            yield reference, self.cut(x, reference) if level else x, levels == level


POWERS = Scale(
    magnitude=np.abs,
    exponent=lambda magnitude, p: p * np.log(magnitude),
    cut=lambda x, reference: np.clip(x, -reference, reference),
)
EXPONENTIALS = Scale(magnitude=lambda x: x, exponent=lambda x, r: r * x, cut=np.minimum)


@dataclass(frozen=True, kw_only=True)
class Additive(PoolingType):
    """A sum of lifted taps, or several of them, made into a value by `lower(sums, param)`.

    `lift(x, param, reference)` gives the terms; without it they are x itself. `slope(x, values, sums, param)`
    gives pairs whose products, added up, are the derivative of a value with respect to a tap: what depends on
    the tap, and what depends on the window. A lift that could overflow has a `scale`.
    """

    lower: Callable[[Sums, float], Array]
    slope: Callable[[Array, Array, Sums, float], tuple[tuple[Array | float, Array | float], ...]]
    lift: Callable[[Floats, float, float], tuple[Array, ...]] | None = None
    scale: Scale | None = None

    def values(self, ask: Question) -> Array:
        with np.errstate(all="ignore"):  # infinities and NaN of the input are answered, not announced
            values = np.empty(0)
            for sums, _, windows in self._sums(ask):
                lowered = self.lower(sums, ask.param or 0.0)
                values = lowered if windows is None or not values.size else np.where(windows, lowered, values)
            return values.astype(ask.floating, copy=False)

    def gradient(self, ask: Question, values: Array, grad: Floats, _tie: str) -> Floats:
        axes, weights = self.reads(ask.plan, ask.param).axes, self.weights(ask.plan, ask.param)
        cells = np.zeros(ask.x.shape)
        with np.errstate(all="ignore"):
            for sums, x, windows in self._sums(ask):
                for of_tap, of_window in self.slope(x, values, sums, ask.param or 0.0):
                    part = grad * of_window if windows is None else np.where(windows, grad * of_window, 0)
                    cells += of_tap * engine.spread(part, axes, weights)
        return cells

    def _sums(self, ask: Question) -> Iterator[tuple[Sums, Array, Bools | None]]:
        """Yield (sums, x, windows) as Scale.levels does."""
        axes, weights = self.reads(ask.plan, ask.param).axes, self.weights(ask.plan, ask.param)
        count = self.divisors(ask.plan, ask.param, ask.count_include_pad)[..., None]
        if self.lift is None:
            yield Sums((engine.total(ask.x, axes, weights),), count, 0.0), ask.x, None
            return
        assert self.scale is not None
        wide, param = ask.x.astype(np.float64, copy=False), ask.param or 0.0
        for reference, x, windows in self.scale.levels(wide, axes, param):
            terms = self.lift(x, param, reference)
            each = tuple(engine.total(engine.read_only(term), axes, weights) for term in terms)
            yield Sums(each, count, reference), x, windows

    def divisors(self, plan: Plan, param: float | None, count_include_pad: bool) -> Array:
        read, weights = self.reads(plan, param), self.weights(plan, param)
        with_padding = count_include_pad and self.counts
        if weights is None:
            return read.divisors(with_padding)
        masks = [axis.counted if with_padding else axis.real for axis in read.axes]
        return reduce(np.multiply.outer, [mask @ weight for mask, weight in zip(masks, weights, strict=True)])


def gathered_taps(plan: Plan, planes: int) -> int:
    """Taps that all windows of `planes` planes read."""
    return planes * prod(plan.output_shape) * prod(axis.kernel for axis in plan.axes)
