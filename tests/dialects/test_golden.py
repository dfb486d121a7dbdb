"""Each dialect gives the answers that its framework gave: golden/cases.json holds the questions."""

import importlib

import numpy as np
import pytest

from tests.golden.record import recorded

TOLD, ARRAYS = recorded()
TOLERANCES = {"float16": 2e-3, "float32": 2e-5, "float64": 1e-12}


def answer(case):
    """What the dialect says to a case, as a list of arrays."""
    dialect = importlib.import_module(f"pooling.dialects.{case['dialect']}")
    function, inputs = getattr(dialect, case["op"]), [ARRAYS[name] for name in case["inputs"]]
    made = function(**case["args"])(*inputs) if case["dialect"] == "keras" else function(*inputs, **case["args"])
    return list(made) if isinstance(made, tuple) else [made]


def test_the_recorded_answers_are_all_here():
    assert len(TOLD["cases"]) == 429
    assert {case["dialect"] for case in TOLD["cases"]} == {"pytorch", "tensorflow", "keras", "onnx"}
    named = {name for case in TOLD["cases"] for name in case["inputs"] + case["outputs"]}
    assert named == set(ARRAYS)


@pytest.mark.parametrize("case", TOLD["cases"], ids=lambda case: case["id"])
def test_the_dialect_answers_as_its_framework_did(case):
    before = {name: ARRAYS[name].copy() for name in case["inputs"]}
    answers, expected = answer(case), [ARRAYS[name] for name in case["outputs"]]
    # Where only the values were recorded, the dialect may give indices too.
    for got, told in zip(answers, expected, strict=len(answers) == len(expected)):
        assert (got.shape, got.dtype) == (told.shape, told.dtype)
        tolerance = TOLERANCES.get(told.dtype.name, 0)
        np.testing.assert_allclose(got, told, rtol=tolerance, atol=tolerance)
    for name, array in before.items():
        np.testing.assert_array_equal(ARRAYS[name], array)
