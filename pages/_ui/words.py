"""Sentences about a plan: the library's numbers in a learner's words."""

from collections.abc import Mapping
from itertools import product

import numpy as np

from pooling import TYPES, Plan, Pooled, grids
from pooling.gradient import backward
from pooling.shift import Stability


def axis_names(plan: Plan) -> tuple[str, ...]:
    """Return what a learner calls each axis."""
    return {1: ("cells",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}[len(plan.axes)]


def reading(plan: Plan) -> str:
    """Say how many input cells are read once, several times and never."""
    if plan.reads.size == 1:
        return "The only cell is read once."
    times, cells = np.unique(plan.reads, return_counts=True)
    counts = dict(zip(times.tolist(), cells.tolist(), strict=True))
    never = counts.pop(0, 0)
    read = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]])) if (parts := _parts(counts)) else ""
    missed = f" **{never}** {'is' if never == 1 else 'are'} never read: crossed out on the stage." if never else ""
    return f"Of {plan.reads.size} cells, {read}.{missed}"


def _parts(counts: dict[int, int]) -> list[str]:
    often = {1: "once", 2: "twice"}
    verbs = ["is" if cells == 1 else "are" for cells in counts.values()]
    return [
        f"**{cells}** {verb} read {often.get(times, f'{times} times')}"
        for (times, cells), verb in zip(counts.items(), verbs, strict=True)
    ]


# ---- what a shift did --------------------------------------------------------------------------------------


def carried(before: Pooled, now: Pooled) -> str:
    """Say what became of the one value that was carried, and whether the pooled map changed with it."""
    start, end = _lone(before.input), _lone(now.input)
    if start is None or end is None or before.input[start] != now.input[end]:
        return _differences(before, now)
    value = f"The {grids.spell(float(now.input[end]))}"
    left, entered = _readers(before.plan, start), _readers(now.plan, end)
    if start == end:
        return f"{value} stands at {_cell(end)}, as before; {_read_by(entered)}. Carry it to another cell."
    same = bool(_alike(before.values, now.values).all())
    went = f"{value} went from {_cell(start)} to {_cell(end)}."
    return f"{went} {_crossing(left, entered)}, {_verdict(same, left == entered, now.type.label)}"


def _lone(grid: np.ndarray) -> tuple[int, ...] | None:
    """Return where the only value that is not 0 stands, or None."""
    cells = np.argwhere(grid)
    return tuple(cells[0].tolist()) if len(cells) == 1 else None


def _alike(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.isclose(a, b, rtol=1e-12, atol=1e-12)  # averages of the same taps may differ in the last bit


def _cell(index: tuple[int, ...]) -> str:
    names = ("row", "column")[-len(index) :]
    return ", ".join(f"{name} {place + 1}" for name, place in zip(names, index, strict=True))


def _readers(plan: Plan, cell: tuple[int, ...]) -> tuple[int, ...]:
    """Return the numbers of the windows that read a cell, as the stage counts them: from 1, row by row."""
    reach = [axis.reach.get(place, ()) for axis, place in zip(plan.axes, cell, strict=True)]
    return tuple(int(np.ravel_multi_index(window, plan.output_shape)) + 1 for window in product(*reach))


def _windows(numbers: tuple[int, ...]) -> str:
    *most, last = map(str, numbers)
    return f"windows {', '.join(most)} and {last}" if most else f"window {last}"


def _read_by(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return "no window reads it"
    return f"{_windows(numbers)} {'reads' if len(numbers) == 1 else 'read'} it"


def _crossing(left: tuple[int, ...], entered: tuple[int, ...]) -> str:
    if left == entered:
        return f"Both cells lie in {_windows(left)}" if left else "No window reads either cell"
    gone = tuple(number for number in left if number not in entered)
    new = tuple(number for number in entered if number not in left)
    if not entered:
        return f"It left {_windows(gone)}, and no window reads its new cell"
    ways = [f"{verb} {_windows(which)}" for verb, which in (("left", gone), ("entered", new)) if which]
    return f"It {' and '.join(ways)}"


def _verdict(same: bool, stayed: bool, label: str) -> str:
    if same:
        return f"{'so' if stayed else 'and yet'} the pooled map is **the same**."
    if stayed:
        return f"but {label.lower()} pooling minds the place within a window: the pooled map **changed**."
    return "so the pooled map **changed**."


def _differences(before: Pooled, now: Pooled) -> str:
    pairs = ((before.input, now.input), (before.values, now.values))
    grid, pooled = (f"**{int(np.sum(~_alike(a, b)))} of {b.size}** cells" for a, b in pairs)
    return f"The grid now differs from Before in {grid}, the pooled map in {pooled}."


def strongest(before: float, now: float) -> str:
    """Say how a filter's strongest answer changed before any pooling."""
    if f"{before:.2f}" == f"{now:.2f}":
        return f"The filter's strongest answer stayed at **{now:.2f}**."
    fell = "fell" if now < before else "rose"
    return f"The filter's strongest answer {fell} from **{before:.2f}** to **{now:.2f}** before any pooling."


def keeps_most(found: Mapping[str, Stability]) -> str:
    """Say which pooling type kept most of its cells."""
    best = max(found, key=lambda name: found[name].share)
    label, share = TYPES[best].label, found[best].share
    if all(stays.share == 1 for stays in found.values()):
        return "Every map kept all of its cells."
    if share == 1:
        return f"{label} pooling kept all of its cells this time. No type does so for every move."
    return f"No type kept all of its cells. {label} pooling kept the most: **{share:.1%}**."


def lone_pixel(kernel: int, probability: float) -> str:
    """Set the closed form for a lone pixel beside the measured shares."""
    return (
        "For comparison: one lone bright pixel that moves by 1 pixel along an axis leaves a max or average"
        f" map as it was with probability (s − 1)/s, **{100 * probability:g}%** for the stride s = {kernel}."
        " That is a closed form for a lone pixel; a tear line is many pixels, and each may cross a border."
    )


def kept(before: int, after: int) -> str:
    """Say what part of the numbers is left."""
    if after >= before:
        return "as many numbers as before" if after == before else "more numbers than before"
    if before < 2 * after:
        return f"{after / before:.0%} of the numbers"
    return f"{'about ' if before % after else ''}1/{before / after:,.0f} of the numbers"


def flowed(pooled: Pooled, grad: np.ndarray, tie: str) -> str:
    """Say how many cells the gradient reaches, and whether as much of it arrives as set out."""
    back = backward(pooled, grad, tie=tie)
    reached, cells = int(np.count_nonzero(back)), back.size
    start, arrived = grids.spell(float(grad.sum()), 2), grids.spell(float(back.sum()), 2)
    where = "every cell" if reached == cells else f"**{reached} of {cells}** cells"
    same = start == arrived
    end = "all of it arrives." if same else f"**{arrived}** arrives."
    return f"The gradient reaches {where} of the input. **{start}** sets out in all, and {end}"
