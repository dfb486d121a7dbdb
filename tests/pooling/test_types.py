"""The contract that every type keeps, found by walking TYPES, and pool() held to the twins."""

import dataclasses

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pooling import TYPES, Adaptive, Fractional, Global, Pooled, Window, pool
from pooling.gradient import backward
from pooling.legal import nearest_legal
from tests.pooling import twins

quick = settings(max_examples=120, deadline=None)
every_type = pytest.mark.parametrize("name", TYPES)
PICKING = [name for name in TYPES if name in twins.PICKS]
# Beside the default and the ends of its range, where a type turns into another or its exponents must be held in check.
BETWEEN = {"lp": [3.5], "gem": [2.5], "mixed": [0.25], "blur": [2, 4], "maxblur": [2, 5]}
PARAMS = {
    name: [item.param.default, item.param.lowest, item.param.highest, *BETWEEN.get(name, [])] if item.param else [None]
    for name, item in TYPES.items()
}
DTYPES = ("float32", "float64", "uint8", "int16", "int64")


@st.composite
def places(draw, rank, shape):
    kind = draw(st.sampled_from(["window", "window", "window", "adaptive", "global"]))
    if kind == "adaptive":
        return Adaptive(draw(st.tuples(*[st.integers(1, 5)] * rank)))
    if kind == "global":
        return Global(rank)
    per_axis = st.tuples(*[st.integers(1, 4)] * rank)
    pads = st.tuples(*[st.tuples(st.integers(0, 2), st.integers(0, 2))] * rank)
    padding = draw(st.one_of(st.sampled_from(["valid", "same", "same_lower"]), pads))
    raw = draw(per_axis), draw(per_axis), padding, draw(per_axis), draw(st.booleans())
    return nearest_legal(*raw, shape)[0]


def laid_out(x, layout):
    """The same values in other memory."""
    if layout == "reversed":
        return np.ascontiguousarray(x[..., ::-1])[..., ::-1]
    if layout == "strided":
        return np.repeat(x, 2, axis=-1)[..., ::2]
    if layout == "channels last" and x.ndim > 1:
        return np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 0, -1)), -1, 0)
    if layout == "big-endian":
        return x.astype(x.dtype.newbyteorder(">"))
    return np.asfortranarray(x) if layout == "fortran" else x


@st.composite
def questions(draw):
    rank = draw(st.integers(1, 3))
    shape = draw(st.tuples(*[st.integers(1, (12, 7, 4)[rank - 1])] * rank))
    lead = draw(st.sampled_from([(), (), (2,), (2, 3), (0,), (3, 0)]))
    dtype = draw(st.sampled_from(DTYPES))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    # Few different values, so that there are ties; enough of them that a wrong tap shows.
    x = rng.integers(0 if dtype == "uint8" else -9, 10, lead + shape).astype(dtype)
    if dtype.startswith("float"):
        x = x / np.asarray(7, dtype)
        x[rng.random(x.shape) < draw(st.sampled_from([0, 0, 0.05]))] = np.nan
        x[rng.random(x.shape) < draw(st.sampled_from([0, 0, 0.05]))] = np.inf
    layouts = ["plain", "reversed", "strided", "channels last", "big-endian", "fortran"]
    return laid_out(x, draw(st.sampled_from(layouts))), draw(places(rank, shape)), draw(st.booleans())


def twin_axes(place, shape):
    if isinstance(place, Adaptive):
        return [twins.adaptive_windows(n, out) for n, out in zip(shape, place.output_size, strict=True)]
    if isinstance(place, Global):
        return [twins.adaptive_windows(n, 1) for n in shape]
    pads = [place.padding] * place.rank if isinstance(place.padding, str) else place.padding
    axes = zip(shape, place.kernel_size, place.stride, pads, place.dilation, strict=True)
    return [twins.axis_windows(*axis, place.ceil_mode) for axis in axes]


def asked(x, place, name, param=None, count_include_pad=False):
    """pool(), but an example in which the maxima between two windows read nothing is none."""
    try:
        return pool(x, place, type=name, param=param, count_include_pad=count_include_pad)
    except ValueError as error:
        assume("between two windows" not in str(error))
        raise


