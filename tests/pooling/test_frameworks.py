"""Five answers to one question: what each preset shows, and that a call's text says what was computed."""

from dataclasses import fields

import numpy as np
import pytest

from pooling.frameworks import PRESETS, Ask, agreeing, answers, differing, drawn, reasons

INF, NAN = np.inf, np.nan
LEAST = float(np.finfo(np.float32).min)
ORDER = ("keras", "tensorflow", "pytorch", "onnx", "flax")


def each(names, answer):
    return dict.fromkeys(names, answer)


# What the frameworks were found to answer. A text is part of the refusal.
SHOWN = {
    "same": {
        **each(ORDER, [[10, 11], [14, 15]]),
        "pytorch": [[5, 7], [13, 15]],
    },
    "stride": {
        **each(("keras", "pytorch"), [[3, 6], [8, 7]]),
        "tensorflow": "strides",
        **each(("onnx", "flax"), [[3, 6, 6], [4, 6, 6], [8, 8, 7]]),
    },
    "average-same": {
        **each(ORDER, [2, 4, 5.5]),
        "pytorch": [1, 3, 5],
        "flax": [2, 4, 11 / 3],
    },
    "pad-counts": {
        "keras": "no numbers",
        "tensorflow": "'VALID' or 'SAME'",
        **each(("pytorch", "flax"), [[6 / 9, 15 / 9], [13 / 9, 14 / 9]]),
        "onnx": [[6 / 4, 15 / 4], [13 / 4, 14 / 4]],
    },
    "odd-pad": {
        "keras": "'valid' or 'same'",
        "tensorflow": "'VALID' or 'SAME'",
        **each(("pytorch", "onnx", "flax"), [[5, 7], [13, 15]]),
    },
    "pad-limit": {
        "keras": "no numbers",
        "tensorflow": "below the ksize 2",
        "pytorch": "half of kernel_size 2",
        "onnx": "below kernel_shape 2",
        "flax": [[-INF] * 4, [-INF, 3, 6, -INF], [-INF, 8, 7, -INF], [-INF] * 4],
    },
    "nan": {
        **each(("keras", "pytorch", "flax"), [[NAN, NAN], [9, NAN]]),
        "tensorflow": [[4, 8], [9, LEAST]],
        "onnx": [[NAN, 8], [9, NAN]],
    },
    "infinity": {
        **each(ORDER, [[-INF, 3], [6, 0]]),
        "tensorflow": [[LEAST, 3], [6, 0]],
    },
    "integers": {
        **each(("keras", "flax"), [-1.5, 3.5, 6.5]),
        "tensorflow": "received int64",
        "pytorch": [-1, 3, 6],
        "onnx": "got int64",
    },
    "lp": {**each(("keras", "tensorflow", "flax"), "no Lp"), "pytorch": [-1, 3], "onnx": [7, 3]},
    "lp-ceil": {**each(("keras", "tensorflow", "flax"), "no Lp"), "pytorch": [2, 14], "onnx": [2, 7]},
    "dilation": {
        "keras": "no dilation",
        "tensorflow": "padding 'VALID'",
        "pytorch": "half of kernel_size 3",
        **each(("onnx", "flax"), [3, 4, 5, 6, 5, 6]),
    },
    "too-large": {
        **each(("keras", "tensorflow", "pytorch"), "does not fit 3 cells"),
        "onnx": [[9]],
        "flax": np.empty((0, 0)),
    },
    "spelling": {
        **each(("keras", "flax"), [[3, 6], [8, 7]]),
        "tensorflow": "in capitals",
        "pytorch": "whole numbers",
        "onnx": "SAME_UPPER",
    },
    "cast": {
        **each(("keras", "pytorch", "flax"), [[16777217], [8]]),
        "tensorflow": [[16777216], [8]],
        "onnx": "got int64",
    },
    "vectors": {"keras": "NCHW_VECT_C", **each(ORDER[1:], [[3, 6], [8, 7]])},
}


def by_name(ask):
    return {answer.framework: answer for answer in answers(ask)}


