"""The PyTorch dialect: its quirks one by one, what it refuses, and PyTorch itself where it is installed."""

import inspect

import numpy as np
import pytest

from pooling.dialects import pytorch
from tests.dialects import torch_questions as questions

TOLERANCES = {"float16": 2e-3, "float32": 2e-5, "float64": 1e-12}
NAN, INF = np.nan, np.inf


def line(*values, dtype="float32"):
    return np.array([[values]], dtype)


def answered(name, arrays, asked):
    """What the dialect answers, a list of arrays, or None where it refuses."""
    try:
        answer = getattr(pytorch, name)(*arrays, **asked)
    except (ValueError, TypeError):
        return None
    return list(answer) if isinstance(answer, tuple) else [answer]


def assert_same(answers, expected, question):
    assert (answers is None) == (expected is None), question
    for got, told in zip(answers or [], expected or [], strict=True):
        assert (got.shape, got.dtype) == (told.shape, told.dtype), question
        tolerance = TOLERANCES.get(told.dtype.name, 0)
        np.testing.assert_allclose(got, told, rtol=tolerance, atol=tolerance, err_msg=str(question))


@pytest.mark.parametrize("name", questions.FORWARD)
def test_it_answers_and_refuses_as_pytorch_does(name):
    pytest.importorskip("torch")
    for seed in range(150):
        arrays, asked = questions.question(name, np.random.default_rng([seed, 1]))
        expected = questions.torchs_answer(name, arrays, asked)
        assert_same(answered(name, arrays, asked), expected, (name, seed, [x.shape for x in arrays], asked))


@pytest.mark.parametrize("name", questions.BACKWARD)
def test_gradients_are_those_of_pytorch(name):
    pytest.importorskip("torch")
    for seed in range(100):
        rng = np.random.default_rng([seed, 2])
        (x,), asked = questions.question(name, rng)
        told = questions.torchs_answer(name, [x], asked, rng)
        grad, expected = (np.zeros(1), None) if told is None else (told[0], told[1:])
        assert_same(answered(name, [x, grad], asked), expected, (name, seed, x.shape, asked))


def test_arguments_have_pytorchs_names_order_and_defaults():
    names = list(inspect.signature(pytorch.max_pool2d).parameters)
    assert names == ["input", "kernel_size", "stride", "padding", "dilation", "ceil_mode", "return_indices"]
    names = list(inspect.signature(pytorch.avg_pool3d).parameters)
    assert names == ["input", "kernel_size", "stride", "padding", "ceil_mode", "count_include_pad", "divisor_override"]
    defaults = {name: parameter.default for name, parameter in inspect.signature(pytorch.avg_pool2d).parameters.items()}
    assert defaults["count_include_pad"] is True
    names = list(inspect.signature(pytorch.fractional_max_pool2d).parameters)
    assert names[:5] == ["input", "kernel_size", "output_size", "output_ratio", "return_indices"]
    for name in pytorch.__all__:
        assert inspect.getdoc(getattr(pytorch, name)), name


def test_the_stride_is_the_kernel_unless_given():
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    assert pytorch.max_pool2d(x, 2).tolist() == [[[[5, 7], [13, 15]]]]
    assert pytorch.max_pool2d(x, 2, 1).shape == (1, 1, 3, 3)
    assert pytorch.max_pool2d(x, 2, ()).shape == (1, 1, 2, 2)
    assert pytorch.max_pool2d(x[0], (2,)).tolist() == [[[5, 7], [13, 15]]]


def test_indices_count_through_each_plane():
    x = np.stack([np.arange(16.0), -np.arange(16.0)]).reshape(1, 2, 4, 4)
    values, indices = pytorch.max_pool2d(x, 3, 2, 1, return_indices=True)
    assert values[0, 0].tolist() == [[5, 7], [13, 15]]
    assert indices[0].tolist() == [[[5, 7], [13, 15]], [[0, 1], [4, 5]]]
    assert indices.dtype == np.int64


