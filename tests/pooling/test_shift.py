"""Measures of shift stability against simulation and against answers worked out by hand."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from pooling.shift import cosine_similarity, impulse_invariance, moved, stability, unchanged_share


@pytest.mark.parametrize("reduce", [np.max, np.mean])
@pytest.mark.parametrize("stride", range(1, 7))
@pytest.mark.parametrize("kernel", range(1, 7))
def test_impulse_invariance_is_what_a_simulation_finds(
    kernel: int, stride: int, reduce: Callable[..., np.ndarray]
) -> None:
    def pooled(at: int) -> list[float]:
        row = np.zeros(8 * stride + 2 * kernel)
        row[at] = 1.0
        return list(reduce(sliding_window_view(row, kernel)[::stride], axis=-1))

    # One whole period of positions, away from both borders.
    same = [pooled(kernel + stride + i) == pooled(kernel + stride + i + 1) for i in range(stride)]
    assert impulse_invariance(kernel, stride) == pytest.approx(np.mean(same))


def test_impulse_invariance_known_values() -> None:
    known = {(2, 2): 1 / 2, (3, 2): 0, (3, 3): 2 / 3, (4, 2): 1 / 2, (4, 4): 3 / 4, (5, 3): 1 / 3, (3, 1): 0}
    for (kernel, stride), share in known.items():
        assert impulse_invariance(kernel, stride) == pytest.approx(share)
    with pytest.raises(ValueError, match="at least 1, got 2 and 0"):
        impulse_invariance(2, 0)


def test_unchanged_share_counts_equal_cells() -> None:
    assert unchanged_share([[1, 2], [3, 4]], [[1, 2], [3, 5]]) == 0.75
    assert unchanged_share([1.0, 2.0], [1.05, 2.5], tolerance=0.1) == 0.5
    assert unchanged_share(np.array([0, 255], np.uint8), np.array([1, 0], np.uint8), tolerance=1) == 0.5  # no wrap
    nan, inf = np.nan, np.inf
    assert unchanged_share([nan, inf, -inf, inf, nan], [nan, inf, -inf, -inf, 0], tolerance=9) == 0.6


def test_stability_leaves_the_quiet_cells_out() -> None:
    before, now = [[0, 1, 5], [10, 50, 100]], [[0, 9, 5], [10, 45, 94]]
    # The largest is 100: above 10 are only 50 and 100; one moved by 5, which is 5%, the other by 6.
    assert stability(before, now) == (1, 2)
    assert stability(before, now).share == 0.5
    assert stability(before, now, tolerance=0.06) == (2, 2)
    assert stability(before, now, quiet=0) == (3, 5)  # 1 became 9
    assert stability([[0.0, 0.0]], [[0.0, 0.0]]) == (0, 0)
    assert np.isnan(stability([0], [0]).share)
    assert stability([0, -8], [8, 0]) == (0, 2)  # what appears counts as much as what goes


def test_stability_against_a_cell_by_cell_twin_and_does_not_see_the_unit() -> None:
    random = np.random.default_rng(3)
    for _ in range(50):
        before = random.normal(size=(5, 6))
        now = before + random.normal(scale=0.1, size=(5, 6))
        pairs = list(zip(before.ravel().tolist(), now.ravel().tolist(), strict=True))
        largest = max(abs(value) for pair in pairs for value in pair)
        counted = [pair for pair in pairs if abs(pair[0]) > 0.2 * largest or abs(pair[1]) > 0.2 * largest]
        same = [pair for pair in counted if abs(pair[0] - pair[1]) <= 0.04 * largest]
        assert stability(before, now, tolerance=0.04, quiet=0.2) == (len(same), len(counted))
        assert stability(before / 64, now / 64, tolerance=0.04, quiet=0.2) == (len(same), len(counted))


def test_stability_refuses_what_has_no_largest_value() -> None:
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match="finite"):
            stability([1, bad], [1, 2])
    with pytest.raises(ValueError, match=r"at least 0, got -1 and 0\.1"):
        stability([1], [1], tolerance=-1)
    with pytest.raises(ValueError, match=r"at least 0, got 0\.05 and nan"):
        stability([1], [1], quiet=np.nan)


def test_cosine_similarity_known_angles() -> None:
    assert cosine_similarity([3, 0], [4, 0]) == 1
    assert cosine_similarity([1, 0], [1, 1]) == pytest.approx(np.sqrt(0.5))
    assert cosine_similarity([[1, 2]], [[-2, -4]]) == pytest.approx(-1)
    assert cosine_similarity([1, 0], [0, 5]) == 0
    assert cosine_similarity([0, 0], [0, 0]) == 1
    assert cosine_similarity([0, 0], [0, 7]) == 0
    assert np.isnan(cosine_similarity([1, np.inf], [1, np.inf]))
    assert np.isnan(cosine_similarity([1, np.nan], [1, 2]))
    assert cosine_similarity([1e300, 1e300], [1e-300, 1e-300]) == pytest.approx(1)


@pytest.mark.parametrize("measure", [unchanged_share, stability, cosine_similarity])
def test_measures_refuse_maps_that_cannot_be_compared(measure: Callable[..., float]) -> None:
    with pytest.raises(ValueError, match=r"one shape, got \(2,\) and \(1, 2\)"):
        measure([1, 2], [[1, 2]])
    with pytest.raises(ValueError, match="at least one cell"):
        measure([], [])
    with pytest.raises(ValueError, match="at least 0, got -1"):
        unchanged_share([1], [1], tolerance=-1)


@pytest.mark.parametrize("shift", [(0, 0), (1, 0), (0, -2), (-1, 3), (2, 2), (9, -9), (3, 0)])
def test_moved_against_a_cell_by_cell_twin(shift: tuple[int, int]) -> None:
    map = np.arange(1, 13, dtype=np.int16).reshape(3, 4)
    zeros, edges = np.zeros_like(map), np.zeros_like(map)
    for row in range(3):
        for column in range(4):
            r, c = row - shift[0], column - shift[1]
            if 0 <= r < 3 and 0 <= c < 4:
                zeros[row, column] = map[r, c]
            edges[row, column] = map[min(max(r, 0), 2), min(max(c, 0), 3)]
    for fill, expected in (("zero", zeros), ("edge", edges)):
        answer = moved(map, shift, fill)  # type: ignore[arg-type]
        np.testing.assert_array_equal(answer, expected)
        assert answer.dtype == map.dtype
        assert not np.shares_memory(answer, map)


def test_moved_takes_colour_and_refuses_what_it_cannot_do() -> None:
    picture = np.random.default_rng(0).integers(1, 255, (5, 6, 3), np.uint8)
    np.testing.assert_array_equal(moved(picture, (1, 2))[1:, 2:], picture[:-1, :-2])
    assert not moved(picture, (1, 2))[0].any()
    with pytest.raises(TypeError, match=r"whole numbers, got \(0.5, 1\)"):
        moved(picture, (0.5, 1))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="got 'wrap'"):
        moved(picture, (0, 1), "wrap")  # type: ignore[arg-type]