@every_type
def test_every_type_is_complete(name):
    item = TYPES[name]
    assert name in twins.TWINS
    assert (item.name, item.name.lower()) == (name, name)
    assert item.label
    assert item.formula.count("{") == item.formula.count("}")
    assert item.meaning[-1] in ".?"
    assert item.use[-1] in ".?"
    assert item.padding.endswith(".")
    assert item.source[-4:].isdigit()
    assert "{x}" in item.arithmetic.tap
    assert not item.counts or "{count}" in item.arithmetic.after
    if item.param:
        assert item.param.default in item.param.stops
        assert list(item.param.stops) == sorted(set(item.param.stops))
    with pytest.raises(dataclasses.FrozenInstanceError):
        item.name = "other"


def test_types_stand_in_their_order():
    named = [
        *("max", "average", "sum", "min", "median", "lp", "gem", "logsumexp", "soft", "mixed", "stochastic"),
        *("subsample", "blur", "maxblur", "aps"),
    ]
    assert [name for name in TYPES if name in named] == named
    assert list(TYPES) == sorted(TYPES, key=lambda name: TYPES[name].order)
    assert TYPES["average"].arithmetic.after.format(count=4) == ") / 4"
    assert [TYPES[name].padding_word for name in ("max", "min", "sum", "average")] == ["−∞", "+∞", "0", ""]


@every_type
@quick
@given(question=questions(), data=st.data())
def test_values_are_those_of_the_twin(name, question, data):
    x, place, count_include_pad = question
    param = data.draw(st.sampled_from(PARAMS[name]))
    before = x.copy()
    pooled = asked(x, place, name, param, count_include_pad)
    axes = twin_axes(place, x.shape[x.ndim - place.rank :])
    counts = count_include_pad and TYPES[name].counts
    expected = twins.twin(name, x, axes, place.rank, counts, param)
    picks = name in PICKING
    dtype = np.dtype(np.float64) if not picks and x.dtype.kind in "iu" else x.dtype.newbyteorder("=")
    assert pooled.values.dtype == dtype
    assert pooled.values.shape == expected.shape
    tolerance = 0 if picks else {"float32": 1e-6, "float64": 1e-12}[dtype.name]
    np.testing.assert_allclose(pooled.values, expected.astype(dtype), rtol=tolerance, atol=tolerance)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("name", PICKING)
@quick
@given(questions())
def test_switches_and_ties_are_those_of_the_twin(name, question):
    x, place, _ = question
    pooled = pool(x, place, type=name)
    axes = twin_axes(place, x.shape[x.ndim - place.rank :])
    assert pooled.switches.dtype == np.int64
    np.testing.assert_array_equal(pooled.switches, twins.twin_switches(name, x, axes, place.rank))
    np.testing.assert_array_equal(pooled.ties, twins.twin_ties(name, x, axes, place.rank))


@every_type
def test_switches_only_where_a_tap_is_picked(name):
    pooled = pool(np.eye(4), 2, type=name)
    assert (pooled.switches is None) == (pooled.ties is None) == (name not in PICKING)


@every_type
@pytest.mark.parametrize("dtype", ["float32", "float64", "int16", "uint8"])
def test_a_constant_stays_constant(name, dtype):
    x = np.full((5, 5), 7, dtype)
    answer = {"sum": 9 * 7, "lp": 3 * 7}.get(name, 7)
    np.testing.assert_allclose(pool(x, Window(3, 1), type=name).values, answer, rtol=1e-6)


@every_type
@pytest.mark.parametrize("sign", [-1, 1])
def test_padding_is_never_an_answer(name, sign):
    x = sign * np.arange(1.0, 17).reshape(4, 4)
    values = pool(x, Window(3, 2, 1), type=name).values
    assert (np.sign(values) == {"lp": 1, "gem": max(sign, 0)}.get(name, sign)).all()
    if name in PICKING:
        assert np.isin(values, x).all()


