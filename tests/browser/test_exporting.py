"""A learner takes home what stands on the stage: a GIF that opens, a notebook that runs."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
from PIL import Image, ImageColor, ImageSequence
from playwright.sync_api import Page, expect

from pooling import Window, palette, pool
from tests import notebook
from tests.browser.checks import axe, wait_until_ready

Visit = Callable[[str], Page]

GRID = np.array([[1, 0, 2, 3], [3, 2, 6, 4], [4, 1, 0, 2], [0, 8, 5, 7]])


def asked(page: Page, label: str) -> tuple[str, str]:
    """Name and place of the file that a button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).press("Enter")
    return waiting.value.suggested_filename, str(waiting.value.path())


def test_by_keyboard_alone_a_gif_and_a_notebook_are_taken_home(visit: Visit) -> None:
    page = visit("/windows?stride=1")
    opener = page.get_by_role("button", name="Download", exact=True).first
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="SVG", exact=True)).to_be_visible()
    wait_until_ready(page)
    page.keyboard.press("Tab")  # the button that closes it
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="SVG", exact=True)).to_be_focused()
    assert not axe(page)

    name, place = asked(page, "GIF")
    assert name == "max-k2-s1.gif"
    with Image.open(place) as moving:
        assert sum(1 for _ in ImageSequence.Iterator(moving)) == 9
        colours = np.unique(np.asarray(moving.convert("RGB")).reshape(-1, 3), axis=0)
    assert list(ImageColor.getrgb(palette.LIGHT[0])) in colours.tolist()

    name, place = asked(page, "Notebook")
    assert name == "max-k2-s1.ipynb"
    made = nbformat.read(place, as_version=4)
    made.cells.append(nbformat.v4.new_code_cell("print(result.values.tolist())"))
    told = notebook.run(made).cells[-1].outputs[0].text
    assert told.strip() == str(pool(GRID.astype(float), Window(2, 1)).values.tolist())

    page.keyboard.press("Tab")  # a button that works is disabled meanwhile, and loses the focus
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="SVG", exact=True)).to_be_hidden()
    expect(opener).to_be_focused()


def test_what_is_edited_is_what_is_taken_home(visit: Visit) -> None:
    page = visit("/?grid=9,0;0,1&embed=true")
    page.get_by_role("button", name="Download", exact=True).click()
    name, place = asked(page, "CSV")
    assert name == "max-k2-s2.csv"
    assert Path(place).read_text(encoding="utf-8") == "9.0\n"


def test_a_teacher_can_lock_it(visit: Visit) -> None:
    page = visit("/?lock=download")
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    expect(page.get_by_role("button", name="Download", exact=True)).to_have_count(0)


def test_a_chart_has_one_button_that_makes_a_picture_of_it(visit: Visit) -> None:
    page = visit("/dimensions")
    buttons = page.locator(".modebar-btn")
    expect(buttons).to_have_count(1)
    with page.expect_download() as waiting:
        buttons.click()
    assert waiting.value.suggested_filename == "pooling-curve.svg"
