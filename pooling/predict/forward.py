"""The answers that windows give, and the numbers that come out when one thing about them is forgotten."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from pooling.apply import Pooled, pool
from pooling.grids import spell
from pooling.placement import Window
from pooling.predict import words
from pooling.predict.tables import Floats, Mistake, neighbours, table

_STATISTICS = {
    "average": "That is the average of the window's numbers.",
    "max": "That is the largest number of the window.",
    "sum": "That is the sum of the window's numbers.",
    "min": "That is the smallest number of the window.",
}
_DECIMALS = 2  # of the numbers in a hint


def forward(pooled: Pooled, shown: Any = ...) -> dict[str, Any] | None:
    """Return the table of the windows `shown` (an index of the output), in row-major order; see `tables.table`.

    Beside it: ask and hint (with {window} and {taps} to fill in), open (the arithmetic but for its last step, "" where
    it has one step), pick (whether the answer is a tap), padding, tap and other (what to say to padding that was
    picked, and to numbers without an entry); covers is the panel that hides. None for what is drawn by lot.
    ValueError for an input of several planes.
    """
    if pooled.input.ndim != pooled.place.rank:
        raise ValueError(f"a prediction is about one plane, got an input of shape {pooled.input.shape}")
    if pooled.type.seeded and pooled.seed is not None:
        return None
    said = words.of(pooled)
    right = np.atleast_1d(pooled.values[shown]).astype(np.float64)
    mistakes = [_cut(mistake, shown) for mistake in _mistakes(pooled, said.rule)]
    return {
        "covers": "output",
        "ask": f"Window {{window}}: {said.question}",
        "hint": said.rule,
        "open": _open(pooled, shown),
        "pick": pooled.switches is not None,
        "tap": said.tap,
        "other": said.other,
        "padding": pooled.type.padding,
        **table(right, [*mistakes, *neighbours(right), Mistake("Look at the sign once more.", -right)]),
    }


def _cut(mistake: Mistake, shown: Any) -> Mistake:
    arguments = tuple(argument[shown] for argument in mistake.arguments)
    return replace(mistake, values=mistake.values[shown], arguments=arguments)


def _mistakes(pooled: Pooled, rule: str) -> Iterator[Mistake]:
    """Yield what may go wrong, the most plausible first."""
    yield from _divisors(pooled)
    yield from _padding(pooled)
    yield from _own(pooled)
    yield from _dilation(pooled)
    yield from _statistics(pooled, rule)
    yield from _stride(pooled)


def _again(pooled: Pooled, type: str, x: Floats | None = None, place: Window | None = None) -> Floats:
    """Pool the input, or another one, with another type, or on other windows."""
    given = np.asarray(pooled.input, np.float64) if x is None else x
    param = pooled.param if type == pooled.type.name else None
    counted = pooled.count_include_pad and type == pooled.type.name
    answer = pool(given, place or pooled.place, type=type, param=param, count_include_pad=counted).values
    return answer.astype(np.float64)


def _statistics(pooled: Pooled, rule: str) -> Iterator[Mistake]:
    for name, sentence in _STATISTICS.items():
        if name != pooled.type.name:
            yield Mistake(f"{sentence} {rule}", _again(pooled, name))


# ---- mistakes of a type ------------------------------------------------------------------------------------


def _divisors(pooled: Pooled) -> Iterator[Mistake]:
    """What an average becomes with another divisor."""
    if pooled.type.name != "average":
        return
    total = _again(pooled, "sum")
    real, padded = (pooled.plan.divisors(counts).astype(np.float64) for counts in (False, True))
    used = padded if pooled.count_include_pad else real
    sides = np.ix_(*(axis.lengths for axis in pooled.plan.axes))
    all_taps = np.prod(np.broadcast_arrays(*sides), axis=0).astype(np.float64)
    yield Mistake("That is the sum. Divide it by {0}, the numbers that count here.", total, (used,))
    left_out = "You divided by {0}. Divide by {1}: what padding or rounding up adds is left out here."
    yield Mistake(left_out, total / padded, (padded, used))
    yield Mistake(left_out, total / all_taps, (all_taps, used))
    there = "You divided by {0}, the numbers that are there. Here padding counts as zeros, so divide by {1}."
    yield Mistake(there, total / real, (real, used))


def _own(pooled: Pooled) -> Iterator[Mistake]:
    if pooled.type.name in ("lp", "gem"):
        root = f"The root is missing: take the root of order {spell(pooled.param or 1)} at the end."
        with np.errstate(over="ignore"):
            yield Mistake(root, np.asarray(pooled.values, np.float64) ** (pooled.param or 1))
    if pooled.type.name == "median":
        lower = np.asarray(pooled.values, np.float64)
        upper = -_again(pooled, "median", -np.asarray(pooled.input, np.float64))
        even = "Two numbers stand in the middle. Median pooling answers with the lower one, not with {0}."
        for wrong, name in (((lower + upper) / 2, "their mean"), (upper, "the upper one")):
            yield Mistake(even.replace("{0}", name), wrong)


# ---- mistakes of the window --------------------------------------------------------------------------------


def _padding(pooled: Pooled) -> Iterator[Mistake]:
    """What comes out when padding is taken for zeros that were typed."""
    place, axes = pooled.place, pooled.plan.axes
    if not isinstance(place, Window) or all(axis.real.all() for axis in axes):
        return
    pads = [(max(0, -int(axis.starts.min())), max(0, axis.last + 1 - axis.size)) for axis in axes]
    zeros = np.pad(np.asarray(pooled.input, np.float64), pads)
    found = _at_least(pooled, _tried(pooled, Window(place.kernel_size, place.stride, 0, place.dilation), zeros))
    yield Mistake(f"You counted padding as 0. {pooled.type.padding}", found)


def _stride(pooled: Pooled) -> Iterator[Mistake]:
    """What the window of this number would answer if windows moved by one cell."""
    place = pooled.place
    if not isinstance(place, Window) or max(place.stride) == 1:
        return
    pads = tuple((axis.low, axis.high) for axis in pooled.plan.axes)
    found = _tried(pooled, lambda: Window(place.kernel_size, 1, pads, place.dilation))
    strides = " and ".join(str(side) for side in dict.fromkeys(place.stride))
    says = f"That would be right if windows moved by one cell. Here the stride is {strides}: look where window"
    yield Mistake(f"{says} {{window}} begins.", _at_least(pooled, found))


def _dilation(pooled: Pooled) -> Iterator[Mistake]:
    """What windows answer that read neighbouring cells."""
    place = pooled.place
    if not isinstance(place, Window) or max(place.dilation) == 1:
        return
    found = _tried(pooled, lambda: Window(place.kernel_size, place.stride, place.padding, 1))
    says = (
        "You read cells that lie side by side. With this dilation the window skips cells: only the marked ones count."
    )
    yield Mistake(says, _at_least(pooled, found))


def _tried(pooled: Pooled, place: Any, x: Floats | None = None) -> Floats | None:
    """Pool on other windows; None where there are no such windows."""
    try:
        return _again(pooled, pooled.type.name, x, place if isinstance(place, Window) else place())
    except ValueError:
        return None


def _at_least(pooled: Pooled, found: Floats | None) -> Floats:
    """Return answers in the shape of the right ones, window by window, NaN where there is no such window."""
    answers = np.full(pooled.values.shape, np.nan)
    if found is not None:
        both = tuple(map(slice, np.minimum(found.shape, answers.shape).tolist()))
        answers[both] = found[both]
    return answers


# ---- the second hint ---------------------------------------------------------------------------------------


def _open(pooled: Pooled, shown: Any) -> list[str]:
    """Return for each window its arithmetic but for the last step."""
    name = pooled.type.name
    windows = np.arange(pooled.values.size).reshape(pooled.values.shape)[shown].ravel().tolist()
    if name in ("max", "min", "sum"):
        parts = [_parts(pooled, window, {"max": np.max, "min": np.min, "sum": np.sum}[name]) for window in windows]
        return [_joined(name, part) if len(part) > 1 else "" for part in parts]
    if name == "average":
        total = _again(pooled, "sum").ravel()
        count = pooled.type.divisors(pooled.plan, pooled.param, pooled.count_include_pad).ravel()
        return [f"{spell(float(total[window]), _DECIMALS)} / {spell(float(count[window]))}" for window in windows]
    return [""] * len(windows)


def _parts(pooled: Pooled, window: int, combine: Any) -> list[float]:
    """Return the window's answer row by row; of a single row, that of all its numbers but the last, and the last."""
    places = zip(np.unravel_index(window, pooled.values.shape), pooled.plan.axes, strict=True)
    block = np.atleast_2d(pooled.input[np.ix_(*(axis.taps[i][axis.real[i]] for i, axis in places))])
    rows = block.reshape(-1, block.shape[-1])
    if len(rows) > 1:
        return [float(combine(row)) for row in rows]
    return [float(combine(rows[0, :-1])), float(rows[0, -1])] if rows.size > 2 else []


def _joined(name: str, parts: list[float]) -> str:
    texts = [spell(part, _DECIMALS) for part in parts]
    if name == "sum":
        return " + ".join(f"({text})" if text.startswith("-") else text for text in texts)
    return f"{name}({', '.join(texts)})"
