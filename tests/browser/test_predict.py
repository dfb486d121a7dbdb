"""What a learner does who predicts first: on the keyboard alone, by pointing, with mistakes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import axe
from tests.browser.test_stage import cell, edit, expect_status, expect_value, grid, values

Visit = Callable[[str], Page]

BACK = "Gradient of the input"


def question(page: Page) -> Locator:
    return page.get_by_role("textbox", name=re.compile("what|How large"))


def answer(page: Page, text: str) -> None:
    """Type into the field that has the focus, or into the covered cell that has it, and press Enter."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_a_whole_grid_by_keyboard_alone_with_two_mistakes(visit: Visit) -> None:
    page = visit("/")
    button(page, "Predict first").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("mode=predict"))
    expect_value(page, 2, 2, "covered")
    assert values(page, "Output") == [["covered"] * 2] * 2
    assert "=" not in page.get_by_role("status").first.inner_text()
    expect(grid(page).get_by_role("gridcell", name=re.compile("winner|tie"))).to_have_count(0)
    cell(page, 1, 1, "Output").focus()
    answer(page, "1.5")
    expect_status(page, "That is the average of the window's numbers. Max pooling keeps the largest number")
    expect_value(page, 1, 1, "covered")
    page.keyboard.press("Control+a")
    answer(page, "3")
    expect_status(page, re.compile(r"Right\.\s*max\(1, 0, 3, 2\)\s*= 3"))
    expect_value(page, 1, 1, "3")
    page.keyboard.press("Enter")
    expect(question(page)).to_be_focused()
    expect(question(page)).to_have_attribute("aria-label", "Window 2: what is the maximum of 2, 3, 6 and 4?")
    answer(page, "6")
    page.keyboard.press("Enter")
    answer(page, "13")
    expect_status(page, "That is the sum of the window's numbers.")
    page.keyboard.press("Control+a")
    answer(page, "8")
    page.keyboard.press("Enter")
    answer(page, "7")
    expect_status(page, "All answers are uncovered.")
    assert values(page, "Output") == [["3", "6"], ["8", "7"]]
    expect(page.get_by_text("2 of 4, streak 1")).to_be_visible()
    page.keyboard.press("Enter")  # one too many
    expect_value(page, 2, 2, "7")
    button(page, "Cover again").focus()
    page.keyboard.press("Enter")
    expect_value(page, 2, 2, "covered")
    expect(page.get_by_text("2 of 4, streak 1")).to_be_visible()


def test_the_winning_tap_is_pointed_at(visit: Visit) -> None:
    page = visit("/?mode=predict")
    cell(page, 2, 2).click()
    expect_status(page, "2 stands in the window, but another number there is larger.")
    expect(page.locator("input.editor")).to_have_count(0)
    cell(page, 2, 1).click()
    expect_value(page, 1, 1, "3")
    expect(grid(page).get_by_role("gridcell", name=re.compile("winner"))).to_have_count(1)
    button(page, "Continue").click()
    cell(page, 2, 4).focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect_value(page, 1, 2, "6")
    page.keyboard.press("Enter")
    expect(question(page)).to_have_attribute("aria-label", re.compile("^Window 3"))
    expect(cell(page, 2, 3)).to_be_focused()


def test_hints_come_in_two_steps_and_the_answer_on_request(visit: Visit) -> None:
    page = visit("/?mode=predict&type=average&step=1")
    button(page, "Hint").click()
    expect_status(page, "Average pooling adds the numbers up, then divides by how many count.")
    button(page, "Second hint").click()
    expect_status(page, re.compile(r"\(2 \+ 3 \+ 6 \+ 4\) / 4 = 15 / 4\s*= \?"))
    question(page).fill("3.8")
    page.keyboard.press("Enter")
    expect_status(page, "Nearly. Give it to two decimals.")
    button(page, "Show me").click()
    expect_value(page, 1, 2, "3.75")
    expect(page.get_by_text("0 of 1, streak 0")).to_be_visible()