@pytest.mark.parametrize(("name", "worst"), [("max", 0), ("min", 255)])
def test_the_extreme_of_an_integer_type_is_a_value_like_any_other(name, worst):
    x = np.full((3, 3), worst, np.uint8)
    pooled = pool(x, Window(2, 1, ((1, 0), (1, 0))), type=name)
    assert (pooled.values == worst).all()
    assert pooled.switches[0, 0] == 0


@every_type
@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
def test_one_bad_cell_spoils_its_own_windows_and_no_other(name, poison):
    clean = np.random.default_rng(0).random((9, 9))
    x = clean.copy()
    x[4, 4] = poison
    item = TYPES[name]
    plan = item.reads(Window(3, 1).plan((9, 9)), item.param and item.param.default)
    reaches = np.zeros(plan.output_shape, bool)
    reaches[np.ix_(plan.axes[0].reach[4], plan.axes[1].reach[4])] = True
    values, others = (pool(array, Window(3, 1), type=name).values for array in (x, clean))
    np.testing.assert_array_equal(values[~reaches], others[~reaches])
    if np.isnan(poison) and name not in twins.BY_PLACE:
        assert np.isnan(values[reaches]).all()


def test_nan_wins_and_its_switch_is_the_first_nan():
    x = np.array([[1.0, np.nan, 2, 3], [np.nan, 9, 4, 3]])
    pooled = pool(x, 2)
    assert np.isnan(pooled.values[0, 0])
    assert pooled.switches.tolist() == [[1, 6]]
    assert pooled.ties.tolist() == [[2, 1]]


@pytest.mark.parametrize("name", PICKING)
def test_the_first_of_equal_taps_wins(name):
    pooled = pool(np.zeros((2, 4, 4)), Window(3, 1), type=name)
    assert pooled.switches[1].tolist() == [[0, 1], [4, 5]]
    assert pooled.ties[1].tolist() == [[1 if name in twins.BY_PLACE else 9] * 2] * 2


def test_windows_of_infinity_keep_it():
    assert pool(np.full((2, 2), -np.inf), Window(2, 1, 1)).values.tolist() == [[-np.inf] * 3] * 3


def test_average_divides_by_what_counts():
    x = np.arange(1.0, 7)
    assert pool(x, Window((3,), 2, "same"), type="average").values[-1] == 5.5
    counted = pool(x, Window((3,), 2, "same"), type="average", count_include_pad=True).values[-1]
    assert counted == pytest.approx(11 / 3)
    assert pool(np.ones(3), Window((2,), ceil_mode=True), type="average", count_include_pad=True).values[-1] == 1


def test_max_of_the_two_frameworks_same_padding():
    x = np.arange(16.0).reshape(4, 4)
    assert pool(x, Window(3, 2, 1)).values.tolist() == [[5, 7], [13, 15]]
    assert pool(x, Window(3, 2, "same")).values.tolist() == [[10, 11], [14, 15]]


def test_sums_do_not_wrap_and_ints_average_to_fractions():
    assert pool(np.full((2, 2), 255, np.uint8), 2, type="sum").values.tolist() == [[1020.0]]
    assert pool(np.full((2, 2), 2**62), 2, type="sum").values.tolist() == [[2.0**64]]
    assert pool(np.array([[1, 2], [3, 4]]), 2, type="average").values.tolist() == [[2.5]]
    tiny = np.array([1e8, 1, -1e8], np.float32)
    assert pool(tiny, Window((3,)), type="sum").values.tolist() == [1.0]


@every_type
def test_float16_is_pooled_and_stays(name):
    x = np.linspace(-2, 2, 25, dtype=np.float16).reshape(5, 5)
    pooled = pool(x, Window(3, 1), type=name)
    wide = pool(x.astype(np.float64), Window(3, 1), type=name).values
    assert pooled.values.dtype == np.float16
    np.testing.assert_array_equal(pooled.values, wide.astype(np.float16))
    if name in PICKING:
        np.testing.assert_array_equal(pooled.switches, pool(x.astype(float), Window(3, 1), type=name).switches)


def test_a_sum_beyond_the_dtype_is_infinite_and_says_nothing():
    assert pool(np.full((2, 2), 3e38, np.float32), 2, type="sum").values.tolist() == [[np.inf]]
    assert pool(np.full((2, 2), 6e4, np.float16), 2, type="sum").values.tolist() == [[np.inf]]


