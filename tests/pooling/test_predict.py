"""Tables of answers: what is right is the library's answer, what is wrong is a mistake that somebody really makes."""

import json
import re
from itertools import pairwise, product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pooling import TYPES, Window, gradient, grids, pool, predict, scene
from pooling.apply import Pooled
from tests.pooling.test_scene import questions, volumes


def said(table: dict, window: int, typed: float) -> str:
    """Return what a table says to a number, as the stage looks it up: "" where it is right or of no known mistake."""
    for value, index, *arguments in table["wrong"][window]:
        if abs(value - typed) <= table["within"]:
            return table["says"][index].replace("{0}", "".join(arguments[:1])).replace("{1}", "".join(arguments[1:]))
    return ""


def asked(question: tuple) -> Pooled:
    grid, window, name, counted = question
    return pool(grid, window, type=name, count_include_pad=counted)


# ---- every table -------------------------------------------------------------------------------------------


@settings(max_examples=80, deadline=None)
@given(questions())
def test_tables_hold_the_answers_and_only_other_numbers(question: tuple) -> None:
    pooled = asked(question)
    table = json.loads(json.dumps(predict.forward(pooled), allow_nan=False))
    assert table["right"] == pytest.approx(pooled.values.ravel().tolist(), abs=1e-6)
    assert len(table["wrong"]) == len(table["open"]) == pooled.values.size
    for answer, entries in zip(table["right"], table["wrong"], strict=True):
        values = sorted([answer, *(entry[0] for entry in entries)])
        assert all(high - low > table["within"] - 2e-4 for low, high in pairwise(values))
        for _, index, *arguments in entries:
            holes = re.findall(r"\{(\w+)\}", table["says"][index])
            assert {hole for hole in holes if hole.isdigit()} == {str(number) for number in range(len(arguments))}
            assert {hole for hole in holes if not hole.isdigit()} <= {"window", "typed"}
    assert {index for entries in table["wrong"] for _, index, *_ in entries} == set(range(len(table["says"])))


STATISTICS = {
    "That is the average": np.mean,
    "That is the largest": np.max,
    "That is the sum": np.sum,
    "That is the smallest": np.min,
}


@settings(max_examples=80, deadline=None)
@given(questions())
def test_a_mistake_is_the_one_that_its_sentence_names(question: tuple) -> None:
    pooled = asked(question)
    table = predict.forward(pooled)
    for number, entries in enumerate(table["wrong"]):
        taps = pooled.taps(number)
        for value, index, *arguments in entries:
            sentence = table["says"][index]
            for start, statistic in STATISTICS.items():
                if sentence.startswith(start):
                    assert value == pytest.approx(statistic(taps), abs=1e-4)
            if sentence.startswith("You divided by"):
                assert value == pytest.approx(taps.sum() / float(arguments[0]), abs=1e-4)
            if sentence.startswith("That is the answer of window"):
                assert value == pytest.approx(pooled.values.ravel()[int(arguments[0]) - 1], abs=1e-4)
                assert beside(pooled, number, int(arguments[0]) - 1)


def beside(pooled: Pooled, one: int, other: int) -> bool:
    places = [np.array(np.unravel_index(number, pooled.values.shape)) for number in (one, other)]
    return int(np.abs(places[0] - places[1]).sum()) == 1


# ---- one mistake after the other ---------------------------------------------------------------------------

RAMP = np.arange(16.0).reshape(4, 4)
SMALL = np.array([[1.0, 2], [3, 4]])


