"""Challenges about inputs that move."""

import numpy as np

from pooling import scene
from pooling.apply import pool
from pooling.challenges import judging, views
from pooling.challenges.asks import Edit, Number
from pooling.challenges.base import Draw, Grid, Scene, Task, challenge, distinct, pick
from pooling.grids import spell
from pooling.shift import moved

_STEPS = ((-1, 0), (1, 0), (0, -1), (0, 1))
_AROUND = [(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]


@challenge("over-the-border", "Shifts", 1, "Backwards: one step too far")
def over_the_border(draw: Draw) -> Task[Grid]:
    """One step of a lone value that changes the pooled map."""
    kernel, value = pick(draw, (2, 3)), float(draw.integers(3, 10))
    side = 3 * kernel
    middle = [cell for cell in np.ndindex(side, side) if all(0 < place < side - 1 for place in cell)]
    here = pick(draw, [cell for cell in middle if 0 < _kept(cell, kernel, side, _STEPS) < 4])
    start = views.lone((side, side), here, value)
    map_before = pool(start, kernel).values
    targets = [views.lone((side, side), (here[0] + i, here[1] + j), value) for i, j in _STEPS]
    solution = next(grid for grid in targets if (pool(grid, kernel).values != map_before).any())

    def draw_scene(answer: Grid | None, step: int) -> Scene:
        both = {"Before": pool(start, kernel), "Now": pool(start if answer is None else answer, kernel)}
        return scene.compare(both, step=step, editable="Now", movable=True)

    def judge(answer: Grid) -> str:
        cells = np.argwhere(answer)
        if len(cells) != 1 or answer[tuple(cells[0])] != value:
            return f"Now must hold one {spell(value)} and zeros, as Before does: undo, then carry it."
        far = int(np.abs(cells[0] - here).sum())
        if far != 1:
            return "It has not moved." if far == 0 else f"It moved {far} steps; one step is asked for."
        same = bool((pool(answer, kernel).values == map_before).all())
        return "It is still in the same window, and the map is the same. Try another direction." if same else ""

    return Task(
        goal=f"In the grid *Now*, carry the {spell(value)} by **one step** up, down, left or right, so that the pooled"
        " **map changes**. Drag it, or press Shift and an arrow key.",
        hints=("The outlines show where one window ends and the next begins.", "Carry it across an outline."),
        why="Within its window the value may stand anywhere: max forgets the place. One step across the border, and"
        " another window answers. So pooling forgives a shift only as long as nothing crosses a border.",
        asks=Edit(start),
        solution=solution,
        judge=judge,
        scene=draw_scene,
        step=int(np.ravel_multi_index((here[0] // kernel, here[1] // kernel), (3, 3))),
    )


def _kept(
    cell: tuple[int, ...], kernel: int, side: int, steps: list[tuple[int, int]] | tuple[tuple[int, int], ...]
) -> int:
    """Count the steps of a lone value that leave the map as it was."""
    before = pool(views.lone((side, side), (cell[0], cell[1]), 1), kernel).values
    after = [pool(views.lone((side, side), (cell[0] + i, cell[1] + j), 1), kernel).values for i, j in steps]
    return sum(bool((values == before).all()) for values in after)


@challenge("eight-neighbours", "Shifts", 2, "Eight ways to go")
def eight_neighbours(draw: Draw) -> Task[float]:
    """How many of eight shifts leave the map as it was."""
    kernel = pick(draw, (2, 3))
    side = 3 * kernel
    here = int(draw.integers(kernel, 2 * kernel)), int(draw.integers(kernel, 2 * kernel))
    right = _kept(here, kernel, side, _AROUND)
    pooled = pool(views.lone((side, side), here, 9), kernel)
    slips = [(kernel * kernel, f"The window has {kernel * kernel} cells, but the 9 already stands in one of them.")]
    slips += [(8 - right, "So many shifts change the map.")]
    slips += [(8, "Some of them cross the window's border."), (0, "Some of them stay in the window.")]
    return Task(
        goal=f"The 9 in row {here[0] + 1}, column {here[1] + 1} may move by one cell: straight or diagonally, **eight"
        f" ways**. After how many of them does {kernel} × {kernel} max pooling give **the same map**?",
        hints=("Find the window that reads the 9.", "Count the other cells of that window that touch the 9."),
        why=f"The map stays the same while the 9 stays in its window: **{right}** of the eight neighbours lie in it."
        f"{' This is where the textbooks have their 3 of 8 from.' if kernel == 2 else ''}",
        asks=Number("Number of shifts"),
        solution=float(right),
        judge=judging.number(right, slips, "Count the neighbours of the 9 that lie in its window."),
        scene=views.asked(pooled),
        step=4,
    )


@challenge("move-the-map", "Shifts", 3, "Backwards: move the whole map")
def move_the_map(draw: Draw) -> Task[float]:
    """A shift of the input that moves the map by one column."""
    stride = pick(draw, (2, 3))
    shape = 2 * stride, 5 * stride
    x = distinct(draw, *shape, most=99)
    before = pool(x, stride)

    def after(columns: float) -> Grid:
        values: Grid = pool(moved(x, (0, int(columns))), stride).values
        return values

    def draw_scene(answer: float | None, step: int) -> Scene:
        if answer is None:
            return views.covered(scene.of(before, step=step, editable=False))
        both = {"Before": before, f"Moved by {int(answer)}": pool(moved(x, (0, int(answer))), stride)}
        return scene.compare(both, step=step)

    def judge(answer: float) -> str:
        if answer != int(answer) or not 1 <= answer < shape[1]:
            return f"{spell(answer, 2)} is not it. A shift here is a whole number from 1 to {shape[1] - 1}."
        same = int((after(answer)[:, 1:] == before.values[:, :-1]).sum())
        cells = before.values[:, 1:].size
        return (
            ""
            if same == cells
            else f"Moved by {spell(answer)}, only {same} of {cells} numbers are where they should be."
        )

    return Task(
        goal=f"Max pooling with {stride} × {stride} windows, side by side. By **how many columns** must the input move"
        " to the right so that the whole map moves by **exactly one column**, its numbers unchanged?",
        hints=("Which shift puts the content of every window into the next window?", "How wide is a window's step?"),
        why=f"A shift by the stride, **{stride}**, hands each window's content to its neighbour, so the map moves as a"
        " whole. Any smaller shift mixes the windows' contents, and other numbers come out.",
        asks=Number("Columns"),
        solution=float(stride),
        judge=judge,
        scene=draw_scene,
    )