def test_fractional_windows_pool_what_they_cover():
    x = np.arange(7.0)
    place = Fractional((3,), 5, overlapping=True)
    axis = place.plan((7,)).axes[0]
    covers = [x[a : a + n] for a, n in zip(axis.starts, axis.lengths, strict=True)]
    assert pool(x, place).values.tolist() == [cover.max() for cover in covers]
    assert pool(x, place, type="average").values.tolist() == [cover.mean() for cover in covers]


@every_type
@pytest.mark.parametrize("lead", [(0,), (2, 0, 3)])
def test_no_planes_make_no_planes(name, lead):
    pooled = pool(np.empty((*lead, 4, 4)), 2, type=name)
    assert pooled.values.shape == (*lead, 2, 2)
    assert pooled.switches is None or pooled.switches.shape == (*lead, 2, 2)


@every_type
def test_a_frozen_input_is_good_enough(name):
    x = np.eye(4)
    x.flags.writeable = False
    assert pool(x, 2, type=name).values.shape == (2, 2)


def test_place_may_be_short_for_a_window():
    x = np.arange(16.0).reshape(4, 4)
    assert pool(x, 2).place == Window(2)
    assert pool(x, (2, 1)).values.shape == (2, 4)
    assert pool(x.tolist(), Window(4)).values.tolist() == [[15]]


@pytest.mark.parametrize(
    ("ask", "error", "word"),
    [
        ({"type": "maximum"}, ValueError, "one of max, average, sum, min, median"),
        ({"type": "gem", "param": 0.5}, ValueError, "param p must be from 1 to 64, got 0.5"),
        ({"type": "gem", "param": float("nan")}, ValueError, "param p must be from 1 to 64, got nan"),
        ({"type": "blur", "param": 2.5}, ValueError, "param filter must be a whole number, got 2.5"),
        ({"type": "mixed", "param": "1"}, TypeError, "param must be a number, got '1'"),
        ({"type": None}, TypeError, "type must be a name, got None"),
        ({"param": 2.0}, ValueError, "max pooling has no param, got 2.0"),
        ({"seed": -1}, ValueError, "seed must be at least 0, got -1"),
        ({"seed": True}, TypeError, "seed must be a whole number"),
        ({"count_include_pad": 1}, TypeError, "count_include_pad must be True or False"),
        ({"place": True}, TypeError, "whole number"),
        ({"place": 2.0}, TypeError, "whole number"),
        ({"place": 5}, ValueError, "does not fit 4 cells"),
        ({"place": Window((2, 2, 2))}, ValueError, "at least 3 axes for this place, got shape (4, 4)"),
        ({"x": np.ones((4, 4), bool)}, TypeError, "got bool"),
        ({"x": np.ones((4, 4), complex)}, TypeError, "got complex128"),
        ({"x": np.ones((4, 4), object)}, TypeError, "got object"),
        ({"x": [["a", "b"]]}, TypeError, "integers or floats"),
        ({"x": np.ones((4, 0))}, ValueError, "at least 1, got 0"),
        ({"x": 3.0}, ValueError, "at least 2 axes"),
    ],
)
def test_what_cannot_be_pooled_says_why(ask, error, word):
    with pytest.raises(error) as caught:
        pool(**{"x": np.ones((4, 4)), "place": 2, **ask})
    assert word in str(caught.value)


def test_switches_of_a_changed_input_are_refused():
    x = np.zeros((2, 2))
    pooled = pool(x, 2)
    x[:] = 5
    with pytest.raises(ValueError, match="changed after pooling"):
        _ = pooled.switches


def test_a_pooled_remembers_the_question_and_shows_itself():
    x = np.arange(16.0).reshape(4, 4)
    pooled = pool(x, 2, type="average", count_include_pad=True, seed=3)
    assert isinstance(pooled, Pooled)
    assert (pooled.place, pooled.type, pooled.seed) == (Window(2), TYPES["average"], 3)
    assert pooled.count_include_pad is True
    assert pooled.plan is Window(2).plan((4, 4))
    with pytest.raises(ValueError, match="read-only"):
        pooled.input[0, 0] = 1
    html = pooled._repr_html_()
    assert "Average pooling" in html
    assert "4 × 4 → 2 × 2" in html
    assert html.count("<td>") == 4
    assert "12.5" in html
    assert "<table>" not in pool(np.ones((64, 64)), 2)._repr_html_()
    assert "<td>nan</td>" in pool(np.full((2, 2), np.nan), 2)._repr_html_()


