"""A slow twin of every pooling type: plain loops written from the formulas, shape arithmetic included.

Nothing here imports the library. `windows` lists the taps of each output as coordinates; a twin answers one
value from them.
"""

import itertools
import math
from typing import NamedTuple

import numpy as np


def axis_windows(n, kernel, stride, padding, dilation, ceil_mode):
    """(low, high, windows, dilation) of one axis: its pads and, for each output, its coordinates."""
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
    return low, high, [[i * stride - low + j * dilation for j in range(kernel)] for i in range(out)], dilation


def adaptive_windows(n, out):
    """The same for adaptive pooling."""
    bounds = [(math.floor(i * n / out), math.ceil((i + 1) * n / out)) for i in range(out)]
    return 0, 0, [list(range(start, end)) for start, end in bounds], 1


class Cell(NamedTuple):
    """One window: its plane, its coordinates along each axis, and the settings."""

    plane: np.ndarray
    spans: tuple
    axes: list
    counts: bool
    param: float | None

    def taps(self):
        return list(itertools.product(*self.spans))

    def real(self):
        return [tap for tap in self.taps() if is_cell(tap, self.plane.shape)]

    def values(self):
        return [float(self.plane[tap]) for tap in self.real()]


def is_cell(tap, shape):
    return all(0 <= t < n for t, n in zip(tap, shape, strict=True))


def twin(name, x, axes, rank, count_include_pad=False, param=None):
    """Pool the last `rank` axes of x; `axes` holds (low, high, windows, dilation) of each. Answers float64."""
    return _walk(x, axes, rank, np.float64, TWINS[name], count_include_pad, param)


def twin_switches(name, x, axes, rank):
    """Flat index within the plane of the tap that the type picked."""
    return _walk(x, axes, rank, np.int64, lambda cell: np.ravel_multi_index(PICKS[name](cell), cell.plane.shape))


def twin_ties(name, x, axes, rank):
    """How many real taps share the winner's value (NaN shares with NaN); 1 where place decides."""

    def count(cell):
        if name in BY_PLACE:
            return 1
        best = cell.plane[PICKS[name](cell)]
        equal = [cell.plane[tap] == best or (np.isnan(best) and np.isnan(cell.plane[tap])) for tap in cell.real()]
        return sum(equal)

    return _walk(x, axes, rank, np.int64, count)


def _walk(x, axes, rank, dtype, answer, counts=False, param=None):
    lead = x.shape[: x.ndim - rank]
    sizes = tuple(len(windows) for _, _, windows, _ in axes)
    out = np.empty(lead + sizes, dtype)
    for before in np.ndindex(*lead):
        for place in itertools.product(*map(range, sizes)):
            spans = tuple(axis[2][i] for i, axis in zip(place, axes, strict=True))
            out[before + place] = answer(Cell(x[before], spans, axes, counts, param))
    return out


# ---- which tap ---------------------------------------------------------------------------------------------


def _first_where(cell, better):
    best = cell.real()[0]
    for tap in cell.real():
        if np.isnan(cell.plane[tap]):
            return tap
        if better(cell.plane[tap], cell.plane[best]):
            best = tap
    return best


def _first_largest(cell):
    return _first_where(cell, lambda tap, best: tap > best)


def _first_smallest(cell):
    return _first_where(cell, lambda tap, best: tap < best)


