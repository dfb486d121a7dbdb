"""A patch of a map, small enough to be read number by number, laid so that whole windows lie in it."""

from dataclasses import dataclass

from pooling.placement import Axis, Plan, Window

SIDE = 8  # cells of a patch along an axis
_LARGEST = 16  # a patch grows up to this for a window that is larger than it

_ONE_ROW = Window((1,)).plan((1,)).axes[0]  # a window of rank 1 pools the one row of a map


@dataclass(frozen=True)
class Span:
    """A patch along one axis: cells start to start + size - 1, and the windows that lie in it altogether.

    places: every start at which the patch begins with a window.
    """

    start: int
    size: int
    places: range
    windows: range

    @property
    def cells(self) -> slice:
        """For indexing the map."""
        return slice(self.start, self.start + self.size)


def spans(plan: Plan, asked: tuple[int, int] | None = None) -> tuple[Span, Span]:
    """The rows and the columns of a patch of a map: the place nearest to (row, column), or else the middle.

    plan is that of a Window of rank 1 or 2; what lies outside the map is moved into it.
    """
    axes = (_ONE_ROW, *plan.axes)[-2:]
    rows, columns = (_span(axis, wanted) for axis, wanted in zip(axes, asked or (None, None), strict=True))
    return rows, columns


def _span(axis: Axis, asked: int | None) -> Span:
    reach = axis.dilation * (axis.kernel - 1) + 1
    size = min(axis.size, max(SIDE, min(reach, _LARGEST)))
    places = range(-axis.low % axis.stride, axis.size - size + 1, axis.stride) or range(1)
    last = len(places) - 1
    index = last // 2 if asked is None else round((asked - places[0]) / places.step)
    start = places[min(max(index, 0), last)]
    inside = [i for i, first in enumerate(axis.starts.tolist()) if start <= first <= start + size - reach]
    return Span(start, size, places, range(inside[0], inside[-1] + 1) if inside else range(0))
