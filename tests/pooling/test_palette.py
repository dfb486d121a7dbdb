"""Windows can be told apart: by contrast, by colour under three kinds of colour-blindness, by line pattern."""

import itertools

import numpy as np
import pytest

from pooling import palette

# Viénot, Brettel and Mollon (1999) for the red-green kinds, Brettel's plane for the blue-yellow one, linear RGB.
_SEEN_BY = {
    "protanopia": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "deuteranopia": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    "tritanopia": [[1, 0.14461, -0.14461], [0, 0.85924, 0.14076], [0, 0.85924, 0.14076]],
}


def _linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    return float(_linear(colour) @ [0.2126, 0.7152, 0.0722])


def _lab(linear: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(
        linear, 0, 1
    )
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize(
    ("hues", "background"),
    [(palette.LIGHT, palette.LIGHT_BACKGROUND), (palette.DARK, palette.DARK_BACKGROUND)],
)
def test_every_hue_holds_three_to_one(hues: tuple[str, ...], background: str) -> None:
    for colour in hues:
        light, dark = sorted([_luminance(colour), _luminance(background)], reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour


@pytest.mark.parametrize("hues", [palette.LIGHT, palette.DARK])
@pytest.mark.parametrize("eye", _SEEN_BY)
def test_hues_that_share_a_pattern_differ_for_every_eye(hues: tuple[str, ...], eye: str) -> None:
    seen = [_lab(np.array(_SEEN_BY[eye]) @ _linear(colour)) for colour in hues]
    kinds = len(palette.PATTERNS)
    for first, second in itertools.combinations(range(len(hues)), 2):
        if first % kinds == second % kinds:
            assert np.linalg.norm(seen[first] - seen[second]) > 15, (hues[first], hues[second])


def test_neighbours_never_share_a_hue() -> None:
    for row, column in itertools.product(range(12), range(12)):
        around = [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
        assert palette.hue(row, column) not in {palette.hue(*other) for other in around}
    assert [palette.hue(i, j) for i in (0, 1) for j in (0, 1)] == [0, 1, 2, 3]
