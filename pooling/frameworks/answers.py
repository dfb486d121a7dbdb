"""Five answers to one question, and the cells in which they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pooling.apply import Pooled, pool
from pooling.frameworks.ask import Array, Ask
from pooling.frameworks.call import Call, Unsaid
from pooling.frameworks.say import FRAMEWORKS, LABELS
from pooling.placement import Bools


@dataclass(frozen=True, eq=False)
class Answer:
    """What one framework makes of an Ask.

    call: the line an engineer writes, "" where there is none. taken: the shape of its x. values: of the plane's
    rank, None where the framework refuses; refused then says why. said: the call and the windows it lays.
    """

    framework: str
    call: str
    taken: tuple[int, ...]
    values: Array | None
    refused: str
    said: Call | None

    @property
    def label(self) -> str:
        """The framework's name."""
        return LABELS[self.framework]


def answers(ask: Ask) -> tuple[Answer, ...]:
    """One answer a framework, in a fixed order."""
    return tuple(_answer(framework, ask) for framework in FRAMEWORKS)


def _answer(framework: str, ask: Ask) -> Answer:
    try:
        call = FRAMEWORKS[framework](ask)
    except Unsaid as reason:
        return Answer(framework, "", (), None, str(reason), None)
    tensor = call.tensor(ask.x)
    try:
        values = call.plane(call.run(tensor))
    except (ValueError, TypeError) as refusal:
        return Answer(framework, call.text, tensor.shape, None, str(refusal), call)
    return Answer(framework, call.text, tensor.shape, values, "", call)


def agreeing(ask: Ask, given: Sequence[Answer]) -> list[list[Answer]]:
    """The answers, those that are the same put together; refusals are left out."""
    groups: list[list[Answer]] = []
    for answer in given:
        if answer.values is None:
            continue
        for group in groups:
            if _same(ask, group[0].values, answer.values):
                group.append(answer)
                break
        else:
            groups.append([answer])
    return groups


def differing(ask: Ask, given: Sequence[Answer]) -> dict[tuple[int, ...], Bools]:
    """For each shape of an output: the cells in which not all answers of that shape agree."""
    shapes: dict[tuple[int, ...], list[Array]] = {}
    for answer in given:
        if answer.values is not None:
            shapes.setdefault(answer.values.shape, []).append(answer.values)
    return {
        shape: ~np.logical_and.reduce([_alike(ask, found[0], other) for other in found])
        for shape, found in shapes.items()
    }


def drawn(ask: Ask, answer: Answer) -> Pooled | None:
    """The house's pool on the windows of an answer, if it gives the same numbers and all can be drawn."""
    if answer.values is None or answer.said is None or not np.isfinite(ask.x).all():
        return None
    said, param = answer.said, ask.param if ask.type == "lp" else None
    try:
        window = ask.window(said.stride, said.padding)
        pooled = pool(ask.x, window, type=ask.type, param=param, count_include_pad=said.counted)
    except ValueError:
        return None
    return pooled if _same(ask, pooled.values, answer.values) else None


def _same(ask: Ask, one: Array | None, other: Array | None) -> bool:
    assert one is not None and other is not None
    return one.shape == other.shape and bool(_alike(ask, one, other).all())


def _alike(ask: Ask, one: Array, other: Array) -> Bools:
    # Max copies a value: any difference counts. A mean may be rounded in another order.
    tolerance = 0 if ask.type == "max" else 1e-6
    a, b = one.astype(np.float64), other.astype(np.float64)
    return np.asarray(np.isclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True))
