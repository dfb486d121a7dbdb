"""A scene says in JSON exactly what the plan and the values say, for every type and window."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pooling import TYPES, Window, pool, scene
from pooling.legal import nearest_legal


@st.composite
def questions(draw: st.DrawFn) -> tuple[np.ndarray, Window, str, bool]:
    rank = draw(st.integers(1, 2))
    shape = tuple(draw(st.integers(1, 7)) for _ in range(rank))
    few = st.integers(1, 4)
    kernel, stride, dilation = (tuple(draw(few) for _ in range(rank)) for _ in range(3))
    pairs = tuple((draw(st.integers(0, 2)), draw(st.integers(0, 2))) for _ in range(rank))
    padding = draw(st.sampled_from(["valid", "same", "same_lower", pairs]))
    window, _ = nearest_legal(kernel, stride, padding, dilation, draw(st.booleans()), shape)
    grid = draw(st.lists(st.integers(-3, 3), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    return (
        np.array(grid, float).reshape(shape),
        window,
        draw(st.sampled_from(sorted(TYPES))),
        draw(st.booleans()),
    )


@settings(max_examples=150, deadline=None)
@given(questions())
def test_links_and_marks_tell_the_truth(question: tuple[np.ndarray, Window, str, bool]) -> None:
    grid, window, name, counted = question
    pooled = pool(grid, window, type=name, count_include_pad=counted)
    drawn = json.loads(json.dumps(scene.of(pooled), allow_nan=False))
    panel, answers, link = drawn["panels"][0], drawn["panels"][1], drawn["links"][0]
    width = len(panel["columns"])
    flat = pooled.values.ravel()
    for index in range(flat.size):
        row, column = divmod(index, len(link["columns"]))
        taps = [r * width + c for r in link["rows"][row] for c in link["columns"][column]]
        texts = [panel["text"][tap] for tap in taps]
        real = [float(text) for text, tap in zip(texts, taps, strict=True) if panel["kind"][tap] != "padding"]
        assert answers["text"][index] == link["result"][index]
        assert float(link["result"][index]) == pytest.approx(flat[index], abs=0.005 + 1e-9)
        if name == "max":
            assert max(real) == float(panel["text"][link["winner"][index]]) == flat[index]
            assert sorted([link["winner"][index], *link["ties"][index]]) == [
                tap for tap, text in zip(taps, texts, strict=True) if text == panel["text"][link["winner"][index]]
            ]
        if name == "average":
            written = [float(text) for text in texts if text]
            assert link["after"][index] == f") / {len(written)}", "the divisor is the number of taps written down"
            assert sum(written) / len(written) == pytest.approx(flat[index])
    for position, kind in enumerate(panel["kind"]):
        readers = len(link["row_readers"][position // width]) * len(link["column_readers"][position % width])
        assert (kind == "unread") == (readers == 0) or kind == "padding"


def test_overhang_of_ceil_is_drawn_but_never_counted() -> None:
    pooled = pool(np.ones(5), Window(2, 2, 1, ceil_mode=True, rank=1), type="average", count_include_pad=True)
    panel = scene.of(pooled)["panels"][0]
    assert panel["text"] == ["0", "1", "1", "1", "1", "1", "0"]
    pooled = pool(np.ones(5), Window(2, 2, ceil_mode=True, rank=1), type="average", count_include_pad=True)
    drawn = scene.of(pooled)
    assert drawn["panels"][0]["text"][-1] == "" and drawn["links"][0]["after"][-1] == ") / 1"


def test_rounding_is_admitted() -> None:
    link = scene.of(pool(np.array([1.0, 1, 2]), Window(3, rank=1), type="average"))["links"][0]
    assert (link["sign"], link["result"]) == (["≈"], ["1.33"])


def test_written_decimals_do_not_change_what_is_pooled() -> None:
    drawn = scene.of(pool(np.array([0.551, 0.552, 0.1]), Window(3, rank=1), type="sum"), decimals=2)
    assert drawn["panels"][0]["text"] == ["0.55", "0.55", "0.1"]
    assert (drawn["links"][0]["sign"], drawn["links"][0]["result"]) == (["≈"], ["1.2"]), "not 0.55 + 0.55 + 0.1 = 1.2"
    tied = scene.of(pool(np.array([0.551, 0.552]), Window(2, rank=1)), decimals=2)["links"][0]
    assert (tied["winner"], tied["ties"]) == ([1], [[]]), "a tie of the rounding is none"


def test_windows_that_overlap_do_not_tile() -> None:
    grid = np.zeros((4, 4))
    assert scene.of(pool(grid, Window(2)))["links"][0]["tiles"]
    assert not scene.of(pool(grid, Window(2, 1)))["links"][0]["tiles"]
    assert not scene.of(pool(grid, Window(2, 2, dilation=2)))["links"][0]["tiles"]


def test_a_step_beyond_the_end_is_the_last_window() -> None:
    assert scene.of(pool(np.zeros((4, 4)), Window(2)), step=99)["step"] == 3


def test_volumes_are_refused_with_their_shape() -> None:
    with pytest.raises(ValueError, match=r"\(2, 2, 2\)"):
        scene.of(pool(np.zeros((2, 2, 2)), Window(1, rank=3)))


# ---- a volume, slice by slice ------------------------------------------------------------------------------


@st.composite
def volumes(draw: st.DrawFn) -> tuple[np.ndarray, Window, str, bool]:
    shape = tuple(draw(st.integers(1, 4)) for _ in range(3))
    few = st.integers(1, 3)
    kernel, stride, dilation = (tuple(draw(few) for _ in range(3)) for _ in range(3))
    pairs = tuple((draw(st.integers(0, 2)), draw(st.integers(0, 2))) for _ in range(3))
    padding = draw(st.sampled_from(["valid", "same", "same_lower", pairs]))
    window, _ = nearest_legal(kernel, stride, padding, dilation, draw(st.booleans()), shape)
    size = int(np.prod(shape))
    cells = draw(st.lists(st.integers(-3, 3), min_size=size, max_size=size))
    return np.array(cells, float).reshape(shape), window, draw(st.sampled_from(sorted(TYPES))), draw(st.booleans())


def told(drawn: dict, index: int) -> str:
    """Return the arithmetic of a window as the stage writes it, its slices one after the other."""
    panels = {panel["id"]: panel for panel in drawn["panels"]}
    text = ""
    for link in drawn["links"]:
        panel = panels[link["input"]]
        row, column = divmod(index, len(link["columns"]))
        taps = [r * len(panel["columns"]) + c for r in link["rows"][row] for c in link["columns"][column]]
        shown = [
            (panel["text"][tap], link["weights"][k] if link["weights"] else "")
            for k, tap in enumerate(taps)
            if panel["text"][tap]
        ]
        bare = [(f"({x})" if link["brackets"] and x.startswith("-") else x, weight) for x, weight in shown]
        terms = [x.join(link["tap"]).replace("{weight}", weight) for x, weight in bare]
        text += link["before"][index] + link["between"].join(terms) + link["after"][index]
        text += f" {link['sign'][index]} {link['result'][index]}"
    return text


@settings(max_examples=100, deadline=None)
@given(volumes())
def test_slices_tell_the_truth(question: tuple[np.ndarray, Window, str, bool]) -> None:
    volume, window, name, counted = question
    pooled = pool(volume, window, type=name, count_include_pad=counted)
    for number in range(len(pooled.values)):
        drawn = json.loads(json.dumps(scene.slices(pooled, slice=number), allow_nan=False))
        *inputs, output = drawn["panels"]
        flat = pooled.values[number].ravel()
        for index, value in enumerate(flat):
            results = [link["result"][index] for link in drawn["links"] if link["result"][index]]
            assert results == [output["text"][index]], "one link says the answer"
            assert float(results[0]) == pytest.approx(value, abs=0.005 + 1e-9)
            line = told(drawn, index)
            assert line.count("(") == line.count(")")
            marked = sum(len(link["ties"][index]) for link in drawn["links"])
            assert marked == (0 if pooled.ties is None else pooled.ties[number].ravel()[index] - 1)
            if name == "max":
                winners = [
                    float(panel["text"][link["winner"][index]])
                    for panel, link in zip(inputs, drawn["links"], strict=True)
                    if link["winner"][index] is not None
                ]
                assert winners == [value]
                numbers = line[line.index("(") + 1 : line.rindex(")")].replace("−∞", "-inf").split(",")
                assert max(map(float, numbers)) == value
            if name == "average":
                sum_, count = line.split(" / ")[0], line.split(" / ")[1].split()[0]
                added = [float(part.strip(" ()")) for part in sum_[1:-1].split("+")]
                assert sum(added) / int(count) == pytest.approx(value)
                assert len(added) == int(count) or counted


def test_a_window_of_eight_is_written_over_its_two_slices() -> None:
    drawn = scene.slices(pool(np.arange(8.0).reshape(2, 2, 2), (2, 2, 2)), slice=0)
    assert [panel["name"] for panel in drawn["panels"]] == ["Input, slice 1", "Input, slice 2", "Output, slice 1"]
    assert [panel["title"] for panel in drawn["panels"]] == ["Slice 1", "Slice 2", "Output, slice 1"]
    assert " ".join(told(drawn, 0).split()) == "max(0, 1, 2, 3, 4, 5, 6, 7) = 7"
    average = scene.slices(pool(np.arange(8.0).reshape(2, 2, 2), (2, 2, 2), type="average"), slice=0)
    assert " ".join(told(average, 0).split()) == "(0 + 1 + 2 + 3 + 4 + 5 + 6 + 7) / 8 = 3.5"


def test_a_slice_of_padding_is_shown_and_says_nothing_in_an_average() -> None:
    pooled = pool(np.ones((1, 1, 2)), Window((3, 1, 1), 1, ((1, 1), (0, 0), (0, 0))), type="average")
    drawn = scene.slices(pooled, slice=0)
    assert [panel["name"] for panel in drawn["panels"][:3]] == [
        "Input, slice 0, padding",
        "Input, slice 1",
        "Input, slice 2, padding",
    ]
    assert drawn["panels"][0]["text"] == ["", ""] and drawn["panels"][0]["kind"] == ["padding"] * 2
    assert " ".join(told(drawn, 0).split()) == "(1) / 1 = 1"


def test_slices_are_those_of_one_volume() -> None:
    with pytest.raises(ValueError, match="slice must be from 0 to 1, got 2"):
        scene.slices(pool(np.ones((4, 4, 4)), (2, 2, 2)), slice=2)
    with pytest.raises(ValueError, match="one volume of 3 axes"):
        scene.slices(pool(np.ones((4, 4)), 2), slice=0)


@settings(max_examples=40, deadline=None)
@given(volumes(), st.data())
def test_a_part_says_the_same_of_its_windows_as_the_whole(question: tuple, data: st.DataObject) -> None:
    volume, window, name, counted = question
    pooled = pool(volume, window, type=name, count_include_pad=counted)
    number = data.draw(st.integers(0, len(pooled.values) - 1))
    part = tuple(
        range(first, data.draw(st.integers(first, size - 1)) + 1)
        for size in pooled.values.shape[1:]
        for first in [data.draw(st.integers(0, size - 1))]
    )
    whole, some = scene.slices(pooled, slice=number), scene.slices(pooled, slice=number, part=part)
    places = [i * pooled.values.shape[2] + j for i in part[0] for j in part[1]]
    assert [told(some, index) for index in range(len(places))] == [told(whole, place) for place in places]
    assert (some["panels"][-1]["rows"], some["panels"][-1]["columns"]) == (list(part[0]), list(part[1]))
    for panel, full in zip(some["panels"], whole["panels"], strict=True):
        if panel["role"] == "input":  # every cell is named by its place in the volume, and holds what stands there
            cells = [(row, column) for row in panel["rows"] for column in panel["columns"]]
            texts = {
                (row, column): full["text"][r * len(full["columns"]) + c]
                for r, row in enumerate(full["rows"])
                for c, column in enumerate(full["columns"])
            }
            assert panel["text"] == [texts[cell] for cell in cells]


def test_a_part_is_some_of_the_windows() -> None:
    pooled = pool(np.ones((4, 4, 4)), (2, 2, 2))
    for part in ((range(0), range(1)), (range(1, 3), range(1)), (range(-1, 1), range(1))):
        with pytest.raises(ValueError, match="part must be windows from 0 to 1"):
            scene.slices(pooled, slice=0, part=part)
