"""What reaches one cell of each window on the way back, and what does when the way is mistaken."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pooling import gradient
from pooling.apply import Pooled, pool
from pooling.grids import spell
from pooling.predict.tables import Floats, Mistake, table

_RULES = {
    True: "The gradient of a window goes to the number that was its answer, and to no other.",
    False: "Every number of a window gets its part of the gradient: as much as it counts in the answer.",
}
_ADDED = "Where several windows read a cell, what they send adds up."
_DECIMALS = 2


def backward(pooled: Pooled, grad: ArrayLike, *, tie: str = "first") -> dict[str, Any] | None:
    """Return the table of a pooling's gradient: for each window, what one of its cells gets in all; see `tables.table`.

    cells are flat indices of these cells within the input: those that no window before reads, of these those that most
    windows read, and of these a winner and another in turn. Fields else as `forward`'s; given[w] fills {0}, {1} in ask.
    None for what is drawn by lot. Raises what `gradient.backward` raises.
    """
    shares = gradient.shares(pooled, grad, tie=tie)
    if pooled.type.seeded and pooled.seed is not None:
        return None
    total = shares.sum(axis=0).ravel()
    cells = _cells(pooled, total)
    given = np.asarray(grad, np.float64).ravel()
    picks = pooled.switches is not None
    alone = shares.reshape(len(shares), -1)[np.arange(len(cells)), cells]
    mistakes = [Mistake(f"That is what window {{window}} sends there. {_ADDED}", alone)]
    mistakes += [Mistake(says, found[cells]) for says, found in _mistakes(pooled, grad, tie)]
    return {
        "covers": "input",
        "ask": "Window {window} sends back {0}. What gradient does {1} get in all?",
        "given": [[spell(value, _DECIMALS), _named(pooled, cell)] for value, cell in zip(given, cells, strict=True)],
        "cells": cells.tolist(),
        "hint": f"{_RULES[picks]} {_ADDED}",
        "open": [_open(shares, cell) for cell in cells.tolist()],
        "pick": False,
        "tap": "",
        "other": f"Not yet. {_RULES[picks]} {_ADDED}",
        "padding": "",
        **table(total[cells], mistakes),
    }


def _mistakes(pooled: Pooled, grad: ArrayLike, tie: str) -> Iterator[tuple[str, Floats]]:
    """Yield (sentence, gradient of the flat input) of each way to go wrong, the most plausible first."""
    picks = pooled.switches is not None
    if picks:
        other = "shared" if tie == "first" else "first"
        said = {
            "shared": "You shared it between equal winners. Here the first of them gets it all.",
            "first": "You gave it to the first of equal winners. Here they share it.",
        }
        yield said[other], gradient.backward(pooled, grad, tie=other).ravel()
        yield f"You gave it to every number of the window. {_RULES[True]}", _as(pooled, "sum", grad)
        yield f"You divided it, as average pooling does. {_RULES[True]}", _as(pooled, "average", grad)
        return
    if pooled.type.name != "sum":
        yield "You gave each number the whole gradient. Each gets only its part.", _as(pooled, "sum", grad)
    yield "You divided it. A sum passes the whole gradient on to each number.", _as(pooled, "average", grad)
    yield f"That would be max pooling's way. {_RULES[False]}", _as(pooled, "max", grad)


def _as(pooled: Pooled, type: str, grad: ArrayLike) -> Floats:
    """Return the gradient that another type would send back through the same windows."""
    other = pool(np.asarray(pooled.input, np.float64), pooled.place, type=type)
    found: Floats = gradient.backward(other, grad).ravel()
    return found


def _cells(pooled: Pooled, total: Floats) -> np.ndarray:
    """Return for each window the flat index of the cell that is asked about."""
    axes = pooled.plan.axes
    reads = pooled.plan.reads.ravel()
    flat = np.arange(pooled.input.size).reshape(pooled.input.shape)
    found: list[int] = []
    seen = np.zeros(pooled.input.size, bool)
    for window, place in enumerate(np.ndindex(*pooled.values.shape)):
        taps = flat[np.ix_(*(axis.taps[i][axis.real[i]] for i, axis in zip(place, axes, strict=True)))].ravel()
        fresh = taps if seen[taps].all() else taps[~seen[taps]]  # an answer uncovers the cells of its window
        seen[taps] = True
        busiest = fresh[reads[fresh] == reads[fresh].max()]
        wanted = busiest[(total[busiest] != 0) == (window % 2 == 0)]
        found.append(int((wanted if wanted.size else busiest)[0]))
    return np.array(found)


def _named(pooled: Pooled, cell: int) -> str:
    names = ("row", "column")[-pooled.input.ndim :]
    places = np.unravel_index(cell, pooled.input.shape)
    return ", ".join(f"{name} {int(place) + 1}" for name, place in zip(names, places, strict=True))


def _open(shares: Floats, cell: int) -> str:
    """Return what the windows send to a cell, not added up."""
    parts = [
        (window + 1, float(share)) for window, share in enumerate(shares.reshape(len(shares), -1)[:, cell]) if share
    ]
    return " + ".join(f"{spell(share, _DECIMALS)} from window {window}" for window, share in parts)
