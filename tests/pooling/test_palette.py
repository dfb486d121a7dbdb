"""Windows can be told apart: by contrast, by colour under three kinds of colour-blindness, by line pattern."""

import itertools

import numpy as np
import pytest

from pooling import palette
from tests.eyes import SEEN_BY, lab, linear, luminance


@pytest.mark.parametrize(
    ("hues", "background"),
    [(palette.LIGHT, palette.LIGHT_BACKGROUND), (palette.DARK, palette.DARK_BACKGROUND)],
)
def test_every_hue_holds_three_to_one(hues: tuple[str, ...], background: str) -> None:
    for colour in hues:
        light, dark = sorted([luminance(colour), luminance(background)], reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, colour


@pytest.mark.parametrize("hues", [palette.LIGHT, palette.DARK])
@pytest.mark.parametrize("eye", SEEN_BY)
def test_hues_that_share_a_pattern_differ_for_every_eye(hues: tuple[str, ...], eye: str) -> None:
    seen = [lab(SEEN_BY[eye] @ linear(colour)) for colour in hues]
    kinds = len(palette.PATTERNS)
    for first, second in itertools.combinations(range(len(hues)), 2):
        if first % kinds == second % kinds:
            assert np.linalg.norm(seen[first] - seen[second]) > 15, (hues[first], hues[second])


def test_neighbours_never_share_a_hue() -> None:
    for row, column in itertools.product(range(12), range(12)):
        around = [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)]
        assert palette.hue(row, column) not in {palette.hue(*other) for other in around}
    assert [palette.hue(i, j) for i in (0, 1) for j in (0, 1)] == [0, 1, 2, 3]
