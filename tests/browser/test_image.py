"""Journeys on the picture page: bring a picture, move the lens, keep the answer."""

import io
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import numpy as np
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, expect

from pooling import Window, maps, pool, samples
from tests.browser.checks import wait_until_ready
from tests.pooling.hostile_pictures import HOSTILE, saved

Visit = Callable[[str], Page]
ROWS, COLUMNS = np.mgrid[:480, :640]
GRADIENT = np.stack([COLUMNS * 255 // 639, ROWS * 255 // 479, 0 * ROWS + 90], axis=-1).astype(np.uint8)


def upload(page: Page, data: bytes, name: str = "holiday.jpg") -> None:
    file: FilePayload = {"name": name, "mimeType": "image/jpeg", "buffer": data}
    page.locator('input[type="file"]').set_input_files(file)


def picture(page: Page, key: str) -> Locator:
    return page.locator(f".st-key-under-{key} img")


def pixels(page: Page, key: str) -> np.ndarray:
    """What the browser got for a picture, exactly."""
    address = picture(page, key).get_attribute("src") or ""
    return np.asarray(Image.open(io.BytesIO(page.request.get(address).body())))


def address(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def patch_numbers(page: Page) -> np.ndarray:
    """The numbers of the stage's input grid, (8, 8)."""
    cells = page.get_by_role("grid", name=re.compile("^Input")).get_by_role("gridcell").all()
    names = [cell.get_attribute("aria-label") or "" for cell in cells]
    values = [float(match[1]) for name in names if (match := re.match(r"row \d+, column \d+: ([^,]+)", name))]
    return np.array(values).reshape(8, -1)


def test_the_pictures_are_there_at_once_without_scrolling(visit: Visit) -> None:
    page = visit("/image")
    for key in ("lens", "answers"):
        box = picture(page, key).bounding_box()
        assert box is not None
        assert box["width"] > 350
        assert box["y"] + box["height"] < 700
        assert picture(page, key).evaluate("img => getComputedStyle(img).imageRendering") == "pixelated"
    np.testing.assert_array_equal(pixels(page, "lens"), samples.cheetah())
    expected = pool(np.moveaxis(samples.cheetah(), -1, 0), 8).values
    np.testing.assert_array_equal(pixels(page, "answers"), np.moveaxis(expected, 0, -1))


def test_an_uploaded_picture_is_pooled(visit: Visit) -> None:
    page = visit("/image?source=upload")
    np.testing.assert_array_equal(pixels(page, "lens"), samples.cheetah())  # never blank
    upload(page, saved(GRADIENT, "JPEG", quality=95, subsampling=0))
    expect(page.locator(".st-key-under-lens").get_by_alt_text("Your own picture")).to_be_visible()
    wait_until_ready(page)
    reduced = np.asarray(Image.fromarray(GRADIENT).resize((512, 384), Image.Resampling.BICUBIC), int)
    assert np.abs(pixels(page, "lens") - reduced).max() < 24
    assert pixels(page, "answers").shape == (48, 64, 3)
    expect(page.get_by_text("Your own picture is not in the link.")).to_be_visible()


def test_a_refused_file_leaves_the_picture_and_says_why(visit: Visit) -> None:
    page = visit("/image?source=upload")
    before = picture(page, "lens").get_attribute("src")
    upload(page, HOSTILE["truncated JPEG"][0], "**bold** <img src=x onerror=alert(1)>.jpg")
    refusal = page.locator(".st-key-refusal")
    expect(refusal).to_have_text("The picture ends too early: the file is cut off.")
    assert picture(page, "lens").get_attribute("src") == before
    assert page.locator('img[src="x"]').count() == 0


def test_the_lens_moves_by_keyboard_and_the_numbers_follow(visit: Visit) -> None:
    page = visit("/image?show=grey&kernel=2&lens=100x60")
    lens = page.get_by_role("slider", name=re.compile("^Lens"))
    expect(lens).to_have_accessible_name("Lens at row 101 to 108, column 61 to 68")
    grey = maps.of(samples.cheetah(), "grey")
    np.testing.assert_array_equal(patch_numbers(page), grey[100:108, 60:68])
    lens.press("ArrowRight")
    lens.press("ArrowDown")
    expect(lens).to_have_accessible_name("Lens at row 103 to 110, column 63 to 70")
    page.wait_for_url(re.compile("lens=102x62"))
    cell = page.get_by_role("grid", name=re.compile("^Input")).get_by_role("gridcell").first
    expect(cell).to_have_attribute("aria-label", re.compile(f": {grey[102, 62]}\\b"))
    np.testing.assert_array_equal(patch_numbers(page), grey[102:110, 62:70])
    expect(lens).to_be_focused()


def test_the_lens_is_dragged_and_stays_inside(visit: Visit) -> None:
    page = visit("/image?kernel=4")
    expect(page.get_by_role("slider", name=re.compile("^Lens"))).to_be_visible()
    box = picture(page, "lens").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 50, box["y"] + box["height"] + 50, steps=5)
    page.mouse.up()
    page.wait_for_url(re.compile("lens=248x248"))
    target = page.get_by_role("slider", name=re.compile("^Lens")).evaluate(
        "node => { const style = getComputedStyle(node, '::before'); return [style.width, style.height] }"
    )
    assert all(float(side.removesuffix("px")) >= 24 for side in target)


def test_downloads_hold_the_answer(visit: Visit) -> None:
    page = visit("/image?source=brick&type=average&kernel=16")
    brick = np.asarray(Image.open("assets/images/brick.png"))
    expected = pool(brick, 16, type="average").values
    found = {}
    for label in ("PNG picture", "NPY array", "CSV table"):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        found[waiting.value.suggested_filename] = waiting.value.path()
    assert list(found) == [f"brick-grey-average-32x32.{ending}" for ending in ("png", "npy", "csv")]
    png, npy, csv = found.values()
    np.testing.assert_array_equal(np.asarray(Image.open(png)), np.rint(expected))
    np.testing.assert_array_equal(np.load(npy), expected)
    np.testing.assert_array_equal(np.loadtxt(csv, delimiter=","), expected)


def test_controls_write_the_address_and_reset_clears_it(visit: Visit) -> None:
    page = visit("/image")
    page.get_by_role("combobox", name="Shown as").click()
    page.get_by_role("option", name="Feature map: tear line", exact=True).click()
    page.wait_for_url(re.compile("show=tear_line"))
    wait_until_ready(page)
    answers = maps.of(samples.cheetah(), "tear_line")
    scale = maps.Scale(0, float(answers.max()), "viridis")
    expected = maps.drawn(pool(answers, Window(8)).values, scale)
    np.testing.assert_array_equal(pixels(page, "answers"), expected)
    page.get_by_role("button", name="Reset").click()
    expect(picture(page, "lens")).to_have_attribute("alt", re.compile("^Colour"))
    assert address(page) == {}


def test_nothing_scrolls_sideways(page: Page, visit: Visit) -> None:
    page.set_viewport_size({"width": 768, "height": 844})
    visit("/image?source=cat&show=tear_line&kernel=2&type=sum")
    scrolling = page.locator("html, [data-testid=stMain]")
    assert max(scrolling.evaluate_all("nodes => nodes.map(node => node.scrollWidth)")) <= 768


def test_a_bad_address_is_one_quiet_line(visit: Visit) -> None:
    page = visit("/image?kernel=0&show=x&lens=9999x-4&again=500&source=nope")
    expect(page.locator(".st-key-notices")).to_contain_text("The lens stays inside the 256 x 256 map.")
    np.testing.assert_array_equal(pixels(page, "answers"), samples.cheetah())
