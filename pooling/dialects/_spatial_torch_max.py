"""PyTorch's max_pool functions and their gradients."""

from math import prod

import numpy as np
from numpy.typing import ArrayLike

from pooling.apply import Pooled, pool
from pooling.dialects import _spatial as spatial
from pooling.dialects import _spatial_torch as rules
from pooling.dialects._spatial import Array, Fitted, Setting, fit
from pooling.dialects._spatial_torch import Sizes
from pooling.gradient import backward
from pooling.placement import Ints

Answer = Array | tuple[Array, Ints]


def max_pool1d(
    input: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Answer:
    """Largest value of each window of (N, C, L) or (C, L); with return_indices also its index in L.

    float16, float32, float64; with return_indices integers too.
    """
    setting = rules.setting("max_pool1d", 1, kernel_size, stride, padding, dilation, ceil_mode)
    return largest_with_indices(input, setting) if return_indices else largest(input, setting)


def max_pool2d(
    input: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Answer:
    """Largest value of each window of (N, C, H, W) or (C, H, W); with return_indices also row * W + column.

    Floats and integers of at most 64 bits, of the unsigned ones uint8 only.
    """
    setting = rules.setting("max_pool2d", 2, kernel_size, stride, padding, dilation, ceil_mode)
    return largest_with_indices(input, setting) if return_indices else largest(input, setting)


def max_pool3d(
    input: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Answer:
    """Largest value of each window of (N, C, D, H, W) or (C, D, H, W); with return_indices also its flat index.

    The dtypes are those of max_pool2d.
    """
    setting = rules.setting("max_pool3d", 3, kernel_size, stride, padding, dilation, ceil_mode)
    return largest_with_indices(input, setting) if return_indices else largest(input, setting)


def max_pool1d_backward(
    input: ArrayLike,
    grad: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
) -> Array:
    """Gradient of the input of max_pool1d, given that of its output: each window's goes to its index; floats."""
    setting = rules.setting("max_pool1d_backward", 1, kernel_size, stride, padding, dilation, ceil_mode)
    return _gradient(input, grad, setting)


def max_pool2d_backward(
    input: ArrayLike,
    grad: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
) -> Array:
    """Gradient of the input of max_pool2d, given that of its output: each window's goes to its index; floats."""
    setting = rules.setting("max_pool2d_backward", 2, kernel_size, stride, padding, dilation, ceil_mode)
    return _gradient(input, grad, setting)


def max_pool3d_backward(
    input: ArrayLike,
    grad: ArrayLike,
    kernel_size: Sizes,
    stride: Sizes | None = None,
    padding: Sizes = 0,
    dilation: Sizes = 1,
    ceil_mode: bool = False,
) -> Array:
    """Gradient of the input of max_pool3d, given that of its output: each window's goes to its index; floats."""
    setting = rules.setting("max_pool3d_backward", 3, kernel_size, stride, padding, dilation, ceil_mode)
    return _gradient(input, grad, setting)


def largest(input: ArrayLike, setting: Setting) -> Array:
    """The values of a max_pool function."""
    # PyTorch's kernel for one dimension without indices knows floats only.
    integers = rules.INTEGERS if len(setting.kernel) > 1 else ()
    return _pooled(input, setting, rules.FLOATS + integers)[0].values


def largest_with_indices(input: ArrayLike, setting: Setting) -> tuple[Array, Ints]:
    """The values of a max_pool function and where they came from, each plane for itself."""
    pooled, fitted = _pooled(input, setting, rules.FLOATS + rules.INTEGERS)
    return pooled.values, fitted.places(switches(pooled))


def _pooled(input: ArrayLike, setting: Setting, dtypes: tuple[str, ...]) -> tuple[Pooled, Fitted]:
    rank = len(setting.kernel)
    x = rules.tensor(setting.op, input, rank, dtypes, solid=rank + 1)
    fitted = fit(x.shape[-rank:], setting)
    return spatial.extreme(x, fitted), fitted


def switches(pooled: Pooled) -> Ints:
    """Where PyTorch says the values came from: the first largest tap, but in a window with NaN the last NaN."""
    found = pooled.switches
    assert found is not None
    spoiled = np.isnan(pooled.values)
    return np.where(spoiled, _last_nan(pooled).values, found) if spoiled.any() else found


def _last_nan(pooled: Pooled) -> Pooled:
    """Where the last NaN of each window stands: the largest position of one, itself pooled; -1 without any."""
    positions = np.arange(prod(pooled.plan.input_shape)).reshape(pooled.plan.input_shape)
    return pool(np.where(np.isnan(pooled.input), positions, -1), pooled.place)


def _gradient(input: ArrayLike, grad: ArrayLike, setting: Setting) -> Array:
    pooled, fitted = _pooled(input, setting, rules.FLOATS)
    grads = rules.gradient(setting.op, grad, pooled.values)
    spoiled = np.isnan(pooled.values)
    found = backward(pooled, np.where(spoiled, 0, grads))
    if spoiled.any():
        found = found + backward(_last_nan(pooled), np.where(spoiled, grads, 0))
    return fitted.cropped(found).astype(pooled.input.dtype)
