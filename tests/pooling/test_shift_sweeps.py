"""Maps that only move, paths that flicker, and sweeps over many shifts, against slow twins."""

import numpy as np
import pytest

from pooling.shift import POOLERS, compare, cosine_similarity, equivariance, moved, stability, sweep, total_variation

RANDOM = np.random.default_rng(11)


def slow_equivariance(a: np.ndarray, b: np.ndarray) -> float:
    rolls = [np.roll(a, (i, j), (0, 1)) for i in range(a.shape[0]) for j in range(a.shape[1])]
    return min(np.sqrt(((roll - b) ** 2).sum()) for roll in rolls) / np.sqrt((a**2).sum() + (b**2).sum())


@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (4, 5), (7, 3)])
def test_equivariance_against_all_rolls(shape: tuple[int, int]) -> None:
    for _ in range(20):
        a, b = RANDOM.normal(size=(2, *shape))
        assert equivariance(a, b).error == pytest.approx(slow_equivariance(a, b))
        assert equivariance(1e200 * a, 1e200 * b).error == pytest.approx(slow_equivariance(a, b))


def test_a_map_that_only_moved_has_no_error_and_says_by_how_much() -> None:
    map = RANDOM.random((8, 9))
    for roll in ((0, 0), (1, 0), (-2, 3), (4, -4)):
        assert equivariance(map, np.roll(map, roll, (0, 1))) == (0, roll)
    assert equivariance(np.ones((4, 4)), np.ones((4, 4))) == (0, (0, 0)), "of equal rolls the shortest"
    one, other = np.zeros((3, 3)), np.zeros((3, 3))
    assert equivariance(one, other) == (0, (0, 0))
    one[0, 0] = 1
    assert equivariance(one, other).error == 1, "nothing in common"
    assert np.isnan(equivariance([[1, np.nan]], [[1, 2]]).error)
    with pytest.raises(ValueError, match=r"two axes, got shape \(2,\)"):
        equivariance([1, 2], [1, 2])


def test_invariance_is_not_equivariance() -> None:
    map = np.zeros((16, 16))
    map[4:6, 4:6] = [[1, 2], [3, 4]]
    found = compare(map, moved(map, (0, 8)), "max", 4)
    assert found.error == 0, "a shift by whole windows only moves the pooled map"
    assert found.unchanged == 0 == found.cosine, "yet cell by cell nothing stayed"


def test_total_variation_adds_up_steps() -> None:
    assert total_variation([0, 1, 0, 1]) == 3
    assert total_variation([5]) == 0
    assert total_variation([[0, 0], [1, -1], [1, 3]]) == 6
    assert np.isnan(total_variation([0, np.inf]))
    assert total_variation(np.array([0, 255], np.uint8)) == 255, "no wrap"
    for bad in (3.0, []):
        with pytest.raises(ValueError, match="at least one value along a path"):
            total_variation(bad)


@pytest.mark.parametrize("pooler", POOLERS)
def test_a_sweep_against_one_comparison_at_a_time(pooler: str) -> None:
    map = RANDOM.random((17, 14)) * (RANDOM.random((17, 14)) < 0.3)
    found = sweep(map, pooler, 3, reach=3)
    assert found.shifts.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    for i, down in enumerate(found.shifts):
        for j, right in enumerate(found.shifts):
            after = moved(map, (int(down), int(right)), "edge")
            assert found.at(int(down), int(right)) == (found.unchanged[i, j], found.cosine[i, j], found.error[i, j])
            assert found.at(int(down), int(right)) == pytest.approx(compare(map, after, pooler, 3), abs=1e-9)
    assert np.isnan(found.at(0, 4)).all()


def test_flicker_is_the_mean_variation_of_the_cells_that_answer() -> None:
    map = np.zeros((8, 8))
    map[4, 4] = 2.0
    found = sweep(map, "max", 2, reach=2)
    # From 2 left to 2 right the pixel crosses three windows: 5 places in columns 2..6. Windows 2, 3 and 4 answer;
    # the first goes out (1), the middle comes and goes (2), the last comes (1).
    assert found.flicker == pytest.approx((1 + 2 + 1) / 3)
    assert sweep(np.zeros((4, 4)), "max", 2, reach=1).flicker == 0


def test_global_pooling_and_adaptive_sampling_on_a_map_with_a_quiet_border() -> None:
    map = np.zeros((32, 32))
    map[10:20, 11:21] = RANDOM.random((10, 10))
    everywhere, sampled, largest = (sweep(map, name, 4) for name in ("global", "aps", "max"))
    assert everywhere.unchanged.min() == 1 and everywhere.error.max() < 1e-12
    assert sampled.error.max() == 0, "only moved, at every shift"
    assert sampled.unchanged.min() < 1, "and yet not unchanged"
    assert largest.error[8, 8] == 0 == largest.error[8, 12], "max only where whole windows are crossed"
    assert largest.error[8, 9] > 0.05


def test_measures_of_the_sweep_are_those_of_the_library() -> None:
    one, other = RANDOM.random((2, 12, 12))
    pooled = [POOLERS["average"](map, 3) for map in (one, other)]
    found = compare(one, other, "average", 3)
    assert found.unchanged == stability(*pooled).share
    assert found.cosine == cosine_similarity(*pooled)
    assert found.error == equivariance(*pooled).error


def test_what_cannot_be_swept_is_refused() -> None:
    with pytest.raises(ValueError, match=r"pooler must be one of max, .* got 'median'"):
        sweep(np.ones((4, 4)), "median", 2)
    with pytest.raises(ValueError, match="reach must be from 0 to 4, got 8"):
        sweep(np.ones((4, 4)), "max", 2)
    with pytest.raises(ValueError, match="finite and of two axes"):
        sweep(np.full((4, 4), np.nan), "max", 2, reach=1)
