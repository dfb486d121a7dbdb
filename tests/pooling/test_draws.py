"""Draws from one window: their shares, their average, and what cannot be drawn from."""

import numpy as np
import pytest

from pooling import draws, pool


def test_shares_come_near_their_probabilities():
    found = draws.draw([1, 2, 3, 4], 10_000, seed=1)
    assert found.probabilities.tolist() == [0.1, 0.2, 0.3, 0.4]
    assert found.expected == 3.0
    # Four standard deviations of a share of 10,000 draws are at most 0.02.
    np.testing.assert_allclose(found.shares, found.probabilities, atol=0.02)
    assert found.shares.sum() == pytest.approx(1)
    assert found.averages[-1] == pytest.approx(found.values.mean())
    assert found.averages[0] == found.values[0]
    assert abs(found.averages[-1] - 3) < 0.05


def test_a_seed_is_one_series():
    first, again, other = (draws.draw([1, 5, 2], 50, seed=seed).values for seed in (3, 3, 4))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_a_window_without_a_positive_tap_draws_all_alike():
    found = draws.draw([-1, -3], 2000, seed=0)
    assert found.probabilities.tolist() == [0.5, 0.5]
    assert found.expected == -2 == pool(np.array([-1.0, -3]), (2,), type="stochastic").values[0]
    assert draws.draw([0, 7, -1], 20, seed=0).values.tolist() == [7.0] * 20


@pytest.mark.parametrize(
    ("taps", "count", "words"), [([], 5, "at least one"), ([1, np.inf], 5, "finite"), ([1], 0, "at least 1, got 0")]
)
def test_what_cannot_be_drawn_says_why(taps, count, words):
    with pytest.raises(ValueError, match=words):
        draws.draw(taps, count, 0)
