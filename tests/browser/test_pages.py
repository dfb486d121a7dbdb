"""Every page: any address is answered, settings travel along."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import wait_until_ready
from tests.browser.test_stage import edit, expect_value, grid, values

Visit = Callable[[str], Page]


def test_a_crowded_grid_scrolls_by_itself_on_a_phone(visit: Visit, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    visit("/windows?size=16x16&source=random&kernel=3&stride=1")
    expect(grid(page)).to_be_visible()
    overflow = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth - innerWidth")
    assert overflow <= 0


HOSTILE = [
    ("grid=1,2;3", "1 to 2 cells"),
    ("grid=" + ",".join("1" * 10_000), "1 x 10,000 cells"),
    ("grid=%3Cimg%20src=x%20onerror=alert(1)%3E", "is not a number"),
    ("grid=1,nan;2,3", '"nan" is not a number'),
    ("grid=1e308", "too large"),
    ("kernel=99", "99"),
    ("kernel=0&stride=0&dilation=0", "0"),
    ("kernel=2x2x2x2x2", '"2x2x2x2x2" is no kernel'),
    ("type=%2Fetc%2Fpasswd", '"/etc/passwd" is no type'),
    ("type=[click](javascript:alert(1))", '"[click](javascript:alert'),
    ("padding=-5", "5"),
    ("seed=1e9", '"1e9" is no seed'),
    ("source=nowhere", '"nowhere" is no source'),
]


@pytest.mark.parametrize(("query", "said"), HOSTILE)
def test_a_bad_address_gets_a_sentence_and_a_working_page(visit: Visit, query: str, said: str) -> None:
    page = visit(f"/windows?{query}")
    expect(grid(page)).to_be_visible()
    expect(page.locator(".st-key-notices")).to_contain_text(said)
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    expect(page.locator(".st-key-notices a, .st-key-notices img")).to_have_count(0)


def test_settings_travel_from_page_to_page(visit: Visit) -> None:
    page = visit("/?type=average&grid=1,2,3;4,5,6;7,8,9&kernel=3")
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How does a window")
    expect_value(page, 1, 1, "5")
    expect(page).to_have_url(re.compile("type=average"))
    page.get_by_role("button", name="Reset").click()
    expect(grid(page)).to_have_attribute("aria-rowcount", "4")


def test_controls_of_the_next_page_show_what_is_in_use(visit: Visit) -> None:
    page = visit("/windows?kernel=3&type=average&size=6x6&source=ramp")
    for title in ("What does pooling keep", "Does it survive"):
        page.get_by_role("link", name=re.compile("^Next")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        expect(page.get_by_label("Kernel", exact=True)).to_have_value("3")
        expect(page.get_by_label("Stride", exact=True)).to_have_value("3")
        page.wait_for_load_state("networkidle")  # a picture asked for after its page is left is not found
    expect(page.get_by_role("radio", name="Average")).to_be_checked()


def test_a_setting_of_just_now_travels_to_the_next_page(visit: Visit) -> None:
    page = visit("/windows?size=6x6&source=ramp")
    page.get_by_label("Kernel", exact=True).fill("3")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("kernel=3"))
    wait_until_ready(page)
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What does pooling keep")
    expect(page.get_by_label("Kernel", exact=True)).to_have_value("3")
    expect(page).to_have_url(re.compile("kernel=3"))


def test_back_from_the_next_page_is_one_step(visit: Visit) -> None:
    page = visit("/windows?source=random&type=average")
    before = values(page, "Input")
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What does pooling keep")
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How does a window")
    expect(page.get_by_role("grid", name="Input, 6 × 6")).to_be_visible()
    assert values(page, "Input") == before


def test_back_and_forward_walk_through_the_states(visit: Visit) -> None:
    page = visit("/")
    edit(page, 1, 1, "8")
    expect_value(page, 1, 1, "8")
    expect(page).to_have_url(re.compile("grid="))
    page.go_back()
    expect_value(page, 1, 1, "3")
    page.go_forward()
    expect_value(page, 1, 1, "8")


def test_kernel_and_stride_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/windows?size=5x5&source=ramp")
    kernel = page.get_by_label("Kernel")
    kernel.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Stride")).to_have_value("3")  # it follows the kernel
    expect_value(page, 1, 1, "12")
    expect(page).to_have_url(re.compile("kernel=3"))


def test_valid_and_same_stand_side_by_side(visit: Visit) -> None:
    page = visit("/windows?source=ramp&kernel=2")
    expect(page.get_by_role("grid", name="Output, VALID, 2 × 2")).to_be_visible()
    expect(page.get_by_role("grid", name="Output, SAME, 3 × 3")).to_be_visible()


def test_the_start_page_loads_no_plotly(visit: Visit, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit("/")
    assert asked and not [url for url in asked if "plotly" in url.lower()]
