"""The ONNX dialect: its conventions one by one, what it refuses, ONNX's own tests and onnxruntime where installed."""

import inspect

import numpy as np
import pytest

from pooling.dialects import onnx as dialect
from tests.dialects import onnx_questions as questions

TOLERANCES = {"float16": 4e-3, "float32": 2e-5, "float64": 1e-12}
NAN, INF = np.nan, np.inf


def line(*values, dtype="float32"):
    return np.array([[values]], dtype)


def answered(op, arrays, asked):
    """What the dialect answers, a list of arrays, or None where it refuses."""
    try:
        answer = getattr(dialect, op)(*arrays, **asked)
    except (ValueError, TypeError):
        return None
    return list(answer) if isinstance(answer, tuple) else [answer]


def assert_same(answers, expected, question, tolerance=None):
    assert (answers is None) == (expected is None), question
    for got, told in zip(answers or [], expected or [], strict=False):
        assert (got.shape, got.dtype) == (told.shape, told.dtype), question
        close = tolerance or TOLERANCES.get(told.dtype.name, 0)
        np.testing.assert_allclose(got, told, rtol=close, atol=close, err_msg=str(question))


@pytest.mark.parametrize(
    "op", ["MaxPool", "AveragePool", "LpPool", "GlobalAveragePool", "GlobalLpPool", "GlobalMaxPool", "MaxUnpool"]
)
def test_it_answers_and_refuses_as_onnxruntime_does(op):
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    for seed in range(200):
        arrays, asked = questions.question(op, np.random.default_rng([seed, 3]))
        if questions.differs(asked):
            continue
        told = questions.onnxruntimes_answer(op, arrays, asked)
        answers = answered(op, arrays, asked)
        if answers is None and told is not None and 0 in told[0].shape[1:]:
            continue  # onnxruntime answers without a cell what it might as well refuse
        if op == "MaxPool" and answers is not None and told is not None:
            # Where a window reads no cell, onnxruntime's index is that of a cell before the plane, or below 0.
            told[1] = np.where(answers[1] == -1, -1, told[1])
        assert_same(answers, told, (op, seed, [x.shape for x in arrays], asked))


def test_onnxs_own_tests_pass():
    pytest.importorskip("onnx.backend.test.case.node")
    cases = questions.own_cases(dialect.__all__)
    assert len(cases) > 40
    for name, op, arrays, asked, expected in cases:
        # One of them holds its averages rounded to four digits.
        assert_same(answered(op, arrays, asked), expected, name, 1e-3 if name.endswith("starts_on_pad") else 1e-4)


def test_attributes_have_onnxs_names_and_defaults():
    parameters = inspect.signature(dialect.MaxPool).parameters
    assert list(parameters) == [
        "X",
        "kernel_shape",
        "strides",
        "pads",
        "dilations",
        "auto_pad",
        "ceil_mode",
        "storage_order",
    ]
    assert {name: p.default for name, p in parameters.items() if p.default is not inspect.Parameter.empty} == {
        "strides": None,
        "pads": None,
        "dilations": None,
        "auto_pad": "NOTSET",
        "ceil_mode": 0,
        "storage_order": 0,
    }
    assert list(inspect.signature(dialect.MaxUnpool).parameters)[:3] == ["X", "I", "output_shape"]
    for name in dialect.__all__:
        assert inspect.getdoc(getattr(dialect, name)), name


def test_the_stride_is_one_unless_given():
    values, _ = dialect.MaxPool(line(1, 3, 2, 4), kernel_shape=[2])
    assert values.tolist() == [[[3, 3, 4]]]  # not [3, 4]


def test_indices_count_through_the_whole_tensor_row_by_row_or_column_by_column():
    x = np.arange(48.0).reshape(2, 2, 3, 4)
    _, rows = dialect.MaxPool(x, kernel_shape=[3, 4])
    assert rows.ravel().tolist() == [11, 23, 35, 47]
    _, rows = dialect.MaxPool(x, kernel_shape=[2, 2], strides=[2, 2])
    _, columns = dialect.MaxPool(x, kernel_shape=[2, 2], strides=[2, 2], storage_order=1)
    assert rows[1, 1].tolist() == [[41, 43]]
    assert columns[1, 1].tolist() == [[36 + 1 + 1 * 3, 36 + 1 + 3 * 3]]


def test_pads_are_begins_then_ends():
    x = np.arange(1.0, 7)[None, None]
    values, _ = dialect.MaxPool(x, kernel_shape=[3], strides=[2], pads=[2, 0])
    assert values.tolist() == [[[1, 3, 5]]]
    plane = np.arange(4.0).reshape(1, 1, 2, 2)
    assert dialect.MaxPool(plane, kernel_shape=[2, 2], pads=[1, 0, 0, 1])[0].tolist() == [[[[1, 1], [3, 3]]]]


