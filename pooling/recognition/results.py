"""Repeats put together, and which pools no other beats."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pooling.recognition.measuring import Measured


class Spread(NamedTuple):
    """The mean of some repeats, the lowest and the highest."""

    mean: float
    low: float
    high: float

    def overlaps(self, other: "Spread") -> bool:
        """Whether the two ranges share a value: then these repeats cannot tell the two apart."""
        return self.low <= other.high and other.low <= self.high


class Summary(NamedTuple):
    """What the repeats of one pool found; repeats: how many there were."""

    accuracy: Spread
    same: Spread
    cosine: Spread
    repeats: int


def summarise(found: Sequence[Measured]) -> Summary:
    """Put the repeats of one pool together. ValueError where there is none."""
    if not found:
        raise ValueError("found must hold at least one measurement, got none")
    kinds = ([getattr(each, kind) for each in found] for kind in ("accuracy", "same", "cosine"))
    accuracy, same, cosine = (Spread(sum(each) / len(each), min(each), max(each)) for each in kinds)
    return Summary(accuracy, same, cosine, len(found))


def frontier(results: Mapping[str, Summary]) -> list[str]:
    """The names of the pools that no other beats in mean accuracy and in mean `same` at once, best accuracy first.

    To beat is to be at least as good in both and better in one.
    """
    points = {name: (result.accuracy.mean, result.same.mean) for name, result in results.items()}

    def beaten(point: tuple[float, float]) -> bool:
        return any(other[0] >= point[0] and other[1] >= point[1] and other != point for other in points.values())

    return sorted((name for name, point in points.items() if not beaten(point)), key=lambda name: -points[name][0])
