"""What a hand does on the pages for learning: challenges by keyboard alone, a myth, a lesson."""

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from pooling.challenges import CHALLENGES
from tests.browser.checks import axe
from tests.browser.test_stage import Visit, cell, expect_value, grid

LOOKS = ("/challenges?challenge=agree&hint=3", "/myths?myth=noise&answer=true", "/course")


def verdict(page: Page) -> Locator:
    return page.locator(".verdict")


def press_next(page: Page) -> None:
    page.get_by_role("button", name="Next challenge").focus()
    page.keyboard.press("Enter")


def test_three_challenges_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/challenges?seed=4")
    page.get_by_label("Answer of the window").focus()
    page.keyboard.type("999")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_contain_text("999 is not it.")
    page.keyboard.press("Control+a")
    page.keyboard.type(f"{CHALLENGES['largest'].task(4).solution:g}")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("Right.")
    press_next(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("Every number counts")
    expect(verdict(page)).to_be_empty()
    page.get_by_label("Answer of the window").focus()
    page.keyboard.type(f"{CHALLENGES['average'].task(4).solution:g}")
    page.keyboard.press("Enter")
    expect(verdict(page)).to_have_text("Right.")
    press_next(page)
    expect(page.get_by_role("heading", level=2)).to_contain_text("make this map")
    wanted = CHALLENGES["make-a-map"].task(4).wanted
    assert wanted is not None
    for row, column in ((1, 1), (1, 3), (3, 1), (3, 3)):
        cell(page, row, column).focus()
        page.keyboard.type(f"{wanted[row // 2, column // 2]:g}")
        page.keyboard.press("Enter")
        expect_value(page, row // 2 + 1, column // 2 + 1, f"{wanted[row // 2, column // 2]:g}")
    expect(verdict(page)).to_have_text("Right.")
    expect(page.get_by_text("3 of 28 solved")).to_be_visible()


def test_an_answer_is_in_the_link_and_a_carried_value_is_judged(visit: Visit) -> None:
    page = visit("/challenges?challenge=over-the-border")
    task = CHALLENGES["over-the-border"].task(0)
    start = task.asks.begun
    assert start is not None
    row, column = (int(place[0]) for place in start.nonzero())
    there = tuple(int(place[0]) for place in task.solution.nonzero())
    key = {(-1, 0): "Up", (1, 0): "Down", (0, -1): "Left", (0, 1): "Right"}[there[0] - row, there[1] - column]
    cell(page, row + 1, column + 1, "Input, Now").focus()
    page.keyboard.press(f"Shift+Arrow{key}")
    expect(verdict(page)).to_have_text("Right.")
    expect(page).to_have_url(re.compile("grid="))
    page.reload()
    expect(verdict(page)).to_have_text("Right.")
    page.get_by_role("radio", name=re.compile("^1$")).or_(page.get_by_role("button", name=re.compile("^1$"))).click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("The largest of four")
    expect(page).not_to_have_url(re.compile("grid="))


def test_the_stage_stays_where_it_is_when_an_answer_is_judged(visit: Visit) -> None:
    page = visit("/challenges?challenge=find-the-stride")
    before = page.locator('[class*="st-key-stage-"]').bounding_box()
    page.get_by_label("Stride", exact=True).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(verdict(page)).not_to_be_empty()
    after = page.locator('[class*="st-key-stage-"]').bounding_box()
    assert before and after and before["y"] == after["y"]


def test_a_myth_is_answered_with_the_keyboard(visit: Visit) -> None:
    page = visit("/myths?myth=place")
    page.get_by_role("radio", name="True", exact=True).focus()
    page.keyboard.press("ArrowLeft")  # round to the last: half-true
    expect(verdict(page)).to_have_text("Half-true. So you said.")
    expect_value(page, 2, 1, "4", r"Output, \(4, 2\) from 1")


def test_a_lesson_leads_to_its_challenge(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("link", name="course: ten short lessons").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("1. One window")
    page.get_by_role("button", name="Next lesson").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("2. How the window moves")
    page.get_by_role("link", name="Challenge 5").click()
    expect(page.get_by_role("heading", level=2)).to_contain_text("find the stride")


@pytest.mark.parametrize(("path", "look"), list(zip(LOOKS, ("dark", "light", "dark"), strict=True)))
def test_nobody_is_shut_out(visit: Visit, page: Page, path: str, look: Literal["dark", "light"]) -> None:
    page.emulate_media(color_scheme=look, reduced_motion="reduce")
    visit(path)
    expect(grid(page)).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth <= innerWidth")
