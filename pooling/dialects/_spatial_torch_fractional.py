"""PyTorch's fractional_max_pool2d."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from pooling.apply import pool
from pooling.dialects import _spatial_torch as rules
from pooling.dialects._spatial import Array
from pooling.dialects._spatial_torch import Sizes
from pooling.dialects._spatial_torch_max import Answer, switches
from pooling.engine import read_only
from pooling.placement import LARGEST, Axis, Place


@dataclass(frozen=True)
class _Drawn(Place):
    """Windows of one size that begin where they were drawn, in rows and in columns."""

    starts: tuple[tuple[int, ...], ...]
    kernel: tuple[int, ...]
    rank: int = 2

    def _axis(self, index: int, size: int, /) -> Axis:
        kernel, starts = self.kernel[index], read_only(np.array(self.starts[index], dtype=np.int64))
        lengths = read_only(np.full_like(starts, kernel))
        return Axis(size, kernel, 0, 1, 0, 0, starts, lengths, "fractional", len(starts))


def fractional_max_pool2d(
    input: ArrayLike,
    kernel_size: Sizes,
    output_size: Sizes | None = None,
    output_ratio: float | Sequence[float] | None = None,
    return_indices: bool = False,
    _random_samples: ArrayLike | None = None,
    *,
    seed: int = 0,
) -> Answer:
    """Largest value of each window of (N, C, H, W) or (C, H, W), the windows' places being drawn (Graham, 2014).

    `_random_samples` (N, C, 2), from 0 to 1, the columns' before the rows', decides where the windows of each
    plane lie. Without it they come from `seed`, where PyTorch would ask its own generator.
    """
    op = "fractional_max_pool2d"
    x = rules.tensor(op, input, 2, rules.FLOATS)
    kernel = rules.per_axis(op, "kernel_size", kernel_size, 2, short=False)
    sizes = _fraction(op, x.shape[-2:], output_size, output_ratio)
    _check_fraction(op, x.shape[-2:], kernel, sizes)
    samples, shape = _samples(op, x, _random_samples, seed), (*x.shape[:-2], *sizes)
    if 0 in shape:
        return (np.empty(shape, x.dtype), np.empty(shape, np.int64)) if return_indices else np.empty(shape, x.dtype)
    places = [_drawn(x.shape[-2:], kernel, sizes, sample) for sample in samples]
    each = [pool(plane, place) for plane, place in zip(x.reshape(-1, *x.shape[-2:]), places, strict=True)]
    values = np.stack([pooled.values for pooled in each]).reshape(shape)
    return (values, np.stack([switches(pooled) for pooled in each]).reshape(shape)) if return_indices else values


def _fraction(
    op: str, plane: tuple[int, ...], output_size: Sizes | None, output_ratio: float | Sequence[float] | None
) -> tuple[int, ...]:
    if output_size is not None:
        return rules.per_axis(op, "output_size", output_size, 2, short=False)
    if output_ratio is None:
        raise ValueError(f"{op} takes an output_size or an output_ratio, got neither")
    ratios = output_ratio if isinstance(output_ratio, tuple | list) else (output_ratio, output_ratio)
    if len(ratios) != 2:
        raise ValueError(f"{op} takes one output_ratio or 2, got {tuple(ratios)}")
    return tuple(int(n * ratio) for n, ratio in zip(plane, ratios, strict=True))


def _check_fraction(op: str, plane: tuple[int, ...], kernel: tuple[int, ...], sizes: tuple[int, ...]) -> None:
    for n, k, out in zip(plane, kernel, sizes, strict=True):
        if out < 0:
            raise ValueError(f"{op} takes an output_size of at least 0, got {out}")
        if k < 1:
            raise ValueError(f"{op} takes a kernel_size of at least 1, got {k}")
        if out + k - 1 > n:
            raise ValueError(f"{op} draws {out} different windows of {k} from at least {out + k - 1} cells, got {n}")


def _samples(op: str, x: Array, given: ArrayLike | None, seed: int) -> Array:
    """(planes, 2): what decides the columns and the rows of each plane's windows."""
    batch, channels = x.shape[0] if x.ndim == 4 else 1, x.shape[-3]
    if given is None:
        samples = np.random.default_rng(seed).random((batch, channels, 2)).astype(x.dtype)
    else:
        samples = np.asarray(given)
    if samples.dtype != x.dtype:
        raise TypeError(f"{op} takes _random_samples of the input's {x.dtype}, got {samples.dtype}")
    if samples.ndim != 3 or len(samples) < batch or samples.shape[1:] != (channels, 2):
        raise ValueError(f"{op} takes _random_samples of shape {(batch, channels, 2)}, got {samples.shape}")
    if not (np.abs(samples.astype(np.float64)) <= LARGEST).all():
        raise ValueError(f"{op} takes _random_samples from 0 to 1, got {samples.min()} to {samples.max()}")
    return samples[:batch].reshape(-1, 2)


def _drawn(plane: tuple[int, ...], kernel: tuple[int, ...], sizes: tuple[int, ...], sample: Array) -> _Drawn:
    axes = zip(sample[::-1], plane, kernel, sizes, strict=True)  # the last of a sample is for the rows
    return _Drawn(tuple(_starts(*axis) for axis in axes), kernel)


def _starts(u: np.floating[Any], n: int, k: int, out: int) -> tuple[int, ...]:
    if out == 1:
        return (n - k,)
    # In the input's own precision, as PyTorch does it: in another, a start could round to its neighbour.
    step = u.dtype.type(n - k) / u.dtype.type(out - 1)
    between = ((np.arange(out - 1, dtype=u.dtype) + u) * step).astype(np.int64) - int(u * step)
    # No sample leaves the input unless it is so large that adding i to it is rounded.
    if not 0 <= between.min() <= between.max() <= n - k:
        raise ValueError(f"fractional_max_pool2d takes _random_samples from 0 to 1: {u} puts a window off the input")
    return (*between.tolist(), n - k)
