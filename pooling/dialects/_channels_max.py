"""Max as TensorFlow computes it where NaN and infinities are about."""

import numpy as np

from pooling.apply import pool
from pooling.dialects._channels import Array
from pooling.placement import Ints, Place, Window


def max_of_channels(x: Array, depth: int) -> Array:
    """Max over `depth` neighbouring channels, which are last; here TensorFlow keeps NaN and -inf."""
    if x.shape[-1] % depth:
        raise ValueError(f"ksize {depth} on the channels must divide their number, received {x.shape[-1]} channels")
    return pool(x, Window((depth,))).values


def largest(view: Array, place: Place) -> Array:
    """Max that looks past NaN: what TensorFlow answers on x86, though not by design."""
    values = pool(view, place).values
    if values.dtype.kind != "f":
        return values
    if np.isnan(values).any():
        values = pool(np.where(np.isnan(view), -np.inf, view), place).values
    # TensorFlow starts from the least finite number, not from -inf.
    return np.asarray(np.maximum(values, np.finfo(values.dtype).min))


def leading(view: Array, place: Window) -> tuple[Array, Ints]:
    """Values and switches where a comparison with NaN is false: it stays only where it came first."""
    pooled = pool(view, place)
    if pooled.values.dtype.kind != "f" or not np.isnan(pooled.values).any():
        return pooled.values, np.asarray(pooled.switches)
    first = pool(view, place, type="subsample")
    rest = pool(np.where(np.isnan(view), -np.inf, view), place)
    leads = np.isnan(first.values)
    switches = np.where(leads, np.asarray(first.switches), np.asarray(rest.switches))
    return np.where(leads, first.values, rest.values), switches
