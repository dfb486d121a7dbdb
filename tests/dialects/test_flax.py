"""Flax' functions: closed answers, a slow twin, what is refused, and Flax itself where it is installed."""

import inspect
import itertools
import math
import os
import warnings

import numpy as np
import pytest

from pooling.dialects import flax

ROW = np.array([1, 2, 3, 4, 5, 6], np.float32)
NAN, INF = np.nan, np.inf
NAMES = ("max_pool", "min_pool", "avg_pool")


def row(*values, dtype=np.float32):
    return np.array(values, dtype).reshape(1, -1, 1)


def questions(count, seed):
    """(function, arguments, x): any padding, windows that lie on it alone or fit nowhere, any batch axes."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        rank = int(rng.integers(1, 4))
        sizes = rng.integers(1, (9, 6, 4)[rank - 1], rank)
        name, form = str(rng.choice(NAMES)), str(rng.choice(["VALID", "SAME", "SAME_LOWER", "pads", "crops"]))
        batch = (2, 1, 2)[: int(rng.integers(4 if form.isupper() else 2))]
        x = (rng.integers(-9, 10, (*batch, *sizes, 2)) / 7).astype(np.float32)
        if rng.random() < 0.3:
            x[rng.random(x.shape) < 0.2] = rng.choice([NAN, INF, -INF])
        lowest = -3 if form == "crops" else 0
        pairs = tuple((int(low), int(high)) for low, high in rng.integers(lowest, 5, (rank, 2)))
        settings = {
            "window_shape": tuple(int(size) for size in rng.integers(1, 5, rank)),
            "strides": None if rng.random() < 0.2 else tuple(int(step) for step in rng.integers(1, 5, rank)),
            "padding": form if form.isupper() else pairs,
        }
        if name == "avg_pool":
            settings["count_include_pad"] = bool(rng.integers(2))
        yield name, settings, x


def windows(size, kernel, stride, padding):
    """For one axis the coordinates of each window's taps."""
    low, high = padding if isinstance(padding, tuple) else (0, 0)
    if isinstance(padding, str) and padding != "VALID":
        needed = max(0, (math.ceil(size / stride) - 1) * stride + kernel - size)
        low, high = needed // 2, needed - needed // 2
        if padding == "SAME_LOWER":
            low, high = high, low
    begins = range(-low, size + high - kernel + 1, stride)
    return [range(begin, begin + kernel) for begin in begins]


def twin(name, x, window_shape, strides, padding, count_include_pad=True):
    """Window by window in float64, as an array of Flax' shape."""
    rank = len(window_shape)
    strides = strides or (1,) * rank
    sizes = x.shape[-rank - 1 : -1]
    pads = (padding,) * rank if isinstance(padding, str) else padding
    axes = [windows(*setting) for setting in zip(sizes, window_shape, strides, pads, strict=True)]
    outer = x.shape[: -rank - 1]
    out = np.empty((*outer, *map(len, axes), x.shape[-1]))
    for cell in itertools.product(*(range(len(axis)) for axis in axes)):
        inside = [[t for t in axis[i] if 0 <= t < n] for axis, i, n in zip(axes, cell, sizes, strict=True)]
        taps = x.astype(float)[(..., *np.ix_(*inside), slice(None))]
        over = tuple(range(len(outer), len(outer) + rank))
        count = math.prod(window_shape) if count_include_pad else math.prod(map(len, inside))
        if name == "avg_pool":
            answer = taps.sum(axis=over) / count if count else np.nan
        else:
            answer = taps.max(axis=over, initial=-INF) if name == "max_pool" else taps.min(axis=over, initial=INF)
        out[(..., *cell, slice(None))] = answer
    return out


