"""Nobody is shut out of any page: WCAG 2.2 AA, as far as a browser can be asked."""

import re
from collections.abc import Callable
from io import BytesIO
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, TimeoutError, expect

from tests.browser.checks import PATHS, axe, wait_until_ready
from tests.browser.test_stage import cell, grid
from tests.eyes import SEEN_BY, lab, linear

Visit = Callable[[str], Page]

BARRIERS = Path(__file__).with_name("barriers.js").read_text(encoding="utf-8")
# What Streamlit draws and no style sheet of ours should change, and why it shuts nobody out.
STREAMLITS_OWN = {
    "[data-testid=stSkipToContent]": "the skip link is 1 px small until it has the focus, and then large",
    "main[data-testid=stMain]": "the scrolled part of the page takes the focus, so that the arrow keys scroll it",
    "[data-testid=stSlider] input": "it is hidden in the thumb; the whole track, 42 px high, can be pressed",
    "[data-testid=stSelectbox] *": "a long choice ends in an ellipsis, and its list shows all of it",
    "header *": "the bar above the page",
    "[data-testid=stTooltipIcon] *": "a help sign of 17 px stands beside what it explains",
    "[data-testid=stFileUploader] *": "the name of a file is cut at its middle",
}
# What is ours, but may be small, since another control does the same.
DONE_ELSEWHERE = {"[role=option].layer": "the menu of layers chooses the blocks of a network too"}
MOST_STOPS = 200
GROUND = "() => getComputedStyle(document.querySelector('.stApp')).backgroundColor === '{}'"
DARK = "rgb(15, 19, 24)"


def ask(page: Page, probe: str) -> list[str]:
    return list(page.evaluate(f"() => barriers.{probe}()"))


def ask_settled(page: Page, probe: str) -> list[str]:
    """What a probe still finds when the page has had time to take its new size."""
    try:
        page.wait_for_function(f"() => !barriers.{probe}().length", timeout=5000)
    except TimeoutError:
        return ask(page, probe)
    return []


def walk(page: Page) -> list[str]:
    """Press Tab from the top of the page to its end: what is not seen, not reached, or never left."""
    page.evaluate("() => barriers.start()")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if not page.evaluate("() => barriers.arrive()"):
            return ask(page, "finish")
    return [f"Tab does not come to an end in {MOST_STOPS} stops"]