def test_the_last_nan_of_a_window_has_the_index_and_the_gradient():
    x = line(1, NAN, 3, NAN, -INF, -INF)
    values, indices = pytorch.max_pool1d(x, 4, 2, return_indices=True)
    np.testing.assert_array_equal(values, line(NAN, NAN))
    assert indices.tolist() == [[[3, 3]]]  # not 1, the first
    assert pytorch.max_pool1d_backward(x, line(2, 5), 4, 2).tolist() == [[[0, 0, 0, 7, 0, 0]]]
    assert pytorch.adaptive_max_pool1d(x, 1, True)[1].tolist() == [[[3]]]


def test_a_window_of_minus_infinity_keeps_it_and_its_first_index():
    values, indices = pytorch.max_pool1d(line(-INF, -INF), 2, 1, 1, return_indices=True)
    assert values.tolist() == [[[-INF] * 3]]
    assert indices.tolist() == [[[0, 0, 1]]]


@pytest.mark.parametrize(("dtype", "worst"), [("float32", -INF), ("uint8", 0), ("int32", -(2**31))])
def test_a_window_that_steps_over_every_cell_answers_its_padding(dtype, worst):
    x = line(1, 2, dtype=dtype)
    values, indices = pytorch.max_pool1d(x, 2, 1, 1, 3, return_indices=True)
    assert (values.tolist(), values.dtype) == ([[[worst]]], np.dtype(dtype))
    assert indices.tolist() == [[[2]]]  # beyond the input, as PyTorch has it


def test_ceil_mode_lets_a_kernel_hang_over_an_input_that_is_too_small():
    x = np.arange(4.0).reshape(1, 1, 2, 2)
    assert pytorch.max_pool2d(x, 3, 2, ceil_mode=True).tolist() == [[[[3]]]]
    assert pytorch.avg_pool2d(x, 3, 2, ceil_mode=True).tolist() == [[[[1.5]]]]  # 6 / 4, not 6 / 9
    with pytest.raises(ValueError, match=r"on axis 0 the effective kernel 3 does not fit 2 cells"):
        pytorch.max_pool2d(x, 3, 1, ceil_mode=True)
    with pytest.raises(ValueError, match=r"kernel_size of at most the 2 cells on axis 2, got 3"):
        pytorch.avg_pool3d(np.ones((1, 4, 4, 2)), 3, 3, 1, ceil_mode=True)


def test_averages_count_their_padding_or_divide_by_what_they_are_told():
    x = np.ones((1, 1, 2, 2))
    assert pytorch.avg_pool2d(x, 2, 2, 1).tolist() == [[[[0.25, 0.25], [0.25, 0.25]]]]
    assert pytorch.avg_pool2d(x, 2, 2, 1, count_include_pad=False).tolist() == [[[[1, 1], [1, 1]]]]
    assert pytorch.avg_pool2d(x, 2, divisor_override=-8).tolist() == [[[[-0.5]]]]
    grad = pytorch.avg_pool2d_backward(x, [[[[6.0]]]], 2, divisor_override=3)
    assert grad.tolist() == [[[[2, 2], [2, 2]]]]


def test_integers_are_averaged_towards_zero_and_wrap():
    assert pytorch.avg_pool1d(line(-1, -2, 2, 1, dtype="int64"), 2).tolist() == [[[-1, 1]]]  # not -2, not -1.5
    large = line(2**53 + 1, 0, 2**62, 2**62, dtype="int64")
    assert pytorch.avg_pool1d(large, 2).tolist() == [[[2**52, -(2**62)]]]


