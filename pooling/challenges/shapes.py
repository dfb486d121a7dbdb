"""Challenges about how large a map is and how far a window reaches."""

import numpy as np

from pooling import scene
from pooling.apply import pool
from pooling.challenges import judging, views
from pooling.challenges.asks import Number, Settings, Size, Values
from pooling.challenges.base import Draw, Grid, Scene, Task, challenge, digits, distinct, pick
from pooling.placement import Window


@challenge("how-large", "Shapes", 1, "How large is the map?")
def how_large(draw: Draw) -> Task[tuple[int, int]]:
    """The size of a map without padding."""
    sides = int(draw.integers(5, 10)), int(draw.integers(5, 10))
    kernel, stride = int(draw.integers(2, 4)), int(draw.integers(2, 4))
    pooled = pool(digits(draw, *sides), Window(kernel, stride))
    rows, columns = pooled.values.shape
    upward = tuple(-(-(side - kernel) // stride) + 1 for side in sides)
    counts = [(side - kernel) // stride for side in sides]
    slips = [
        ((columns, rows), "Rows come first."),
        (tuple(side - kernel + 1 for side in sides), "That is right for a stride of 1."),
        (upward, "A window that would stick out is dropped: round down."),
        (tuple(counts), "You counted the steps. The first window stands before the first step."),
    ]
    return Task(
        goal=f"The input has {sides[0]} rows and {sides[1]} columns. A kernel of {kernel} × {kernel} moves with a"
        f" stride of {stride}, without padding. **How large is the map?**",
        hints=(
            "Down, then across: how many steps fit behind the first window?",
            f"Rows: ({sides[0]} − {kernel}) / {stride}, rounded down, plus 1. Columns in the same way.",
        ),
        why=f"Rows: {counts[0]} steps and the first window make **{rows}**. Columns: {counts[1]} and one make"
        f" **{columns}**. What is left over at the end is never read.",
        asks=Size(),
        solution=(rows, columns),
        judge=judging.size((rows, columns), slips),
        scene=views.sized(pooled),
    )


@challenge("round-up", "Shapes", 2, "Round up, with one exception")
def round_up(draw: Draw) -> Task[float]:
    """How many windows ceil lays on one row."""
    cells, kernel, stride, padding = pick(draw, _UNEVEN)
    pooled = pool(digits(draw, 1, cells)[0], Window((kernel,), stride, padding, ceil_mode=True))
    axis = pooled.plan.axes[0]
    down = Window((kernel,), stride, padding).plan((cells,)).output_shape[0]
    dropped = axis.unclipped != axis.out
    slips = [(axis.unclipped, "The last of them would begin beyond the input, in the padding: it is dropped.")]
    slips += [(down, "That is rounded down: with ceil, a last window may stick out.")]
    room = f"({cells} + {padding} + {padding} − {kernel}) / {stride}"
    end = (
        " The last one would begin in the padding, where there is nothing to read, so it is dropped." if dropped else ""
    )
    return Task(
        goal=f"A row of {cells} cells, kernel {kernel}, stride {stride}, {padding or 'no'} padding"
        f"{' on each side' if padding else ''}. With *ceil* the number of steps is rounded **up**, but no window may"
        " begin beyond the input. **How many windows** are there?",
        hints=(f"Steps: {room}, rounded up. Then add the first window.", "Where does the last window begin?"),
        why=f"{room} rounded up, plus 1, is {axis.unclipped}.{end} There are **{axis.out}** windows.",
        asks=Number("Number of windows"),
        solution=float(axis.out),
        judge=judging.number(axis.out, slips, f"The number of steps is {room}, rounded up."),
        scene=views.sized(pooled),
    )


def _rounds(cells: int, kernel: int, stride: int, padding: int) -> bool:
    """Whether rounding up makes a difference, or would but for the last window."""
    axis = Window((kernel,), stride, padding, ceil_mode=True).plan((cells,)).axes[0]
    return axis.unclipped != Window((kernel,), stride, padding).plan((cells,)).output_shape[0]


_UNEVEN = [
    (cells, kernel, stride, padding)
    for cells in range(5, 11)
    for kernel in (2, 3)
    for stride in (2, 3)
    for padding in (0, 1)
    if _rounds(cells, kernel, stride, padding)
]


@challenge("reach", "Shapes", 3, "Backwards: reach with gaps")
def reach(draw: Draw) -> Task[Values]:
    """A kernel and a dilation that reach over a wanted number of cells."""
    solution = pick(draw, _REACHES)
    start = {"kernel": 2, "dilation": 1}
    wanted = Window((solution["kernel"],), 1, 0, solution["dilation"]).effective_kernel[0]
    x = digits(draw, 1, 16)[0]

    def draw_scene(answer: Values | None, step: int) -> Scene:
        chosen = answer or start
        window = Window((chosen["kernel"],), 1, 0, chosen["dilation"])
        return scene.of(pool(x, window), step=step, editable=False)

    def judge(answer: Values) -> str:
        if answer["dilation"] == 1:
            return "With a dilation of 1 there are no gaps: choose at least 2."
        cells = Window((answer["kernel"],), 1, 0, answer["dilation"]).effective_kernel[0]
        if cells == wanted:
            return ""
        return f"Kernel {answer['kernel']} with dilation {answer['dilation']} reaches over {cells} cells, not {wanted}."

    return Task(
        goal=f"With a *dilation* of 2, a window reads every second cell; with 3, every third. Find a kernel and a"
        f" dilation of at least 2 that reach over **exactly {wanted} cells**, gaps included.",
        hints=(
            "A kernel of k cells has k − 1 gaps between its cells.",
            f"From the first cell to the last it is dilation × (kernel − 1), and that must be {wanted - 1}.",
        ),
        why=f"Dilation × (kernel − 1) + 1 = {solution['dilation']} × {solution['kernel'] - 1} + 1 = **{wanted}**."
        " A dilated window sees far and reads few cells.",
        asks=Settings(start, {"kernel": (2, 4), "dilation": (1, 5)}),
        solution=solution,
        judge=judge,
        scene=draw_scene,
    )


_REACHES = [{"kernel": k, "dilation": d} for k in (2, 3, 4) for d in (2, 3, 4, 5) if k > 2 or d > 3]

# Two windows (kernel, stride), one after the other, and a single one that does the same on 9 x 9 cells.
_CHAINS = [
    (((2, 2), (2, 2)), {"kernel": 4, "stride": 4}),
    (((3, 1), (3, 1)), {"kernel": 5, "stride": 1}),
    (((2, 1), (2, 1)), {"kernel": 3, "stride": 1}),
    (((3, 2), (2, 1)), {"kernel": 5, "stride": 2}),
    (((2, 1), (3, 2)), {"kernel": 4, "stride": 2}),
]


@challenge("two-in-one", "Shapes", 4, "Backwards: two pools in one")
def two_in_one(draw: Draw) -> Task[Values]:
    """One window that does what two do, one after the other."""
    chain, solution = pick(draw, _CHAINS)
    x = distinct(draw, 9, 9, 90)
    wanted: Grid = x
    for kernel, stride in chain:
        wanted = pool(wanted, Window(kernel, stride)).values
    start = {"kernel": 2, "stride": 2}
    first, second = (f"{kernel} × {kernel} with stride {stride}" for kernel, stride in chain)

    def draw_scene(answer: Values | None, step: int) -> Scene:
        chosen = answer or start
        return scene.of(pool(x, Window(chosen["kernel"], chosen["stride"])), step=step, editable=False)

    def judge(answer: Values) -> str:
        yours = pool(x, Window(answer["kernel"], answer["stride"])).values
        if yours.shape != wanted.shape:
            return f"Your map is {' × '.join(map(str, yours.shape))}, not {' × '.join(map(str, wanted.shape))}."
        apart = int(np.sum(yours != wanted))
        return f"The size is right, but {apart} of {yours.size} numbers differ." if apart else ""

    return Task(
        goal=f"Two max pools, one after the other: {first}, then {second}. Find **one** kernel and stride that give"
        " **the same map** at once.",
        hints=(
            "How many rows of the input does one number of the last map depend on? That is the kernel.",
            "Strides multiply: a step of the second window is several steps of the first.",
        ),
        why=f"The largest of largest numbers is the largest of all. The second window spans {solution['kernel']} rows"
        f" of the input and moves {solution['stride']}: kernel **{solution['kernel']}**, stride"
        f" **{solution['stride']}**. This is how stacked pools come to see far.",
        asks=Settings(start, {"kernel": (1, 9), "stride": (1, 9)}),
        solution=solution,
        judge=judge,
        scene=draw_scene,
        wanted=wanted,
    )
