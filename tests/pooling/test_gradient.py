"""Where a pooling's gradient goes: closed answers, finite differences for every type, and unpooling."""

import numpy as np
import pytest

from pooling import TYPES, Adaptive, Fractional, Global, Window, gradient, pool
from pooling.gradient import backward, unpool

every_type = pytest.mark.parametrize("name", TYPES)
PLACES = [
    Window(2),
    Window(3, 1, 1),
    Window((3, 2), (1, 2), ((1, 0), (1, 1)), (2, 1)),
    Window(3, 2, "same"),
    Window(2, 3, ceil_mode=True),
    Adaptive((3, 2)),
    Global(),
    Fractional((3, 4), 1, True),
]


def distinct(shape, seed=0):
    """Values at least 0.02 apart, so that a small step changes no winner and no phase."""
    return np.random.default_rng(seed).permutation(np.prod(shape)).reshape(shape) / 40 + 0.1


def slopes(x, asked, weight, step=1e-6):
    """The gradient of sum(weight * values) by central differences, cell by cell."""
    found = np.zeros_like(x)
    for cell in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[cell] += step
        down[cell] -= step
        found[cell] = (weight * (asked(up) - asked(down))).sum() / (2 * step)
    return found


@every_type
@pytest.mark.parametrize("place", PLACES, ids=repr)
@pytest.mark.parametrize("negative", [False, True])
def test_the_gradient_is_the_slope(name, place, negative):
    item = TYPES[name]
    x = distinct((2, 4, 5)) - (1.03 if negative else 0)
    params = [None] if item.param is None else [item.param.default, item.param.lowest, min(item.param.highest, 9)]
    for param in params:
        for counts in {False, item.counts}:
            choices = {"type": name, "param": param, "count_include_pad": counts}
            pooled = pool(x, place, **choices)
            weight = np.random.default_rng(1).random(pooled.values.shape)
            expected = slopes(x, lambda near, c=choices: pool(near, place, **c).values, weight)
            np.testing.assert_allclose(backward(pooled, weight), expected, atol=2e-5)


def test_the_gradient_of_a_draw_goes_to_what_was_drawn():
    x = distinct((6, 6))
    pooled = pool(x, 2, type="stochastic", seed=5)
    grad = np.arange(9.0).reshape(3, 3)
    np.testing.assert_array_equal(backward(pooled, grad), unpool(grad, pooled.switches, (6, 6)))


def test_where_windows_overlap_the_gradient_adds_up():
    x = np.array([[0.0, 0, 0], [0, 9, 0], [0, 0, 0]])
    assert backward(pool(x, Window(2, 1)), np.ones((2, 2))).tolist() == [[0, 0, 0], [0, 4, 0], [0, 0, 0]]
    spread = backward(pool(x, Window(2, 1), type="average"), np.ones((2, 2)))
    assert spread.tolist() == [[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]]


@pytest.mark.parametrize("name", ["max", "min", "median"])
def test_a_tie_is_the_first_tap_s_or_shared(name):
    pooled = pool(np.zeros((2, 2)), 2, type=name)
    assert backward(pooled, [[8.0]]).tolist() == [[8, 0], [0, 0]]
    assert backward(pooled, [[8.0]], tie="shared").tolist() == [[2, 2], [2, 2]]


def test_sharing_counts_nan_as_equal_to_nan():
    pooled = pool(np.array([[np.nan, 1], [np.nan, 2]]), 2)
    assert backward(pooled, [[8.0]], tie="shared").tolist() == [[4, 0], [4, 0]]


def test_padding_takes_no_gradient_but_counts_where_asked():
    x = np.ones((2, 2))
    left_out = pool(x, Window(2, 2, 1), type="average")
    counted = pool(x, Window(2, 2, 1), type="average", count_include_pad=True)
    assert backward(left_out, np.ones((2, 2))).tolist() == [[1, 1], [1, 1]]
    assert backward(counted, np.ones((2, 2))).tolist() == [[0.25, 0.25], [0.25, 0.25]]


