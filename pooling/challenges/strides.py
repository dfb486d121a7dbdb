"""Challenges about how far a window moves."""

import numpy as np

from pooling import scene
from pooling.apply import pool
from pooling.challenges import judging, views
from pooling.challenges.asks import Number, Settings, Values
from pooling.challenges.base import Draw, Scene, Task, challenge, digits, distinct, pick
from pooling.placement import Window


@challenge("find-the-stride", "Strides", 1, "Backwards: find the stride")
def find_the_stride(draw: Draw) -> Task[Values]:
    """A stride that gives a map of a wanted size."""
    kernel, stride, wanted = (int(draw.integers(2, high)) for high in (4, 4, 4))
    side = kernel + stride * (wanted - 1) + int(draw.integers(stride))
    x = digits(draw, side, side)

    def draw_scene(answer: Values | None, step: int) -> Scene:
        chosen = answer or {"stride": 1}
        return scene.of(pool(x, Window(kernel, chosen["stride"])), step=step, editable=False)

    def judge(answer: Values) -> str:
        rows, columns = Window(kernel, answer["stride"]).plan(x.shape).output_shape
        if rows == wanted:
            return ""
        more = "too large, so step further" if rows > wanted else "too small, so step less far"
        return f"With a stride of {answer['stride']} the map is {rows} × {columns}: {more}."

    return Task(
        goal=f"The input is {side} × {side}, the kernel {kernel} × {kernel}. Set the **stride** so that the map is"
        f" **{wanted} × {wanted}**.",
        hints=(
            "The stride is how far the window moves from one stop to the next.",
            f"{side - kernel} cells lie behind the first window. Just {wanted - 1} more stops must fit into them.",
        ),
        why=f"A stride of {stride} stops at {judging.listed([str(i * stride + 1) for i in range(wanted)])}: the next"
        f" stop would need cells beyond {side}.",
        asks=Settings({"stride": 1}, {"stride": (1, side)}),
        solution={"stride": stride},
        judge=judge,
        scene=draw_scene,
    )


@challenge("read-often", "Strides", 2, "Who reads this cell?")
def read_often(draw: Draw) -> Task[float]:
    """How many windows read one cell."""
    side, kernel, stride = int(draw.integers(5, 8)), 3, int(draw.integers(1, 3))
    pooled = pool(distinct(draw, side, side, 60), Window(kernel, stride))
    reads = pooled.plan.reads
    row, column = pick(draw, np.argwhere(reads > 1).tolist())
    right = int(reads[row, column])
    along = [int(axis.reads[place]) for axis, place in zip(pooled.plan.axes, (row, column), strict=True)]
    slips = [(kernel * kernel, "So many cells one window reads; how many windows read this one cell?")]
    slips += [(1, "Windows overlap here, because the stride is smaller than the kernel.")]
    slips += [(sum(along), f"{along[0]} places down times {along[1]} across, not plus.")]
    slips += [(count, "Count along both axes: down and across.") for count in along]
    return Task(
        goal=f"A window of {kernel} × {kernel} moves with a stride of {stride}. **How many windows** read the cell in"
        f" row {row + 1}, column {column + 1}?",
        hints=(
            "Step through the windows and count those whose outline holds the cell.",
            "Count how many window places along the rows hold it, then along the columns, and multiply.",
        ),
        why=f"{along[0]} × {along[1]} = **{right}**: {along[0]} places along the rows and {along[1]} along the columns"
        " hold the cell. Where the stride is smaller than the kernel, windows share cells.",
        asks=Number("Number of windows"),
        solution=float(right),
        judge=judging.number(right, slips, "Step through the windows: which outlines hold the cell?"),
        scene=views.asked(pooled, cell=(row, column)),
    )


@challenge("once-each", "Strides", 3, "Backwards: every cell once")
def once_each(draw: Draw) -> Task[Values]:
    """Kernel and stride that read every cell exactly once."""
    side = pick(draw, (6, 8, 9, 10))
    start = {"kernel": 3, "stride": 2} if side == 9 else {"kernel": 2, "stride": 3}
    x = digits(draw, side, side)

    def draw_scene(answer: Values | None, step: int) -> Scene:
        chosen = answer or start
        return scene.of(pool(x, Window(chosen["kernel"], chosen["stride"])), step=step, editable=False)

    def judge(answer: Values) -> str:
        if answer["kernel"] == 1:
            return "A window of one cell only copies it. Choose a kernel of at least 2."
        reads = Window(answer["kernel"], answer["stride"]).plan(x.shape).reads
        missed, often = int((reads == 0).sum()), int((reads > 1).sum())
        parts = [f"{missed} cells are read by no window"] * (missed > 0)
        parts += [f"{often} cells are read more than once"] * (often > 0)
        return f"{' and '.join(parts)}." if parts else ""

    divisor = next(k for k in range(2, side + 1) if side % k == 0)
    return Task(
        goal=f"Set kernel and stride so that each of the {side} × {side} cells is read **exactly once**, by windows of"
        " more than one cell.",
        hints=(
            "A stride smaller than the kernel makes windows overlap, a larger one leaves gaps.",
            f"Let the stride be the kernel. Which kernels divide {side} without a rest?",
        ),
        why=f"With the stride equal to the kernel, windows neither overlap nor leave gaps; and if the kernel divides"
        f" {side}, none is cut off at the end. That is why 2 × 2 with stride 2 is so common.",
        asks=Settings(start, {"kernel": (1, side), "stride": (1, side)}),
        solution={"kernel": divisor, "stride": divisor},
        judge=judge,
        scene=draw_scene,
    )
