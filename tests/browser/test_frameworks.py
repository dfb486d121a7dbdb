"""What a hand does on the frameworks page."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import axe
from tests.browser.test_stage import cell, edit, expect_value

Visit = Callable[[str], Page]


def answer(page: Page, framework: str) -> Locator:
    return page.get_by_role("table", name=f"Output, {framework}").get_by_role("cell")


def test_an_edit_changes_all_five_answers(visit: Visit) -> None:
    page = visit("/frameworks")
    edit(page, 1, 1, "20")
    for name in ("Keras", "TensorFlow", "PyTorch", "ONNX", "Flax (JAX)"):
        expect(answer(page, name).first).to_have_text(re.compile("^20"))
    expect(page).to_have_url(re.compile("grid=20"))
    expect(page.get_by_text("They differ in 2 of 4 cells.")).to_be_visible()
    expect(page).not_to_have_url(re.compile("preset="))


def test_a_comparison_is_chosen_with_the_keyboard_and_edited_without_losing_it(visit: Visit) -> None:
    page = visit("/frameworks")
    page.get_by_role("combobox", name="Where they disagree").focus()
    page.keyboard.type("Lp with ceil")
    page.keyboard.press("Enter")
    expect(answer(page, "PyTorch").nth(1)).to_have_text("14, differs")
    expect(answer(page, "ONNX").nth(1)).to_have_text("7, differs")
    edit(page, 1, 3, "4")
    expect(answer(page, "PyTorch").nth(1)).to_have_text("8, differs")
    expect(page).to_have_url(re.compile("preset=lp-ceil"))


def test_the_windows_of_another_framework_are_shown(visit: Visit) -> None:
    page = visit("/frameworks")
    expect_value(page, 1, 1, "10", "Output")
    page.get_by_role("radio", name="PyTorch").first.click()
    expect_value(page, 1, 1, "5", "Output")
    expect(cell(page, 0, 0, "Input")).to_be_visible()


def test_the_script_is_downloaded(visit: Visit) -> None:
    page = visit("/frameworks?script=onnx")
    with page.expect_download() as got:
        page.get_by_role("button", name="Download max_pooling_onnx.py").click()
    assert got.value.suggested_filename == "max_pooling_onnx.py"
    assert "MaxPool" in got.value.path().read_text(encoding="utf-8")


def test_no_barrier_and_nothing_hangs_out_on_a_phone(visit: Visit, page: Page) -> None:
    visit("/frameworks?preset=cast")
    expect(answer(page, "PyTorch").first).to_have_text("16777217, differs")
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    page.wait_for_function("() => document.querySelector('[data-testid=stMain]').scrollWidth <= 390")
