import copy
import pickle

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pooling import TYPES, pool
from pooling.legal import edge_range, legal_ranges, nearest_legal
from pooling.placement import (
    SYMBOLIC_FORMULAS,
    Adaptive,
    Fractional,
    Global,
    Window,
)
from tests.pooling.twins import adaptive_windows, axis_windows

quick = settings(max_examples=150, deadline=None)


def output_size(n, **settings):
    return Window(rank=1, **settings).plan((n,)).output_shape[0]


@st.composite
def raw_settings(draw):
    """Any settings per axis, legal or not, and a shape."""
    rank = draw(st.integers(1, 3))
    per_axis = lambda low, high: st.tuples(*[st.integers(low, high)] * rank)  # noqa: E731
    pads = st.tuples(*[st.tuples(st.integers(-1, 5), st.integers(-1, 5))] * rank)
    padding = draw(st.one_of(st.sampled_from(["valid", "same", "same_lower"]), pads))
    shape = draw(st.tuples(*[st.integers(1, 9)] * rank))
    kernel, stride, dilation = draw(per_axis(0, 9)), draw(per_axis(0, 6)), draw(per_axis(0, 5))
    return kernel, stride, padding, dilation, draw(st.booleans()), shape


@st.composite
def legal_windows(draw):
    window, _ = nearest_legal(*(raw := draw(raw_settings())))
    return window, raw[-1]


def twin_axes(window, shape):
    pads = [window.padding] * window.rank if isinstance(window.padding, str) else window.padding
    axes = zip(shape, window.kernel_size, window.stride, pads, window.dilation, strict=True)
    return [axis_windows(*axis, window.ceil_mode) for axis in axes]


@pytest.mark.parametrize(
    ("n", "given", "answer"),
    [
        (
            5,
            {"kernel_size": 2, "stride": 2, "padding": 1, "ceil_mode": True},
            3,
        ),  # not 4: it would start in the pad
        (5, {"kernel_size": 2, "stride": 2, "padding": 1}, 3),
        (5, {"kernel_size": 2}, 2),
        (5, {"kernel_size": 2, "ceil_mode": True}, 3),
        (6, {"kernel_size": 3, "stride": 2, "padding": "same"}, 3),
        (5, {"kernel_size": 3, "stride": 2, "padding": "valid"}, 2),
        (10, {"kernel_size": 3, "stride": 2, "dilation": 2}, 3),
        (1, {"kernel_size": 1}, 1),
    ],
)
def test_output_sizes(n, given, answer):
    assert output_size(n, **given) == answer


def test_same_puts_the_odd_pad_at_the_end_and_same_lower_at_the_start():
    upper, lower = (Window(3, 2, word).plan((4, 4)).axes[0] for word in ("same", "same_lower"))
    assert (upper.low, upper.high, lower.low, lower.high) == (0, 1, 1, 0)
    assert upper.taps.tolist() == [[0, 1, 2], [2, 3, 4]]
    assert lower.taps.tolist() == [[-1, 0, 1], [1, 2, 3]]


@quick
@given(legal_windows())
def test_plan_agrees_with_the_formulas(case):
    window, shape = case
    plan = window.plan(shape)
    for axis, (low, high, windows, _) in zip(plan.axes, twin_axes(window, shape), strict=True):
        assert (axis.low, axis.high, axis.taps.tolist()) == (low, high, windows)
        assert axis.present.all()
        inside = [[0 <= t < axis.size for t in taps] for taps in windows]
        counted = [[-low <= t < axis.size + high for t in taps] for taps in windows]
        assert (axis.real.tolist(), axis.counted.tolist()) == (inside, counted)
        everything = sorted({t for taps in windows for t in taps})
        reach = {t: tuple(i for i, taps in enumerate(windows) if t in taps) for t in everything}
        assert axis.reach == reach
        assert axis.unread == tuple(t for t in range(axis.size) if t not in reach)
        assert (axis.first, axis.last) == (
            min(-low, everything[0]),
            max(axis.size + high - 1, everything[-1]),
        )
        firsts, ends = axis.spans
        spans = [list(range(a, b, axis.dilation)) for a, b in zip(firsts, ends, strict=True)]
        assert spans == [[t for t in taps if 0 <= t < axis.size] for taps in windows]


