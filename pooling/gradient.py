"""The way back: where a pooling's gradient goes, and unpooling by switches."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pooling import engine
from pooling.apply import Pooled, computable

TIES = ("first", "shared")


def backward(pooled: Pooled, grad: ArrayLike, *, tie: str = "first") -> NDArray[Any]:
    """Gradient with respect to `pooled.input`, of its shape, from `grad` with respect to `pooled.values`.

    `tie` says where the gradient of equal winners goes: to the first of them, as in PyTorch, TensorFlow and
    onnxruntime, or "shared" in equal parts. Where windows overlap it adds up. Float inputs keep their dtype,
    integers get float64. ValueError for a grad of another shape or an unknown tie.
    """
    if tie not in TIES:
        raise ValueError(f"tie must be one of {', '.join(TIES)}, got {tie!r}")
    given = np.asarray(grad)
    if given.dtype.kind not in "fiu":
        raise TypeError(f"grad must hold numbers, got {given.dtype}")
    if given.shape != pooled.values.shape:
        raise ValueError(f"grad must have the shape of the values, {pooled.values.shape}, got {given.shape}")
    layout = engine.Layout.of(pooled.input, pooled.place.rank)
    ask = pooled.question(layout)
    values, weight = layout.block(computable(pooled.values)), layout.block(given.astype(np.float64))
    back = pooled.type.gradient(ask, values, weight, tie)
    dtype = pooled.input.dtype if pooled.input.dtype.kind == "f" else np.float64
    with np.errstate(over="ignore"):
        return layout.plain(back).astype(dtype, copy=False)


def unpool(values: ArrayLike, switches: ArrayLike, shape: Sequence[int]) -> NDArray[Any]:
    """Put each value where its switch says, zeros elsewhere: (..., out...) -> (..., shape...), same dtype.

    `shape` are the sizes of one plane, `switches` flat indices within it, as `Pooled.switches` gives them. Where
    two values have one switch, the later in row-major order stays, as in PyTorch's max_unpool. ValueError for a
    switch outside the plane (Zeiler and Fergus, 2013, call this unpooling).
    """
    answers, places = np.asarray(values), np.asarray(switches)
    sizes = tuple(int(size) for size in shape)
    _check(answers, places, sizes)
    lead = answers.shape[: answers.ndim - len(sizes)]
    planes = np.zeros((prod(lead), prod(sizes)), answers.dtype)
    rows = np.repeat(np.arange(len(planes)), prod(answers.shape[len(lead) :]))
    planes[rows, places.ravel()] = answers.ravel()  # NumPy assigns in order, so the last one stays
    return planes.reshape(lead + sizes)


def _check(values: NDArray[Any], switches: NDArray[Any], sizes: tuple[int, ...]) -> None:
    if switches.dtype.kind not in "iu":
        raise TypeError(f"switches must be whole numbers, got {switches.dtype}")
    if values.shape != switches.shape:
        raise ValueError(f"values and switches must have one shape, got {values.shape} and {switches.shape}")
    if values.ndim < len(sizes):
        raise ValueError(f"values must have at least {len(sizes)} axes, got shape {values.shape}")
    if switches.size and not 0 <= switches.min() <= switches.max() < prod(sizes):
        worst = switches.min() if switches.min() < 0 else switches.max()
        raise ValueError(f"a switch must be from 0 to {prod(sizes) - 1}, got {worst}")