# ---- what the papers say of each type ----------------------------------------------------------------------

HOMOGENEOUS = sorted(set(TYPES) - {"logsumexp", "soft"})
MONOTONE = ["max", "average", "sum", "min", "median", "gem", "logsumexp", "mixed", "subsample", "blur", "maxblur"]


@pytest.mark.parametrize("name", HOMOGENEOUS)
def test_twice_the_input_is_twice_the_output(name):
    x = np.random.default_rng(0).random((7, 7)) - 0.3
    place = Window(3, 2, 1)
    np.testing.assert_allclose(pool(2 * x, place, type=name).values, 2 * pool(x, place, type=name).values, rtol=1e-12)


@pytest.mark.parametrize("name", ["logsumexp", "soft"])
def test_lifting_the_input_lifts_the_output(name):
    x = np.random.default_rng(0).random((7, 7))
    place = Window(3, 2, 1)
    np.testing.assert_allclose(pool(x + 5, place, type=name).values, 5 + pool(x, place, type=name).values, rtol=1e-12)


@pytest.mark.parametrize("name", MONOTONE)
def test_more_in_is_never_less_out(name):
    rng = np.random.default_rng(1)
    x = rng.random((20, 6, 6)) - 0.5
    more = x + rng.random(x.shape) * (rng.random(x.shape) < 0.3)
    place = Window(3, 2, 1)
    assert (pool(more, place, type=name).values >= pool(x, place, type=name).values - 1e-12).all()


@pytest.mark.parametrize(("name", "least", "most"), [("gem", 1, 64), ("logsumexp", 0.01, 100), ("mixed", 0, 1)])
def test_a_parameter_slides_from_average_to_max(name, least, most):
    x = np.random.default_rng(2).random((6, 6))
    average, largest = pool(x, 2, type="average").values, pool(x, 2).values
    low, high = TYPES[name].param.lowest, TYPES[name].param.highest
    assert (low, high) == (least, most)
    between = [pool(x, 2, type=name, param=param).values for param in np.linspace(low, high, 9)]
    np.testing.assert_allclose(between[0], average, atol=2e-3)
    np.testing.assert_allclose(between[-1], largest, atol=3e-2)
    assert (np.diff(between, axis=0) >= -1e-12).all()


def test_the_norms_of_a_window():
    x = np.array([[3.0, -4.0]])
    assert pool(x, (1, 2), type="lp", param=1).values.tolist() == [[7]]
    assert pool(x, (1, 2), type="lp", param=2).values.tolist() == [[5]]
    assert pool(x, (1, 2), type="lp", param=3).values[0, 0] == pytest.approx(91 ** (1 / 3))


def test_the_lower_of_two_middles_is_the_median():
    assert pool(np.array([[1, 2], [3, 9]], np.uint8), 2, type="median").values.tolist() == [[2]]
    assert pool(np.array([5.0, 1, 9]), (3,), type="median").values.tolist() == [5]


@pytest.mark.parametrize(
    ("name", "param"), [("lp", 64), ("lp", 2), ("gem", 64), ("logsumexp", 100), ("soft", None), ("stochastic", None)]
)
@pytest.mark.parametrize("sizes", [(1e-200, 1.0, 1e200), (-1e5, 0.0, 1e5), (0.0, 0.0, 0.0)])
def test_neither_huge_nor_tiny_terms_are_lost(name, param, sizes):
    x = np.concatenate([size * (1 + np.arange(16.0).reshape(4, 4) / 16) for size in sizes])
    place = Window(3, 1, 1)
    expected = twins.twin(name, x, twin_axes(place, x.shape), 2, param=param)
    with np.errstate(all="raise"):
        pooled = pool(x, place, type=name, param=param)
        np.testing.assert_allclose(pooled.values, expected, rtol=1e-11, atol=0 if name in ("lp", "gem") else 1e-15)
        assert np.isfinite(backward(pooled, np.ones_like(pooled.values))).all()


