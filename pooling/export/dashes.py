"""The edge of a rectangle as points, and a line of points as dashes: as SVG lays them, for a writer that cannot."""

from itertools import cycle, pairwise
from math import cos, hypot, pi, sin

from pooling.export.shapes import Box, Point

_TURN = 6  # steps around a corner


def outline(box: Box) -> tuple[Point, ...]:
    """The edge from the end of the first corner, clockwise, back to where it began."""
    radius = min(box.radius, box.width / 2, box.height / 2)
    left, right = box.x + radius, box.x + box.width - radius
    top, bottom = box.y + radius, box.y + box.height - radius
    corners = (right, top, -90), (right, bottom, 0), (left, bottom, 90), (left, top, 180)
    steps = range(_TURN + 1) if radius else range(1)
    points = [
        (x + radius * cos(angle), y + radius * sin(angle))
        for x, y, start in corners
        for angle in ((start + 90 * step / _TURN) * pi / 180 for step in steps)
    ]
    return (points[-1], *points)


def dashed(points: tuple[Point, ...], lengths: list[float]) -> list[tuple[Point, ...]]:
    """The parts of a line that are drawn: `lengths` on and off by turns; all of it without any."""
    if not lengths:
        return [points]
    found: list[list[Point]] = [[points[0]]]
    turns = cycle(lengths)
    left, on = next(turns), True
    for (x1, y1), (x2, y2) in pairwise(points):
        long, done = hypot(x2 - x1, y2 - y1), 0.0
        while long - done > left:
            done += left
            at = (x1 + (x2 - x1) * done / long, y1 + (y2 - y1) * done / long)
            if on:
                found[-1].append(at)
            else:
                found.append([at])
            left, on = next(turns), not on
        left -= long - done
        if on:
            found[-1].append((x2, y2))
    return [tuple(line) for line in found if len(line) > 1]