def test_the_corner_of_a_norm_has_slope_zero():
    assert backward(pool(np.zeros((2, 2)), 2, type="lp"), [[1.0]]).tolist() == [[0, 0], [0, 0]]
    assert backward(pool(-np.ones((2, 2)), 2, type="gem"), [[1.0]]).tolist() == [[0, 0], [0, 0]]


def test_every_layout_and_dtype_gets_its_gradient_back():
    x = distinct((2, 3, 6, 6))
    pooled = pool(x, Window(3, 2, 1))
    expected = backward(pooled, pooled.values)
    last = np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 1, -1)), -1, 1)
    np.testing.assert_array_equal(backward(pool(last, Window(3, 2, 1)), pooled.values), expected)
    for dtype, answer in (("float16", "float16"), ("float32", "float32"), ("int16", "float64")):
        narrow = pool((x * 40).astype(dtype), Window(3, 2, 1))
        back = backward(narrow, pooled.values)
        assert back.dtype == answer
        np.testing.assert_allclose(back, expected, rtol=2e-3)


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        ({"grad": np.ones((3, 3))}, ValueError, "shape of the values, (2, 2), got (3, 3)"),
        ({"grad": [["a", "b"], ["c", "d"]]}, TypeError, "grad must hold numbers"),
        ({"tie": "last"}, ValueError, "one of first, shared, got 'last'"),
    ],
)
def test_what_has_no_gradient_says_why(ask, error, words):
    with pytest.raises(error) as caught:
        backward(**{"pooled": pool(np.eye(4), 2), "grad": np.ones((2, 2)), **ask})
    assert words in str(caught.value)


def test_unpooling_puts_values_back_and_zeros_elsewhere():
    x = distinct((2, 3, 6, 6))
    pooled = pool(x, 2)
    back = unpool(pooled.values, pooled.switches, (6, 6))
    assert back.shape == x.shape
    np.testing.assert_array_equal(pool(back, 2).values, pooled.values)
    assert (back[back != 0] == x[back != 0]).all()
    assert np.count_nonzero(back) == pooled.values.size


def test_the_last_of_two_values_with_one_switch_stays():
    assert unpool([[1, 2], [3, 4]], [[0, 0], [2, 0]], (2, 2)).tolist() == [[4, 0], [3, 0]]


@pytest.mark.parametrize(
    ("values", "switches", "shape", "error", "words"),
    [
        ([1.0], [4], (2, 2), ValueError, "at least 2 axes"),
        ([[1.0]], [[4]], (2, 2), ValueError, "from 0 to 3, got 4"),
        ([[1.0]], [[-1]], (2, 2), ValueError, "from 0 to 3, got -1"),
        ([[1.0]], [[0, 1]], (2, 2), ValueError, "one shape, got (1, 1) and (1, 2)"),
        ([[1.0]], [[0.5]], (2, 2), TypeError, "whole numbers, got float64"),
    ],
)
def test_what_cannot_be_unpooled_says_why(values, switches, shape, error, words):
    with pytest.raises(error) as caught:
        unpool(values, switches, shape)
    assert words in str(caught.value)


@every_type
def test_the_shares_of_all_windows_add_up(name):
    x = distinct((5, 6))
    pooled = pool(x, Window(3, 2, 1), type=name, seed=3)
    grad = np.random.default_rng(2).random(pooled.values.shape)
    each = gradient.shares(pooled, grad, tie="shared")
    assert each.shape == (pooled.values.size, 5, 6)
    np.testing.assert_allclose(each.sum(0), backward(pooled, grad, tie="shared"), rtol=1e-12, atol=1e-15)
    alone = np.zeros_like(grad)
    alone[1, 2] = grad[1, 2]
    np.testing.assert_allclose(each[1 * grad.shape[1] + 2], backward(pooled, alone, tie="shared"), atol=1e-15)


def test_shares_are_those_of_one_plane():
    with pytest.raises(ValueError, match=r"one plane, got an input of shape \(2, 4, 4\)"):
        gradient.shares(pool(np.ones((2, 4, 4)), 2), np.ones((2, 2, 2)))