def test_auto_pad_puts_the_odd_cell_at_the_end_or_at_the_beginning():
    x = np.arange(1.0, 7)[None, None]

    def averages(**asked):
        return dialect.AveragePool(x, kernel_shape=[3], strides=[2], **asked).tolist()[0][0]

    assert averages(auto_pad="SAME_UPPER") == [2, 4, 5.5]
    assert averages(auto_pad="SAME_LOWER") == [1.5, 3, 5]
    assert averages(auto_pad="VALID") == [2, 4]
    assert averages(auto_pad="SAME_UPPER", count_include_pad=1) == pytest.approx([2, 4, 11 / 3])
    # The specification's size and not that of onnxruntime, which answers 4 here and 3 below.
    assert dialect.MaxPool(x, kernel_shape=[3], dilations=[2], auto_pad="SAME_UPPER")[0].shape == (1, 1, 6)
    assert averages(auto_pad="VALID", ceil_mode=1) == [2, 4]


def test_what_ceil_mode_adds_does_not_count():
    x = np.ones((1, 1, 3), "float32")
    asked = {"kernel_shape": [2], "strides": [2], "ceil_mode": 1, "count_include_pad": 1}
    assert dialect.AveragePool(x, **asked).tolist() == [[[1, 1]]]
    assert dialect.AveragePool(x, **asked, pads=[1, 1]).tolist() == [[[0.5, 1]]]
    assert dialect.LpPool(line(1, 1, 7), kernel_shape=[2], strides=[2], pads=[1, 1], ceil_mode=1, p=1).shape == (
        1,
        1,
        2,
    )


def test_the_norm_takes_absolute_values():
    assert dialect.LpPool(line(3, -4), kernel_shape=[2], p=1).tolist() == [[[7]]]
    assert dialect.LpPool(line(3, -4), kernel_shape=[2]).tolist() == [[[5]]]
    assert dialect.GlobalLpPool(line(3, -4), p=3).tolist() == [[[pytest.approx(4.498, abs=1e-3)]]]


def test_nan_stays_only_where_a_window_begins_with_it():
    values, indices = dialect.MaxPool(line(1, NAN, 3, NAN, -INF, NAN), kernel_shape=[2])
    np.testing.assert_array_equal(values, line(1, NAN, 3, NAN, -INF))
    assert indices.tolist() == [[[0, 1, 2, 3, 4]]]
    values, indices = dialect.MaxPool(line(NAN, 2, 3), kernel_shape=[3], pads=[1, 0])
    np.testing.assert_array_equal(values, line(NAN, NAN))  # padding is not what a window begins with
    assert indices.tolist() == [[[0, 0]]]
    assert dialect.GlobalMaxPool(line(1, NAN, 3)).tolist() == [[[3]]]
    assert np.isnan(dialect.GlobalMaxPool(line(NAN, 1, 3))).all()


@pytest.mark.parametrize(
    ("dtype", "least"),
    [("float32", float(np.finfo("float32").min)), ("float16", -INF), ("int8", -128), ("uint8", 0)],
)
def test_a_window_that_steps_over_every_cell_has_no_index(dtype, least):
    x = line(1, 2, dtype=dtype)
    asked = {"kernel_shape": [2], "dilations": [3], "pads": [1, 1]}
    values, indices = dialect.MaxPool(x, **asked, storage_order=1)
    assert (values.tolist(), values.dtype, indices.tolist()) == ([[[least]]], np.dtype(dtype), [[[-1]]])
    if dtype.startswith("float"):
        assert dialect.AveragePool(x, **asked).tolist() == [[[0]]]
        assert dialect.AveragePool(x, **asked, count_include_pad=1).tolist() == [[[0]]]
        assert dialect.LpPool(x, **asked).tolist() == [[[0]]]


def test_averages_beside_a_window_without_cells_divide_by_what_they_should():
    # SAME pads 1 and 2 here: one window reads -1 and 2, which are padding, the other 0 and 3.
    asked = {"kernel_shape": [2], "dilations": [3], "auto_pad": "SAME_UPPER"}
    assert dialect.AveragePool(line(4, 6), **asked).tolist() == [[[0, 4]]]
    assert dialect.AveragePool(line(4, 6), **asked, count_include_pad=1).tolist() == [[[0, 2]]]
    assert dialect.LpPool(line(-4, 6), **asked).tolist() == [[[0, 4]]]
    values, indices = dialect.MaxPool(line(-4, 6), **asked)
    assert values[..., 1].tolist() == [[-4]]
    assert indices.tolist() == [[[-1, 0]]]


def test_a_kernel_may_exceed_the_input_by_less_than_a_stride():
    x = np.arange(1.0, 7)[None, None]
    for ceil_mode in (0, 1):
        assert dialect.MaxPool(x, kernel_shape=[7], strides=[2], ceil_mode=ceil_mode)[0].tolist() == [[[6]]]
    with pytest.raises(ValueError, match=r"on axis 0 the effective kernel 7 does not fit 6 cells"):
        dialect.MaxPool(x, kernel_shape=[7])
    # The second tap would be at 3, beyond the padding: neither read nor counted.
    asked = {"kernel_shape": [2], "dilations": [3], "strides": [3], "pads": [0, 1]}
    assert dialect.AveragePool(line(5), **asked, count_include_pad=1).tolist() == [[[5]]]


