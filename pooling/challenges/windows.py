"""Challenges about one window after the other."""

import numpy as np

from pooling import scene
from pooling.apply import pool
from pooling.challenges import judging, views
from pooling.challenges.asks import Edit, Number
from pooling.challenges.base import Draw, Grid, Scene, Task, blown_up, challenge, distinct
from pooling.grids import spell

_PLACES = ("upper left", "upper right", "lower left", "lower right")


@challenge("largest", "Windows", 1, "The largest of four")
def largest(draw: Draw) -> Task[float]:
    """What max answers in one window."""
    pooled = pool(distinct(draw, 4, 4), 2)
    window = int(draw.integers(4))
    taps, right = pooled.taps(window), float(pooled.values.flat[window])
    slips = [*judging.elsewhere(pooled)]
    slips += [(float(tap), f"It is one of the four, but {spell(right)} is larger.") for tap in taps]
    slips += [(float(taps.mean()), "That is the average of the four numbers.")]
    return Task(
        goal=f"Max pooling looks at this grid through windows of 2 × 2 cells, one after the other. What does it answer"
        f" in **window {window + 1}**, the {_PLACES[window]} one?",
        hints=("Look only at the four cells inside the outline.", "Max keeps the largest of the four numbers."),
        why=f"The window holds {judging.listed([spell(float(tap)) for tap in taps])}. Max keeps the largest,"
        f" **{spell(right)}**, and forgets the other three.",
        asks=Number("Answer of the window"),
        solution=right,
        judge=judging.number(right, slips, "Max answers with one of the window's own four numbers."),
        scene=views.asked(pooled, arithmetic=True),
        step=window,
    )


@challenge("average", "Windows", 2, "Every number counts")
def average(draw: Draw) -> Task[float]:
    """What average answers in one window."""
    pooled = pool(distinct(draw, 4, 4), 2, type="average")
    window = int(draw.integers(4))
    taps, right = pooled.taps(window), float(pooled.values.flat[window])
    slips = [(float(taps.max()), "That is the largest of the four: the answer of max pooling.")]
    slips += [(float(taps.sum()), "That is the sum. Divide it by the number of cells.")]
    slips += judging.elsewhere(pooled)
    slips += [(float(np.median(taps)), "That is the middle of the sorted numbers, the median.")]
    return Task(
        goal=f"Now average pooling, with the same windows. What does it answer in **window {window + 1}**?",
        hints=("Add up the four numbers of the window.", "Then divide the sum by four."),
        why=f"({' + '.join(spell(float(tap)) for tap in taps)}) / 4 = **{spell(right, 2)}**. Each number counts for a"
        " quarter.",
        asks=Number("Answer of the window"),
        solution=right,
        judge=judging.number(right, slips, f"The four numbers add up to {spell(float(taps.sum()))}."),
        scene=views.asked(pooled),
        step=window,
    )


@challenge("make-a-map", "Windows", 3, "Backwards: make this map")
def make_a_map(draw: Draw) -> Task[Grid]:
    """A grid whose max pool is a given map."""
    wanted = distinct(draw, 2, 2, 9)

    def draw_scene(answer: Grid | None, step: int) -> Scene:
        return scene.of(pool(start if answer is None else answer, 2), step=step)

    start = np.zeros((4, 4))
    return Task(
        goal="Change the input so that 2 × 2 max pooling answers with the **wanted map**.",
        hints=(
            "Each number of the map has a window of its own: the outline shows which.",
            f"Type a {spell(float(wanted[0, 0]))} anywhere into the upper left window, and nothing larger.",
        ),
        why="One right number in each window is enough; the other three may be anything that is not larger. So very"
        " many inputs have the same map, and the map alone cannot tell which one it was.",
        asks=Edit(start),
        solution=blown_up(wanted),
        judge=lambda answer: judging.different(pool(answer, 2).values, wanted),
        scene=draw_scene,
        wanted=wanted,
    )


@challenge("agree", "Windows", 4, "Backwards: max and average agree")
def agree(draw: Draw) -> Task[Grid]:
    """A grid on which max and average answer the same."""
    start = distinct(draw, 4, 4)

    return Task(
        goal="Max and average rarely agree. Change the input on the left so that they give **the same map**, in which"
        " at least two numbers differ.",
        hints=("Look at one window. What pulls its average below its largest number?", "Make all four numbers equal."),
        why="The average is as large as the largest number only when no number is smaller: all four are equal. The"
        " less a window varies, the less it matters which pooling you choose.",
        asks=Edit(start),
        solution=blown_up(start[:2, :2]),
        judge=_agrees,
        scene=views.max_and_average(start),
    )


def _agrees(answer: Grid) -> str:
    most, mean = pool(answer, 2).values, pool(answer, 2, type="average").values
    apart = np.flatnonzero(~np.isclose(most, mean))
    if apart.size:
        first = int(apart[0])
        values = spell(float(most.flat[first]), 2), spell(float(mean.flat[first]), 2)
        more = f" {apart.size - 1} more {'differs' if apart.size == 2 else 'differ'}." if apart.size > 1 else ""
        return f"In window {first + 1} max answers {values[0]} and average {values[1]}.{more}"
    if np.ptp(most) == 0:
        return f"They agree, but every window answers {spell(float(most.flat[0]), 2)}. Let two windows differ."
    return ""