def test_the_norm_takes_no_absolute_value():
    assert pytorch.lp_pool1d(line(3, -4), 1, 2).tolist() == [[[-1]]]
    assert np.isnan(pytorch.lp_pool1d(line(3, -4), 3, 2)).all()
    assert pytorch.lp_pool1d(line(3, -4), 2, 2).tolist() == [[[5]]]
    assert pytorch.lp_pool1d(line(3, -4), INF, 2).tolist() == [[[4]]]
    assert pytorch.lp_pool1d(line(3, -4), -INF, 2).tolist() == [[[3]]]
    # The cut window's average is multiplied by the whole kernel.
    assert pytorch.lp_pool1d(line(1, 1, 7), 1, 2, ceil_mode=True).tolist() == [[[2, 14]]]


def test_adaptive_windows_keep_a_size_and_may_be_none_at_all():
    x = np.arange(12.0).reshape(1, 3, 4)
    assert pytorch.adaptive_max_pool2d(x, (None, 2)).tolist() == [[[1, 3], [5, 7], [9, 11]]]
    assert pytorch.adaptive_avg_pool2d(x, 1).tolist() == [[[5.5]]]
    assert pytorch.adaptive_avg_pool1d(x, 3).tolist() == [[[0.5, 1.5, 2.5], [4.5, 5.5, 6.5], [8.5, 9.5, 10.5]]]
    assert pytorch.adaptive_max_pool2d(x, (0, 2), True)[1].shape == (1, 0, 2)


def test_fractional_windows_lie_where_their_samples_say():
    x = np.arange(25.0).reshape(1, 5, 5)
    samples = np.array([[[0.4, 0.2]]])
    # a = (5 - 2) / (3 - 1) = 1.5, and the second of three begins at floor((1 + u) a) - floor(u a): column 2, row 1.
    values, indices = pytorch.fractional_max_pool2d(x, 2, 3, return_indices=True, _random_samples=samples)
    assert indices.tolist() == [[[6, 8, 9], [11, 13, 14], [21, 23, 24]]]
    assert values.tolist() == indices.tolist()
    drawn = [pytorch.fractional_max_pool2d(np.arange(441.0).reshape(1, 21, 21), 2, 7, seed=seed) for seed in (1, 1, 2)]
    assert (drawn[0] == drawn[1]).all()
    assert (drawn[0] != drawn[2]).any()


def test_unpooling_puts_values_back_and_takes_a_size_near_the_usual():
    x = np.arange(25.0).reshape(1, 5, 5)
    values, indices = pytorch.max_pool2d(x, 2, return_indices=True)
    back = pytorch.max_unpool2d(values, indices, 2, output_size=(5, 5))
    assert back.shape == (1, 5, 5)
    assert back[0].sum() == values.sum()
    assert (back[back > 0] == x[back > 0]).all()
    twice = pytorch.max_unpool1d(line(3, 5), np.array([[[1, 1]]]), 2)
    assert twice.tolist() == [[[0, 5, 0, 0]]]
    with pytest.raises(ValueError, match=r"output_size between 2 and 6, got 6"):
        pytorch.max_unpool2d(values, indices, 2, output_size=(5, 6))


