"""Sentences about a plan: the library's numbers in a learner's words."""

import numpy as np

from pooling import Plan


def axis_names(plan: Plan) -> tuple[str, ...]:
    """Return what a learner calls each axis."""
    return {1: ("cells",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}[len(plan.axes)]


def reading(plan: Plan) -> str:
    """Say how many input cells are read once, several times and never."""
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