def test_the_size_comes_first_and_an_edit_covers_the_windows_again(visit: Visit) -> None:
    page = visit("/windows?mode=predict&source=ramp&kernel=2")
    assert values(page, "Output") == [["covered"]]
    expect(page.get_by_role("grid", name="Output, ? × ?")).to_be_visible()
    expect(grid(page).get_by_role("gridcell", name=re.compile("not read"))).to_have_count(0)
    rows, columns = (page.get_by_label(f"How large will the output be? {side}") for side in ("rows", "columns"))
    rows.fill("3")
    columns.fill("2")
    page.keyboard.press("Enter")
    expect_status(page, "Rows: you counted rows that no window reads")
    rows.fill("2")
    page.keyboard.press("Enter")
    expect_status(page, "Right. The output has 2 rows and 2 columns.")
    expect(question(page)).to_be_focused()
    answer(page, "6")
    expect_value(page, 1, 1, "6")
    button(page, "Next window").click()
    expect(page).to_have_url(re.compile("step=1"))
    expect_value(page, 1, 1, "6")  # what was uncovered stays so
    edit(page, 5, 5, "1")
    expect_value(page, 1, 1, "covered")
    expect(page.get_by_role("grid", name="Output, 2 × 2")).to_be_visible()
    page.get_by_label("Stride", exact=True).fill("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("grid", name="Output, ? × ?")).to_be_visible()


def test_two_outputs_are_predicted_one_after_the_other(visit: Visit) -> None:
    page = visit("/types?mode=predict")
    cell(page, 1, 1, "Output").focus()
    answer(page, "3")
    page.keyboard.press("Enter")
    expect(question(page)).to_have_attribute("aria-label", re.compile(r"^Average\. Window 1"))
    assert page.get_by_role("status").first.locator(".line").count() == 1
    answer(page, "3")
    expect_status(page, "That is the largest number of the window.")
    page.keyboard.press("Control+a")
    answer(page, "1.5")
    expect_value(page, 1, 1, "1.5", "Output, Average")
    expect(page.get_by_text("Card by card")).to_be_visible()
    expect(page.get_by_role("table", name=re.compile("^Output of"))).to_have_count(0)


def test_the_gradient_of_the_input_is_predicted(visit: Visit) -> None:
    page = visit("/gradient?mode=predict&grid=0,0,0;0,9,0;0,0,0&stride=1")
    assert values(page, BACK) == [["covered"] * 3] * 3
    button(page, "Show me").click()
    button(page, "Continue").click()
    answer(page, "1")
    expect_status(page, "That is what window 1 sends there. Where several windows read a cell, what they send adds up.")
    page.keyboard.press("Control+a")
    answer(page, "4")
    expect_value(page, 2, 2, "4", BACK)
    expect_value(page, 3, 3, "covered", BACK)


def test_another_gradient_covers_the_way_back_alone(visit: Visit) -> None:
    page = visit("/gradient?mode=predict&grad=chosen")
    button(page, "Show me").click()
    button(page, "Continue").click()
    button(page, "Show me").click()
    expect_value(page, 2, 1, "1", BACK)
    button(page, "Next window").click()
    expect(page).to_have_url(re.compile("step=1"))
    expect_value(page, 2, 1, "covered", BACK)
    expect_value(page, 1, 1, "3")


def test_any_of_equal_winners_is_right(visit: Visit) -> None:
    page = visit("/?mode=predict&grid=1,5;5,2")
    cell(page, 2, 1).click()
    expect_value(page, 1, 1, "5")


def test_the_mode_is_left_and_locked(visit: Visit) -> None:
    page = visit("/?mode=predict")
    button(page, "Explore").click()
    expect_value(page, 1, 1, "3")
    expect(page).not_to_have_url(re.compile("mode="))
    button(page, "Predict first").click()
    expect_value(page, 1, 1, "covered")
    visit("/?mode=predict&lock=mode")
    expect(button(page, "Explore")).to_have_count(0)
    expect_value(page, 1, 1, "covered")


@pytest.mark.parametrize("path", ["/windows?mode=predict", "/gradient?mode=predict&embed=true"])
def test_nobody_is_shut_out(visit: Visit, page: Page, path: str) -> None:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    visit(path)
    button(page, "Hint").click()
    expect(button(page, "Second hint")).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    overflow = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth - innerWidth")
    assert overflow <= 0
