"""The shift page: its sentences say what the library answers, its address holds the pose."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import words
from pooling import Window, pool
from pooling.shift import Stability
from tests.pages.opening import open_page

SLIDERS = ("down", "right", "rotate", "tilt", "scale")


def lone(row: int, column: int, value: float = 4, size: tuple[int, int] = (4, 4)) -> np.ndarray:
    grid = np.zeros(size)
    grid[row - 1, column - 1] = value
    return grid


def said(to: tuple[int, int], window: Window | int = 2, type: str = "max") -> str:
    return words.carried(pool(lone(4, 2), window, type=type), pool(lone(*to), window, type=type))


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.text) for shown in kind)


@pytest.mark.parametrize(
    ("to", "window", "type", "expected"),
    [
        ((4, 2), Window(2), "max", "stands at row 4, column 2, as before; window 3 reads it."),
        ((3, 1), Window(2), "max", "Both cells lie in window 3, so the pooled map is **the same**."),
        ((3, 1), Window(2), "average", "Both cells lie in window 3, so the pooled map is **the same**."),
        ((3, 1), Window(2), "subsample", "minds the place within a window: the pooled map **changed**."),
        ((2, 1), Window(2), "max", "It left window 3 and entered window 1, so the pooled map **changed**."),
        (
            (3, 3),
            Window(2),
            "average",
            "It left window 3 and entered window 4, so the pooled map **changed**.",
        ),
        ((3, 3), Window(2), "min", "entered window 4, and yet the pooled map is **the same**."),
        ((3, 2), Window(2, 1), "max", "It entered windows 4 and 5, so the pooled map **changed**."),
        ((2, 2), Window(2, 1), "max", "It left windows 7 and 8 and entered windows 1, 2, 4 and 5, so"),
        ((4, 1), Window(2, 1), "max", "It left window 8, so the pooled map **changed**."),
        ((4, 3), Window(3, 3), "max", "No window reads either cell, so the pooled map is **the same**."),
        ((1, 1), Window(3, 3), "max", "It entered window 1, so the pooled map **changed**."),
        ((4, 4), Window(1, 2), "max", "No window reads either cell, so the pooled map is **the same**."),
        ((4, 4), Window((2, 2), (2, 3)), "max", "It left window 2, and no window reads its new cell"),
    ],
)
def test_the_sentence_says_what_the_windows_did(to: tuple[int, int], window: Window, type: str, expected: str) -> None:
    assert expected in said(to, window, type)


@pytest.mark.parametrize("type", ["max", "average", "subsample", "sum", "min"])
@pytest.mark.parametrize("window", [Window(2), Window(3, 1), Window(3), Window(2, 3, padding=1)])
def test_the_verdict_is_that_of_the_maps_for_every_cell(window: Window, type: str) -> None:
    before = pool(lone(4, 2), window, type=type)
    for row, column in np.ndindex(4, 4):
        now = pool(lone(row + 1, column + 1), window, type=type)
        sentence = words.carried(before, now)
        if (row, column) != (3, 1):
            same = before.values.tolist() == now.values.tolist()
            assert ("**the same**" in sentence, "**changed**" in sentence) == (same, not same), sentence


def test_another_grid_is_counted() -> None:
    before, ramp = pool(lone(4, 2), 2), pool(np.arange(16.0).reshape(4, 4), 2)
    assert words.carried(before, ramp).endswith("in **15 of 16** cells, the pooled map in **4 of 4** cells.")
    assert "**1 of 16** cells, the pooled map in **1 of 4**" in words.carried(before, pool(lone(4, 2, 5), 2))
    row = words.carried(pool([0, 4, 0, 0], (2,)), pool([0, 0, 4, 0], (2,)))
    assert row.startswith("The 4 went from column 2 to column 3. It left window 1 and entered window 2")


def test_sentences_about_the_cheetah() -> None:
    assert "fell from **0.56** to **0.29**" in words.strongest(0.56, 0.29)
    assert "rose from **0.56** to **0.67**" in words.strongest(0.56, 0.67)
    assert "stayed at **0.56**" in words.strongest(0.558, 0.561)
    found = {"max": Stability(8, 10), "average": Stability(9, 10)}
    assert "Average pooling kept the most: **90.0%**" in words.keeps_most(found)
    assert "this time" in words.keeps_most({**found, "average": Stability(10, 10)})
    assert words.keeps_most({"max": Stability(4, 4)}) == "Every map kept all of its cells."
    assert "**87.5%** for the stride s = 8" in words.lone_pixel(8, 7 / 8)


def test_the_page_opens_with_the_article_s_example() -> None:
    page = open_page("shift")
    assert not page.exception
    assert page.title[0].value == "Does it survive a shift?"
    assert "The 4 stands at row 4, column 2" in text(page)
    assert page.segmented_control(key="part").value == "carry"


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ({"grid": "0,4;0,0"}, "carry"),
        ({"right": "1"}, "cheetah"),
        ({"picture_kernel": "4", "type": "average"}, "cheetah"),
        ({"right": "1", "part": "carry"}, "carry"),
        ({"part": "cheetah", "grid": "0,4;0,0"}, "cheetah"),
        ({"part": "nothing"}, "carry"),
    ],
)
def test_a_link_without_a_part_shows_what_it_is_about(query: dict[str, str], part: str) -> None:
    page = open_page("shift", **query)
    assert not page.exception
    assert page.segmented_control(key="part").value == part
    assert ('"nothing" is no part that this page knows' in text(page)) == (query.get("part") == "nothing")


def test_another_part_keeps_what_the_address_says() -> None:
    page = open_page("shift", right="2")
    page.segmented_control(key="part").set_value("carry").run()
    assert "The 4 stands at row 4, column 2" in text(page)
    page.segmented_control(key="part").set_value("cheetah").run()
    assert [page.slider(key=key).value for key in SLIDERS] == [0, 2, 0, 0, 1]


def test_the_address_holds_the_pose() -> None:
    page = open_page("shift", down="-1.5", right="2", rotate="30", tilt="-20", scale="1.25", picture_kernel="4")
    assert not page.exception
    assert [page.slider(key=key).value for key in SLIDERS] == [-1.5, 2, 30, -20, 1.25]
    assert page.segmented_control(key="picture_kernel").value == "4"
    assert re.search(r"strongest answer fell from \*\*0\.56\*\* to \*\*0\.\d\d\*\*", text(page))
    assert "**75%** for the stride s = 4" in text(page)


@pytest.mark.parametrize(
    ("query", "said", "values"),
    [
        ({"down": "abc"}, '"abc" is no shift down that this page knows; 0 is used.', [0, 0, 0, 0, 1]),
        ({"right": "99"}, "The shift right goes from -8 to 8 by 0.5; 8 is used.", [0, 8, 0, 0, 1]),
        (
            {"rotate": "-1" + "0" * 30},
            "The rotation goes from -45 to 45 by 1; -45 is used.",
            [0, 0, -45, 0, 1],
        ),
        ({"tilt": "nan"}, '"nan" is no tilt', [0, 0, 0, 0, 1]),
        ({"tilt": "٥"}, '"٥" is no tilt', [0, 0, 0, 0, 1]),
        ({"scale": "1.22"}, "The scale goes from 0.7 to 1.4 by 0.05; 1.2 is used.", [0, 0, 0, 0, 1.2]),
        ({"scale": "0"}, "0.7 is used.", [0, 0, 0, 0, 0.7]),
        ({"picture_kernel": "3"}, '"3" is no picture_kernel', [0, 0, 0, 0, 1]),
    ],
)
def test_a_pose_that_cannot_be_had_is_said(query: dict[str, str], said: str, values: list[float]) -> None:
    page = open_page("shift", **query)
    assert not page.exception
    assert said in text(page)
    assert [page.slider(key=key).value for key in SLIDERS] == values


def test_a_slider_writes_the_address_and_the_pose_goes_back() -> None:
    page = open_page("shift", right="1")
    page.slider(key="rotate").set_value(10.0).run()
    assert [page.slider(key=key).value for key in SLIDERS] == [0, 1, 10, 0, 1]
    page.button[0].click().run()
    assert [page.slider(key=key).value for key in SLIDERS] == [0, 0, 0, 0, 1]
    assert page.button[0].disabled
    assert "Every map kept all of its cells." in text(page)


@pytest.mark.parametrize("grid", ["5", "1,2,3,4,5,6", "0,0;0,0;4,0", "1;2;3", ",".join(["9"] * 32)])
def test_any_grid_can_be_compared(grid: str) -> None:
    assert not open_page("shift", grid=grid, kernel="3", type="sum").exception


def test_a_teacher_can_hide_the_sliders() -> None:
    page = open_page("shift", part="cheetah", lock="tilt,scale,picture_kernel,part")
    assert {slider.key for slider in page.slider} == {"down", "right", "rotate"}
    assert "part" not in {control.key for control in page.segmented_control}