@pytest.mark.parametrize(
    ("pooled", "window", "typed", "sentence"),
    [
        (pool([[1, 0], [3, 2]], 2), 0, 1.5, "That is the average"),
        (pool([[1, 0], [3, 2]], 2), 0, 6, "That is the sum"),
        (pool([[1, 0], [3, 2]], 2), 0, 0, "That is the smallest"),
        (pool([[1, 0], [3, 2]], 2, type="average"), 0, 3, "That is the largest"),
        (pool([[1, 0], [3, 2]], 2, type="average"), 0, 6, "That is the sum. Divide it by 4"),
        (pool([[1, 0], [3, 2]], 2, type="sum"), 0, 1.5, "That is the average"),
        (pool([[1, 0], [3, 2]], 2, type="min"), 0, 3, "That is the largest"),
        (pool(RAMP, 2), 1, 6, "That would be right if windows moved by one cell. Here the stride is 2"),
        (
            pool(RAMP, Window(2, (1, 2))),
            1,
            6,
            "That would be right if windows moved by one cell. Here the stride is 1 and",
        ),
        (pool(RAMP, Window(2, 1, dilation=2)), 0, 5, "You read cells that lie side by side."),
        (pool(-SMALL, Window(2, 1, 1)), 0, 0, "You counted padding as 0. Padding counts as minus infinity"),
        (pool(SMALL, Window(2, 1, 1), type="min"), 0, 0, "You counted padding as 0. Padding counts as plus infinity"),
        (pool(SMALL, Window(2, 1, "same"), type="average"), 3, 1, "You divided by 4. Divide by 1:"),
        (pool(SMALL, Window(2, 1, 1), type="average", count_include_pad=True), 0, 1, "That is the sum. Divide it by 4"),
        (
            pool(SMALL, Window(2, 1, 1), type="average", count_include_pad=True),
            1,
            1.5,
            "You divided by 2, the numbers that are there.",
        ),
        (pool(np.ones(3), Window(2, ceil_mode=True, rank=1), type="average"), 1, 0.5, "You divided by 2. Divide by 1:"),
        (pool([[3, 4]], (1, 2), type="lp"), 0, 25, "The root is missing: take the root of order 2"),
        (pool([[1, 9], [4, 6]], 2, type="median"), 0, 5, "Two numbers stand in the middle."),
        (pool([[1, 9], [4, 6]], 2, type="median"), 0, 6, "Two numbers stand in the middle."),
        (pool(RAMP, Window(2, 1)), 0, 6, "That is the answer of window 2."),
        (pool(RAMP, Window(2, 1)), 4, 5, "That is the smallest"),
        (pool(RAMP, Window(2, 1)), 4, 9, "That is the answer of window 4."),
        (pool(-SMALL, 2), 0, 1, "Look at the sign once more."),
    ],
)
def test_a_mistake_is_known(pooled: Pooled, window: int, typed: float, sentence: str) -> None:
    table = predict.forward(pooled)
    assert abs(table["right"][window] - typed) > table["within"]
    assert said(table, window, typed).startswith(sentence)


def test_a_number_that_shows_several_mistakes_is_told_the_most_plausible() -> None:
    table = predict.forward(pool([[0, 2, 1, 1], [0, 2, 1, 1]], 2))
    assert table["right"] == [2, 1]
    assert said(table, 0, 1).startswith("That is the average"), "and not the answer of window 2, which is 1 as well"


def test_a_mistake_that_gives_the_right_number_is_right() -> None:
    table = predict.forward(pool([[0, 0], [0, 4]], 2))
    assert table["right"] == [4] and 4 not in [entry[0] for entry in table["wrong"][0]], "4 is the sum, too"


def test_two_decimals_of_a_third_are_right() -> None:
    table = predict.forward(pool([[1.0, 1, 2]], (1, 3), type="average"))
    assert abs(table["right"][0] - 1.33) <= table["within"] < abs(table["right"][0] - 1.3)


@pytest.mark.parametrize(
    ("name", "opened"),
    [("max", "max(1, 3)"), ("min", "min(0, 2)"), ("sum", "1 + 5"), ("average", "6 / 4"), ("median", "")],
)
def test_the_second_hint_leaves_the_last_step_open(name: str, opened: str) -> None:
    assert predict.forward(pool([[1, 0], [3, 2]], 2, type=name))["open"] == [opened]


def test_a_question_is_put_in_the_type_s_words() -> None:
    for name in TYPES:
        table = predict.forward(pool(SMALL, 2, type=name))
        assert table["ask"].startswith("Window {window}: what ") and table["ask"].count("{taps}") == 1
        assert "{param}" not in json.dumps(table) and "{rest}" not in json.dumps(table)
        assert table["pick"] == (pool(SMALL, 2, type=name).switches is not None)
    assert "L3 norm" in predict.forward(pool(SMALL, 2, type="lp", param=3))["ask"]


def test_what_is_drawn_by_lot_is_not_asked_for() -> None:
    assert predict.forward(pool(SMALL, 2, type="stochastic", seed=1)) is None
    assert predict.backward(pool(SMALL, 2, type="stochastic", seed=1), [[1.0]]) is None
    assert predict.forward(pool(SMALL, 2, type="stochastic")) is not None


def test_a_table_is_about_one_plane() -> None:
    with pytest.raises(ValueError, match=r"one plane, got an input of shape \(2, 4, 4\)"):
        predict.forward(pool(np.ones((2, 4, 4)), 2))


# ---- sizes -------------------------------------------------------------------------------------------------


def size_said(window: Window, shape: tuple[int, ...], side: int, typed: int) -> str:
    return dict(predict.size(window.plan(shape))["wrong"][side]).get(typed, "")


