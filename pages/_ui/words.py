"""Sentences about a plan: the library's numbers in a learner's words."""

import numpy as np

from pooling import Plan


def axis_names(plan: Plan) -> tuple[str, ...]:
    """Return what a learner calls each axis."""
    return {1: ("cells",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}[len(plan.axes)]


def reading(plan: Plan) -> str:
    """Say how many input cells are read once, several times and never."""
    counts = {int(times): int(cells) for times, cells in zip(*np.unique(plan.reads, return_counts=True), strict=True)}
    parts = [f"{_cells(cells)} {_times(times)}" for times, cells in counts.items()]
    return f"Of {_cells(plan.reads.size)}, " + "; ".join(parts) + "."


def _cells(count: int) -> str:
    return f"**{count}** cell" if count == 1 else f"**{count}** cells"


def _times(times: int) -> str:
    if times == 0:
        return "no window ever reads (drawn crossed out)"
    return {1: "one window reads", 2: "two windows read"}.get(times, f"{times} windows read")