def _first_middle(cell):
    values = sorted(cell.plane[tap] for tap in cell.real() if not np.isnan(cell.plane[tap]))
    nan = [tap for tap in cell.real() if np.isnan(cell.plane[tap])]
    if nan:
        return nan[0]
    return next(tap for tap in cell.real() if cell.plane[tap] == values[(len(values) - 1) // 2])


def _first(cell):
    return min(cell.real())


def _phase(cell):
    """The tap of the phase of largest norm: every phase is tried on the whole plane."""
    phases = [range(min(min(len(w) for w in windows), _step(windows))) for _, _, windows, _ in cell.axes]
    windows = list(itertools.product(*(axis[2] for axis in cell.axes)))

    def norm(phase):
        values = [float(cell.plane[_near(spans, phase, cell.plane.shape)]) for spans in windows]
        return math.fsum(min(abs(value), 1e100) ** 2 for value in values if not math.isnan(value))

    norms = {phase: norm(phase) for phase in itertools.product(*phases)}
    best = max(norms.values())
    chosen = next(phase for phase, value in norms.items() if value >= best * (1 - 1e-14))
    return _near(cell.spans, chosen, cell.plane.shape)


def _step(windows):
    """Cells from a window to the next, where that differs the fewest; the window where there is no next."""
    starts = [window[0] for window in windows]
    return max(1, min((after - before for before, after in itertools.pairwise(starts)), default=len(windows[0])))


def _near(spans, phase, shape):
    def along(span, offset, n):
        return min((abs(t - span[offset]), t) for t in span if 0 <= t < n)[1]

    return tuple(along(*three) for three in zip(spans, phase, shape, strict=True))


# ---- which number ------------------------------------------------------------------------------------------


def _add(values):
    if not all(math.isfinite(value) for value in values):
        return np.float64(sum(value for value in values if not math.isfinite(value)))
    return math.fsum(values)


def _largest(cell):
    return cell.plane[_first_largest(cell)]


def _count(cell, taps):
    """How many of these taps count: cells, and padding where it counts, but not what ceil adds."""
    shape = cell.plane.shape
    pads = [(low, high) for low, high, _, _ in cell.axes]

    def counts(tap):
        return all(-low <= t < n + high for t, n, (low, high) in zip(tap, shape, pads, strict=True))

    return sum(counts(tap) if cell.counts else is_cell(tap, shape) for tap in taps)


def _average(cell):
    return _add(cell.values()) / _count(cell, cell.taps())


def _norm(cell):
    sizes = [abs(value) for value in cell.values()]
    top = max(sizes)
    if top == 0 or not all(math.isfinite(size) for size in sizes):
        return _add(sizes)
    return top * math.fsum((size / top) ** cell.param for size in sizes) ** (1 / cell.param)


def _generalised_mean(cell):
    positive = [value if value > 0 or math.isnan(value) else 0.0 for value in cell.values()]
    top = max(positive)
    if top == 0 or not all(math.isfinite(value) for value in positive):
        return _add(positive)
    mean = math.fsum((value / top) ** cell.param for value in positive) / _count(cell, cell.taps())
    return top * mean ** (1 / cell.param)


def _log_sum_exp(cell):
    values = cell.values()
    if any(math.isnan(value) for value in values):
        return math.nan
    top = max(values)
    if math.isinf(top):
        return top
    mean = math.fsum(math.exp(cell.param * (value - top)) for value in values) / len(values)
    return top + math.log(mean) / cell.param


def _softly(cell):
    values = cell.values()
    if any(math.isnan(value) for value in values):
        return math.nan
    top = max(values)
    if math.isinf(top):
        return top
    weights = [math.exp(value - top) for value in values]
    return math.fsum(w * v for w, v in zip(weights, values, strict=True) if w) / math.fsum(weights)


def _mixed(cell):
    if cell.param in (0, 1):
        return _largest(cell) if cell.param else _average(cell)
    return cell.param * float(_largest(cell)) + (1 - cell.param) * _average(cell)


def _expected(cell):
    values = cell.values()
    if any(math.isnan(value) for value in values):
        return math.nan
    positive = [max(value, 0.0) for value in values]
    if max(positive) == 0:
        return _add(values) / len(values)
    if math.isinf(max(positive)):
        return math.inf
    shares = [a / max(positive) for a in positive]
    return math.fsum(share * a for share, a in zip(shares, positive, strict=True)) / math.fsum(shares)


def _binomial(length):
    row = [1]
    while len(row) < length:
        row = [a + b for a, b in zip([0, *row], [*row, 0], strict=True)]
    return row


def _blur(cell):
    """The filter in the middle of the window, moved as little as it takes to touch a tap that is there."""
    spots = []
    for span, n, (_, _, _, dilation) in zip(cell.spans, cell.plane.shape, cell.axes, strict=True):
        there = [i for i, t in enumerate(span) if 0 <= t < n]
        length, offset = int(cell.param), math.floor((len(span) - cell.param) / 2)
        while offset + length - 1 < there[0]:
            offset += 1
        while offset > there[-1]:
            offset -= 1
        spots.append([(span[0] + (offset + j) * dilation, w) for j, w in enumerate(_binomial(length))])
    weighed = [([t for t, _ in spot], math.prod(w for _, w in spot)) for spot in itertools.product(*spots)]
    weight = sum(w * _count(cell, [tap]) for tap, w in weighed)
    return _add([w * float(cell.plane[tuple(tap)]) for tap, w in weighed if is_cell(tap, cell.plane.shape)]) / weight


def _blurred_maxima(cell):
    """Max with every start between the first and the last, then the filter around this window's start."""
    spots = []
    for span, n, (_, high, windows, dilation) in zip(cell.spans, cell.plane.shape, cell.axes, strict=True):
        longest = max(len(window) for window in windows)
        uneven = len({len(window) for window in windows}) > 1 or len(set(map(len, windows))) > 1
        starts = [window[0] for window in windows]
        steps = {b - a for a, b in itertools.pairwise(starts)}
        end = n + high - (dilation * (longest - 1) + 1)
        last = end if uneven or len(steps) > 1 else max(starts[-1], end)
        here, length = min(span[0], last), int(cell.param)
        along = [(here - (length - 1) // 2 + j, w) for j, w in enumerate(_binomial(length))]
        spots.append(
            [([s + j * dilation for j in range(longest)], w) for s, w in along if starts[0] <= s <= last],
        )
    weights = [math.prod(w for _, w in spot) for spot in itertools.product(*spots)]
    maxima = [_largest(cell._replace(spans=tuple(s for s, _ in spot))) for spot in itertools.product(*spots)]
    return _add([w * float(m) for w, m in zip(weights, maxima, strict=True)]) / sum(weights)


PICKS = {
    "max": _first_largest,
    "min": _first_smallest,
    "median": _first_middle,
    "subsample": _first,
    "aps": _phase,
}
BY_PLACE = ("subsample", "aps")
TWINS = {name: lambda cell, pick=pick: cell.plane[pick(cell)] for name, pick in PICKS.items()} | {
    "average": _average,
    "sum": lambda cell: _add(cell.values()),
    "lp": _norm,
    "gem": _generalised_mean,
    "logsumexp": _log_sum_exp,
    "soft": _softly,
    "mixed": _mixed,
    "stochastic": _expected,
    "blur": _blur,
    "maxblur": _blurred_maxima,
}