@pytest.mark.parametrize(
    ("window", "cells", "right", "typed", "sentence"),
    [
        (Window(2, 2), 5, 2, 3, "Rows: you counted rows that no window reads"),
        (Window(3, 2), 6, 2, 3, "Rows: you counted rows that no window reads"),
        (Window(2, 2, ceil_mode=True), 5, 3, 2, "Rows: you rounded down."),
        (Window(2, 2, 1, ceil_mode=True), 5, 3, 4, "Rows: the last window would begin in the padding"),
        (Window(3, 1, 1), 4, 4, 2, "Rows: you forgot the padding: 1 before and 1 after."),
        (Window(3, 1, 1), 4, 4, 3, "Rows: you counted the padding on one side only."),
        (Window(2, 2), 6, 3, 2, "Rows: one too few"),
        (Window(2, 2), 8, 4, 7, "Rows: you moved by one cell. Here the stride is 2."),
        (Window(2, 1, dilation=2), 5, 3, 4, "Rows: you forgot the dilation: the window spans 3 cells, not 2."),
        (Window(3, 2), 7, 3, 4, "Rows: you only divided 7 by 2."),
        (Window(3, 1), 7, 5, 7, "Rows: you only divided 7 by 1."),
        (Window(2, 2), 7, 3, 7, "Rows: that is the size of the input."),
        (Window(3, 2, "same"), 5, 3, 2, "Rows: that is what fits without padding."),
    ],
)
def test_a_mistaken_size_is_known(window: Window, cells: int, right: int, typed: int, sentence: str) -> None:
    asked = predict.size(window.plan((cells, cells)))
    assert asked["right"] == [right, right] and right != typed
    assert size_said(window, (cells, cells), 0, typed).startswith(sentence)


def test_the_hints_to_a_size_are_the_formula_and_its_numbers() -> None:
    hints = predict.size(Window(3, 2, 1, ceil_mode=True).plan((6, 5)))["hints"]
    assert hints == [
        "Along each axis: (cells with padding − the kernel) / stride, rounded up, plus 1 for the first window.",
        "Rows: (6 + 1 + 1 − 3) / 2, rounded up, + 1 = ?\N{EM SPACE}Columns: (5 + 1 + 1 − 3) / 2, rounded up, + 1 = ?",
    ]
    dropped = predict.size(Window(2, 2, 1, ceil_mode=True).plan((5, 5)))["hints"][1]
    assert dropped.startswith("Rows: (5 + 1 + 1 − 2) / 2, rounded up, + 1, − 1 for the window that would begin")
    assert predict.size(Window(3, 2, "same").plan((5, 5)))["hints"][1].startswith("Rows: 5 / 2, rounded up = ?")
    assert predict.size(Window(2, dilation=2).plan((5, 5)))["hints"][1].startswith("Rows: (5 − 3) / 2, rounded down")


@settings(max_examples=100, deadline=None)
@given(questions())
def test_sizes_are_counted_window_by_window(question: tuple) -> None:
    grid, window, _, _ = question
    plan = window.plan(grid.shape)
    asked = json.loads(json.dumps(predict.size(plan)))
    assert asked["right"] == list(plan.output_shape)
    for right, wrong, axis in zip(asked["right"], asked["wrong"], plan.axes, strict=True):
        assert all(number > 0 and number != right for number, _ in wrong)
        if axis.mode == "valid":  # the twin: lay one window after the other as long as it fits
            reach = axis.dilation * (axis.kernel - 1) + 1
            assert right == sum(1 for start in range(0, axis.size, axis.stride) if start + reach <= axis.size)


# ---- the way back ------------------------------------------------------------------------------------------


def received(pooled: Pooled, grad: np.ndarray) -> np.ndarray:
    """The twin for max and average: each window hands out its gradient by itself."""
    cells = np.zeros(pooled.input.size)
    axes = pooled.plan.axes
    for window, place in enumerate(product(*(range(axis.out) for axis in axes))):
        taps = [
            int(np.ravel_multi_index(tap, pooled.input.shape))
            for tap in product(*(axis.taps[i][axis.real[i]] for axis, i in zip(axes, place, strict=True)))
        ]
        if pooled.type.name == "max":
            cells[max(taps, key=lambda tap: (pooled.input.flat[tap], -tap))] += grad.flat[window]
        else:
            cells[taps] += grad.flat[window] / len(taps)
    return cells


@settings(max_examples=60, deadline=None)
@given(questions(), st.sampled_from(["max", "average"]))
def test_what_a_cell_gets_in_all(question: tuple, name: str) -> None:
    grid, window, _, _ = question
    pooled = pool(grid, window, type=name)
    grad = np.arange(1.0, pooled.values.size + 1).reshape(pooled.values.shape)
    table = json.loads(json.dumps(predict.backward(pooled, grad), allow_nan=False))
    assert table["right"] == pytest.approx(received(pooled, grad)[table["cells"]].tolist(), abs=1e-4)
    for number, cell in enumerate(table["cells"]):
        place = np.unravel_index(number, pooled.values.shape)
        at = np.unravel_index(cell, pooled.input.shape)
        assert all(at[i] in axis.taps[place[i]] for i, axis in enumerate(pooled.plan.axes)), "a cell of that window"