def test_unpooling_counts_through_the_usual_size_even_in_a_larger_output():
    x, indices = np.array([[[[5, 6], [7, 8]]]], "float32"), np.array([[[[5, 7], [13, 15]]]])
    asked = {"kernel_shape": [2, 2], "strides": [2, 2]}
    usual = dialect.MaxUnpool(x, indices, **asked)
    assert usual.shape == (1, 1, 4, 4)
    assert np.flatnonzero(usual).tolist() == [5, 7, 13, 15]
    larger = dialect.MaxUnpool(x, indices, np.array([1, 1, 5, 5]), **asked)
    assert (larger[..., :4, :4] == usual).all()
    assert larger.sum() == usual.sum()
    assert dialect.MaxUnpool(line(1, 2), np.array([[[1, 1]]]), kernel_shape=[2]).tolist() == [[[0, 2, 0]]]


def test_the_input_is_left_alone():
    x = line(NAN, 1, -2, NAN, 5)
    before = x.copy()
    dialect.MaxPool(x, kernel_shape=[2], dilations=[4], pads=[1, 1])
    dialect.AveragePool(x, kernel_shape=[2])
    np.testing.assert_array_equal(x, before)


PLANE = np.ones((1, 1, 4, 4))


@pytest.mark.parametrize(
    ("op", "arrays", "asked", "error", "words"),
    [
        ("MaxPool", [PLANE], {"kernel_shape": [2]}, ValueError, "2 numbers for kernel_shape, got [2]"),
        ("MaxPool", [PLANE], {"kernel_shape": 2}, TypeError, "a list of 2 numbers for kernel_shape, got 2"),
        ("MaxPool", [PLANE], {"kernel_shape": None}, TypeError, "a list of 2 numbers for kernel_shape, got None"),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 0]}, ValueError, "at least 1 for kernel_shape, got 0"),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 2.0]}, TypeError, "whole numbers for kernel_shape, got 2.0"),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 2], "strides": [0, 1]}, ValueError, "at least 1 for strides, got 0"),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 2], "pads": [1, 1]}, ValueError, "4 numbers for pads, got [1, 1]"),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 2], "pads": [0, 0, 0, 2]}, ValueError, "below kernel_shape 2"),
        (
            "MaxPool",
            [PLANE],
            {"kernel_shape": [2, 2], "pads": [-1, 0, 0, 0]},
            ValueError,
            "at least 0 for pads, got -1",
        ),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 2], "dilations": [1, 0]}, ValueError, "for dilations, got 0"),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 2], "auto_pad": "SAME"}, ValueError, "for auto_pad, got 'SAME'"),
        (
            "MaxPool",
            [PLANE],
            {"kernel_shape": [2, 2], "auto_pad": "VALID", "pads": [1, 0, 0, 0]},
            ValueError,
            "either pads or auto_pad, got VALID and [1, 0, 0, 0]",
        ),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 2], "ceil_mode": 2}, ValueError, "0 or 1 for ceil_mode, got 2"),
        ("MaxPool", [PLANE], {"kernel_shape": [2, 2], "storage_order": "C"}, TypeError, "0 or 1 for storage_order"),
        ("MaxPool", [PLANE.astype("int32")], {"kernel_shape": [2, 2]}, TypeError, "int8, uint8, got int32"),
        ("AveragePool", [PLANE.astype("uint8")], {"kernel_shape": [2, 2]}, TypeError, "float64, got uint8"),
        ("AveragePool", [PLANE[0, 0]], {"kernel_shape": []}, ValueError, "1 to 3 spatial axes, got shape (4, 4)"),
        ("AveragePool", [PLANE[:, :0]], {"kernel_shape": [2, 2]}, ValueError, "no empty axis but the batch"),
        ("LpPool", [PLANE], {"kernel_shape": [2, 2], "p": 0}, ValueError, "at least 1 for p, got 0"),
        ("GlobalLpPool", [PLANE], {"p": 1.5}, TypeError, "whole numbers for p, got 1.5"),
        (
            "MaxUnpool",
            [line(1), np.array([[[2]]])],
            {"kernel_shape": [2]},
            ValueError,
            "indices from 0 to 1, got 2 to 2",
        ),
        ("MaxUnpool", [line(1), np.array([[[0.0]]])], {"kernel_shape": [2]}, TypeError, "int64 for I, got float64"),
        ("MaxUnpool", [line(1), np.array([[0]])], {"kernel_shape": [2]}, ValueError, "shape (1, 1, 1), got (1, 1)"),
        (
            "MaxUnpool",
            [line(1), np.array([[[0]]]), np.array([1, 1, 1])],
            {"kernel_shape": [2]},
            ValueError,
            "an output_shape from (1, 1, 2) on, N and C being the same, got [1, 1, 1]",
        ),
    ],
)
def test_what_onnx_refuses_is_refused_and_says_why(op, arrays, asked, error, words):
    with pytest.raises(error) as caught:
        getattr(dialect, op)(*arrays, **asked)
    assert words in str(caught.value)
