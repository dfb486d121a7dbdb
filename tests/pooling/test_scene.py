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
