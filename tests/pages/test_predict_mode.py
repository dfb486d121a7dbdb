"""Predict mode on every page with a stage: answers are covered, and nothing else on the page gives them away."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import open_page, received

PAGES = ("start", "windows", "kinds", "dimensions", "frameworks", "gradient", "shift")
SIZED = {"windows", "dimensions", "frameworks"}
HELD_BACK = "Switch to **Explore**"


def stages(page: AppTest) -> list[dict]:
    return [data for data in received(page) if "scene" in data]


def told(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.text, page.header) for shown in kind)


@pytest.mark.parametrize("name", PAGES)
def test_every_stage_asks_for_its_answers(name: str) -> None:
    page = open_page(name, mode="predict")
    assert not page.exception
    scenes = [stage["scene"] for stage in stages(page)]
    assert len(scenes) == 1, "a second stage would show what the first one asks for"
    assert all("predict" in link for link in scenes[0]["links"])
    assert bool(scenes[0]["predict"]["size"]) == (name in SIZED)
    for link in scenes[0]["links"]:
        output = next(panel for panel in scenes[0]["panels"] if panel["id"] == link["output"])
        if link["predict"]["covers"] == "output":
            assert link["predict"]["right"] == [float(text) for text in output["text"]]


@pytest.mark.parametrize("name", PAGES)
def test_exploring_is_as_it_was(name: str) -> None:
    page = open_page(name)
    assert not page.exception
    for stage in stages(page):
        assert "predict" not in stage["scene"] and all("predict" not in link for link in stage["scene"]["links"])
    assert HELD_BACK not in told(page)


@pytest.mark.parametrize(
    ("name", "query", "given_away"),
    [
        ("windows", {"source": "ramp"}, "are never read"),
        ("kinds", {}, "All of them"),
        ("dimensions", {}, "What is left?"),
        ("frameworks", {}, "gives the same answer"),
        ("gradient", {}, "sets out in all"),
        ("shift", {}, "stands at row 4, column 2"),
    ],
)
def test_what_would_give_the_answers_away_waits(name: str, query: dict[str, str], given_away: str) -> None:
    if name != "frameworks":  # there the verdict depends on what is asked
        assert given_away in told(open_page(name, **query))
    page = open_page(name, mode="predict", **query)
    assert given_away not in told(page)
    assert name == "shift" or HELD_BACK in told(page)


def test_three_axes_are_asked_for_slice_by_slice() -> None:
    page = open_page("dimensions", mode="predict", rank="3")
    assert not page.exception
    links = stages(page)[0]["scene"]["links"]
    assert ["predict" in link for link in links] == [False] * (len(links) - 1) + [True]


def test_what_is_drawn_by_lot_is_shown_with_the_reason() -> None:
    page = open_page("windows", mode="predict", type="stochastic", seed="3")
    assert "by lot" in told(page)
    assert "predict" not in stages(page)[0]["scene"]["links"][0]
    assert "by lot" not in told(open_page("windows", mode="predict", type="stochastic"))


def test_an_unknown_mode_is_said_and_explores() -> None:
    page = open_page("start", mode="guess")
    assert '"guess" is no mode that this page knows; explore is shown.' in told(page)
    assert "predict" not in stages(page)[0]["scene"]


def test_a_lock_hides_the_switch() -> None:
    assert "mode" in stages(open_page("start", mode="predict", lock="mode"))[0]["hide"]
    assert "mode" not in stages(open_page("start", mode="predict"))[0]["hide"]
    assert "mode" in stages(open_page("windows"))[1]["hide"], "the second stage has no switch of its own"


def test_a_challenge_has_no_switch() -> None:
    assert "mode" not in stages(open_page("shift"))[0]["hide"]
    assert all("mode" in stage["hide"] for stage in stages(open_page("challenges")))
