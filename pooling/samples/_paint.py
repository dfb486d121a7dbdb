"""The cheetah's head, painted once on a clear layer.

Points are (column, row) in units of the picture's side. An outline is given as its right half; the left half
mirrors it.
"""

import math
import random

import numpy as np
from PIL import Image

from pooling.samples._brush import BOTTOM, Brush, Outline, both, mirrored, oval, smooth

_TAN, _DEEP, _PALE, _CREAM = (224, 170, 99), (176, 113, 52), (241, 200, 135), (255, 246, 226)
_WHITE, _SOOT = (255, 252, 244), (72, 48, 34)
_DARK, _BROWN, _AMBER, _GOLD = (44, 30, 22), (104, 66, 40), (206, 124, 20), (252, 205, 88)

_HEAD = [(0.5, 0.158), (0.60, 0.175), (0.700, 0.233), (0.768, 0.330), (0.802, 0.450), (0.802, 0.562)]
_HEAD += [(0.768, 0.668), (0.708, 0.750), (0.640, 0.818), (0.572, 0.862), (0.5, 0.875)]
_NECK = [
    (0.5, 0.55),
    (0.66, 0.62),
    (0.715, 0.75),
    (0.75, 0.92),
    (0.90, 1.08),
    (1.04, 1.30),
    (1.09, 1.7),
    (1.10, 2.7),
    (0.5, 2.7),
]
_NOSE = [(0.5, 0.612), (0.532, 0.609), (0.559, 0.620), (0.552, 0.645), (0.524, 0.674), (0.5, 0.682)]
_MOUTH = [(0.5, 0.734), (0.530, 0.764), (0.568, 0.774), (0.608, 0.754)]
_EYE, _EYE_TURN = (0.638, 0.460), -10.0
TEAR = [(0.582, 0.490), (0.574, 0.525), (0.576, 0.572), (0.585, 0.630), (0.596, 0.685), (0.603, 0.732)]
_TEAR_WIDTHS = [0.018, 0.021, 0.021, 0.021, 0.020, 0.015]

_WHISKER_DOTS = [
    (0.550, 0.702),
    (0.574, 0.698),
    (0.543, 0.722),
    (0.567, 0.720),
    (0.560, 0.742),
]

# Spots of the right half: column, row, radius.
_SPOTS = [
    (0.521, 0.186, 0.0085), (0.554, 0.194, 0.0090), (0.590, 0.202, 0.0095), (0.626, 0.220, 0.0105),
    (0.660, 0.246, 0.0110), (0.536, 0.226, 0.0105), (0.574, 0.238, 0.0115), (0.612, 0.260, 0.0120),
    (0.650, 0.288, 0.0125), (0.690, 0.294, 0.0120), (0.519, 0.262, 0.0100), (0.555, 0.280, 0.0120),
    (0.594, 0.302, 0.0125), (0.636, 0.330, 0.0125), (0.680, 0.342, 0.0130), (0.722, 0.352, 0.0120),
    (0.532, 0.316, 0.0110), (0.568, 0.336, 0.0110), (0.708, 0.394, 0.0120), (0.749, 0.408, 0.0115),
    (0.752, 0.462, 0.0125), (0.722, 0.428, 0.0100), (0.726, 0.506, 0.0125), (0.760, 0.520, 0.0110),
    (0.738, 0.560, 0.0130), (0.700, 0.556, 0.0110), (0.760, 0.588, 0.0110), (0.716, 0.612, 0.0125),
    (0.738, 0.648, 0.0115), (0.694, 0.662, 0.0120), (0.710, 0.704, 0.0105),
    (0.668, 0.616, 0.0105),
]  # fmt: skip


def head(per_unit: int) -> Image.Image:
    """The layer, RGBA, per_unit pixels to the picture's side. Edges are hard: reduce it for smooth ones."""
    brush = Brush(per_unit, _TAN)
    for paint in (_neck, _ears, _fur, _spots, _muzzle, _tears, _eyes, _whiskers):
        paint(brush)
    return brush.image


def _neck(brush: Brush) -> None:
    outline = mirrored(_NECK)
    brush.fill(outline, _TAN)
    brush.rim(outline, _DEEP, 0.8, 0.05)
    brush.glow(oval((0.5, 1.45), (0.13, 0.7)), _CREAM, 0.9, 0.05)
    dice = random.Random(4)
    for row in np.arange(0.74, BOTTOM, 0.072):
        for column in np.arange(0.10, 0.60, 0.070):
            for side in (-1, 1):
                middle = (0.5 + side * (column + dice.uniform(0, 0.03)), row + dice.uniform(-0.012, 0.012))
                if abs(middle[0] - 0.5) < min(0.19 + 0.55 * max(row - 0.85, 0), 0.52):
                    brush.spot(middle, dice.uniform(0.011, 0.015), _DARK, dice)
    brush.glow(oval((0.5, 0.83), (0.25, 0.12)), _BROWN, 0.75, 0.035)  # the shadow of the head