PEAK = np.array([[0.0, 0, 0], [0, 9, 0], [0, 0, 0]])


@pytest.mark.parametrize(
    ("pooled", "grad", "window", "typed", "sentence"),
    [
        (pool(PEAK, Window(2, 1)), np.ones((2, 2)), 0, 1, "That is what window {window} sends there."),
        (pool(PEAK, Window(2, 1)), np.ones((2, 2)), 3, 0.25, "You divided it, as average pooling does."),
        (
            pool(PEAK, Window(2, 1)),
            2 * np.arange(1.0, 5).reshape(2, 2),
            0,
            2,
            "That is what window {window} sends there.",
        ),
        (pool(SMALL, 2), [[8.0]], 0, 2, "You divided it, as average pooling does."),
        (pool([[1, 2, 3, 4], [0, 0, 0, 0]], 2), [[8.0, 8]], 1, 8, "You gave it to every number of the window."),
        (pool(SMALL, 2, type="average"), [[8.0]], 0, 8, "You gave each number the whole gradient."),
        (pool(SMALL, 2, type="average"), [[8.0]], 0, 0, "That would be max pooling's way."),
        (pool(SMALL, 2, type="sum"), [[8.0]], 0, 2, "You divided it. A sum passes the whole gradient on"),
        (pool(np.ones((2, 2)), 2), [[8.0]], 0, 2, "You shared it between equal winners."),
    ],
)
def test_a_mistaken_gradient_is_known(pooled: Pooled, grad: list, window: int, typed: float, sentence: str) -> None:
    table = predict.backward(pooled, np.asarray(grad))
    assert said(table, window, typed).startswith(sentence)


def test_the_way_back_asks_for_winners_and_for_others_where_windows_overlap() -> None:
    table = predict.backward(pool(PEAK, Window(2, 1)), np.ones((2, 2)))
    assert (table["cells"], table["right"]) == ([4, 5, 7, 8], [4, 0, 0, 0]), "all four windows read the middle"
    assert table["open"][0] == "1 from window 1 + 1 from window 2 + 1 from window 3 + 1 from window 4"
    assert table["given"][0] == ["1", "row 2, column 2"]
    apart = predict.backward(pool(RAMP, 2), np.ones((2, 2)))
    assert [value > 0 for value in apart["right"]] == [True, False, True, False]
    assert gradient.backward(pool(RAMP, 2), np.ones((2, 2))).ravel()[apart["cells"]].tolist() == apart["right"]


# ---- in a scene --------------------------------------------------------------------------------------------


def test_a_scene_to_explore_holds_no_table() -> None:
    assert "predict" not in json.dumps(scene.of(pool(RAMP, 2)))
    assert "predict" not in json.dumps(scene.backward(pool(RAMP, 2), np.ones((2, 2))))


def test_a_scene_asks_for_its_size_where_that_is_the_question() -> None:
    asked = scene.of(pool(RAMP, 2), predict=True, size=True)["predict"]["size"]
    assert asked["right"] == [2, 2] and asked["sides"] == ["rows", "columns"]
    assert scene.of(pool(RAMP, 2), predict=True)["predict"] == {"size": None}


def test_the_asked_cells_are_places_of_a_panel_that_draws_padding() -> None:
    drawn = scene.backward(pool(SMALL, Window(2, 1, 1)), np.ones((3, 3)), predict=True)
    table, panel = drawn["links"][1]["predict"], drawn["panels"][2]
    assert panel["name"] == "Gradient of the input" and table["covers"] == "input"
    for cell, answer in zip(table["cells"], table["right"], strict=True):
        assert panel["kind"][cell] == "real" and float(panel["text"][cell]) == answer


@settings(max_examples=30, deadline=None)
@given(volumes())
def test_the_last_of_several_slices_asks_for_all_of_them(question: tuple) -> None:
    pooled = asked(question)
    drawn = json.loads(json.dumps(scene.slices(pooled, slice=0, predict=True), allow_nan=False))
    *others, last = drawn["links"]
    assert all("predict" not in link for link in others)
    assert last["predict"]["right"] == pytest.approx(pooled.values[0].ravel().tolist(), abs=1e-6)


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_table_of_two_hundred_windows_is_small(name: str) -> None:
    pooled = pool(grids.preset("random", 0, (16, 16)) / 7, Window(3, 1), type=name)
    assert prod(pooled.values.shape) == 196

    def size(drawn: dict) -> int:
        return len(json.dumps(drawn, separators=(",", ":")))

    added = size(scene.of(pooled, predict=True, size=True)) - size(scene.of(pooled))
    assert added < 60_000
    grad = np.ones(pooled.values.shape) / 3
    back = size(scene.backward(pooled, grad, predict=True)) - size(scene.backward(pooled, grad))
    assert back < 120_000, "two tables"