@pytest.mark.filterwarnings("ignore:invalid value encountered in reduce")  # inf - inf, in the twin
@pytest.mark.parametrize(("name", "settings", "x"), list(questions(150, seed=1)))
def test_functions_answer_as_their_slow_twin(name, settings, x):
    before, answer = x.copy(), getattr(flax, name)(x, **settings)
    expected = twin(name, x, **settings)
    assert answer.dtype == np.float32 and answer.shape == expected.shape
    np.testing.assert_allclose(answer, expected, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(x, before)


def test_strides_default_to_one():
    assert flax.max_pool(ROW.reshape(1, 6, 1), (2,)).ravel().tolist() == [2, 3, 4, 5, 6]
    assert flax.min_pool(ROW.reshape(1, 6, 1), (2,), ()).ravel().tolist() == [1, 2, 3, 4, 5]


def test_an_average_counts_padding_unless_told_not_to():
    x = ROW.reshape(1, 6, 1)
    np.testing.assert_allclose(flax.avg_pool(x, (3,), (2,), "SAME").ravel(), [2, 4, 11 / 3])
    assert flax.avg_pool(x, (3,), (2,), "SAME", False).ravel().tolist() == [2, 4, 5.5]
    assert flax.avg_pool(x, (3,), (2,), "same_lower", count_include_pad=False).ravel().tolist() == [1.5, 3, 5]


def test_windows_of_padding_alone():
    x, pairs = row(7, 8), ((3, 0),)
    assert flax.max_pool(x, (2,), (2,), pairs).ravel().tolist() == [-INF, 7]
    assert flax.min_pool(x, (2,), (2,), pairs).ravel().tolist() == [INF, 7]
    assert flax.avg_pool(x, (2,), (2,), pairs).ravel().tolist() == [0, 3.5]
    np.testing.assert_array_equal(flax.avg_pool(x, (2,), (2,), pairs, False).ravel(), [NAN, 7])
    small = row(7, 8, dtype=np.int8)
    assert flax.max_pool(small, (2,), (2,), pairs).ravel().tolist() == [-128, 7]
    assert flax.min_pool(small, (2,), (2,), pairs).ravel().tolist() == [127, 7]


def test_negative_padding_crops():
    x = ROW.reshape(1, 6, 1)
    assert flax.max_pool(x, (2,), (2,), ((-1, 0),)).ravel().tolist() == [3, 5]
    np.testing.assert_array_equal(flax.avg_pool(x, (2,), (2,), ((-1, 3),), False).ravel(), [2.5, 4.5, 6, NAN])
    # Nothing of the input is left between the two sides, only padding.
    assert flax.max_pool(x, (1,), None, ((-8, 5),)).ravel().tolist() == [-INF] * 3


def test_a_window_that_fits_nowhere_gives_an_empty_array():
    x = ROW.reshape(1, 6, 1)
    for name in NAMES:
        assert getattr(flax, name)(x, (7,)).shape == (1, 0, 1)
        assert getattr(flax, name)(x, (2,), None, ((-4, -4),)).shape == (1, 0, 1)
    assert flax.max_pool(x[:, :0], (2,), None, ((1, 1),)).ravel().tolist() == [-INF]


def test_batch_axes_may_be_none_or_many():
    plane = np.arange(16, dtype=np.float32).reshape(4, 4, 1)
    assert flax.max_pool(plane, (2, 2), (2, 2)).ravel().tolist() == [5, 7, 13, 15]
    many = np.broadcast_to(plane, (2, 3, 4, 4, 1))
    assert flax.avg_pool(many, (2, 2), (2, 2), count_include_pad=False).shape == (2, 3, 2, 2, 1)
    padded = flax.max_pool(plane, (2, 2), (2, 2), ((1, 1), (1, 1)))
    assert padded.ravel().tolist() == [0, 2, 3, 8, 10, 11, 12, 14, 15]


def test_nan_propagates_and_infinity_stays():
    x = row(NAN, 1, 2, 3, -INF, -INF)
    np.testing.assert_array_equal(flax.max_pool(x, (2,), (2,)).ravel(), [NAN, 3, -INF])
    np.testing.assert_array_equal(flax.min_pool(-x, (2,), (2,)).ravel(), [NAN, -3, INF])


@pytest.mark.parametrize(("given", "extreme", "mean", "uncounted"), [
    ("float16", "float16", "float16", "float32"),
    ("float64", "float32", "float32", "float32"),
    ("int64", "int32", "float32", "float32"),
    ("uint8", "uint8", "float32", "float32"),
])  # fmt: skip
def test_what_becomes_of_dtypes(given, extreme, mean, uncounted):
    x = np.array([3, 4], given).reshape(1, 2, 1)
    assert flax.max_pool(x, (2,)).dtype == extreme and flax.min_pool(x, (2,)).dtype == extreme
    assert flax.avg_pool(x, (2,)).dtype == mean and flax.avg_pool(x, (2,)).item() == 3.5
    assert flax.avg_pool(x, (2,), count_include_pad=False).dtype == uncounted
    assert flax.avg_pool(np.full((1, 2, 1), 127, np.int8), (2,)).item() == 127  # not (127 + 127 - 256) / 2


@pytest.mark.parametrize(("window_shape", "settings", "error", "said"), [
    (2, {}, TypeError, "window_shape must be a tuple of integers, got 2"),
    ((2.0,), {}, TypeError, r"window_shape must hold integers, got \(2.0,\)"),
    ((0,), {}, ValueError, r"strictly positive, got \(0,\)"),
    ((2, 2, 2, 2), {}, ValueError, "1 to 3 values"),
    ((2, 2, 2), {}, ValueError, r"shape \(1, 6, 1\) are too few axes for window_shape \(2, 2, 2\)"),
    ((2,), {"strides": 2}, TypeError, "strides must be a tuple of integers, got 2"),
    ((2,), {"strides": (0,)}, ValueError, "strides must have every element strictly positive"),
    ((2,), {"strides": (1, 1)}, ValueError, "as many as window_shape"),
    ((2,), {"padding": "FULL"}, ValueError, "'VALID', 'SAME', 'SAME_LOWER' or pairs, got 'FULL'"),
    ((2,), {"padding": 1}, TypeError, "got 1"),
    ((2,), {"padding": (1, 1)}, TypeError, r"one \(low, high\) pair per spatial axis, got \(1, 1\)"),
    ((2,), {"padding": ((1, 1), (1, 1))}, ValueError, "padding must be 1 pairs"),
    ((2,), {"padding": ((1,),)}, ValueError, "padding must be 1 pairs"),
])  # fmt: skip
def test_what_is_refused(window_shape, settings, error, said):
    for name in NAMES:
        with pytest.raises(error, match=said):
            getattr(flax, name)(ROW.reshape(1, 6, 1), window_shape, **settings)


def test_padding_in_pairs_goes_with_one_batch_axis():
    with pytest.raises(ValueError, match=r"at most one batch axis, got inputs of shape \(1, 1, 6, 1\)"):
        flax.max_pool(ROW.reshape(1, 1, 6, 1), (2,), None, ((1, 1),))


@pytest.fixture(scope="module")
def theirs():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault("JAX_PLATFORMS", "cpu")
        return pytest.importorskip("flax.linen.pooling")


def test_signatures_are_those_of_flax(theirs):
    for name in NAMES:
        ours = inspect.signature(getattr(flax, name)).parameters.values()
        real = inspect.signature(getattr(theirs, name)).parameters.values()
        assert [(one.name, one.default) for one in ours] == [(one.name, one.default) for one in real]


def test_functions_answer_as_flax_itself(theirs):
    for name, settings, x in questions(60, seed=2):
        told = np.asarray(getattr(theirs, name)(x, **settings))
        answer = getattr(flax, name)(x, **settings)
        assert (answer.shape, answer.dtype) == (told.shape, told.dtype), (name, settings)
        np.testing.assert_allclose(answer, told, rtol=2e-6, atol=1e-6, err_msg=f"{name} {settings}")
