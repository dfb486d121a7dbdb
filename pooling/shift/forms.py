"""Closed forms of shift stability and of what max does to chance: each is checked by trials in `claims`."""

import math
from itertools import pairwise

import numpy as np

_REACH = 12.0  # standard deviations: beyond them the density times any count of taps is below rounding
_POINTS = 4801
_LARGEST = 10**6  # taps


def impulse_invariance(kernel_size: int, stride: int) -> float:
    """The probability, 0..1, that one bright pixel moved by 1 along an axis leaves the pooled map as it was.

    (s - 1) / s if the stride divides the kernel, else max(0, (s - 2) / s), for a pixel that is anywhere with
    equal chance, far from the border; the same for max and average. Derived here, confirmed by simulation.
    """
    if min(kernel_size, stride) < 1:
        raise ValueError(f"kernel_size and stride must be at least 1, got {kernel_size} and {stride}")
    # Of s positions, those from which the step crosses a window's first or last cell; the two may coincide.
    changes = 1 if kernel_size % stride == 0 else 2
    return max(0, stride - changes) / stride


def neighbour_share(kernel_size: int) -> float:
    """The share, 0..1, of the 8 neighbour steps of a lone pixel that leave the map pooled with stride = kernel.

    (p + p^2) / 2 with p = impulse_invariance(k, k): four steps cross a border along one axis, four along both.
    3/8 for k = 2, the "3 of 8" of textbooks (Goodfellow, Bengio and Courville, 2016, call it small translations).
    """
    along = impulse_invariance(kernel_size, kernel_size)
    return (along + along**2) / 2


def survival(kernel_size: int, shift: int) -> float:
    """The probability, 0..1, that one max output stays as it was when independent continuous values move by `shift`.

    max(0, (k - t) / (k + t)): of the k + t taps that either window reads along the axis, the largest must be one of
    the k - t that both read. An average answers 0 for any shift but 0. Derived here, confirmed by simulation.
    """
    if kernel_size < 1:
        raise ValueError(f"kernel_size must be at least 1, got {kernel_size}")
    steps = abs(shift)
    return max(0, kernel_size - steps) / (kernel_size + steps)


def bernoulli_max(p: float, taps: int) -> tuple[float, float]:
    """Mean and variance of the max of independent taps that are 1 with probability p, else 0.

    The mean is m = 1 - (1 - p)^taps, the variance m (1 - m) (Boureau, Ponce and LeCun, 2010).
    Raises ValueError for p outside 0..1 and fewer than 1 tap.
    """
    _check_taps(taps)
    if not 0 <= p <= 1:
        raise ValueError(f"p must be from 0 to 1, got {p}")
    mean = 1 - (1 - p) ** taps
    return mean, mean * (1 - mean)


def best_cardinality(p1: float, p2: float) -> float:
    """The number of taps, a fraction, at which max pooling sets two Bernoulli classes furthest apart in their mean.

    ln[ln(1 - p2) / ln(1 - p1)] / ln[(1 - p1) / (1 - p2)] (Boureau, Ponce and LeCun, 2010), the same with the two
    exchanged. Raises ValueError unless both lie strictly between 0 and 1 and differ.
    """
    if not (0 < p1 < 1 and 0 < p2 < 1):
        raise ValueError(f"p1 and p2 must lie strictly between 0 and 1, got {p1} and {p2}")
    if p1 == p2:
        raise ValueError(f"p1 and p2 must differ, got {p1} twice")
    first, second = math.log1p(-p1), math.log1p(-p2)
    return math.log(second / first) / (first - second)


def exponential_max(taps: int) -> tuple[float, float]:
    """Mean and variance of the max of independent exponential taps of mean 1.

    H = 1 + 1/2 + ... + 1/taps and 1 + 1/4 + ... + 1/taps^2 (Boureau, Ponce and LeCun, 2010): it grows without end,
    about as ln(taps). Raises ValueError for fewer than 1 tap.
    """
    _check_taps(taps)
    ranks = 1 / np.arange(1, taps + 1)
    return float(ranks.sum()), float((ranks**2).sum())


def normal_max_mean(taps: int) -> float:
    """Mean of the max of independent standard normal taps: by how much max lifts pure noise.

    The integral of x n phi(x) Phi(x)^(n - 1), by the trapezoidal rule: 0 for 1 tap, 1.02938 for 4, 1.48501 for 9.
    An average stays at 0 and divides the variance by n. Raises ValueError for fewer than 1 tap.
    """
    _check_taps(taps)
    x = np.linspace(-_REACH, _REACH, _POINTS)
    density = np.exp(-0.5 * x**2) / math.sqrt(2 * math.pi)
    below = np.array([0.5 * math.erfc(-place / math.sqrt(2)) for place in x])
    return float(np.trapezoid(x * taps * density * below ** (taps - 1), x))


def blur_phases(length: int, stride: int) -> tuple[float, ...]:
    """What a binomial filter of `length` taps hands on of a lone pixel of 1, for each place within the stride.

    The sum of every stride-th weight, (stride,), adding up to 1. With stride 2 and a length of at least 2 both are
    1/2, so no pixel is overlooked; with length 1, subsampling, they are 1 and 0. Derived from Zhang, 2019.
    Raises ValueError for a length or stride below 1.
    """
    if min(length, stride) < 1:
        raise ValueError(f"length and stride must be at least 1, got {length} and {stride}")
    sums = [0] * stride
    for place in range(length):
        sums[place % stride] += math.comb(length - 1, place)
    return tuple(total / 2 ** (length - 1) for total in sums)


def blur_total_invariance(length: int, stride: int) -> float:
    """The probability, 0..1, that a lone pixel's step of 1 leaves the sum of the blur-pooled map as it was.

    The share of neighbouring phases with equal weight, going round: see blur_phases.
    """
    phases = blur_phases(length, stride)
    return sum(math.isclose(one, other) for one, other in pairwise((*phases, phases[0]))) / stride


def _check_taps(taps: int) -> None:
    if not 1 <= taps <= _LARGEST:
        raise ValueError(f"taps must be from 1 to {_LARGEST:,}, got {taps}")
