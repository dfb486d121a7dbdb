"""How many windows fit, and how many one counts when something about them is forgotten."""

from collections.abc import Iterator
from typing import Any

from pooling.placement import Axis, Plan, Window, lay

_NAMES = {1: ("values",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}
_ROUNDS = {"ceil": "rounded up", "floor": "rounded down"}
Sentences = Iterator[tuple[int, str]]


def size(plan: Plan) -> dict[str, Any]:
    """Return the question for a plan's output size: sides (their names), right (one number a side), wrong and says.

    wrong[side] lists [number, sentence], the most plausible mistake first. hints are two sentences; swapped is said to
    rows in place of columns, other to numbers of no known mistake.
    """
    names = _NAMES[len(plan.axes)]
    right = [axis.out for axis in plan.axes]
    wrong = [_wrong(axis, name, plan.place) for axis, name in zip(plan.axes, names, strict=True)]
    said = " and ".join(f"{count} {name if count > 1 else name[:-1]}" for count, name in zip(right, names, strict=True))
    return {
        "ask": "How large will the output be?",
        "sides": list(names),
        "right": right,
        "wrong": wrong,
        "swapped": "Rows come first, then columns: you swapped them.",
        "other": "Not yet. Move the first window on by the stride, along a row and then down, and count where it fits.",
        "hints": [_formula(plan.axes[0]), "\N{EM SPACE}".join(map(_open, plan.axes, names))],
        "said": f"The output has {said}.",
    }


def _wrong(axis: Axis, name: str, place: Any) -> list[list[Any]]:
    """Return [number, sentence] of each way to go wrong on an axis, but for those that give the right number."""
    if not isinstance(place, Window):
        return []
    found: dict[int, str] = {}
    for number, sentence in _mistakes(axis, name, place.ceil_mode):
        if number != axis.out and number > 0:
            found.setdefault(number, f"{name.capitalize()}: {sentence}")
    return [[number, sentence] for number, sentence in found.items()]


def _mistakes(axis: Axis, name: str, ceil: bool) -> Sentences:
    n, k, s, d, low, high = axis.size, axis.kernel, axis.stride, axis.dilation, axis.low, axis.high
    pads = (low, high)
    if axis.mode in ("same", "same_lower"):
        yield (
            lay(n, k, s, (0, 0), d, False).out,
            "that is what fits without padding. SAME pads until every step counts.",
        )
    elif axis.mode == "ceil":
        says = "you rounded down. Here the size is rounded up: the last window may hang over the end."
        yield lay(n, k, s, pads, d, False).out, says
        yield axis.unclipped, "the last window would begin in the padding, so it is dropped."
    else:
        yield from _left_over(axis, name)
    if low or high:
        yield lay(n, k, s, (0, 0), d, ceil).out, f"you forgot the padding: {low} before and {high} after."
        yield lay(n, k, s, (low, 0), d, ceil).out, "you counted the padding on one side only."
    yield axis.out - 1, "one too few: the first window counts before the first step. Add 1."
    yield lay(n, k, 1, pads, d, False).out, f"you moved by one cell. Here the stride is {s}."
    yield (
        lay(n, k, s, pads, 1, ceil).out,
        f"you forgot the dilation: the window spans {d * (k - 1) + 1} cells, not {k}.",
    )
    yield -(-n // s), f"you only divided {n} by {s}. The window itself takes {d * (k - 1) + 1} cells."
    yield n, "that is the size of the input."


def _left_over(axis: Axis, name: str) -> Sentences:
    more = lay(axis.size, axis.kernel, axis.stride, (axis.low, axis.high), axis.dilation, True).out
    dropped = "a window that does not fit is dropped, so the size is rounded down."
    if axis.unread:
        yield more, f"you counted {name} that no window reads: {dropped}"
    yield more, f"you rounded up. Here {dropped}"


def _formula(axis: Axis) -> str:
    if axis.mode in ("same", "same_lower"):
        return "SAME padding: divide the cells of an axis by the stride and round up."
    if axis.mode not in _ROUNDS and axis.mode != "valid":
        return "Count the windows along each axis."
    rounds = _ROUNDS.get(axis.mode, _ROUNDS["floor"])
    span = "what the window spans" if axis.dilation > 1 else "the kernel"
    return f"Along each axis: (cells with padding − {span}) / stride, {rounds}, plus 1 for the first window."


def _open(axis: Axis, name: str) -> str:
    span = axis.dilation * (axis.kernel - 1) + 1
    if axis.mode in ("same", "same_lower"):
        return f"{name.capitalize()}: {axis.size} / {axis.stride}, rounded up = ?"
    if axis.mode not in _ROUNDS and axis.mode != "valid":
        return ""
    inside = " + ".join(str(part) for part in (axis.size, axis.low, axis.high) if part)
    dropped = "" if axis.unclipped == axis.out else ", − 1 for the window that would begin in the padding"
    rounds = _ROUNDS.get(axis.mode, _ROUNDS["floor"])
    return f"{name.capitalize()}: ({inside} − {span}) / {axis.stride}, {rounds}, + 1{dropped} = ?"
