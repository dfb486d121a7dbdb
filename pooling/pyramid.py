"""Several plans together: pooling again and again until one cell is left, and spatial pyramids."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pooling.apply import pool
from pooling.placement import Adaptive, Window


def shapes(shape: tuple[int, ...], window: Window) -> list[tuple[int, ...]]:
    """The size after each pooling of an input of this size, down to 1 along every pooled axis.

    The window keeps its kernel and stride, but the stride is at least 2, nothing is padded, and the kernel
    gives way where fewer cells are left. Empty where there is only one cell from the start.
    """
    found: list[tuple[int, ...]] = []
    while max(shape) > 1:
        shape = _fitted(window, shape).plan(shape).output_shape
        found.append(shape)
    return found


def again(
    x: ArrayLike, window: Window, *, type: str = "max", param: float | None = None, seed: int | None = None
) -> list[NDArray[Any]]:
    """The values after each pooling, in the order of `shapes`; axes before the last `window.rank` are kept.

    Raises what `pool` raises.
    """
    results: list[NDArray[Any]] = []
    values = np.asarray(x)
    for _ in shapes(values.shape[-window.rank :], window):
        values = pool(values, _fitted(window, values.shape[-window.rank :]), type=type, param=param, seed=seed).values
        results.append(values)
    return results


def spatial(
    x: ArrayLike, levels: Sequence[int] = (1, 2, 4), *, type: str = "max", param: float | None = None, rank: int = 2
) -> NDArray[Any]:
    """Pool the last `rank` axes to 1, 2, 4, ... windows along each and lay the answers end to end (He et al., 2014).

    Shape (..., sum of level ** rank), whatever the size of the maps: level after level, each row-major. Raises what
    `pool` raises; ValueError without any level.
    """
    if not levels:
        raise ValueError("a spatial pyramid needs at least one level, got none")
    pooled = [pool(x, Adaptive((level,) * rank), type=type, param=param).values for level in levels]
    return np.concatenate([values.reshape(*values.shape[: values.ndim - rank], -1) for values in pooled], axis=-1)


def _fitted(window: Window, shape: tuple[int, ...]) -> Window:
    kernel = tuple(min(k, n) for k, n in zip(window.kernel_size, shape, strict=True))
    return Window(kernel, tuple(max(2, s) for s in window.stride))
