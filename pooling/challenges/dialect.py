"""Challenges about what frameworks do with the same pool."""

import numpy as np

from pooling import scene
from pooling.apply import Pooled
from pooling.challenges import judging, views
from pooling.challenges.asks import Edit, Number, Size
from pooling.challenges.base import Draw, Grid, Scene, Task, challenge, digits, pick
from pooling.frameworks import LABELS, Answer, Ask, answers, drawn
from pooling.grids import spell

_STEP_BY_KERNEL = ("keras", "pytorch")  # the stride that is not set is the kernel; for the other two it is 1
_NAMED = (*_STEP_BY_KERNEL, "onnx", "flax")


def _given(ask: Ask, framework: str) -> Answer:
    return next(answer for answer in answers(ask) if answer.framework == framework)


def _values(ask: Ask, framework: str) -> Grid:
    found = _given(ask, framework).values
    assert found is not None, "these questions are legal in every framework that they name"
    return found.astype(np.float64)


def _drawn(ask: Ask, framework: str) -> Pooled:
    pooled = drawn(ask, _given(ask, framework))
    assert pooled is not None, "a finite input and windows that the house has too"
    return pooled


@challenge("unset-stride", "Frameworks", 1, "The stride you did not set")
def unset_stride(draw: Draw) -> Task[tuple[int, int]]:
    """The size of a map in a framework whose stride was left to it."""
    side, kernel = int(draw.integers(5, 8)), int(draw.integers(2, 4))
    framework = pick(draw, _NAMED)
    ask = Ask(digits(draw, side, side).astype(np.float32), "max", kernel)
    label, pooled = LABELS[framework], _drawn(ask, framework)
    rows, columns = pooled.values.shape
    other = "onnx" if framework in _STEP_BY_KERNEL else "keras"
    wrong = _values(ask, other).shape
    own = "the kernel" if framework in _STEP_BY_KERNEL else "1"
    slip = f"That is what {LABELS[other]} answers: it takes another stride where none is set."
    return Task(
        goal=f"In **{label}** you max pool {side} × {side} cells with a kernel of {kernel} × {kernel}, and you **set no"
        " stride**. How large is the map?",
        hints=(
            "Keras and PyTorch take the kernel where no stride is set. ONNX and Flax take 1.",
            f"So in {label} the stride is {own}.",
        ),
        why=f"{label} takes {own} for a stride that is not set: **{rows} × {columns}**. {LABELS[other]} would give"
        f" {wrong[0]} × {wrong[1]}. Set the stride, and nobody has to guess.",
        asks=Size(),
        solution=(rows, columns),
        judge=judging.size((rows, columns), [((wrong[0], wrong[1]), slip)]),
        scene=views.sized(pooled),
    )


@challenge("counts-or-not", "Frameworks", 2, "Does padding count?")
def counts_or_not(draw: Draw) -> Task[float]:
    """The corner of an average in ONNX, when PyTorch's is known."""
    ask = Ask(digits(draw, 4, 4).astype(np.float32), "average", 3, 3, 1)
    counted, right = (float(_values(ask, name)[0, 0]) for name in ("pytorch", "onnx"))
    pooled = _drawn(ask, "onnx")
    taps = pooled.taps(0)
    total = spell(float(taps.sum()))
    slips = [(counted, "That is PyTorch's answer, in which padding counts as zeros.")]
    slips += [(float(taps.sum()), "That is the sum. By how many cells is it divided?")]
    return Task(
        goal=f"An average with kernel 3, stride 3 and padding 1. PyTorch counts padding unless told otherwise and"
        f" answers **{spell(counted, 2)}** in the first window. ONNX does not count it. **What does ONNX answer?**",
        hints=("PyTorch divides by 9. How many cells are really there?", f"The cells add up to {total}."),
        why=f"{total} / 9 ≈ {spell(counted, 2)} in PyTorch, {total} / {taps.size} = **{spell(right, 2)}** in ONNX. The"
        " same call in words, two answers: an edge that looks darker in one of them.",
        asks=Number("First answer in ONNX"),
        solution=right,
        judge=judging.number(right, slips, f"Divide {total} by the cells that are really there."),
        scene=views.asked(pooled),
    )


@challenge("make-them-differ", "Frameworks", 3, "Backwards: make them differ")
def make_them_differ(draw: Draw) -> Task[Grid]:
    """A grid on which PyTorch and TensorFlow answer differently."""
    start = np.full((4, 4), float(draw.integers(0, 6)))
    solution = start.copy()
    solution[2, 2] = 9

    def ask(grid: Grid) -> Ask:
        return Ask(grid.astype(np.float32), "max", 3, 2, "same")  # float32, or TensorFlow would round it

    def draw_scene(answer: Grid | None, step: int) -> Scene:
        asked = ask(start if answer is None else answer)
        both = {LABELS[name]: _drawn(asked, name) for name in ("pytorch", "tensorflow")}
        return scene.compare(both, step=step, editable="PyTorch")

    def judge(answer: Grid) -> str:
        torch, tensor = (_values(ask(answer), name) for name in ("pytorch", "tensorflow"))
        return f"Both answer {judging.written(torch)}." if (torch == tensor).all() else ""

    return Task(
        goal="A max pool with kernel 3, stride 2 and “same” padding: in PyTorch people write padding 1, in TensorFlow"
        " “SAME”. Change the input on the left so that **the two maps differ**.",
        hints=(
            "Step through the windows: where does the first one stand in PyTorch, where in TensorFlow?",
            "Put a large number where a window of only one of the two reads it.",
        ),
        why="PyTorch pads all four sides alike, so its first window hangs over the upper left corner. TensorFlow needs"
        " one row and one column in all and puts them at the end. Their windows stand one cell apart.",
        asks=Edit(start),
        solution=solution,
        judge=judge,
        scene=draw_scene,
    )
