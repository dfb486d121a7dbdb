"""Pooling as torch.nn.functional has it: its names, argument order, defaults, limits and quirks, on NumPy arrays.

Arrays are (N, C, spatial...) or (C, spatial...). Indices are row-major within each plane; in a window with NaN
it is the last one. The `*_backward` functions take (input, gradient of the output, the forward's settings).
What PyTorch refuses is refused: ValueError, or TypeError for a dtype or an argument of the wrong kind.
"""

from pooling.dialects._spatial_torch_adaptive import (
    adaptive_avg_pool1d,
    adaptive_avg_pool2d,
    adaptive_avg_pool3d,
    adaptive_max_pool1d,
    adaptive_max_pool2d,
    adaptive_max_pool3d,
)
from pooling.dialects._spatial_torch_average import (
    avg_pool1d,
    avg_pool1d_backward,
    avg_pool2d,
    avg_pool2d_backward,
    avg_pool3d,
    avg_pool3d_backward,
)
from pooling.dialects._spatial_torch_fractional import fractional_max_pool2d
from pooling.dialects._spatial_torch_max import (
    max_pool1d,
    max_pool1d_backward,
    max_pool2d,
    max_pool2d_backward,
    max_pool3d,
    max_pool3d_backward,
)
from pooling.dialects._spatial_torch_norm import lp_pool1d, lp_pool2d, lp_pool3d
from pooling.dialects._spatial_torch_unpool import max_unpool1d, max_unpool2d, max_unpool3d

__all__ = [
    "adaptive_avg_pool1d",
    "adaptive_avg_pool2d",
    "adaptive_avg_pool3d",
    "adaptive_max_pool1d",
    "adaptive_max_pool2d",
    "adaptive_max_pool3d",
    "avg_pool1d",
    "avg_pool1d_backward",
    "avg_pool2d",
    "avg_pool2d_backward",
    "avg_pool3d",
    "avg_pool3d_backward",
    "fractional_max_pool2d",
    "lp_pool1d",
    "lp_pool2d",
    "lp_pool3d",
    "max_pool1d",
    "max_pool1d_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "max_pool3d",
    "max_pool3d_backward",
    "max_unpool1d",
    "max_unpool2d",
    "max_unpool3d",
]