def opened(visit: Visit, path: str) -> Page:
    page = visit(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate(BARRIERS, [list(STREAMLITS_OWN), list(DONE_ELSEWHERE)])
    return page


@pytest.mark.parametrize("path", PATHS)
def test_nobody_is_shut_out(visit: Visit, page: Page, path: str) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    opened(visit, path)
    page.add_style_tag(content="* { transition: none !important }")  # a look that is half faded in is no look
    found = [*axe(page), *ask(page, "tooSmall"), *ask(page, "wordless"), *ask(page, "moving"), *walk(page)]
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(GROUND.format(DARK))
    wait_until_ready(page)
    found += axe(page)
    for width in (640, 320):  # 640: 1280 at a zoom of 200%
        page.set_viewport_size({"width": width, "height": 800})
        found += [f"{width}: {line}" for line in (*ask_settled(page, "lost"), *ask_settled(page, "tooSmall"))]
    assert found == []


@pytest.mark.parametrize("path", PATHS)
def test_an_embed_shuts_nobody_out_and_keeps_the_focus(visit: Visit, page: Page, path: str) -> None:
    opened(visit, f"{path}?embed=true")
    found = axe(page)
    for name, (selector, keys) in CONTROLS.items():
        if page.evaluate(HOLD, selector):
            found += [f"{name}: {line}" for line in press(page, keys)]
    assert found == []


# A control of each kind, and the keys that change it.
CONTROLS = {
    "cell": ('[role=grid][aria-readonly="false"] [role=gridcell]:not(.padding)', ("7", "Enter")),
    "number": ("input[type=number]:enabled", ("ArrowUp", "Enter")),
    "choice": ('[role=radio][aria-checked="true"], input[type=radio]:checked', ("ArrowRight", "Space")),
}
HOLD = """(selector) => {
    const main = document.querySelector("[data-testid=stMain]");
    const node = barriers.every(main).find((one) => one.matches(selector) && one.checkVisibility());
    if (node) node.focus();
    const group = (one) => one.closest("[role=radiogroup]") || one;
    window.held = {is: () => group(barriers.holder()) === group(node) || barriers.nameOf(barriers.holder())};
    return Boolean(node);
}"""


def press(page: Page, keys: tuple[str, ...]) -> list[str]:
    """Change the control that has the focus, wait until the page has answered, and say where the focus has gone."""
    before = page.url
    for key in keys:
        page.keyboard.press(key)
    try:
        page.wait_for_function("before => location.href !== before", arg=before, timeout=4_000)
    except TimeoutError:
        return ["its change is not in the address"]
    wait_until_ready(page)
    held = page.evaluate("() => held.is()")
    return [] if held is True else [f"the focus went to {held}"]


def test_on_a_phone_the_closed_menu_is_no_stop_and_the_page_does_not_shift(visit: Visit, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    visit("/windows")
    for _ in range(6):  # past the skip link, the logo, both menus and the page itself
        page.keyboard.press("Tab")
        left = page.evaluate("() => document.activeElement.getBoundingClientRect().left")
        assert left >= 0
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)


def test_a_folded_setting_that_redraws_the_others_stays_open_and_keeps_the_focus(visit: Visit) -> None:
    page = visit("/windows?padding=1&kernel=3&size=6x6")
    page.get_by_text("More settings").click()
    apart = page.get_by_label("Rows and columns apart")
    apart.focus()
    for kernel in ("kernel=3x3", "kernel=3&"):
        page.keyboard.press("Space")
        expect(page).to_have_url(re.compile(kernel))
        wait_until_ready(page)
        expect(apart).to_be_focused()
        expect(apart).to_be_visible()


def test_a_verdict_is_announced(visit: Visit) -> None:
    page = opened(visit, "/challenges?seed=4")
    heard = page.locator(".heard")
    heard.evaluate("node => { window.region = node; }")
    page.get_by_label("Answer of the window").fill("999")
    page.keyboard.press("Enter")
    expect(heard).to_contain_text("999 is not it.")
    assert heard.evaluate("node => node === window.region"), "a region that has just come says nothing"


def test_a_step_and_an_edit_are_announced(visit: Visit) -> None:
    page = opened(visit, "/windows")
    region = page.get_by_role("status").first
    region.evaluate("node => { window.region = node; window.told = []; }")
    region.evaluate("node => new MutationObserver(() => told.push(node.innerText)).observe(node, {childList: true})")
    page.get_by_role("button", name="Next window").press("Enter")
    page.wait_for_function("() => told.at(-1)?.includes('= 6')")
    page.wait_for_url(re.compile("step=1"))
    wait_until_ready(page)
    cell(page, 1, 3).press("9")
    page.keyboard.press("Enter")
    page.wait_for_function("() => told.at(-1)?.includes('= 9')")
    cell(page, 1, 3).press("x")
    assert page.evaluate("() => region.isConnected"), "a region that is drawn anew is not heard"


@pytest.mark.parametrize("look", ["light", "dark"])
def test_windows_differ_for_every_eye(visit: Visit, page: Page, look: str) -> None:
    page.emulate_media(color_scheme="dark" if look == "dark" else "light", reduced_motion="reduce")
    visit("/windows?size=6x8&source=ramp")
    answers = grid(page, "Output").get_by_role("gridcell")
    expect(answers).to_have_count(12)
    boxes = answers.evaluate_all(WINDOWS)
    assert len({number for *_, number in boxes}) == 12, "each window has its number"
    assert len({hue for *_, hue, _ in boxes}) == 8
    picture = linear(np.asarray(Image.open(BytesIO(page.screenshot())).convert("RGB")))
    for eye, matrix in SEEN_BY.items():
        edges = [edge_of(lab(picture @ matrix.T), x, y, width) for x, y, width, *_ in boxes]
        for one, other in combinations(range(12), 2):
            (*_, line, hue, _), (*_, same, shared, _) = boxes[one], boxes[other]
            apart = np.linalg.norm(edges[one] - edges[other])
            assert line != same or hue == shared or apart > 15, (eye, one + 1, other + 1, apart)


WINDOWS = """cells => cells.map((cell) => {
    const {x, y, width} = cell.getBoundingClientRect();
    const style = getComputedStyle(cell);
    const line = style.borderTopStyle + (style.borderImageSource === "none" ? "" : " dotted");
    return [x, y, width, line, style.getPropertyValue("--hue"), getComputedStyle(cell, "::before").content];
})"""


def edge_of(seen: np.ndarray, x: float, y: float, width: float) -> np.ndarray:
    """Return the colour of a cell's upper edge: what differs most from the ground there, since lines have gaps."""
    strip = seen[round(y) : round(y) + 2, round(x) + 12 : round(x + width) - 12].reshape(-1, 3)
    ground = seen[5, 5]
    return np.asarray(strip[np.linalg.norm(strip - ground, axis=1).argmax()])


def test_what_is_planted_is_found(visit: Visit) -> None:
    page = opened(visit, "/")
    page.evaluate(PLANTED)
    assert ask(page, "tooSmall") == [f'button submit "{name}" is 9 x 9 px' for name in ("mute", "trap")]
    assert ask(page, "wordless") == ['canvas  "" has no words']
    assert any(re.match("the page is .* px wider", line) for line in ask(page, "lost"))
    found = walk(page)
    assert 'the focus on button submit "mute" cannot be seen' in found
    assert 'Tab comes back to button submit "trap"' in found
    assert 'Tab never reaches button  "First window"' in [line.replace("button button", "button ") for line in found]


PLANTED = """() => {
    const style = "width: 9px; height: 9px; padding: 0; border: 0; outline: none; background: none";
    document.querySelector("[data-testid=stMain] h1").insertAdjacentHTML("beforebegin", `
        <button style="${style}" aria-label="mute"></button><button style="${style}" aria-label="trap"></button>
        <canvas width="9" height="9"></canvas><p style="width: 3000px">far out</p>`);
    document.querySelector("[aria-label=trap]").onkeydown = (event) => event.preventDefault();
}"""
