"""tf.nn's functions: closed answers, the slow twins, what is refused, and TensorFlow itself where installed."""

import inspect
import os
import warnings

import numpy as np
import pytest

from pooling import engine
from pooling.dialects import tensorflow as tf
from pooling.dialects._channels import channels_before
from tests.pooling import twins

FORMATS = {1: ("NWC", "NCW"), 2: ("NHWC", "NCHW"), 3: ("NDHWC", "NCDHW")}
SQUARE = np.arange(16, dtype=np.float32).reshape(1, 4, 4, 1)
LEAST = np.finfo(np.float32).min
NAN, INF = np.nan, np.inf


def row(*values, dtype=np.float32):
    return np.array(values, dtype).reshape(1, -1, 1)


def picture(*rows, dtype=np.float32):
    return np.array(rows, dtype)[None, :, :, None]


def spelled(values, rank, style):
    """ksize or strides as TensorFlow lets one write them, for a channels-last tensor."""
    values = [int(value) for value in values]
    return {"spatial": values, "tensor": [1, *values, 1], "tuple": tuple(values)}[style]


def questions(count, seed, gaps=True, specials=True):
    """(function, arguments, x) with x channels last; gaps: strides may exceed the window."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        rank = int(rng.integers(1, 4))
        shape = rng.integers(1, (12, 8, 5)[rank - 1], rank)
        kernel = np.minimum(rng.integers(1, 5, rank), shape)
        stride = rng.integers(1, 5 if gaps else kernel + 1, rank)
        name = str(
            rng.choice(["max_pool", "avg_pool", "max_pool_with_argmax"] if rank == 2 else ["max_pool", "avg_pool"])
        )
        x = (rng.integers(-9, 10, (2, *shape, 3)) / 7).astype(np.float32)
        if specials and rank < 3:
            x[rng.random(x.shape) < rng.choice([0, 0.3])] = NAN
            x[rng.random(x.shape) < rng.choice([0, 0.5])] = -INF
        padding = str(rng.choice(["VALID", "SAME"]))
        if name == "max_pool" and rank < 3 and rng.random() < 0.4:
            pairs = [[int(rng.integers(size)), int(rng.integers(size))] for size in kernel]
            padding = [[0, 0], *pairs, [0, 0]]
        style = str(rng.choice(["spatial", "tensor", "tuple"]))
        settings = {"ksize": spelled(kernel, rank, style), "strides": spelled(stride, rank, style), "padding": padding}
        if name == "max_pool_with_argmax":
            settings["include_batch_in_index"] = bool(rng.integers(2))
        yield name, settings, x


def twin_axes(settings, shape):
    rank = len(shape)
    kernel, stride = (settings[key][-rank - 1 : -1] if len(settings[key]) > rank else settings[key] for key in
                      ("ksize", "strides"))  # fmt: skip
    words = settings["padding"]
    pads = [words.lower()] * rank if isinstance(words, str) else words[1:-1]
    per_axis = zip(shape, kernel, stride, pads, strict=True)
    return [twins.axis_windows(n, k, s, pad, 1, False) for n, k, s, pad in per_axis]


@pytest.mark.parametrize(("name", "settings", "x"), list(questions(120, seed=1, specials=False)))
def test_functions_answer_as_their_slow_twins_in_both_formats(name, settings, x):
    rank, planes, before = x.ndim - 2, np.moveaxis(x, -1, 1), x.copy()
    axes = twin_axes(settings, x.shape[1:-1])
    expected = np.moveaxis(twins.twin("average" if name == "avg_pool" else "max", planes, axes, rank), 1, -1)
    answer = getattr(tf, name)(x, **settings)
    if name == "max_pool_with_argmax":
        answer, indices = answer
        in_plane = np.moveaxis(twins.twin_switches("max", planes, axes, rank), 1, -1)
        batch = np.arange(2).reshape(2, 1, 1, 1) * np.prod(x.shape[1:]) * settings["include_batch_in_index"]
        np.testing.assert_array_equal(indices, in_plane * 3 + np.arange(3) + batch)
    else:
        first = {key: [1, *value[:-1]] if len(value) == rank + 2 else value for key, value in settings.items()
                 if key != "padding"}  # fmt: skip
        padding = settings["padding"]
        if not isinstance(padding, str):
            padding = [[0, 0], *padding[:-1]]
        for turned in (planes, np.ascontiguousarray(planes)):
            again = getattr(tf, name)(turned, **first, padding=padding, data_format=FORMATS[rank][1])
            np.testing.assert_array_equal(np.moveaxis(again, 1, -1), answer)
    assert answer.dtype == np.float32 and answer.flags.c_contiguous
    np.testing.assert_allclose(answer, expected, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("ksize", [2, [2], (2, 2), [1, 2, 2, 1], np.array([2, 2])])
def test_ksize_and_strides_in_every_spelling(ksize):
    assert tf.max_pool(SQUARE, ksize, ksize, "VALID").ravel().tolist() == [5, 7, 13, 15]
    assert tf.avg_pool(SQUARE, ksize, 2, "VALID").ravel().tolist() == [2.5, 4.5, 10.5, 12.5]


def test_a_list_per_tensor_axis_follows_the_format():
    first = np.moveaxis(SQUARE, -1, 1)
    answer = tf.max_pool(first, [1, 1, 4, 1], [1, 1, 1, 2], "VALID", "NCHW")
    assert answer.shape == (1, 1, 1, 2) and answer.ravel().tolist() == [12, 14]
    with pytest.raises(ValueError, match="only in NWC and NHWC"):
        tf.max_pool(first, [1, 4, 1, 1], [1, 2, 1, 1], "VALID", "NCHW")


def test_the_input_has_two_names_and_the_rest_a_fixed_order():
    new = tf.max_pool(input=SQUARE, ksize=2, strides=2, padding="VALID", data_format="NHWC", name="pool")
    old = tf.max_pool(value=SQUARE, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="VALID")
    np.testing.assert_array_equal(new, old)
    np.testing.assert_array_equal(tf.max_pool(SQUARE, 2, 2, "VALID", "NHWC", "pool"), new)
    assert tf.avg_pool(value=SQUARE, ksize=4, strides=4, padding="VALID").item() == 7.5
    for given in ({}, {"input": SQUARE, "value": SQUARE}):
        with pytest.raises(TypeError, match="either `input` or `value`"):
            tf.max_pool(ksize=2, strides=2, padding="VALID", **given)
    with pytest.raises(TypeError, match="ksize"):
        tf.max_pool(SQUARE)


def test_same_puts_the_odd_pad_at_the_end():
    assert tf.max_pool(SQUARE, 3, 2, "SAME").ravel().tolist() == [10, 11, 14, 15]  # not PyTorch's 5, 7, 13, 15
    assert tf.avg_pool(row(1, 2, 3, 4, 5, 6), 3, 2, "SAME").ravel().tolist() == [2, 4, 5.5]  # not 11 / 3


def test_explicit_padding_is_never_the_largest():
    padding = [[0, 0], [1, 1], [1, 1], [0, 0]]
    assert tf.max_pool(SQUARE - 16, 2, 3, padding).ravel().tolist() == [-16, -13, -4, -1]  # not 0
    first = tf.max_pool(np.moveaxis(SQUARE - 16, -1, 1), 2, 3, [[0, 0], [0, 0], [1, 1], [1, 1]], "NCHW")
    assert first.ravel().tolist() == [-16, -13, -4, -1]
    assert tf.max_pool(row(-3, -2), 2, 1, [[0, 0], [1, 0], [0, 0]]).ravel().tolist() == [-3, -2]


def test_blocks_of_four_channels():
    rng = np.random.default_rng(0)
    plain = rng.integers(-128, 128, (2, 8, 5, 6), dtype=np.int8)
    blocks = np.moveaxis(plain.reshape(2, 2, 4, 5, 6), 2, -1)
    expected = tf.max_pool(plain, [3, 2], 2, "SAME", "NCHW").reshape(2, 2, 4, 3, 3)
    for memory in (blocks, np.ascontiguousarray(blocks)):
        for ksize in ([3, 2], [1, 1, 3, 2]):
            answer = tf.max_pool(memory, ksize, 2, "SAME", "NCHW_VECT_C")
            assert answer.dtype == np.int8
            np.testing.assert_array_equal(answer, np.moveaxis(expected, 2, -1))
    np.testing.assert_array_equal(tf.max_pool2d(blocks, [3, 2], 2, "SAME", "NCHW_VECT_C"), answer)


def test_channels_by_themselves():
    x = np.arange(8, dtype=np.float32).reshape(1, 2, 4)
    assert tf.max_pool(x, [1, 1, 2], [1, 1, 2], "VALID").tolist() == [[[1, 3], [5, 7]]]
    assert tf.max_pool(x[:, None], [1, 1, 1, 4], [1, 1, 1, 4], "SAME").ravel().tolist() == [3, 7]


@pytest.mark.parametrize(("function", "shape", "kept", "cast", "refused"), [
    (tf.max_pool, (1, 2, 1), "float16 float64 uint8 int8 int64", "", "uint32 bool complex64"),
    (tf.max_pool, (1, 2, 2, 1), "float16 int8 uint8 int16 uint16 int32", "float64 int64", "uint32 bool complex64"),
    (tf.max_pool, (1, 2, 2, 2, 1), "float16 float32", "", "float64 int32"),
    (tf.avg_pool, (1, 2, 2, 1), "float16 float32 float64", "", "int32 int64 uint8 bool"),
    (lambda x, k, s, p: tf.pool(x, [k, k], "MAX", [s, s], p), (1, 2, 2, 1), "float64 int32", "", "uint32"),
    (lambda x, k, s, p: tf.pool(x, [k, k], "AVG", [s, s], p), (1, 2, 2, 1), "float64", "", "int32"),
    (lambda *a: tf.max_pool_with_argmax(*a)[0], (1, 2, 2, 1), "float64 int32 uint64", "", "bool"),
    (lambda x, k, s, p: tf.fractional_max_pool(x, 2.0)[0], (1, 2, 2, 1), "float64 int32", "", "float16 uint8"),
])  # fmt: skip
def test_what_becomes_of_dtypes(function, shape, kept, cast, refused):
    for name in kept.split():
        assert function(np.ones(shape, name), 2, 2, "VALID").dtype == name
    for name in cast.split():
        assert function(np.ones(shape, name), 2, 2, "VALID").dtype == np.float32
    for name in refused.split():
        with pytest.raises(ValueError, match=name):
            function(np.ones(shape, name), 2, 2, "VALID")


@pytest.mark.parametrize(("taps", "largest", "first_seen", "index"), [
    ((NAN, 1, 2), 2, NAN, 0),
    ((1, NAN, 0), 1, 1, 0),
    ((1, 2, NAN), 2, 2, 1),
    ((NAN, NAN, NAN), LEAST, NAN, 0),
    ((-INF, -INF, -INF), LEAST, -INF, 0),
    ((NAN, -INF, -INF), LEAST, NAN, 0),
    ((-INF, NAN, -INF), LEAST, -INF, 0),
    ((INF, NAN, 1), INF, INF, 0),
    ((3, 3, 1), 3, 3, 0),
])  # fmt: skip
def test_max_looks_past_nan_and_argmax_keeps_a_leading_one(taps, largest, first_seen, index):
    x = np.repeat(row(*taps), 3, axis=2)
    assert tf.max_pool(x, 3, 3, "VALID").ravel().tolist() == [np.float32(largest)] * 3
    assert tf.max_pool(x[:, None], [1, 3], 3, "VALID").ravel().tolist() == [np.float32(largest)] * 3
    values, indices = tf.max_pool_with_argmax(x[:, None], [1, 3], 3, "VALID")
    np.testing.assert_array_equal(values.ravel(), [first_seen] * 3)
    assert indices.ravel().tolist() == [3 * index, 3 * index + 1, 3 * index + 2]
    average = tf.avg_pool(x, 3, 3, "VALID")
    np.testing.assert_array_equal(np.isnan(average), np.isnan(taps).any())


def test_indices_count_channels_and_with_the_batch_too():
    x = np.zeros((2, 2, 2, 3), np.float32)
    x[0, 1, 0, 2] = x[1, 0, 1, 0] = 7
    alone = tf.max_pool_with_argmax(x, 2, 2, "VALID")[1]
    assert alone.tolist() == [[[[0, 1, 8]]], [[[3, 1, 2]]]]  # (row * 2 + column) * 3 + channel; ties: the first
    together = tf.max_pool_with_argmax(x, 2, 2, "VALID", include_batch_in_index=True, output_dtype=np.int32)[1]
    assert together.tolist() == [[[[0, 1, 8]]], [[[15, 13, 14]]]] and together.dtype == np.int32


def test_pool_takes_dilations():
    x = row(5, 1, 4, 2, 3, 9)
    assert tf.pool(x, [2], "MAX", dilations=[3]).ravel().tolist() == [5, 3, 9]
    assert tf.pool(x, [2], "AVG", dilations=(2,)).ravel().tolist() == [4.5, 1.5, 3.5, 5.5]
    assert tf.pool(np.moveaxis(x, -1, 1), [2], "MAX", [2], "SAME", "NCW").ravel().tolist() == [5, 4, 9]


@pytest.mark.parametrize("overlapping", [False, True])
def test_fractional_values_lie_between_their_cuts(overlapping):
    x = np.random.default_rng(0).normal(size=(2, 13, 17, 3))
    for pseudo_random in (False, True):
        values, rows, columns = tf.fractional_max_pool(x, [1.0, 1.44, 2.3, 1.0], pseudo_random, overlapping, seed=3)
        means = tf.fractional_avg_pool(x, [1.0, 1.44, 2.3, 1.0], pseudo_random, overlapping, seed=3)[0]
        assert (rows[0], rows[-1], len(rows)) == (0, 13, 10) and set(np.diff(rows)) <= {1, 2}
        assert (columns[0], columns[-1], len(columns)) == (0, 17, 8) and set(np.diff(columns)) <= {2, 3}
        for i, j in np.ndindex(9, 7):
            window = x[:, rows[i] : rows[i + 1] + overlapping, columns[j] : columns[j + 1] + overlapping]
            np.testing.assert_array_equal(values[:, i, j], window.max(axis=(1, 2)))
            np.testing.assert_allclose(means[:, i, j], window.mean(axis=(1, 2)), rtol=1e-12, atol=1e-12)


def test_fractional_cuts_are_tensorflows_own():
    x = np.zeros((1, 10, 7, 1), np.float32)
    # Recorded from TensorFlow 2.21.
    recorded = {
        (False, 1): ([0, 2, 3, 5, 6, 8, 10], [0, 2, 4, 7]),
        (True, 1): ([0, 2, 4, 6, 7, 9, 10], [0, 3, 5, 7]),
        (True, 2**40 + 7): ([0, 2, 4, 6, 7, 9, 10], [0, 2, 5, 7]),
    }
    for (pseudo_random, seed), (rows, columns) in recorded.items():
        drawn = tf.fractional_max_pool(x, [1.0, 1.5, 1.9, 1.0], pseudo_random, seed=seed)
        assert (drawn[1].tolist(), drawn[2].tolist()) == (rows, columns)


@pytest.mark.parametrize(("size", "ratio", "out"), [(36, 1.44, 24), (33, 1.1, 30), (30, 1.2, 24), (10, 1.5, 6)])
def test_ratios_are_divided_in_float32(size, ratio, out):
    # In float64 it would be 25, 29 and 25; recorded from TensorFlow 2.21.
    cuts = tf.fractional_max_pool(np.zeros((1, size, 1, 1), np.float32), [1.0, ratio, 1.0, 1.0])[1]
    assert len(cuts) == out + 1


def test_without_a_seed_every_draw_is_new():
    x = np.zeros((1, 300, 1, 1), np.float32)
    draws = {tuple(tf.fractional_max_pool(x, [1.0, 1.5, 1.0, 1.0])[1].tolist()) for _ in range(3)}
    assert len(draws) == 3


def test_the_mean_of_integers_is_truncated_in_fractional_pooling():
    x = np.array([-1, -2, 3, 4], np.int32).reshape(1, 2, 2, 1)
    assert tf.fractional_avg_pool(x, [1.0, 2.0, 1.0, 1.0])[0].ravel().tolist() == [1, 1]
    assert tf.fractional_avg_pool(-x, [1.0, 1.0, 2.0, 1.0])[0].ravel().tolist() == [1, -3]  # not -4


def test_functions_of_one_rank():
    shapes = {1: (1, 5, 2), 2: (1, 5, 4, 2), 3: (1, 5, 4, 3, 2)}
    for rank, shape in shapes.items():
        x = np.random.default_rng(rank).normal(size=shape).astype(np.float32)
        for name in ("max_pool", "avg_pool"):
            alone, general = getattr(tf, f"{name}{rank}d"), getattr(tf, name)
            np.testing.assert_array_equal(alone(x, 2, 1, "SAME"), general(x, 2, 1, "SAME"))
            with pytest.raises(ValueError, match=rf"must have rank {rank + 2}, received rank 2"):
                alone(x[0, ..., 0].reshape(5, -1), 2, 1, "SAME")


@pytest.mark.parametrize(("settings", "said"), [
    ({"padding": "same"}, "'VALID' or 'SAME' in capitals, or a list of 4 pairs, received 'same'"),
    ({"padding": "EXPLICIT"}, "received 'EXPLICIT'"),
    ({"padding": [[0, 0], [1, 1]]}, "must be 4 pairs, one per tensor axis"),
    ({"padding": [1, 1, 1, 1]}, "must be 4 pairs"),
    ({"padding": [[1, 0], [0, 0], [0, 0], [0, 0]]}, "batch and of the channels"),
    ({"padding": [[0, 0], [0, 0], [0, 0], [0, 1]]}, "batch and of the channels"),
    ({"padding": [[0, 0], [2, 0], [0, 0], [0, 0]]}, r"below the ksize 2, received \(2, 0\)"),
    ({"padding": [[0, 0], [-1, 0], [0, 0], [0, 0]]}, r"at least 0 .* received \(-1, 0\)"),
    ({"ksize": 5}, "computed output size would be zero or negative: effective kernel 5 does not fit 4 cells"),
    ({"ksize": [2, 2, 2]}, "`ksize` must be of length 1 or 2 or 4.* of length 3"),
    ({"ksize": 0}, "`ksize` must be > 0 .* ksize=0"),
    ({"strides": [1, -2]}, "`strides` must be > 0"),
    ({"ksize": [2, 1, 1, 1]}, "pooling over the batch is not supported"),
    ({"strides": [2, 1, 1, 1]}, "pooling over the batch is not supported"),
    ({"ksize": [1, 2, 2, 2]}, "channels can be pooled only"),
    ({"ksize": [1, 1, 1, 2], "strides": [1, 1, 1, 1]}, "stride equal to the window"),
    ({"ksize": [1, 1, 1, 3], "strides": [1, 1, 1, 3]}, "must divide their number, received 4 channels"),
    ({"data_format": "NWC"}, "tensor of rank 4 must be NHWC or NCHW, received 'NWC'"),
    ({"data_format": "nhwc"}, "received 'nhwc'"),
    ({"data_format": "NCHW_VECT_C"}, "int8 blocks"),
])  # fmt: skip
def test_what_max_pool_refuses(settings, said):
    x = np.zeros((1, 4, 4, 4), np.float32)
    with pytest.raises(ValueError, match=said):
        tf.max_pool(x, **{"ksize": 2, "strides": 1, "padding": "VALID"} | settings)


@pytest.mark.parametrize(("ask", "said"), [
    (lambda: tf.max_pool(SQUARE[0, 0], 2, 1, "VALID"), "must have rank 3, 4 or 5, received rank 2"),
    (lambda: tf.max_pool(SQUARE[None], 2, 1, [[0, 0]] * 5), "explicit padding is not supported in NDHWC"),
    (lambda: tf.max_pool(np.zeros((1, 1, 4, 4, 4), np.int8), 2, 1, [[0, 0]] * 4, "NCHW_VECT_C"), "not supported in"),
    (lambda: tf.max_pool(np.zeros((1, 1, 4, 4, 4)), 2, 1, "VALID", "NCHW_VECT_C"), "int8 blocks .* float64"),
    (lambda: tf.avg_pool(np.zeros((1, 1, 4, 4, 4)), 2, 1, "VALID", "NCHW_VECT_C"), "must be NDHWC or NCDHW"),
    (lambda: tf.avg_pool(SQUARE, 2, 1, [[0, 0]] * 4), "'VALID' or 'SAME' in capitals, received"),
    (lambda: tf.avg_pool(SQUARE, [1, 1, 1, 2], [1, 1, 1, 2], "VALID"), "avg_pool does not pool over channels"),
    (lambda: tf.max_pool_with_argmax(SQUARE, 2, 1, "VALID", "NCHW"), "no `data_format` but 'NHWC'"),
    (lambda: tf.max_pool_with_argmax(SQUARE, 2, 1, [[0, 0]] * 4), "'VALID' or 'SAME' in capitals, received"),
    (lambda: tf.max_pool_with_argmax(SQUARE, 2, 1, "VALID", output_dtype="uint8"), "must be int32 or int64"),
    (lambda: tf.max_pool_with_argmax(SQUARE[:0], 2, 1, "VALID"), "empty `input`"),
    (lambda: tf.pool(SQUARE, [2, 2], "MIN"), "'MAX' or 'AVG', received 'MIN'"),
    (lambda: tf.pool(SQUARE, [2], "MAX"), "must have rank 3 for this window_shape, received rank 4"),
    (lambda: tf.pool(SQUARE, [2, 2], "MAX", [3, 1]), "must not exceed window_shape"),
    (lambda: tf.pool(SQUARE, [2, 2], "MAX", [2, 2], dilations=[2, 2]), "only with strides of 1"),
    (lambda: tf.pool(SQUARE, [2, 2], "MAX", padding="SAME", dilations=[2, 1]), "only with strides of 1"),
    (lambda: tf.pool(SQUARE, [2, 2], "MAX", [1]), "`strides` must be of length 2"),
    (lambda: tf.pool(SQUARE, [2, 2], "MAX", dilations=[0, 1]), "all values of `dilations` must be positive"),
    (lambda: tf.pool(SQUARE, [2, 2], "MAX", padding="valid"), "in capitals, received 'valid'"),
    (lambda: tf.pool(SQUARE, [2, 2], "MAX", dilations=[4, 4]), "computed output size"),
    (lambda: tf.fractional_max_pool(SQUARE, 0.5), "at least 1.0"),
    (lambda: tf.fractional_max_pool(SQUARE, [1.5, 1.5]), "1.0 for the batch and the channels"),
    (lambda: tf.fractional_max_pool(SQUARE, [1.0, 4.1, 1.0, 1.0]), r"must not exceed .*\(4, 4\)"),
    (lambda: tf.fractional_avg_pool(SQUARE, 1.5), "list of length 4"),
])  # fmt: skip
def test_what_the_others_refuse(ask, said):
    with pytest.raises(ValueError, match=said):
        ask()


@pytest.mark.parametrize("shape", [(2, 6, 3), (2, 6, 5, 3), (2, 6, 5, 4, 3)])
def test_channels_last_memory_is_not_copied(shape):
    x, rank = np.ones(shape, np.float32), len(shape) - 2
    view = channels_before(x, rank)
    assert np.shares_memory(engine.Layout.of(view, rank).block(view), x)


@pytest.fixture(scope="module")
def theirs():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        return pytest.importorskip("tensorflow").nn


def test_signatures_begin_as_tensorflows(theirs):
    names = [name for name in dir(tf) if "pool" in name and name[0] != "_"]
    for name in names:
        real = list(inspect.signature(getattr(theirs, name)).parameters)
        assert list(inspect.signature(getattr(tf, name)).parameters)[: len(real)] == real


def test_functions_answer_as_tensorflow_itself(theirs):
    # No gaps: TensorFlow's CPU reads other cells than its GPU under SAME in 3D.
    for name, settings, x in questions(200, seed=2, gaps=False):
        told = getattr(theirs, name)(x, **settings)
        answer = getattr(tf, name)(x, **settings)
        pairs = zip(answer, told, strict=True) if isinstance(answer, tuple) else [(answer, told)]
        for ours, real in pairs:
            assert ours.dtype == real.dtype.as_numpy_dtype
            np.testing.assert_allclose(ours, real.numpy(), rtol=2e-6, atol=1e-6, err_msg=f"{name} {settings}")


def test_fractional_pooling_answers_as_tensorflow_itself(theirs):
    rng = np.random.default_rng(3)
    for seed in range(1, 40):
        x = rng.normal(size=(1, *rng.integers(1, 30, 2), 2)).astype(np.float32)
        ratio = [1.0, float(rng.uniform(1, min(6, x.shape[1]))), float(rng.uniform(1, min(6, x.shape[2]))), 1.0]
        for name in ("fractional_max_pool", "fractional_avg_pool"):
            choices = bool(rng.integers(2)), bool(rng.integers(2)), seed
            told = getattr(theirs, name)(x, ratio, *choices)
            for ours, real in zip(getattr(tf, name)(x, ratio, *choices), told, strict=True):
                np.testing.assert_allclose(ours, real.numpy(), rtol=2e-6, atol=1e-6)
