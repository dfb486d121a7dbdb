"""What a hand does on the gradient page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.test_stage import cell, edit, expect_value, values

Visit = Callable[[str], Page]

BACK, GIVEN = "Gradient of the input", "Gradient of the output"


def test_a_gradient_is_typed_with_the_keyboard_and_flows_to_the_winner(visit: Visit) -> None:
    page = visit("/gradient")
    cell(page, 1, 2, GIVEN).focus()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect_value(page, 2, 3, "5", BACK)
    expect(page).to_have_url(re.compile(r"grad=1%2C5%3B1%2C1|grad=1,5;1,1"))
    page.keyboard.press("Control+z")
    expect_value(page, 2, 3, "1", BACK)
    assert values(page, GIVEN) == [["1", "1"], ["1", "1"]]


def test_another_winner_takes_the_gradient_along(visit: Visit) -> None:
    page = visit("/gradient?grad=2,0;0,0")
    expect_value(page, 2, 1, "2", BACK)
    edit(page, 1, 2, "8")
    expect_value(page, 1, 2, "2", BACK)
    expect_value(page, 2, 1, "0", BACK)
    expect_value(page, 1, 1, "2", GIVEN)


def test_a_cell_says_which_windows_it_got_its_gradient_from(visit: Visit) -> None:
    page = visit("/gradient?grid=0,0,0;0,9,0;0,0,0&stride=1")
    cell(page, 2, 2, BACK).hover()
    expect(
        page.get_by_text("1 from window 1 + 1 from window 2 + 1 from window 3 + 1 from window 4 = 4.")
    ).to_be_visible()


def test_clear_says_which_of_two_grids_it_clears(visit: Visit) -> None:
    page = visit("/gradient")
    expect(page.get_by_role("button", name="Clear input")).to_be_visible()
    cell(page, 1, 2, GIVEN).focus()
    page.get_by_role("button", name="Clear gradient").click()
    expect_value(page, 1, 1, "0", GIVEN)
    assert values(page, "Input")[0] == ["1", "0", "2", "3"]
