"""Challenges about the way back."""

import numpy as np

from pooling import scene
from pooling.apply import pool
from pooling.challenges import judging, views
from pooling.challenges.asks import Edit, Number
from pooling.challenges.base import Draw, Grid, Scene, Task, challenge, distinct, pick
from pooling.gradient import backward, shares
from pooling.grids import spell
from pooling.placement import Window


@challenge("winner-takes-all", "Gradients", 1, "Who gets the gradient?")
def winner_takes_all(draw: Draw) -> Task[float]:
    """The gradient of one cell under max pooling."""
    pooled = pool(distinct(draw, 4, 4), 2)
    grad = distinct(draw, 2, 2, 9)
    back = backward(pooled, grad)
    cells = np.argwhere(back > 0) if draw.integers(3) else np.argwhere(back == 0)
    row, column = pick(draw, cells.tolist())
    right, sent = float(back[row, column]), float(grad[row // 2, column // 2])
    won = right > 0
    slips = [(sent / 4, "Max does not share: one cell gets all of it.")]
    slips += [(sent, "So much reaches the window, but this cell is not its largest number.")]
    slips += [(0, "This cell is the largest of its window, so the gradient goes here.")]
    slips += [(float(pooled.input[row, column]), "That is the number in the cell, not its gradient.")]

    end = "is the largest of its window, so it gets all of it" if won else "lost, so it gets nothing"
    return Task(
        goal=f"Forward: max pooling of 2 × 2. Backward: below the map stands the gradient that comes back to each"
        f" answer. **What arrives** at the input's cell in row {row + 1}, column {column + 1}?",
        hints=("Which window reads the cell, and which of its numbers won?", "The winner gets all, the others get 0."),
        why=f"The window gets {spell(sent)} back. The cell {end}: **{spell(right)}**. A little more in a cell that"
        " lost would not have changed the answer, so its gradient is 0.",
        asks=Number("Gradient of the cell"),
        solution=right,
        judge=judging.number(right, slips, f"The cell's window gets {spell(sent)} back."),
        scene=views.flowing(pooled, grad, (row, column)),
        step=2 * (row // 2) + column // 2,
    )


@challenge("fair-shares", "Gradients", 2, "Fair shares")
def fair_shares(draw: Draw) -> Task[float]:
    """The gradient of one cell under average pooling with windows that overlap."""
    pooled = pool(distinct(draw, 3, 3, 9), Window(2, 1), type="average")
    grad = 4 * distinct(draw, 2, 2, 9)
    parts = shares(pooled, grad)
    row, column = pick(draw, [(0, 1), (1, 0), (1, 1), (1, 2), (2, 1)])
    got = [float(part) for part in parts[:, row, column] if part]
    right = sum(got)
    slips = [(4 * right, "Each window shares its gradient among its four cells.")]
    slips += [(part, "That is what one window sends. Which others read the cell?") for part in got]

    return Task(
        goal=f"Average pooling with windows of 2 × 2 that overlap, because the stride is 1. **What gradient arrives**"
        f" at row {row + 1}, column {column + 1}?",
        hints=(
            f"{len(got)} windows read the cell: find them with the outline.",
            "Each of them sends a quarter of its gradient. Add the quarters up.",
        ),
        why=f"{' + '.join(spell(part, 2) for part in got)} = **{spell(right, 2)}**: each window that reads the cell"
        " sends a quarter of what it got.",
        asks=Number("Gradient of the cell"),
        solution=right,
        judge=judging.number(right, slips, f"{len(got)} windows read this cell; each sends a quarter."),
        scene=views.flowing(pooled, grad, (row, column)),
    )


_WINNERS = {
    2: [[0, 9, 0], [0, 0, 0], [0, 0, 0]],
    3: [[9, 0, 0], [0, 5, 0], [0, 0, 0]],
    4: [[0, 0, 0], [0, 9, 0], [0, 0, 0]],
}


@challenge("wins-often", "Gradients", 3, "Backwards: a cell that wins often")
def wins_often(draw: Draw) -> Task[Grid]:
    """A grid in which one cell has a wanted gradient."""
    wanted = pick(draw, (3, 3, 2, 4))
    start = np.zeros((3, 3))
    start[pick(draw, ((0, 0), (0, 2), (2, 0), (2, 2)))] = 9

    def draw_scene(answer: Grid | None, step: int) -> Scene:
        pooled = pool(start if answer is None else answer, Window(2, 1))
        return views.fixed(scene.backward(pooled, np.ones((2, 2)), step=step), "grad")

    def judge(answer: Grid) -> str:
        back = backward(pool(answer, Window(2, 1)), np.ones((2, 2)))
        if (back == wanted).any():
            return ""
        most = int(back.max())
        often = "one window" if most == 1 else f"{most} windows"
        return f"No cell has {wanted}: the largest gradient is {most}, in a cell that wins {often}."

    return Task(
        goal=f"Max pooling, four windows of 2 × 2 that overlap; each sends a gradient of 1 back. Change the input so"
        f" that the gradient of **one cell is {wanted}**.",
        hints=(
            "A cell gets 1 from every window in which it is the largest.",
            f"Which cells are read by {wanted} windows or more? Let one of them win in exactly {wanted}.",
        ),
        why=f"Gradients of windows that overlap add up. A cell that wins {wanted} of the four windows gets {wanted}."
        " Of equal numbers, the first one wins.",
        asks=Edit(start),
        solution=np.array(_WINNERS[wanted], np.float64),
        judge=judge,
        scene=draw_scene,
    )
