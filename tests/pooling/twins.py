"""A slow twin of every pooling type: plain loops written from the formulas, shape arithmetic included.

Nothing here imports the library. `windows` lists the taps of each output as coordinates; a twin answers one
value from them.
"""

import itertools
import math

import numpy as np


def axis_windows(n, kernel, stride, padding, dilation, ceil_mode):
    """(low, high, windows): for one axis the pads and, for each output, its coordinates."""
    reach = dilation * (kernel - 1) + 1
    if padding == "valid":
        low, high, out = 0, 0, math.ceil((n - reach + 1) / stride)
    elif padding in ("same", "same_lower"):
        out = math.ceil(n / stride)
        needed = max(0, (out - 1) * stride + reach - n)
        low, high = needed // 2, needed - needed // 2
        if padding == "same_lower":
            low, high = high, low
    else:
        low, high = padding
        steps = (n + low + high - reach) / stride
        out = (math.ceil(steps) if ceil_mode else math.floor(steps)) + 1
        if ceil_mode and (out - 1) * stride >= n + low:
            out -= 1
    return low, high, [[i * stride - low + j * dilation for j in range(kernel)] for i in range(out)]


def adaptive_windows(n, out):
    """The same for adaptive pooling."""
    bounds = [(math.floor(i * n / out), math.ceil((i + 1) * n / out)) for i in range(out)]
    return 0, 0, [list(range(start, end)) for start, end in bounds]


def twin(name, x, axes, rank, count_include_pad=False):
    """Pool the last `rank` axes of x; `axes` holds (low, high, windows) of each. Answers float64."""
    return _walk(x, axes, rank, np.float64, lambda plane, taps: TWINS[name](plane, taps, axes, count_include_pad))


def twin_switches(name, x, axes, rank):
    """Flat index within the plane of the tap that the type picked."""
    shape = x.shape[x.ndim - rank :]

    def flat(plane, taps):
        chosen = PICKS[name](plane, _real(plane, taps))
        return np.ravel_multi_index(chosen, shape)

    return _walk(x, axes, rank, np.int64, flat)


def twin_ties(name, x, axes, rank):
    """How many real taps share the winner's value (NaN shares with NaN); 1 where place decides."""

    def count(plane, taps):
        if name == "subsample":
            return 1
        real = _real(plane, taps)
        best = plane[PICKS[name](plane, real)]
        return sum(1 for tap in real if plane[tap] == best or (np.isnan(best) and np.isnan(plane[tap])))

    return _walk(x, axes, rank, np.int64, count)


def _walk(x, axes, rank, dtype, answer):
    lead = x.shape[: x.ndim - rank]
    out = np.empty(lead + tuple(len(windows) for _, _, windows in axes), dtype)
    for before in np.ndindex(*lead):
        for cell in itertools.product(*(range(len(windows)) for _, _, windows in axes)):
            taps = list(itertools.product(*(windows[i] for i, (_, _, windows) in zip(cell, axes, strict=True))))
            out[before + cell] = answer(x[before], taps)
    return out


def _real(plane, taps):
    return [tap for tap in taps if all(0 <= t < n for t, n in zip(tap, plane.shape, strict=True))]


def _first_largest(plane, real):
    best = real[0]
    for tap in real:
        if np.isnan(plane[tap]):
            return tap
        if plane[tap] > plane[best]:
            best = tap
    return best


def _first_smallest(plane, real):
    best = real[0]
    for tap in real:
        if np.isnan(plane[tap]):
            return tap
        if plane[tap] < plane[best]:
            best = tap
    return best


def _first(_plane, real):
    return min(real)


def _largest(plane, taps, _axes, _counts):
    return plane[_first_largest(plane, _real(plane, taps))]


def _smallest(plane, taps, _axes, _counts):
    return plane[_first_smallest(plane, _real(plane, taps))]


def _summed(plane, taps, _axes, _counts):
    values = [float(plane[tap]) for tap in _real(plane, taps)]
    if not all(math.isfinite(value) for value in values):
        return np.float64(sum(value for value in values if not math.isfinite(value)))
    return math.fsum(values)


def _averaged(plane, taps, axes, count_include_pad):
    count = 0
    for tap in taps:
        inside = all(0 <= t < n for t, n in zip(tap, plane.shape, strict=True))
        pads = zip(tap, plane.shape, axes, strict=True)
        padded = all(-low <= t < n + high for t, n, (low, high, _) in pads)
        count += padded if count_include_pad else inside
    return _summed(plane, taps, axes, count_include_pad) / count


def _kept(plane, taps, _axes, _counts):
    return plane[_first(plane, _real(plane, taps))]


TWINS = {"max": _largest, "average": _averaged, "sum": _summed, "min": _smallest, "subsample": _kept}
PICKS = {"max": _first_largest, "min": _first_smallest, "subsample": _first}
