"""The way back: where a pooling's gradient goes, and unpooling by switches."""

from collections.abc import Sequence
from dataclasses import replace
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
    given = _checked(pooled, grad)
    layout = engine.Layout.of(pooled.input, pooled.place.rank)
    ask = pooled.question(layout)
    values, weight = layout.block(computable(pooled.values)), layout.block(given.astype(np.float64))
    back = pooled.type.gradient(ask, values, weight, tie)
    dtype = pooled.input.dtype if pooled.input.dtype.kind == "f" else np.float64
    with np.errstate(over="ignore"):
        return layout.plain(back).astype(dtype, copy=False)


def shares(pooled: Pooled, grad: ArrayLike, *, tie: str = "first") -> NDArray[Any]:
    """What each window alone sends back: shape (windows, *input.shape) for one plane; their sum is `backward`.

    Raises what `backward` raises, and ValueError for an input of several planes.
    """
    if pooled.input.ndim != pooled.place.rank:
        raise ValueError(f"shares are those of one plane, got an input of shape {pooled.input.shape}")
    given = _checked(pooled, grad)
    windows = pooled.values.size
    if pooled.switches is not None and (tie == "first" or np.all(pooled.ties == 1)):
        cells = np.zeros((windows, pooled.input.size))
        cells[np.arange(windows), pooled.switches.ravel()] = given.ravel()
        return cells.reshape(windows, *pooled.input.shape)
    alone = np.zeros((windows, windows))
    np.fill_diagonal(alone, given.ravel())
    each = replace(
        pooled,
        input=np.broadcast_to(pooled.input, (windows, *pooled.input.shape)),
        values=np.broadcast_to(pooled.values, (windows, *pooled.values.shape)),
    )
    return backward(each, alone.reshape(windows, *pooled.values.shape), tie=tie)


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


def copied(pooled: Pooled) -> NDArray[Any]:
    """Unpool without switches: each value on every tap of its window, zeros where no window reads.

    Shape and dtype of the input but for the values' dtype; where windows overlap the later one stays.
    """
    rank, sizes = pooled.place.rank, pooled.plan.input_shape
    lead = pooled.values.shape[: pooled.values.ndim - rank]
    planes = np.zeros((prod(lead), *sizes), pooled.values.dtype)
    values = pooled.values.reshape(prod(lead), *pooled.plan.output_shape)
    for window in np.ndindex(*pooled.plan.output_shape):
        taps = [axis.taps[i][axis.real[i]] for i, axis in zip(window, pooled.plan.axes, strict=True)]
        planes[(slice(None), *np.ix_(*taps))] = values[(slice(None), *window)].reshape(-1, *(1,) * rank)
    return planes.reshape(lead + sizes)


def _checked(pooled: Pooled, grad: ArrayLike) -> NDArray[Any]:
    given = np.asarray(grad)
    if given.dtype.kind not in "fiu":
        raise TypeError(f"grad must hold numbers, got {given.dtype}")
    if given.shape != pooled.values.shape:
        raise ValueError(f"grad must have the shape of the values, {pooled.values.shape}, got {given.shape}")
    return given


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