@quick
@given(legal_windows())
def test_reads_unread_and_divisors_are_counts_of_taps(case):
    window, shape = case
    plan = window.plan(shape)
    reads = np.zeros(shape, int)
    for cell in np.ndindex(*plan.output_shape):
        rows = [axis.taps[i][axis.real[i]] for i, axis in zip(cell, plan.axes, strict=True)]
        reads[np.ix_(*rows)] += 1
        assert plan.divisors(False)[cell] == np.prod([len(row) for row in rows]) > 0
    assert plan.reads.tolist() == reads.tolist()
    assert plan.unread.tolist() == (reads == 0).tolist()


def test_the_overhang_of_ceil_never_counts_as_padding():
    plan = Window(2, 2, 0, ceil_mode=True, rank=1).plan((3,))
    assert plan.divisors(True).tolist() == plan.divisors(False).tolist() == [2, 1]
    assert plan.axes[0].last == 3
    padded = Window(3, 2, 1, rank=1).plan((3,))
    assert (padded.divisors(True).tolist(), padded.divisors(False).tolist()) == ([3, 3], [2, 2])


@quick
@given(st.integers(1, 20), st.integers(1, 25))
def test_adaptive_windows(n, out):
    axis = Adaptive((out,)).plan((n,)).axes[0]
    windows = [t[p].tolist() for t, p in zip(axis.taps, axis.present, strict=True)]
    assert windows == adaptive_windows(n, out)[2]
    assert axis.last == n - 1
    assert axis.unread == ()


def test_global_is_one_window():
    plan = Global(3).plan((2, 3, 4))
    assert plan.output_shape == (1, 1, 1)
    assert plan.divisors(False).tolist() == [[[24]]]


