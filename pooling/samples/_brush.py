"""What the cheetah is painted with: outlines, hard shapes at full size, soft ones through a blurred mask.

Points are (column, row) in units of the picture's side.
"""

import math
import random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Path = list[Point]
Outline = NDArray[np.float64]
Colour = tuple[int, int, int]

LEFT, TOP, RIGHT, BOTTOM = -0.15, -0.05, 1.15, 2.6  # what a layer covers
_SOFT = 160  # pixels a unit of the masks that are blurred: soft shapes need no more


def smooth(points: Path, steps: int = 24) -> Outline:
    """A Catmull-Rom curve through the points, float64 (n, 2): 'steps' to each stretch, and the last."""
    knots = np.array([points[0], *points, points[-1]])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    a, b, c, d = (knots[i : len(knots) - 3 + i, None] for i in range(4))
    curve = 2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    return np.vstack([curve.reshape(-1, 2) / 2, points[-1]])


def mirrored(half: Path) -> Outline:
    """The closed outline of which 'half' is the right half, from the middle's top to its bottom."""
    # One mirrored point beyond each end makes the seam as smooth as the rest.
    right = smooth([(1 - half[1][0], half[1][1]), *half, (1 - half[-2][0], half[-2][1])])[24:-24]
    return np.vstack([right, (right * [-1, 1] + [1, 0])[::-1]])


def oval(centre: Point, radii: Point, turn: float = 0.0) -> Outline:
    """An ellipse; turn is in degrees, clockwise."""
    angle, lean = np.linspace(0, 2 * math.pi, 72, endpoint=False), math.radians(turn)
    across, down = radii[0] * np.cos(angle), radii[1] * np.sin(angle)
    column = across * math.cos(lean) - down * math.sin(lean)
    row = across * math.sin(lean) + down * math.cos(lean)
    return np.stack([column, row], axis=1) + centre


def both(outline: Outline) -> list[Outline]:
    """The outline on the right and its mirror image on the left."""
    return [outline, outline * [-1, 1] + [1, 0]]


class Brush:
    """A layer, RGBA, that starts clear, and the strokes that go onto it."""

    def __init__(self, per_unit: int, base: Colour) -> None:
        self.per_unit = per_unit
        self.image = Image.new("RGBA", self._extent(per_unit), (*base, 0))
        self.draw = ImageDraw.Draw(self.image)
        self.clip = Image.new("L", self._extent(_SOFT), 255)  # where soft shapes may fall

    @staticmethod
    def _extent(per_unit: int) -> tuple[int, int]:
        return round((RIGHT - LEFT) * per_unit), round((BOTTOM - TOP) * per_unit)

    @staticmethod
    def _pixels(outline: Outline, per_unit: int) -> list[Point]:
        return [(x, y) for x, y in ((outline - [LEFT, TOP]) * per_unit - 0.5).tolist()]

    def fill(self, outline: Outline, colour: Colour) -> None:
        self.draw.polygon(self._pixels(outline, self.per_unit), fill=(*colour, 255))

    def stroke(self, path: Outline, widths: list[float], colour: Colour) -> None:
        """A line of changing width with round ends: a chain of discs."""
        wide = np.interp(np.linspace(0, 1, len(path)), np.linspace(0, 1, len(widths)), widths)
        for (column, row), width in zip(path.tolist(), wide.tolist(), strict=True):
            self.fill(oval((column, row), (width / 2, width / 2)), colour)

    def _mask(self, outline: Outline, blur: float) -> Image.Image:
        mask = Image.new("L", self._extent(_SOFT))
        ImageDraw.Draw(mask).polygon(self._pixels(outline, _SOFT), fill=255)
        return mask.filter(ImageFilter.GaussianBlur(blur * _SOFT))

    def _tint(self, mask: Image.Image, colour: Colour, strength: float) -> None:
        """Colour what is painted already; clear stays clear."""
        mask = ImageChops.multiply(mask, self.clip).point(lambda value: value * strength)
        small = mask.getbbox() or (0, 0, 1, 1)
        left, top, right, bottom = (edge * self.per_unit // _SOFT for edge in small)
        part = self.image.crop((left, top, right, bottom))
        tinted = Image.composite(
            Image.new("RGB", part.size, colour),
            part.convert("RGB"),
            mask.resize(part.size, Image.Resampling.BILINEAR, box=small),
        )
        tinted.putalpha(part.getchannel("A"))
        self.image.paste(tinted, (left, top))

    def glow(self, outline: Outline, colour: Colour, strength: float, blur: float) -> None:
        self._tint(self._mask(outline, blur), colour, strength)

    def keep_within(self, outline: Outline) -> None:
        """From now on soft shapes end at this outline."""
        self.clip = self._mask(outline, 0.002)

    def rim(self, outline: Outline, colour: Colour, strength: float, blur: float) -> None:
        """Tint the inside of an outline towards its edge."""
        inside, blurred = self._mask(outline, 0.002), self._mask(outline, blur)
        self._tint(ImageChops.multiply(inside, ImageChops.invert(blurred)), colour, strength)

    def spot(self, centre: Point, radius: float, colour: Colour, dice: random.Random) -> None:
        """A disc that is a little out of round."""
        radii = radius * dice.uniform(0.86, 1.12), radius * dice.uniform(0.86, 1.12)
        self.fill(oval(centre, radii, dice.uniform(0, 180)), colour)