def test_a_strong_tap_is_drawn_more_often():
    x = np.tile(np.array([[1.0, 2], [3, 4]]), (1, 5000))
    drawn = pool(x, 2, type="stochastic", seed=0).values.ravel()
    share = [(drawn == value).mean() for value in (1, 2, 3, 4)]
    # Four standard deviations of a share of 5000 draws are at most 0.028.
    np.testing.assert_allclose(share, [0.1, 0.2, 0.3, 0.4], atol=0.028)
    assert pool(x[:, :2], 2, type="stochastic").values.tolist() == [[3.0]]
    assert drawn.mean() == pytest.approx(3, abs=0.06)


def test_a_seed_is_one_draw_in_any_layout():
    x = np.random.default_rng(3).random((2, 3, 6, 6))
    place = Window(3, 2, 1)
    drawn = pool(x, place, type="stochastic", seed=7)
    np.testing.assert_array_equal(pool(x, place, type="stochastic", seed=7).values, drawn.values)
    np.testing.assert_array_equal(
        pool(laid_out(x, "channels last"), place, type="stochastic", seed=7).values, drawn.values
    )
    assert (pool(x, place, type="stochastic", seed=8).values != drawn.values).any()
    np.testing.assert_array_equal(
        x.reshape(6, 36)[np.arange(6)[:, None], drawn.switches.reshape(6, -1)].ravel(), drawn.values.ravel()
    )
    assert (drawn.ties == 1).all()


def test_what_is_not_positive_is_drawn_only_where_nothing_is():
    x = np.array([[0.0, -3, 5, -9], [-1, 0, 0, -2]])
    for seed in range(50):
        left, right = pool(x, 2, type="stochastic", seed=seed).values[0]
        assert right == 5
        assert left in (0, -3, -1)
    assert {pool(x, 2, type="stochastic", seed=seed).values[0, 0] for seed in range(50)} == {0, -3, -1}
    assert np.isnan(pool(np.array([[1, np.nan]]), (1, 2), type="stochastic", seed=1).values).all()
    assert pool(np.array([[1, np.inf]]), (1, 2), type="stochastic", seed=1).values.tolist() == [[np.inf]]


def test_zhang_s_example_is_steadier_blurred():
    """The inside of a circular signal, where no border is near: k 2, stride 2, filter [1, 2, 1] / 4."""
    x = np.tile([0.0, 0, 1, 1], 4)
    here, moved = x[:-1], np.roll(x, 1)[:-1]
    assert pool(here, (2,)).values[2:6].tolist() == [0, 1, 0, 1]
    assert pool(moved, (2,)).values[2:6].tolist() == [1, 1, 1, 1]
    assert pool(here, (2,), type="maxblur").values[2:6].tolist() == [0.5, 1, 0.5, 1]
    assert pool(moved, (2,), type="maxblur").values[2:6].tolist() == [0.75, 0.75, 0.75, 0.75]


def test_a_blur_as_long_as_its_window_weighs_the_window():
    x = np.random.default_rng(4).random(9)
    weighed = np.convolve(x, [0.25, 0.5, 0.25], "valid")[::2]
    np.testing.assert_allclose(pool(x, Window((3,), 2), type="blur", param=3).values, weighed, rtol=1e-12)
    np.testing.assert_array_equal(pool(x, Window((1,), 2), type="blur", param=1).values, x[::2])


def test_adaptive_polyphase_follows_a_circular_shift():
    x = np.random.default_rng(5).random((8, 8))
    before = np.sort(pool(x, 2, type="aps").values.ravel())
    for down, right in [(0, 1), (1, 0), (1, 1), (3, 2)]:
        after = pool(np.roll(x, (down, right), (0, 1)), 2, type="aps").values
        np.testing.assert_array_equal(np.sort(after.ravel()), before)
    assert (np.sort(pool(np.roll(x, 1, 0), 2, type="subsample").values.ravel()) != before).any()
