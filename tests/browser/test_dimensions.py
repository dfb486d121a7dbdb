"""What a hand does on the page about dimensions."""

import io
import re
import struct
import wave
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.checks import axe
from tests.browser.test_stage import cell, expect_status, expect_value, grid

Visit = Callable[[str], Page]

CHART = ".st-key-curve .js-plotly-plot"


def test_a_typed_number_moves_the_step_over_the_curve(visit: Visit) -> None:
    page = visit("/dimensions?grid=1,2,3,4")
    expect(page.locator(CHART)).to_be_visible()
    cell(page, 1, 1).focus()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect_value(page, 1, 1, "9")
    expect(page).to_have_url(re.compile(r"grid=9%2C2%2C3%2C4|grid=9,2,3,4"))
    expect(page.get_by_role("figure", name=re.compile("Output: 9, 4"))).to_be_visible()


def test_an_edit_far_from_the_chosen_window_stays_in_sight(visit: Visit) -> None:
    page = visit("/dimensions")
    cell(page, 1, 16).focus()
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    expect_value(page, 1, 13, "8")
    expect(cell(page, 1, 25)).to_be_focused()
    expect_status(page, "max(9, -0.5) = 9")


def test_one_more_axis_keeps_the_window(visit: Visit) -> None:
    page = visit("/dimensions?kernel=4&type=average")
    page.get_by_role("radio", name="3D: a volume").or_(page.get_by_role("button", name="3D: a volume")).first.click()
    expect(page).to_have_url(re.compile("rank=3"))
    expect(grid(page, "Input, slice 17")).to_be_visible()
    expect(grid(page, "Output, slice 5")).to_be_visible()
    expect(page.get_by_text("Slice 5 of the output reads slices 17, 18, 19 and 20 of the input.")).to_be_visible()
    expect_status(page, "/ 64")


def test_slices_are_stepped_through_with_the_keyboard(visit: Visit) -> None:
    page = visit("/dimensions?rank=3")
    expect_status(page, re.compile(r"max\(3, 3, 9, 9,\s+3, 3, 9, 9\)\s+= 9"))
    page.get_by_role("slider", name=re.compile("^Lens at row 17 to 24, column 19 to 26")).focus()
    page.keyboard.press("ArrowUp")
    expect(page).to_have_url(re.compile("lens=14x18"))
    expect(cell(page, 15, 19, "Input, slice 17")).to_be_visible()
    page.get_by_role("slider", name="Slice of the output").focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("slice=7"))
    expect(grid(page, "Input, slice 15")).to_be_visible()
    page.get_by_role("button", name="Next window").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("step=6"))
    cell(page, 17, 19, "Input, slice 16").hover()
    expect(page.get_by_text("Read once, by window 5.")).to_be_visible()
    expect(grid(page, "Output, slice 8").get_by_role("gridcell", name=re.compile("reads this cell"))).to_have_count(1)


def wav() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(1000)
        out.writeframes(struct.pack("<800h", *[100 * (place // 8) for place in range(800)]))
    return file.getvalue()


def test_a_sound_is_brought_and_stays_when_the_window_changes(visit: Visit) -> None:
    page = visit("/dimensions?source=sound&size=8")
    page.locator("input[type=file]").set_input_files({"name": "a.wav", "mimeType": "audio/wav", "buffer": wav()})
    expect_value(page, 1, 4, "10")
    page.get_by_label("Kernel", exact=True).fill("4")
    page.keyboard.press("Enter")
    expect_value(page, 1, 2, "10")


def test_a_volume_has_no_barrier_and_a_phone_scrolls_down_only(visit: Visit, page: Page) -> None:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    visit("/dimensions?rank=3&kernel=3")
    expect(grid(page)).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth")