def test_every_preset_is_recorded() -> None:
    assert list(SHOWN) == list(PRESETS)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_shows_its_disagreement(name: str) -> None:
    ask = PRESETS[name].ask
    given = answers(ask)
    assert tuple(answer.framework for answer in given) == ORDER
    for answer in given:
        expected = SHOWN[name][answer.framework]
        if isinstance(expected, str):
            assert answer.values is None and expected in answer.refused
        else:
            assert answer.refused == ""
            np.testing.assert_allclose(answer.values, np.asarray(expected), rtol=1e-6, strict=False)
            assert answer.values.shape == np.asarray(expected).shape
    assert name in reasons(ask, given)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_has_no_reason_that_does_not_apply(name: str) -> None:
    also = {"average-same": {"same"}, "dilation": {"same"}}
    ask = PRESETS[name].ask
    assert set(reasons(ask, answers(ask))) == {name} | also.get(name, set())


def test_the_classic_pool_is_the_same_everywhere() -> None:
    ask = Ask(np.arange(16, dtype=np.float32).reshape(4, 4), stride=2)
    given = answers(ask)
    assert reasons(ask, given) == []
    assert [[answer.framework for answer in group] for group in agreeing(ask, given)] == [list(ORDER)]
    assert not differing(ask, given)[2, 2].any()


def test_cells_that_differ_are_found_among_answers_of_one_shape() -> None:
    ask = PRESETS["same"].ask
    assert differing(ask, answers(ask)).keys() == {(2, 2)}
    assert differing(ask, answers(ask))[2, 2].tolist() == [[True, True], [True, False]]
    apart = PRESETS["stride"].ask
    assert {shape: cells.any() for shape, cells in differing(apart, answers(apart)).items()} == {
        (2, 2): False,
        (3, 3): False,
    }


def test_nan_agrees_with_nan_and_a_lost_unit_counts() -> None:
    nans, wide = PRESETS["nan"].ask, PRESETS["cast"].ask
    assert differing(nans, answers(nans))[2, 2].tolist() == [[True, True], [False, True]]
    assert differing(wide, answers(wide))[2, 1].tolist() == [[True], [False]]
    assert [len(group) for group in agreeing(wide, answers(wide))] == [3, 1]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"type": "lp", "param": 3}, {"pytorch": [NAN], "onnx": [91 ** (1 / 3)]}),
        ({"type": "average", "pad_counts": True, "padding": 1}, {"pytorch": [1.5, -2], "onnx": [1.5, -2]}),
        ({"type": "average", "pad_counts": False, "padding": 1}, {"pytorch": [3, -4], "flax": [3, -4]}),
    ],
)
def test_settings_reach_the_framework(settings, expected) -> None:
    found = by_name(Ask(np.float32([3, -4]), stride=2, **settings))
    for name, numbers in expected.items():
        np.testing.assert_allclose(found[name].values, numbers, rtol=1e-6)


def test_what_a_framework_has_no_words_for_is_said() -> None:
    x = np.float32([[1, 2, 3]] * 3)
    assert "no ceil_mode" in by_name(Ask(x, ceil=True))["keras"].refused
    assert "F.pad" in by_name(Ask(x, padding=((0, 1), (0, 1))))["pytorch"].refused
    assert "never counts" in by_name(Ask(x, "average", padding="same", pad_counts=True))["tensorflow"].refused
    assert "no dilation" in by_name(Ask(x, "average", dilation=2))["pytorch"].refused
    assert by_name(Ask(x, "average", dilation=2))["onnx"].values.tolist() == [[2]]


def test_same_is_written_for_pytorch_as_people_write_it() -> None:
    x = np.zeros((8, 8), np.float32)
    calls = [by_name(Ask(x, kernel=k, stride=2, padding="same"))["pytorch"].call for k in (2, 3, 4, 5)]
    assert calls == [
        "F.max_pool2d(x, 2, stride=2)",  # not padding=1, which makes the output larger
        "F.max_pool2d(x, 3, stride=2, padding=1)",
        "F.max_pool2d(x, 4, stride=2, padding=1)",
        "F.max_pool2d(x, 5, stride=2, padding=2)",
    ]


