"""Text <-> grid: round trips, and one sentence for whatever cannot be a grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from pooling import grids, limits
from pooling.grids import GridRefused

_CELLS = st.integers(-999_999_000_000, 999_999_000_000).map(lambda n: n / 10**6)


@given(arrays(np.float64, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=_CELLS))
def test_what_is_spelled_can_be_read(grid: np.ndarray) -> None:
    np.testing.assert_array_equal(grids.parse(grids.unparse(grid)), grid)


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.0, "3"), (-2.0, "-2"), (0.5, "0.5"), (-0.0, "0"), (1e-9, "0"), (-np.inf, "-inf"), (100.0, "100")],
)
def test_spelling(value: float, text: str) -> None:
    assert grids.spell(value) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", '"" is not a number'),
        ("1,a;2,3", '"a" is not a number'),
        ("1,nan", '"nan" is not a number'),
        ("inf", '"inf" is not a number'),
        ("1e308", "1e308 is too large"),
        ("1000000", "between -999,999 and 999,999"),
        ("٥", "is not a number"),
        ("1_0", '"1_0" is not a number'),
        ("1,2;3", "1 to 2 cells"),
        (
            ";".join([",".join("1" * 100)] * 100),
            "20,000 characters" if limits.GRID_TEXT < 100 * 200 else "100 x 100",
        ),
        ("1" * 30_000, "30,000 characters"),
        (",".join("1" * 33), "1 x 33 cells; 1 x 1 to 32 x 32"),
        ("<b>1</b>", "is not a number"),
    ],
)
def test_refusals_name_the_limit_and_the_value(text: str, said: str) -> None:
    with pytest.raises(GridRefused) as refused:
        grids.parse(text)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 200, "a sentence, not an echo of what was sent"


def test_a_paste_lands_where_the_hand_is_and_the_grid_grows() -> None:
    pasted = grids.paste(np.ones((2, 2)), 1, 1, "1,5\t−2\r\n3\t4\r\n")
    np.testing.assert_array_equal(pasted, [[1, 1, 0], [1, 1.5, -2], [0, 3, 4]])


@pytest.mark.parametrize("text", ["1 2\n3 4", "1,2\n3,4", "1;2\n3;4", "1\t2\n3\t4\n", "1, 2\n3, 4", "1,2;3,4"])
def test_a_paste_understands_the_usual_separators(text: str) -> None:
    np.testing.assert_array_equal(grids.paste(np.zeros((1, 1)), 0, 0, text), [[1, 2], [3, 4]])


def test_a_paste_beyond_the_limit_is_refused_and_changes_nothing() -> None:
    grid = np.zeros((4, 4))
    with pytest.raises(GridRefused, match="4 x 33 cells"):
        grids.paste(grid, 0, 3, "\t".join("1" * 30))
    assert not grid.any()


@pytest.mark.parametrize("name", grids.PRESETS)
@pytest.mark.parametrize("size", [None, (1, 1), (3, 7), (32, 32)])
def test_every_preset_can_be_drawn_at_every_size(name: str, size: tuple[int, int] | None) -> None:
    grid = grids.preset(name, seed=3, size=size)
    assert grid.shape == (size or (grids.PRESETS[name].rows, grids.PRESETS[name].columns))
    np.testing.assert_array_equal(grids.parse(grids.unparse(grid)), grid)
    differs = not np.array_equal(grids.preset(name, 3, (8, 8)), grids.preset(name, 4, (8, 8)))
    assert differs == (name in grids.SEEDED)


def test_the_presets_are_what_their_names_say() -> None:
    assert grids.preset("article")[:2, :2].max() == 3
    assert (grids.preset("negative") < 0).all()
    assert np.count_nonzero(grids.preset("bright")) == 1
    assert grids.preset("tear")[3, 1] == 4, "row 4, column 2, counted from 1"
    values, counts = np.unique(grids.preset("ties", size=(8, 8)), return_counts=True)
    assert counts[values == 4] > 16
