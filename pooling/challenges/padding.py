"""Challenges about cells that are not there."""

import numpy as np

from pooling import scene
from pooling.apply import pool
from pooling.challenges import judging, views
from pooling.challenges.asks import Choice, Number, Settings, Values
from pooling.challenges.base import Draw, Scene, Task, challenge, digits, pick
from pooling.grids import spell
from pooling.placement import Window

_SIDES = {
    "none": "Nothing is padded",
    "both": "As many cells at the start as at the end",
    "start": "One more cell at the start",
    "end": "One more cell at the end",
}


@challenge("keep-the-size", "Padding", 1, "Backwards: keep the size")
def keep_the_size(draw: Draw) -> Task[Values]:
    """A padding under which the map is as large as the input."""
    side, kernel = int(draw.integers(5, 9)), pick(draw, (3, 5))
    x = digits(draw, side, side)

    def draw_scene(answer: Values | None, step: int) -> Scene:
        chosen = answer or {"padding": 0}
        return scene.of(pool(x, Window(kernel, 1, chosen["padding"])), step=step, editable=False)

    def judge(answer: Values) -> str:
        rows, columns = Window(kernel, 1, answer["padding"]).plan(x.shape).output_shape
        if rows == side:
            return ""
        cells = "1 cell" if answer["padding"] == 1 else f"{answer['padding']} cells"
        return f"With {cells} on each side the map is {rows} × {columns}, {'larger' if rows > side else 'smaller'}."

    return Task(
        goal=f"A kernel of {kernel} × {kernel} with a stride of 1 shrinks the map. Set the **padding** so that {side}"
        f" × {side} **stays {side} × {side}**.",
        hints=(
            "Padding adds empty cells on all four sides.",
            f"Without padding, {kernel - 1} rows are lost. How many cells on each side make up for them?",
        ),
        why=f"A kernel of {kernel} loses {kernel} − 1 = {kernel - 1} cells down and across; half of them on each side,"
        f" **{kernel // 2}**, bring them back. This is what SAME padding does at stride 1.",
        asks=Settings({"padding": 0}, {"padding": (0, kernel - 1)}),
        solution={"padding": kernel // 2},
        judge=judge,
        scene=draw_scene,
    )


@challenge("odd-cell", "Padding", 2, "The odd cell")
def odd_cell(draw: Draw) -> Task[str]:
    """Where SAME puts its padding."""
    right = pick(draw, tuple(_SIDES))
    word = "same_lower" if right == "start" else "same"
    cases = [(n, k, s) for n in range(5, 10) for k in range(2, 5) for s in range(1, 4) if _side(n, k, s, word) == right]
    cells, kernel, stride = pick(draw, cases)
    pooled = pool(digits(draw, 1, cells)[0], Window((kernel,), stride, word))
    axis = pooled.plan.axes[0]
    missing, rule = axis.low + axis.high, "start" if word == "same_lower" else "end"
    needs = f"The windows need {missing} {'cell' if missing == 1 else 'cells'} beyond the {cells} that are there"
    name = "SAME_LOWER" if word == "same_lower" else "SAME"
    return Task(
        goal=f"{cells} cells, kernel {kernel}, stride {stride}. SAME padding pads just enough for {cells} / {stride}"
        f" windows, rounded up: **{axis.out}**. {name} puts an odd cell at the {rule}. Where does the padding go here?",
        hints=(
            f"Window {axis.out} begins {(axis.out - 1) * stride} cells after the first and reads {kernel} cells.",
            f"So the windows span {(axis.out - 1) * stride + kernel} cells. How many of them are missing?",
        ),
        why=f"{axis.out} windows span ({axis.out} − 1) · {stride} + {kernel} = {(axis.out - 1) * stride + kernel} cells"
        f" and {cells} are there. {axis.low} at the start and {axis.high} at the end are added.",
        asks=Choice(_SIDES),
        solution=right,
        judge=judging.choice(right, {other: _elsewhere(other, missing, needs, rule) for other in _SIDES}),
        scene=views.sized(pooled),
    )


def _side(cells: int, kernel: int, stride: int, word: str) -> str:
    axis = Window((kernel,), stride, word).plan((cells,)).axes[0]
    if axis.low == axis.high:
        return "none" if axis.low == 0 else "both"
    return "start" if axis.low > axis.high else "end"


def _elsewhere(answer: str, missing: int, needs: str, rule: str) -> str:
    if answer == "none":
        return f"{needs}, so something is padded."
    if missing == 0:
        return f"{needs}: nothing is missing."
    if answer == "both":
        return f"{needs}. That is an odd number, so the two ends differ."
    return f"{needs}. {'An even number can be halved.' if missing % 2 == 0 else f'The odd one goes to the {rule}.'}"


@challenge("corner-average", "Padding", 3, "What is divided by?")
def corner_average(draw: Draw) -> Task[float]:
    """The average of a window that lies over the edge."""
    pooled = pool(digits(draw, 4, 4), Window(3, 3, 1), type="average")
    window = int(draw.integers(4))
    taps, right = pooled.taps(window), float(pooled.values.flat[window])
    total = float(taps.sum())
    slips = [(total / 9, "You divided by 9, as if padding were values. Here it does not count.")]
    slips += [(total, "That is the sum. Divide it by the number of cells that are really there.")]
    slips += [(float(taps.max()), "That is the largest number; average pooling is asked for.")]
    slips += judging.elsewhere(pooled)
    return Task(
        goal=f"Average pooling with a kernel of 3 × 3 and a padding of 1 that **does not count**. What does **window"
        f" {window + 1}** answer?",
        hints=("Add up the numbers that the window really reads.", f"It reads {taps.size} numbers, not 9."),
        why=f"({' + '.join(spell(float(tap)) for tap in taps)}) / {taps.size} = **{spell(right, 2)}**. Padding that"
        " does not count is left out of the sum and of the divisor. Divided by 9, the edges would come out too weak.",
        asks=Number("Answer of the window"),
        solution=right,
        judge=judging.number(right, slips, f"The numbers that are really there add up to {spell(total)}."),
        scene=views.asked(pooled),
        step=window,
    )


@challenge("all-negative", "Padding", 4, "Below zero")
def all_negative(draw: Draw) -> Task[float]:
    """The max of a window that holds padding and negative values."""
    x = -draw.permutation(np.arange(1, 20))[:16].reshape(4, 4).astype(np.float64)
    pooled = pool(x, Window(3, 3, 1))
    window = int(draw.integers(4))
    taps, right = pooled.taps(window), float(pooled.values.flat[window])
    slips = [(0.0, "Padding is not 0 for max pooling: it counts as −∞, so it never wins.")]
    slips += [(float(taps.min()), "That is the smallest. Of two negative numbers, the one closer to 0 is larger.")]
    slips += [(-right, "Mind the sign.")]
    slips += judging.elsewhere(pooled)
    return Task(
        goal=f"Every number here is negative, and a padding of 1 surrounds them. Kernel 3 × 3, max pooling: what does"
        f" **window {window + 1}** answer?",
        hints=("Padding may never win. What must it hold for that?", "Look for the number that is closest to 0."),
        why=f"Max pooling treats padding as −∞, so **{spell(right)}** wins. If padding were 0, every window at the edge"
        " would answer 0, a number that is nowhere in the input.",
        asks=Number("Answer of the window"),
        solution=right,
        judge=judging.number(right, slips, "Max answers with a number that the window really reads."),
        scene=views.asked(pooled),
        step=window,
    )