def _ears(brush: Brush) -> None:
    for side in (0, 1):
        brush.fill(both(oval((0.742, 0.222), (0.099, 0.107), 28))[side], _SOOT)
        # A soft inner edge: a crisp rim would be as good a narrow dark line as the tear line is.
        brush.glow(both(oval((0.739, 0.230), (0.080, 0.087), 28))[side], _TAN, 1.0, 0.011)
        brush.glow(both(oval((0.744, 0.226), (0.046, 0.056), 28))[side], _CREAM, 1.0, 0.013)
        brush.glow(both(oval((0.722, 0.262), (0.030, 0.044), 35))[side], _BROWN, 0.9, 0.014)


def _fur(brush: Brush) -> None:
    outline = mirrored(_HEAD)
    brush.fill(outline, _TAN)
    brush.keep_within(outline)
    brush.rim(outline, _DEEP, 0.85, 0.05)
    brush.glow(oval((0.5, 0.30), (0.13, 0.10)), _PALE, 0.8, 0.05)
    brush.glow(oval((0.5, 0.52), (0.040, 0.13)), _PALE, 0.9, 0.02)
    for side in (0, 1):
        brush.glow(both(oval((0.640, 0.394), (0.060, 0.022), -14))[side], _CREAM, 1.0, 0.012)
        brush.glow(both(oval((0.650, 0.535), (0.066, 0.036), 18))[side], _CREAM, 1.0, 0.017)
        brush.glow(both(oval((0.594, 0.600), (0.030, 0.110), -8))[side], _PALE, 1.0, 0.016)
        brush.glow(both(oval((0.626, 0.620), (0.022, 0.060), -8))[side], _CREAM, 0.9, 0.018)
        brush.glow(both(oval((0.650, 0.720), (0.070, 0.080), 35))[side], _CREAM, 0.85, 0.030)


def _spots(brush: Brush) -> None:
    dice = random.Random(8)
    for column, row, radius in _SPOTS:
        for across in (column, 1 - column):
            middle = (across + dice.uniform(-0.003, 0.003), row + dice.uniform(-0.004, 0.004))
            brush.spot(middle, radius * dice.uniform(0.85, 1.15), _DARK, dice)


def _muzzle(brush: Brush) -> None:
    brush.glow(oval((0.5, 0.765), (0.140, 0.100)), _CREAM, 1.0, 0.018)
    for side in (0, 1):
        brush.glow(both(oval((0.553, 0.715), (0.064, 0.054), 10))[side], _WHITE, 1.0, 0.008)
    brush.glow(oval((0.5, 0.800), (0.056, 0.012)), _DEEP, 0.6, 0.010)  # the shadow under the lip
    for side in (0, 1):
        brush.stroke(both(smooth(_MOUTH))[side], [0.009, 0.009, 0.009, 0.008], _DARK)
    brush.stroke(smooth([(0.5, 0.67), (0.5, 0.737)]), [0.010, 0.008], _DARK)
    brush.fill(mirrored(_NOSE), _DARK)
    brush.glow(oval((0.5, 0.624), (0.032, 0.006)), (150, 122, 112), 0.9, 0.005)
    for column, row in _WHISKER_DOTS:
        for dot in both(oval((column, row), (0.0040, 0.0040))):
            brush.fill(dot, _BROWN)


def _tears(brush: Brush) -> None:
    for path in both(smooth(TEAR)):
        brush.stroke(path, _TEAR_WIDTHS, _DARK)


def _eyes(brush: Brush) -> None:
    corner = smooth([(0.612, 0.470), (0.594, 0.482), TEAR[0]])
    for side in (0, 1):
        brush.stroke(both(corner)[side], [0.05, 0.032, 0.018], _DARK)
        brush.fill(both(_lidded(0.071, 0.052, 0.057))[side], _DARK)
        iris = both(_lidded(0.056, 0.036, 0.044))[side]
        brush.fill(iris, _AMBER)
        brush.glow(both(oval((_EYE[0] + 0.002, _EYE[1] + 0.022), (0.032, 0.012)))[side], _GOLD, 1.0, 0.009)
        brush.rim(iris, _BROWN, 0.9, 0.008)
        centre = abs(side - _EYE[0])
        brush.fill(oval((centre, _EYE[1] + 0.002), (0.0265, 0.0265)), (18, 12, 10))
        # The light comes from one side, so the glints are not mirrored.
        brush.fill(oval((centre - 0.012, _EYE[1] - 0.009), (0.0095, 0.0095)), (255, 255, 255))
        brush.fill(oval((centre + 0.012, _EYE[1] + 0.015), (0.0042, 0.0042)), (255, 240, 214))


def _lidded(across: float, above: float, below: float) -> Outline:
    """The right eye's outline: flatter above, where the lid lies, than below."""
    whole = oval((0, 0), (across, 1))
    whole[:, 1] *= np.where(whole[:, 1] < 0, above, below)
    lean = math.radians(_EYE_TURN)
    turn = np.array([[math.cos(lean), math.sin(lean)], [-math.sin(lean), math.cos(lean)]])
    outline: Outline = whole @ turn + _EYE
    return outline


def _whiskers(brush: Brush) -> None:
    for start, middle, end in (
        ((0.632, 0.690), (0.74, 0.680), (0.90, 0.705)),
        ((0.636, 0.716), (0.74, 0.725), (0.88, 0.785)),
        ((0.634, 0.742), (0.71, 0.770), (0.83, 0.855)),
    ):
        for path in both(smooth([start, middle, end], 150)):
            brush.stroke(path, [0.0044, 0.0036, 0.0016], _CREAM)
