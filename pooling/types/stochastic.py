"""Stochastic pooling draws one tap, a strong one more often than a weak one (Zeiler and Fergus, 2013).

A tap is drawn with probability a / sum(a), where a is the tap after ReLU, and all alike in a window without a
positive tap. With a seed the answer is such a draw; without one it is what the draws average to, which the paper
uses at test time.
"""

from dataclasses import replace
from math import prod

import numpy as np

from pooling import engine
from pooling.placement import Ints, Plan
from pooling.types.base import Arithmetic, Array, Floats, Question
from pooling.types.families import POWERS, Additive, Sums, gathered_taps
from pooling.types.spelling import Term, Told, X, at_least, average, let, pooling, relu, total, where_positive


def _positive(x: Array) -> Array:
    return np.maximum(x, 0)


def _lift(x: Array, _: float, reference: float) -> tuple[Array, ...]:
    share = _positive(x) / reference
    return share, share * _positive(x), x


def _lower(sums: Sums, _: float) -> Array:
    share, weighed, plain = sums.each
    drawn = np.where(share > 0, weighed / share, plain / sums.count)
    return np.where(np.isposinf(share), np.inf, np.where(np.isnan(share), share, drawn))


def _slope(x: Array, values: Array, sums: Sums, _: float) -> tuple[tuple[Array | float, Array], ...]:
    share = sums.each[0]
    some = share > 0
    of_window = np.where(some, 1 / (share * sums.reference), 0)
    return (2 * _positive(x), of_window), (np.where(x > 0, -1.0, 0.0), of_window * values), (1.0, ~some / sums.count)


class _Stochastic(Additive):
    def values(self, ask: Question) -> Array:
        return super().values(ask) if ask.seed is None else engine.taken(ask.x, _chosen(ask))

    def switches(self, ask: Question, _values: Array) -> tuple[Ints, Ints] | None:
        if ask.seed is None:
            return None
        chosen = _chosen(ask)
        return chosen, np.ones_like(chosen)

    def gradient(self, ask: Question, values: Array, grad: Floats, tie: str) -> Floats:
        if ask.seed is None:
            return super().gradient(ask, values, grad, tie)
        return engine.deposited(grad, _chosen(ask), ask.plan.input_shape)

    def written(self, seed: int | None) -> Arithmetic:
        return self.arithmetic if seed is None else Arithmetic("drawn from (", ", ", ")")

    def gathered(self, plan: Plan, planes: int, seed: int | None) -> int:
        return 0 if seed is None else gathered_taps(plan, planes)


def _chosen(ask: Question) -> Ints:
    outer, inner = ask.x.shape[0], ask.x.shape[-1]
    # One number a window, in the order of the answer whatever the memory's order: a seed means one draw.
    draws = np.random.default_rng(ask.seed).random((outer, inner, prod(ask.plan.output_shape)))
    return engine.picked(ask.x, ask.plan.axes, lambda strip: _drawn(strip, draws[..., strip.windows]))


def _drawn(strip: engine.Strip, draws: Floats) -> Ints:
    taps = strip.taps.astype(np.float64)
    nan = np.isnan(taps) & strip.real
    weights = np.where(strip.real, _positive(taps), 0)
    infinite = np.isposinf(weights)
    weights = np.where(infinite.any(axis=-1, keepdims=True), infinite, weights)
    weights = np.where(weights.any(axis=-1, keepdims=True), weights, strip.real)
    sums = (weights / weights.max(axis=-1, keepdims=True)).cumsum(axis=-1)
    # The first tap at which the running sum passes the draw; a tap of weight 0 never passes it first.
    chosen = (sums > draws[..., None] * sums[..., -1:]).argmax(axis=-1)
    answer: Ints = np.where(nan.any(axis=-1), nan.argmax(axis=-1), chosen)
    return answer


def _spelled(told: Told) -> Term:
    if told.seed is not None:
        return pooling("draw", number=told.seed)
    positive = let("positive", relu(X))
    strength = let("strength", total(positive))
    return where_positive(strength, total(positive * positive) / at_least(strength, 1e-30), average())


STOCHASTIC = _Stochastic(
    name="stochastic",
    label="Stochastic",
    order=10,
    formula=r"x_t \text{ with probability } \frac{a_t}{\sum_{u \in W} a_u}, \quad a = \max(x, 0)",
    meaning="Which tap is drawn, if a strong one comes up more often than a weak one?",
    use="While training, against overfitting; at test time its expected value takes over.",
    source="Zeiler and Fergus, 2013",
    padding="Padding is left out: it is never drawn.",
    arithmetic=Arithmetic("(", " + ", ") / Σ taps", "{x}²"),
    seeded=True,
    spelled=_spelled,
    lift=_lift,
    lower=_lower,
    slope=_slope,
    scale=replace(POWERS, magnitude=_positive, exponent=lambda magnitude, _: 2 * np.log(magnitude)),
)
