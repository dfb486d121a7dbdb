"""Filters of a convolution layer, made by hand so that a learner knows what each one looks for.

Kernels are made for pictures of 256 x 256 pixels. As in every framework's convolution layer, a kernel is laid
on the picture as it is, not flipped.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pooling import images

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Filter:
    """A kernel, float32 with odd sides, and what it means to a learner."""

    name: str
    label: str
    meaning: str
    kernel: Floats


def respond(picture: images.Picture, name: str) -> Floats:
    """The answer of one filter at each pixel of a uint8 picture, float32 (H, W).

    The picture is taken as grey in 0..1, its edges repeated outwards. Positive weights sum to 1, so an answer
    lies in -1..1 (the blur's in 0..1). Raises ValueError for a name that is not in FILTERS.
    """
    if name not in FILTERS:
        raise ValueError(f"filter must be one of {', '.join(FILTERS)}, got {name!r}")
    kernel = FILTERS[name].kernel
    high, wide = (side // 2 for side in kernel.shape)
    padded = np.pad(images.grey(picture) / np.float32(255), ((high, high), (wide, wide)), mode="edge")
    parts = (_along_rows(_along_columns(padded, column), row) for column, row in _separated(kernel))
    answer: Floats = np.sum(list(parts), axis=0)
    return answer


def relu(map: Floats) -> Floats:
    """The map with its negative answers set to 0: what a ReLU layer passes on to pooling."""
    passed: Floats = np.maximum(map, 0)
    return passed


def _separated(kernel: Floats) -> list[tuple[Floats, Floats]]:
    """Pairs (column, row) whose outer products sum to the kernel: m + n steps a pixel in place of m * n."""
    columns, weights, rows = np.linalg.svd(kernel.astype(np.float64))
    rank = int(np.sum(weights > 1e-6 * weights[0]))
    return [((columns[:, i] * weights[i]).astype(np.float32), rows[i].astype(np.float32)) for i in range(rank)]


def _along_columns(padded: Floats, weights: Floats) -> Floats:
    height = len(padded) - len(weights) + 1
    answer = np.zeros((height, padded.shape[1]), np.float32)
    for offset, weight in enumerate(weights):
        answer += weight * padded[offset : offset + height]
    return answer


def _along_rows(padded: Floats, weights: Floats) -> Floats:
    return np.ascontiguousarray(_along_columns(np.ascontiguousarray(padded.T), weights).T)


def _gauss(sigma: float, radius: int) -> NDArray[np.float64]:
    weights: NDArray[np.float64] = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    weights /= weights.sum()
    return weights


def _dark_line(across: float = 2.4, along: float = 9.0) -> Floats:
    """Bright beside, dark on the line: a Gaussian's second derivative across, a Gaussian along the line."""
    radius = math.ceil(4 * across)
    profile = ((np.arange(-radius, radius + 1) / across) ** 2 - 1) * _gauss(across, radius)
    profile -= profile.mean()  # an even grey must answer 0 exactly, whatever the cut at the radius took away
    profile /= profile[profile > 0].sum()
    return np.outer(_gauss(along, math.ceil(3 * along)), profile).astype(np.float32)


def _leaning(rising: bool, across: float = 2.4, along: float = 9.0) -> Floats:
    """The dark line's filter turned by 45 degrees: up to the right, or down to the right."""
    radius = math.ceil(3 * along / math.sqrt(2))
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    off, on = (columns + rows, columns - rows) if rising else (columns - rows, columns + rows)
    distance, travelled = off / (math.sqrt(2) * across), on / (math.sqrt(2) * along)
    return _balanced((distance**2 - 1) * np.exp(-0.5 * (distance**2 + travelled**2)))


def _dark_spot(sigma: float = 3.0) -> Floats:
    """Bright around, dark in the middle: the Laplacian of a Gaussian (Marr and Hildreth, 1980)."""
    radius = math.ceil(4 * sigma)
    rows, columns = np.mgrid[-radius : radius + 1, -radius : radius + 1] / sigma
    distance = rows**2 + columns**2
    return _balanced((distance / 2 - 1) * np.exp(-distance / 2))


def _balanced(weights: NDArray[np.float64]) -> Floats:
    """Weights that sum to 0, so that an even grey answers 0, and whose positive ones sum to 1."""
    weights = weights - weights.mean()
    return np.asarray(weights / weights[weights > 0].sum(), np.float32)


def _filter(name: str, label: str, meaning: str, kernel: object) -> Filter:
    weights = np.array(kernel, np.float32)
    weights.flags.writeable = False
    return Filter(name, label, meaning, weights)


# The edge filters are Sobel's 3 x 3 weights (Sobel and Feldman, 1968) and their diagonal form, divided by 4.
FILTERS: dict[str, Filter] = {
    filter.name: filter
    for filter in (
        _filter(
            "edges_horizontal",
            "Horizontal edges",
            "Answers where dark above meets bright below; the other way round it answers below zero.",
            np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]) / 4,
        ),
        _filter(
            "edges_vertical",
            "Vertical edges",
            "Answers where dark left meets bright right; the other way round it answers below zero.",
            np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) / 4,
        ),
        _filter(
            "edges_rising",
            "Rising edges",
            "Answers along an edge that climbs to the right, with dark above it and bright below it.",
            np.array([[-2, -1, 0], [-1, 0, 1], [0, 1, 2]]) / 4,
        ),
        _filter(
            "edges_falling",
            "Falling edges",
            "Answers along an edge that falls to the right, with dark above it and bright below it.",
            np.array([[0, -1, -2], [1, 0, -1], [2, 1, 0]]) / 4,
        ),
        _filter(
            "tear_line",
            "Tear line",
            "Answers where a narrow dark line runs from top to bottom between brighter sides.",
            _dark_line(),
        ),
        _filter(
            "tear_line_turned",
            "Tear line, lying",
            "The same filter turned by 90 degrees: answers where a narrow dark line runs from left to right.",
            _dark_line().T,
        ),
        _filter(
            "tear_line_rising",
            "Tear line, rising",
            "The same filter turned by 45 degrees: answers where a narrow dark line climbs to the right.",
            _leaning(rising=True),
        ),
        _filter(
            "tear_line_falling",
            "Tear line, falling",
            "The same filter turned by 45 degrees: answers where a narrow dark line falls to the right.",
            _leaning(rising=False),
        ),
        _filter(
            "spot",
            "Dark spot",
            "Answers where a dark spot about 9 pixels wide stands on brighter ground.",
            _dark_spot(),
        ),
        _filter(
            "blur",
            "Blur",
            "Answers with the average brightness around each pixel, near pixels counting most.",
            np.outer(_gauss(2.0, 8), _gauss(2.0, 8)),
        ),
    )
}
