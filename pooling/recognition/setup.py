"""What all pools of one experiment share: canvas, filters, shifts, and where the digits stand that are learned from."""

from dataclasses import dataclass
from itertools import product

Shift = tuple[int, int]  # rows down, columns to the right

CANVASES = (12, 16)
FILTERS = (4, 8, 12)
DISTANCES = (1, 2)
WAYS = (4, 8)


@dataclass(frozen=True)
class Setup:
    """A canvas of so many cells a side, so many filters, shifts of `distance` px in 4 or 8 ways.

    shifted: the digits that are learned from stand at a random one of those shifts or in the middle; else all stand
    in the middle. ValueError for a number that is not among CANVASES, FILTERS, DISTANCES and WAYS.
    """

    canvas: int = 16
    filters: int = 8
    distance: int = 1
    ways: int = 4
    shifted: bool = False

    def __post_init__(self) -> None:
        for name, legal in (("canvas", CANVASES), ("filters", FILTERS), ("distance", DISTANCES), ("ways", WAYS)):
            if (number := getattr(self, name)) not in legal:
                raise ValueError(f"{name} must be one of {', '.join(map(str, legal))}, got {number!r}")

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """Every shift that is tried, row by row; the four along the axes, or with the four diagonals."""
        steps = (-self.distance, 0, self.distance)
        around = [(down, right) for down, right in product(steps, steps) if down or right]
        return tuple(shift for shift in around if self.ways == max(WAYS) or 0 in shift)
