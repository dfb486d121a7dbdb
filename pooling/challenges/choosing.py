"""Challenges about pooling types."""

import numpy as np

from pooling import scene
from pooling.apply import Pooled, pool
from pooling.challenges import judging, views
from pooling.challenges.asks import Choice, Edit, Settings, Values
from pooling.challenges.base import Draw, Grid, Scene, Task, blown_up, challenge, distinct, pick
from pooling.grids import spell
from pooling.types import TYPES

_OFFERED = ("max", "average", "min", "sum", "median")


@challenge("which-type", "Types", 1, "Which type made this map?")
def which_type(draw: Draw) -> Task[str]:
    """The type behind a map."""
    grid = distinct(draw, 4, 4)
    right = pick(draw, _OFFERED)
    maps = {name: pool(grid, 2, type=name) for name in _OFFERED}
    shown = maps[right]
    others = {name: name for name in _OFFERED if name != right and not np.allclose(maps[name].values, shown.values)}
    options = {name: TYPES[name].label for name in _OFFERED if name == right or name in others}
    first = judging.listed([spell(float(tap)) for tap in shown.taps(0)])

    def draw_scene(answer: str | None, step: int) -> Scene:
        drawn = scene.of(shown, step=step, editable=False)
        return views.nameless(drawn) if answer is None else drawn

    return Task(
        goal="Someone pooled this grid with windows of 2 × 2. **Which type of pooling** made the map?",
        hints=(
            "Is the first answer one of the window's four numbers, or a new number?",
            f"The first window holds {first} and answers {spell(float(shown.values.flat[0]), 2)}.",
        ),
        why=f"{TYPES[right].label} asks: {TYPES[right].meaning} Of {first} it makes"
        f" **{spell(float(shown.values.flat[0]), 2)}**.",
        asks=Choice(options),
        solution=right,
        judge=judging.choice(right, {name: _would(maps[name]) for name in others}),
        scene=draw_scene,
    )


def _would(pooled: Pooled) -> str:
    return f"{pooled.type.label} would answer {judging.written(pooled.values)}."


@challenge("between", "Types", 2, "Backwards: between average and max")
def between(draw: Draw) -> Task[Values]:
    """A p of GeM that puts the answer between two numbers."""
    grid = distinct(draw, 2, 2)
    taps = ", ".join(spell(float(value)) for value in grid.ravel())

    def answer_of(p: int) -> float:
        return float(pool(grid, 2, type="gem", param=p).values[0, 0])

    solution = int(draw.integers(3, 10))
    low = np.floor(10 * (answer_of(solution) - 0.1)) / 10
    high = low + 0.4
    start = {"param": 1}

    def draw_scene(answer: Values | None, step: int) -> Scene:
        chosen = answer or start
        return scene.of(pool(grid, 2, type="gem", param=chosen["param"]), step=step, editable=False)

    def judge(answer: Values) -> str:
        value = answer_of(answer["param"])
        if low <= value <= high:
            return ""
        where = f"below {spell(low)}, so raise p" if value < low else f"above {spell(high)}, so lower p"
        return f"With p = {answer['param']} the answer is {spell(value, 2)}: {where}."

    return Task(
        goal=f"*GeM* is a pooling type with a number p: at p = 1 it is the average, and with a large p it comes close"
        f" to max. Set **p** so that the answer lies **between {spell(low)} and {spell(high)}**.",
        hints=("A larger p listens more to the large numbers.", f"p = {solution} is one that works."),
        why=f"Each number is raised to the power p, averaged, and the root is taken. Of {taps}, p = {solution} makes"
        f" **{spell(answer_of(solution), 2)}**: between the average, {spell(answer_of(1), 2)}, and the largest,"
        f" {spell(float(grid.max()))}.",
        asks=Settings(start, {"param": (1, 64)}),
        solution={"param": solution},
        judge=judge,
        scene=draw_scene,
    )


@challenge("keep-the-max", "Types", 3, "Backwards: only the average notices")
def keep_the_max(draw: Draw) -> Task[Grid]:
    """A change that average sees in every window and max in none."""
    start = distinct(draw, 4, 4)
    before = {name: pool(start, 2, type=name).values for name in ("max", "average")}

    def judge(answer: Grid) -> str:
        now = {name: pool(answer, 2, type=name).values for name in before}
        apart = {name: ~np.isclose(now[name], before[name]).ravel() for name in before}
        if apart["max"].any():
            window = int(np.flatnonzero(apart["max"])[0])
            values = (spell(float(values.flat[window]), 2) for values in (now["max"], before["max"]))
            return "Max noticed: window {} answers {}, and it was {}.".format(window + 1, *values)
        if not apart["average"].all():
            same = np.flatnonzero(~apart["average"])
            return f"{judging.windows(same.tolist())}: the average is as before. Change every window."
        return ""

    return Task(
        goal="Change the input on the left so that **max answers as before** in every window, and **average changes in"
        " every window**.",
        hints=("Which numbers does max not look at?", "In each window, lower any number that is not the largest."),
        why="Max depends on the winner alone: the other three numbers may move freely below it. Average depends on all"
        " four, so any change of one number moves it.",
        asks=Edit(start),
        solution=np.where(blown_up(before["max"]) == start, start, 0),
        judge=judge,
        scene=views.max_and_average(start),
    )


@challenge("typing-error", "Types", 4, "One number is wrong")
def typing_error(draw: Draw) -> Task[str]:
    """The type whose answer suffers least from one wrong number."""
    lost = bool(draw.integers(2))
    grid = distinct(draw, 3, 3)
    # Below the largest and above the middle: losing it moves the median and not the max.
    place = int(grid.argsort(axis=None)[int(draw.integers(5, 8))])
    wrong = grid.copy()
    wrong.flat[place] = 0 if lost else 100 * grid.flat[place]
    names = ("max", "average", "median")
    was, now = ({name: pool(x, 3, type=name) for name in names} for x in (grid, wrong))
    moved = {name: abs(float(now[name].values[0, 0] - was[name].values[0, 0])) for name in names}
    right = min(names, key=moved.__getitem__)
    story = "was lost and reads 0" if lost else "was typed a hundred times too large"
    number = spell(float(grid.flat[place]))

    def draw_scene(answer: str | None, step: int) -> Scene:
        if answer is None:
            return views.nameless(views.covered(scene.of(now[right], step=step, editable=False)))
        labels = {f"{TYPES[name].label}, before {spell(float(was[name].values[0, 0]), 2)}": now[name] for name in names}
        return scene.compare(labels, step=step)

    said = {name: f"{TYPES[name].label} moves by {spell(moved[name], 2)}." for name in names}
    least = {
        "max": "the largest number is still there",
        "median": "the number was above the middle before, and still is",
    }
    return Task(
        goal=f"One window of 3 × 3. The number {number} {story}. **Which type's answer changes least?**",
        hints=(
            "Ask of each type: does it look at this one number, and how much?",
            "The median is the middle of the sorted numbers, max the largest, average their sum divided by 9.",
        ),
        why=f"{' '.join(said.values())} {TYPES[right].label} suffers least: {least[right]}.",
        asks=Choice({name: TYPES[name].label for name in names}),
        solution=right,
        judge=judging.choice(right, {name: f"{said[name]} Another one moves less." for name in names}),
        scene=draw_scene,
    )
