"""How long the stage takes to follow the hand: python -m benchmarks.interaction

Hover: from the pointer event to the frame that shows it. Edit: from Enter to the new output, through Python and back.
"""

import statistics

from playwright.sync_api import Page

from tests.browser import chromium
from tests.browser.checks import wait_until_ready
from tests.browser.serving import serving

PATHS = (
    "/",
    "/windows?source=random&size=8x8&kernel=3&stride=1",
    "/windows?source=random&size=16x16&kernel=3&stride=1",
)
ROUNDS = 60

_FIND = """const roots = [...document.querySelectorAll('*')].map((node) => node.shadowRoot).filter(Boolean);
    const root = roots.find((other) => other.querySelector('[role=grid]'));
    const grids = root.querySelectorAll('[role=grid]');
    const [input, output] = [grids[0], grids[1]].map((grid) => [...grid.querySelectorAll('[role=gridcell]')]);"""

_HOVER = """async (rounds) => {
    FIND
    const times = [];
    for (let i = 0; i < rounds; i++) {
        const cells = i % 2 ? input : output;
        const cell = cells[(i * 7) % cells.length];
        await new Promise(requestAnimationFrame);
        const start = performance.now();
        cell.dispatchEvent(new PointerEvent('pointerover', {bubbles: true, composed: true}));
        root.querySelector('.status, [role=status]').getBoundingClientRect(); // layout is part of the price
        times.push(performance.now() - start);
    }
    return times;
}"""

_EDIT = """async (rounds) => {
    FIND
    const cell = input.find((other) => !other.classList.contains('padding'));
    const times = [];
    for (let i = 0; i < rounds; i++) {
        const seen = new Promise((done) => {
            const watcher = new MutationObserver(() => { watcher.disconnect(); done(performance.now()); });
            watcher.observe(output[0].querySelector(".digit"), {subtree: true, characterData: true, childList: true});
        });
        cell.focus();
        cell.dispatchEvent(new KeyboardEvent('keydown', {key: '5', bubbles: true, composed: true, cancelable: true}));
        const editor = cell.querySelector('input');
        editor.value = String(9.1 + (i % 8) / 10); // the largest of its window, the scale as it was
        const start = performance.now();
        editor.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true}));
        times.push((await seen) - start);
        await new Promise((done) => setTimeout(done, 500));
    }
    return times;
}"""


def _line(name: str, times: list[float]) -> str:
    slow = sorted(times)[int(0.95 * len(times))]
    return f"  {name}: median {statistics.median(times):.1f} ms, 95th percentile {slow:.1f} ms"


def _measure(page: Page, url: str) -> None:
    page.goto(url)
    wait_until_ready(page)
    page.get_by_role("grid").first.wait_for()
    print(url.split("/", 3)[3] or "start")
    print(_line("hover", page.evaluate(_HOVER.replace("FIND", _FIND), ROUNDS)))
    print(_line("edit", page.evaluate(_EDIT.replace("FIND", _FIND), ROUNDS)))


def main() -> None:
    """Measure each path on a server of its own, after its kernels are compiled."""
    with serving() as server, chromium.launched() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        for path in PATHS:
            _measure(page, server.url + path)


if __name__ == "__main__":
    main()