@quick
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 10**6), st.booleans())
def test_fractional_windows_tile_the_input(n, out, seed, overlapping):
    assume(out <= n)
    axis = Fractional((out,), seed, overlapping).plan((n,)).axes[0]
    u = np.random.default_rng(seed).random()
    starts = [int(np.floor((i + u) * n / out) - np.floor(u * n / out)) for i in range(out)]
    assert axis.starts.tolist() == starts
    ends = [*starts[1:], n]
    assert (axis.starts + axis.lengths).tolist() == [min(end + overlapping, n) for end in ends]
    assert set(np.diff([*starts, n]).tolist()) <= {n // out, -(-n // out)}


def test_fractional_draws_each_axis_apart_and_repeats_itself():
    plan = Fractional((7, 7), 3).plan((16, 16))
    assert plan.axes[0].starts.tolist() != plan.axes[1].starts.tolist()
    assert plan is Fractional((7, 7), 3).plan((16, 16))


@quick
@given(raw_settings())
def test_nearest_legal_is_legal_and_leaves_the_legal_alone(raw):
    *given_settings, shape = raw
    window, said = nearest_legal(*raw)
    window.plan(shape)
    try:
        asked = Window(*given_settings)
        asked.plan(shape)
    except ValueError:
        assert said
        assert all(sentence.endswith(".") for sentence in said)
    else:
        above = any(k > 1 and d > n for k, d, n in zip(asked.kernel_size, asked.dilation, shape, strict=True))
        assert said if above else (window, said) == (asked, ())


@quick
@example(((1, 2), (1, 2), ((0, 0), (2, 2)), (1, 3), True, (2, 2)))  # between both windows lies one without a cell
@given(raw_settings())
def test_every_type_answers_on_the_nearest_legal_window(raw):
    *_, shape = raw
    window, _ = nearest_legal(*raw)
    for name in TYPES:
        values = pool(np.ones(shape), window, type=name).values
        assert np.isfinite(values).all(), name


@pytest.mark.parametrize(
    ("raw", "answer", "said"),
    [
        (
            ((7,), (2,), ((0, 0),), (1,), False, (4,)),
            Window((4,), 2),
            ("Kernel 7 does not fit 4 values; 4 is used.",),
        ),
        (
            ((2, 2), (1, 1), ((2, 2), (0, 0)), (1, 1), False, (4, 4)),
            Window(2, 1, ((1, 1), (0, 0))),
            ("Padding must stay below the kernel, so 1 is used instead of 2.",),
        ),
        (
            ((3,), (1,), ((0, 0),), (4,), False, (6,)),
            Window((3,), 1, 0, 2),
            ("Kernel 3 with dilation 4 does not fit 6 values; dilation 2 is used.",),
        ),
        (
            ((2,), (2,), ((1, 1),), (3,), False, (2,)),
            Window((2,), 2, 1, 2),
            ("Dilation 3 steps over all of 2 values; 2 is used.",),
        ),
        (((2,), (0,), "same", (1,), False, (5,)), Window((2,), 1, "same"), None),
    ],
)
def test_what_nearest_legal_says(raw, answer, said):
    window, sentences = nearest_legal(*raw)
    assert window == answer
    assert sentences == (said or ("Stride must be at least 1, so 1 is used instead of 0.",))


@quick
@given(legal_windows())
def test_everything_in_the_legal_ranges_is_legal(case):
    window, shape = case
    ranges = legal_ranges(window, shape)
    assume(all(d <= n for d, n in zip(window.dilation, shape, strict=True)))
    names = {"kernel_size": ranges.kernel, "stride": ranges.stride, "dilation": ranges.dilation}
    for axis, n in enumerate(shape):
        now = {name: (getattr(window, name)[axis],) for name in names}
        pad = window.padding if isinstance(window.padding, str) else (window.padding[axis],)
        for name, pairs in names.items():
            for value in range(pairs[axis][0], pairs[axis][1] + 1):
                Window(**{**now, name: (value,)}, padding=pad, ceil_mode=window.ceil_mode).plan((n,))
        for value in range(ranges.padding[axis][0], ranges.padding[axis][1] + 1):
            Window(**now, padding=value, ceil_mode=window.ceil_mode).plan((n,))


@pytest.mark.parametrize(
    ("window", "shape", "ranges"),
    [
        (Window(2), (5, 6), ([(1, 5), (1, 6)], [(1, 5), (1, 6)], [(1, 4), (1, 5)], [(0, 1), (0, 1)])),
        (
            Window((3,), 1, 2),
            (4,),
            ([(3, 8)], [(1, 4)], [(1, 3)], [(0, 2)]),
        ),  # 3 at least, to stay above padding 2
    ],
)
def test_legal_ranges(window, shape, ranges):
    assert tuple(map(list, legal_ranges(window, shape))) == ranges
    for axis, (_, highest) in enumerate(ranges[0]):
        beyond = tuple(highest + 1 if i == axis else k for i, k in enumerate(window.kernel_size))
        with pytest.raises(ValueError, match="does not fit"):
            Window(beyond, window.stride, window.padding, window.dilation).plan(shape)


@pytest.mark.parametrize(
    ("window", "n", "text"),
    [
        (Window((3,), 2, 1), 5, r"\left\lfloor \frac{5 + 1 + 1 - 3}{2} \right\rfloor + 1 = 3"),
        (
            Window((2,), 2, 1, ceil_mode=True),
            5,
            r"\left\lceil \frac{5 + 1 + 1 - 2}{2} \right\rceil + 1 = 4 \to 3",
        ),
        (Window((3,), 2, "same", 2), 5, r"\left\lceil \frac{5}{2} \right\rceil = 3"),
        (Window((3,), 2, "valid"), 5, r"\left\lceil \frac{5 - 3 + 1}{2} \right\rceil = 2"),
        (
            Window((3,), 1, 0, 2),
            7,
            r"e = 2 (3 - 1) + 1 = 5, \quad \left\lfloor \frac{7 + 0 + 0 - 5}{1} \right\rfloor + 1 = 3",
        ),
    ],
)
def test_formula_with_the_learners_numbers(window, n, text):
    axis = window.plan((n,)).axes[0]
    assert axis.formula() == text
    assert axis.mode in SYMBOLIC_FORMULAS


@pytest.mark.parametrize("place", [Adaptive((3,)), Global(1), Fractional((3,), 0)])
def test_every_place_has_a_formula(place):
    axis = place.plan((7,)).axes[0]
    assert "7" in axis.formula()
    assert "$" not in SYMBOLIC_FORMULAS[axis.mode] + axis.formula()


@pytest.mark.parametrize(
    ("make", "error", "word"),
    [
        (lambda: Window(0), ValueError, "kernel_size must be at least 1, got 0"),
        (lambda: Window(2, 0), ValueError, "stride must be at least 1, got 0"),
        (lambda: Window(2, dilation=0), ValueError, "dilation must be at least 1, got 0"),
        (lambda: Window(2, padding=-1), ValueError, "padding must be at least 0, got -1"),
        (lambda: Window(2, padding=2), ValueError, "effective kernel 2 on axis 0, got 2"),
        (lambda: Window(2, padding=((0, 0), (0, 2))), ValueError, "axis 1, got 2"),
        (lambda: Window(2, padding="SAME"), ValueError, "valid, same, same_lower, got 'SAME'"),
        (lambda: Window((2, 2), (1, 1, 1)), ValueError, "kernel_size must have 3 values"),
        (lambda: Window((2, 2), rank=1), ValueError, "rank 1"),
        (lambda: Window((2, 2, 2, 2)), ValueError, "at most 3, got 4"),
        (lambda: Window(2, rank=0), ValueError, "rank must be at least 1"),
        (lambda: Window(2, padding=((0, 1, 2), (0, 0))), ValueError, "(low, high) pair"),
        (lambda: Window(2**40), ValueError, "at most"),
        (lambda: Window(True), TypeError, "whole number, got True"),
        (lambda: Window(2.0), TypeError, "whole number, got 2.0"),
        (lambda: Window(np.float64(2)), TypeError, "whole number"),
        (lambda: Window("2"), TypeError, "whole number"),
        (lambda: Window((2, np.True_)), TypeError, "whole number"),
        (lambda: Window(2, padding=None), TypeError, "padding must be a whole number"),
        (lambda: Window(2, ceil_mode=1), TypeError, "ceil_mode must be True or False"),
        (lambda: Adaptive(0), ValueError, "output_size must be at least 1"),
        (lambda: Adaptive((2.5, 1)), TypeError, "output_size must be a whole number"),
        (lambda: Global(4), ValueError, "at most 3"),
        (lambda: Global(True), TypeError, "rank must be a whole number"),
        (lambda: Fractional(2, -1), ValueError, "seed must be at least 0"),
        (lambda: Fractional(2, 1.5), TypeError, "seed must be a whole number"),
        (lambda: Fractional(2, 1, 1), TypeError, "overlapping"),
        (
            lambda: Fractional((5,), 1).plan((4,)),
            ValueError,
            "output_size 5 must not exceed the 4 cells on axis 0",
        ),
        (lambda: Window(2).plan((4,)), ValueError, "shape must have 2 sizes"),
        (lambda: Window(2).plan((0, 4)), ValueError, "at least 1, got 0"),
        (lambda: Window(2).plan(4), TypeError, "tuple of 2 sizes"),
        (lambda: Window(2).plan((4.0, 4)), TypeError, "whole number"),
        (
            lambda: Window(2).plan((4, 1)),
            ValueError,
            "kernel 2 does not fit 1 cells with padding 0 and 0 on axis 1",
        ),
        (lambda: Window(3, ceil_mode=True).plan((2, 2)), ValueError, "does not fit"),
        (
            lambda: Window((2,), padding=1, dilation=3).plan((2,)),
            ValueError,
            "no real tap: dilation 3 with padding 1",
        ),
        (lambda: Window((2,), padding="same", dilation=3).plan((1,)), ValueError, "no real tap"),
    ],
)
def test_what_is_illegal_says_why(make, error, word):
    with pytest.raises(error) as caught:
        make()
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


def test_settings_are_normalised_and_a_window_is_a_value():
    window = Window(3, (1, 2), padding=(1, (0, 2)))
    assert window.kernel_size == (3, 3)
    assert window.padding == ((1, 1), (0, 2))
    assert Window(2).stride == (2, 2)
    assert Window(np.int32(2), [1, 1, 1]).rank == 3
    assert eval(repr(window)) == window
    assert len({window, copy.deepcopy(window), pickle.loads(pickle.dumps(window)), Window(3)}) == 2


def test_plans_are_cached_and_cannot_be_changed():
    plan = Window(2).plan((4, 4))
    assert plan is Window(2).plan([4, np.int64(4)])
    for array in (plan.axes[0].taps, plan.axes[0].real, plan.axes[0].starts):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_edges_offer_what_is_legal_and_no_more():
    window = Window(3, padding=((1, 0), (0, 0)))
    assert edge_range(window, 2, axis=0, side=0) == (1, 2), "without that cell the kernel would not fit 2 rows"
    assert edge_range(window, 5, axis=1, side=1) == (0, 2), "padding stays below the kernel"
    with pytest.raises(ValueError, match="'same'"):
        edge_range(Window(3, padding="same"), 5, axis=0, side=0)
