"""The types page: two types in step, all of them side by side, and what is drawn against a number."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pooling import TYPES, grids, pool
from tests.pages.opening import open_page, received


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.text, page.caption) for shown in kind)


def tables(page: AppTest) -> dict[str, list[str]]:
    gallery = next(part.proto.body for part in page.get("html") if 'class="gallery"' in part.proto.body)
    found = re.findall(r'<table aria-label="([^"]+)">(.*?)</table>', gallery)
    return {label: re.findall(r">([^<>]+)</td>", body) for label, body in found}


def links(page: AppTest) -> list[dict]:
    stages = [data for data in received(page) if "scene" in data]
    return stages[0]["scene"]["links"]


def test_every_type_stands_beside_the_others() -> None:
    page = open_page("kinds")
    assert not page.exception
    found = tables(page)
    assert len(found) == len(TYPES)
    grid = grids.preset("article")
    for name in ("max", "average", "median"):
        label = f"Output of {TYPES[name].label}"
        shown = [float(cell.replace("−", "-")) for cell in found[label]]
        np.testing.assert_allclose(shown, pool(grid, 2, type=name).values.ravel(), atol=0.005)
    assert [link["label"] for link in links(page)] == ["Max", "Average"]


def test_the_difference_from_max_is_signed() -> None:
    page = open_page("kinds", grid="1,2;3,4", difference="1")
    found = tables(page)
    assert found["Max, minus max"] == ["0"]
    assert found["Min, minus max"] == ["−3"]
    assert found["Sum, minus max"] == ["+6"]
    page.toggle(key="difference").set_value(False).run()
    assert tables(page)["Output of Sum"] == ["10"]
    assert "difference" not in page.query_params


def test_the_chosen_type_s_number_slides_to_max() -> None:
    page = open_page("kinds", grid="1,2;3,4", type="gem")
    assert "Max and" not in text(page)
    page.select_slider(key="param").set_value(64.0).run()
    assert page.query_params["param"] == "64"
    assert tables(page)["Output of GeM, p = 64"] == ["3.91"]
    assert "GeM pooling of 4 values, p = 1 to 64: window 1 goes from 2.5 to 3.91." in text(page)
    assert "has no number of its own" in text(open_page("kinds", type="median"))


@pytest.mark.parametrize(
    ("query", "labels", "said"),
    [
        ({"type": "average"}, ["Average", "Max"], "Average and Max differ the most in window 3: **3.25 and 8**."),
        ({"grid": "7,7;7,7"}, ["Max", "Average"], "Max and Average answer the same in every window"),
        ({"versus": "min", "grid": "5,5,1;5,5,9", "stride": "1"}, ["Max", "Min"], "They agree in 1 of 2 windows."),
        ({"versus": "softmax"}, ["Max", "Average"], '"softmax" is no pooling type that this page knows'),
        ({"type": "min", "versus": "min"}, ["Min", "Average"], "Min and Average differ the most"),
    ],
)
def test_two_types_step_together(query: dict[str, str], labels: list[str], said: str) -> None:
    page = open_page("kinds", **query)
    assert not page.exception
    assert [link["label"] for link in links(page)] == labels
    assert said in text(page)


def test_draws_are_those_of_the_seed_and_the_chosen_window() -> None:
    page = open_page("kinds", grid="1,2;3,4", draws="1000", seed="5")
    shown = re.search(
        r"1,000 draws: 1 came up ([\d.]+)%.*Their average is ([\d.]+), the expected value 3\.", text(page)
    )
    assert shown
    assert abs(float(shown[1]) - 10) < 4
    assert abs(float(shown[2]) - 3) < 0.13
    assert text(open_page("kinds", grid="1,2;3,4", draws="1000", seed="5")) == text(page)
    page.segmented_control(key="draws").set_value(10).run()
    assert page.query_params["draws"] == "10"


def test_a_card_for_each_type_says_where_it_comes_from() -> None:
    page = open_page("kinds")
    cards = [part for part in page.expander if part.label.startswith("**")]
    assert len(cards) == len(TYPES)
    assert all(f"Source: {item.source}." in text(page) for item in TYPES.values())
    assert len(page.latex) == len(TYPES)


@pytest.mark.parametrize("name", ["kinds", "gradient"])
def test_what_is_rarely_set_is_folded_away_so_that_the_task_is_in_sight(name: str) -> None:
    page = open_page(name)
    folded = next(part for part in page.expander if part.label == "More settings")
    assert {box.label for box in folded.number_input} == {"Rows", "Columns", "Dilation"}
    assert [box.label for box in folded.selectbox] == ["Padding"]
    folded.number_input[0].set_value(6).run()
    assert page.query_params["size"] == "6x4"
    locked = open_page(name, lock="size,padding,dilation,ceil,pad_counts,apart")
    assert "More settings" not in [part.label for part in locked.expander]