@pytest.mark.parametrize("layout", ["first", "last"])
def test_a_data_format_moves_the_channels_and_changes_no_number(layout: str) -> None:
    found = by_name(Ask(np.float32(np.arange(20).reshape(4, 5)), kernel=3, stride=2, padding="same", layout=layout))
    shape = {"first": (1, 1, 4, 5), "last": (1, 4, 5, 1)}[layout]
    assert found["keras"].taken == found["tensorflow"].taken == shape
    assert found["keras"].values.tolist() == found["tensorflow"].values.tolist() == [[11, 13, 14], [16, 18, 19]]
    assert ("NCHW" in found["tensorflow"].call) == ("channels_first" in found["keras"].call) == (layout == "first")


def test_windows_are_drawn_where_they_give_the_same_numbers() -> None:
    ask = PRESETS["average-same"].ask
    pooled = {answer.framework: drawn(ask, answer) for answer in answers(ask)}
    assert [axis.low for axis in pooled["pytorch"].plan.axes] == [1]
    assert [axis.low for axis in pooled["keras"].plan.axes] == [0]
    assert pooled["flax"].count_include_pad and not pooled["onnx"].count_include_pad
    quirk = PRESETS["integers"].ask
    assert drawn(quirk, by_name(quirk)["pytorch"]) is None  # it cuts -1.5 to -1
    assert drawn(PRESETS["nan"].ask, answers(PRESETS["nan"].ask)[0]) is None


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"type": "gem"}, "type must be one of"),
        ({"kernel": 0}, "kernel must be at least 1"),
        ({"stride": (2, 2, 2)}, "stride must be at least 1, one number or 2"),
        ({"padding": "SAME"}, "padding must be one of"),
        ({"padding": -1}, "padding must be at least 0"),
        ({"layout": "NHWC"}, "layout must be one of"),
    ],
)
def test_what_no_one_can_mean_is_refused(settings, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Ask(np.zeros((3, 3)), **settings)


def varied(name, dtype=None, **changes):
    """The Ask of a preset with other settings."""
    ask = PRESETS[name].ask
    settings = {field.name: getattr(ask, field.name) for field in fields(ask)} | changes
    return Ask(**settings | {"x": ask.x.astype(dtype or ask.x.dtype)})


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("same", {"stride": 1}, ["keras tensorflow pytorch onnx flax"]),
        ("stride", {"stride": 1}, ["keras tensorflow pytorch onnx flax"]),
        ("average-same", {"pad_counts": False}, ["keras tensorflow onnx flax", "pytorch"]),
        ("pad-counts", {"pad_counts": False}, ["pytorch onnx flax"]),
        ("odd-pad", {"padding": "same"}, ["keras tensorflow onnx flax", "pytorch"]),
        ("pad-limit", {"padding": 1}, ["tensorflow pytorch onnx flax"]),
        ("pad-limit", {"padding": 1, "type": "average"}, ["pytorch flax", "onnx"]),
        ("nan", {"type": "average"}, ["keras tensorflow pytorch onnx flax"]),
        ("integers", {"dtype": np.float32}, ["keras tensorflow pytorch onnx flax"]),
        ("integers", {"type": "max"}, ["keras tensorflow flax"]),
        ("lp", {"param": 2}, ["pytorch onnx"]),
        ("lp-ceil", {"ceil": False}, ["pytorch onnx"]),
        ("lp-ceil", {"param": 2}, ["pytorch", "onnx"]),
        ("dilation", {"padding": "valid"}, ["tensorflow pytorch onnx flax"]),
        ("too-large", {"ceil": True}, ["pytorch onnx"]),
        ("too-large", {"ceil": True, "kernel": 5}, []),
        ("spelling", {"spelling": "SAME"}, ["keras tensorflow flax"]),
        ("cast", {"dtype": np.float64}, ["keras tensorflow flax", "pytorch onnx"]),
        ("cast", {"dtype": np.float32}, ["keras tensorflow pytorch onnx flax"]),
        ("vectors", {"layout": "first"}, ["keras tensorflow pytorch onnx flax"]),
    ],
)
def test_what_the_lesson_tells_to_try_comes_out_as_it_says(name, changes, expected) -> None:
    ask = varied(name, **changes)
    assert [" ".join(answer.framework for answer in group) for group in agreeing(ask, answers(ask))] == expected