def test_the_input_is_left_alone():
    x = np.random.default_rng(0).standard_normal((1, 2, 5, 5))
    x[0, 0, 1, 1] = NAN
    before = x.copy()
    pytorch.max_pool2d(x, 2, 1, 1, 4, return_indices=True)
    pytorch.lp_pool2d(x, 2.0, 2)
    pytorch.avg_pool2d_backward(x, np.ones((1, 2, 2, 2)), 2)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize(
    ("name", "arguments", "error", "words"),
    [
        ("max_pool2d", (np.ones((1, 4, 4)), 3, 1, 2), ValueError, "half of kernel_size 3, which is 1, got 2"),
        ("max_pool2d", (np.ones((1, 4, 4)), 2, 0), ValueError, "max_pool2d takes a stride of at least 1, got 0"),
        ("max_pool2d", (np.ones((1, 4, 4)), 0), ValueError, "kernel_size of at least 1, got 0"),
        ("max_pool2d", (np.ones((1, 4, 4)), 2, 1, 0, 0), ValueError, "dilation of at least 1, got 0"),
        ("max_pool2d", (np.ones((1, 4, 4)), (2, 2, 2)), ValueError, "one kernel_size or 2, got (2, 2, 2)"),
        ("max_pool2d", (np.ones((1, 4, 4)), 2.0), TypeError, "whole numbers for kernel_size, got 2.0"),
        ("max_pool2d", (np.ones((1, 4, 4)), True), TypeError, "whole numbers for kernel_size, got True"),
        ("max_pool2d", (np.ones((1, 4, 4)), 2, 2, 0, 1, 1), TypeError, "True or False for ceil_mode, got 1"),
        ("max_pool2d", (np.ones((4, 4)), 2), ValueError, "3 axes (C, ...) or 4 axes (N, C, ...), got shape (4, 4)"),
        (
            "max_pool2d",
            (np.ones((2, 0, 4, 4)), 2),
            ValueError,
            "no empty axis among the last 3, got shape (2, 0, 4, 4)",
        ),
        ("max_pool2d", (np.ones((1, 4, 4), bool), 2), TypeError, "max_pool2d takes float16"),
        ("max_pool1d", (line(1, 2, dtype="int64"), 2), TypeError, "takes float16, float32, float64, got int64"),
        ("avg_pool1d", (line(1, 2, dtype="uint8"), 2), TypeError, "float32, float64, int64, got uint8"),
        ("avg_pool3d", (np.ones((1, 4, 4, 4), "float16"), 2), TypeError, "got float16"),
        ("avg_pool2d", (np.ones((1, 4, 4)), 2, 2, 0, False, True, 0), ValueError, "no divisor_override of 0"),
        ("lp_pool1d", (line(1, 2), 0, 2), ValueError, "no norm_type of 0"),
        ("lp_pool1d", (line(1, 2), 2.0, (2,)), TypeError, "whole numbers for kernel_size, got (2,)"),
        ("adaptive_max_pool1d", (line(1, 2), None), TypeError, "whole numbers for output_size, got None"),
        ("adaptive_avg_pool2d", (np.ones((1, 4, 4)), (3,)), ValueError, "one output_size or 2, got (3,)"),
        ("adaptive_avg_pool2d", (np.ones((1, 4, 4)), -1), ValueError, "output_size of at least 0, got -1"),
        (
            "fractional_max_pool2d",
            (np.ones((1, 4, 4)), 2),
            ValueError,
            "an output_size or an output_ratio, got neither",
        ),
        ("fractional_max_pool2d", (np.ones((1, 4, 4)), 2, 4), ValueError, "from at least 5 cells, got 4"),
        (
            "fractional_max_pool2d",
            (np.ones((1, 7, 7), "float32"), 1, 4, None, False, np.full((1, 1, 2), 2**25 + 4, "float32")),
            ValueError,
            "_random_samples from 0 to 1: 33554436.0 puts a window off the input",
        ),
        (
            "fractional_max_pool2d",
            (np.ones((1, 4, 4)), 1, 3, None, False, np.full((1, 1, 2), NAN)),
            ValueError,
            "_random_samples from 0 to 1, got nan to nan",
        ),
        ("max_unpool1d", (line(1), np.array([[[2]]]), 2), ValueError, "indices from 0 to 1, got 2 to 2"),
        ("max_unpool1d", (line(1), np.array([[[0]]], "int32"), 2), TypeError, "int64 indices, got int32"),
        (
            "max_unpool1d",
            (line(1), np.array([[0]]), 2),
            ValueError,
            "one index a value, of shape (1, 1, 1), got (1, 1)",
        ),
        ("max_pool1d_backward", (line(1, 2), line(1, 2), 2), ValueError, "shape (1, 1, 1), got (1, 1, 2)"),
    ],
)
def test_what_pytorch_refuses_is_refused_and_says_why(name, arguments, error, words):
    with pytest.raises(error) as caught:
        getattr(pytorch, name)(*arguments)
    assert words in str(caught.value)
