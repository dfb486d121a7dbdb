"""What a teacher does: build a lesson, open it as a learner, show it on a wall, and look at what is kept."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import axe, wait_until_ready
from tests.browser.serving import Server
from tests.browser.test_stage import expect_status, values

Visit = Callable[[str], Page]

_GAP = """() => {
  const stage = document.querySelector('.st-key-stage [data-testid="stBidiComponentIsolated"]').shadowRoot;
  const answer = stage.querySelector('.answer.current').getBoundingClientRect();
  const band = stage.querySelector('.band').getBoundingClientRect();
  const taken = stage.querySelector('.sheet').getBoundingClientRect();
  return Math.max(...[band.left - taken.right, answer.left - band.right, band.bottom - taken.bottom].map(Math.abs));
}"""
_WIDE_CELLS = """least => {
  const stage = document.querySelector('.st-key-stage [data-testid="stBidiComponentIsolated"]').shadowRoot;
  return stage.querySelector('[role="gridcell"]').getBoundingClientRect().width >= least;
}"""


def address_on(page: Page) -> str:
    """Return the lesson's address, as it is shown."""
    shown = page.locator('[data-testid="stCode"]').first
    expect(shown).to_contain_text("http://")
    return shown.locator("code").inner_text().strip()


def test_a_lesson_is_built_and_opened_fresh(visit: Visit, page: Page) -> None:
    visit("/windows?grid=5,1,2;9,0,4;3,8,7&kernel=2&stride=1&type=average")
    before = values(page, "Output")
    pasted = page.url
    visit("/teach")
    page.get_by_role("textbox", name="Paste the address").fill(pasted)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("type=average"))
    wait_until_ready(page)  # a teacher looks first at what was taken over
    for name in ("Kernel", "Pooling type"):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page).to_have_url(re.compile("hide=.*" + {"Kernel": "kernel", "Pooling type": "type"}[name]))
    expect(page.locator('[data-testid="stCode"]').first).to_contain_text("lock=type,kernel")
    expect(page.get_by_role("img", name=re.compile("^QR code"))).to_be_visible()
    address = address_on(page)
    assert unquote(address).startswith(page.url.split("/teach")[0] + "/windows?")
    page.context.clear_cookies()
    page.goto(address)
    wait_until_ready(page)
    assert values(page, "Output") == before
    expect(page.get_by_label("Stride", exact=True)).to_be_visible()
    expect(page.get_by_label("Kernel", exact=True)).to_have_count(0)
    expect(page.get_by_label("Pooling type")).to_have_count(0)
    expect(page.locator(".st-key-notices")).to_have_count(0)


def test_another_site_is_refused_in_a_sentence(visit: Visit) -> None:
    page = visit("/teach")
    page.get_by_role("textbox", name="Paste the address").fill("https://elsewhere.example/windows?kernel=3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is an address of another site")).to_be_visible()


def test_the_worksheet_is_a_file_that_asks_nobody(visit: Visit, page: Page, tmp_path: Path) -> None:
    visit("/teach?variants=2")
    with page.expect_download() as loading:
        page.get_by_role("button", name="Worksheet").click()
    file = tmp_path / "worksheet.html"
    loading.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    assert text.count("<section") == 2 and text.count('class="blank"') == 8
    assert "<script" not in text and "http" not in re.sub(r"http://127.0.0.1:\d+/|http-equiv", "", text)


@pytest.mark.parametrize("path", ["/", "/windows"])
def test_the_stage_fills_the_wall_without_scrolling(visit: Visit, page: Page, path: str) -> None:
    visit(f"{path}?view=projector")
    last = page.get_by_role("button", name="Last window")
    for width, height, smallest in ((1280, 720, 72), (1920, 1080, 120)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(_WIDE_CELLS, arg=smallest)
        box = last.bounding_box()
        assert box and box["y"] + box["height"] <= height
    page.get_by_role("button", name="Last window").click()
    assert page.evaluate(_GAP) < 16, "the band ends at the answer, however large the stage is"
    page.get_by_role("button", name="First window").click()
    page.get_by_role("button", name="Next window").focus()
    page.keyboard.press("Enter")
    expect_status(page, "max(2, 3, 6, 4) = 6")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_projector_has_no_barrier_and_a_way_out(visit: Visit, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    visit("/?view=projector")
    assert axe(page) == []
    page.get_by_role("link", name=re.compile("^Next")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How does a window")
    expect(page).to_have_url(re.compile("view=projector"))
    page.get_by_role("button", name="Leave the projector view").click()
    expect(page).not_to_have_url(re.compile("view="))
    expect(page.get_by_label("Kernel", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", ["/teach", "/privacy"])
def test_the_pages_for_teachers_have_no_barrier(visit: Visit, page: Page, path: str) -> None:
    visit(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert axe(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    overflow = page.evaluate("() => document.querySelector('[data-testid=\"stMain\"]').scrollWidth - innerWidth")
    assert overflow <= 0


@pytest.mark.parametrize("width", [1280, 390])
def test_the_browser_keeps_what_the_page_on_privacy_says(browser: Browser, server: Server, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as fresh:
        page = fresh.new_page()
        for path in ("/?type=average", "/privacy"):
            page.goto(server.url + path)
            wait_until_ready(page)
        expect(page.get_by_text("_streamlit_xsrf")).to_be_visible()
        cookies = fresh.cookies()
        assert [cookie.get("name") for cookie in cookies] == ["_streamlit_xsrf"]
        assert cookies[0].get("expires") == -1, "gone with the browser"
        kept = page.evaluate("() => [Object.keys(localStorage), Object.keys(sessionStorage)].flat()")
        menu = ("stSidebar", "sidebarWidth")
        assert [name for name in kept if not name.startswith(("stActiveTheme", *menu))] == []
        assert width < 1000 or not any(name.startswith("stSidebar") for name in kept)
