"""What a hand does on the types page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.checks import axe
from tests.browser.test_stage import edit, expect_status, expect_value

Visit = Callable[[str], Page]


def test_an_edit_changes_both_types_and_every_card(visit: Visit) -> None:
    page = visit("/types")
    expect_status(page, re.compile(r"Max: max\(1, 0, 3, 2\) = 3"))
    edit(page, 1, 1, "9")
    expect_value(page, 1, 1, "9", "Output, Max")
    expect_value(page, 1, 1, "3.5", "Output, Average")
    sums = page.get_by_role("table", name="Output of Sum")
    expect(sums.get_by_role("cell").first).to_have_text("14")


def test_another_type_has_another_name_over_its_grids(visit: Visit) -> None:
    page = visit("/types")
    page.get_by_role("combobox", name="Pooling type").click()
    page.get_by_role("option", name="Median").click()
    expect_status(page, re.compile("^Median: "))
    expect(page.locator(".group-label")).to_have_text(["Median", "Average"])


def test_the_slider_moves_with_the_keyboard(visit: Visit) -> None:
    page = visit("/types?type=gem")
    thumb = page.get_by_role("slider", name=re.compile("p of GeM"))
    thumb.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("param=64"))
    expect_value(page, 1, 1, "2.94", "Output, GeM")


def test_on_a_phone_both_types_stand_side_by_side_where_they_are_small_enough(visit: Visit, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    visit("/types")
    one, other = (page.get_by_role("grid", name=re.compile(f"^Input, {name}")) for name in ("Max", "Average"))
    expect(one).to_be_visible()
    left, right = one.bounding_box(), other.bounding_box()
    assert left and right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] < right["x"]
    assert right["x"] + right["width"] <= 390
    visit("/types?size=6x6")
    expect(one.get_by_role("row")).to_have_count(6)
    upper, lower = one.bounding_box(), other.bounding_box()
    assert upper and lower and upper["y"] + upper["height"] < lower["y"]


def test_a_chart_is_a_table_too_and_neither_is_a_barrier(visit: Visit) -> None:
    page = visit("/types?type=gem")
    page.locator("summary", has_text="The numbers of this chart").first.press("Enter")
    table = page.get_by_role("region", name="Numbers: GeM pooling against p").get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(26)
    expect(table.get_by_role("row").nth(1)).to_contain_text("1")
    expect(table.get_by_role("columnheader").nth(1)).to_have_text("window 1")
    assert axe(page) == []
