"""Takes a picture of a page: python -m tests.browser.look "/windows?kernel=3" --dark --width 390 out.png"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.browser.checks import Watch, wait_until_ready
from tests.browser.serving import serving

# Streamlit scrolls an inner element, so a full-page screenshot needs a window as tall as its content.
_CONTENT_HEIGHT = """() => Math.max(...[...document.querySelectorAll('[data-testid="stMain"], html')]
    .map(element => element.scrollHeight))"""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.browser.look", description=__doc__)
    parser.add_argument("path", help="path and query of the page, such as /windows?kernel=3")
    parser.add_argument("out", help="the PNG to write")
    parser.add_argument("--url", help="a running server; without it, one is started for the picture")
    parser.add_argument("--dark", action="store_true", help="as in a browser that prefers dark")
    parser.add_argument("--still", action="store_true", help="as in a browser that prefers reduced motion")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=800)
    parser.add_argument("--full", action="store_true", help="the whole page, not only the first screen")
    parser.add_argument("--wait-for", metavar="SELECTOR", help="a Playwright selector that must be visible first")
    return parser.parse_args()


@contextmanager
def _address(url: str | None) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with serving() as server:
        yield server.url


def _open_page(browser: Browser, choices: argparse.Namespace) -> Page:
    return browser.new_page(
        viewport={"width": choices.width, "height": choices.height},
        color_scheme="dark" if choices.dark else "light",
        reduced_motion="reduce" if choices.still else "no-preference",
    )


def _picture(page: Page, choices: argparse.Namespace) -> None:
    if choices.wait_for:
        page.wait_for_selector(choices.wait_for)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => document.fonts.ready.then(() => null)")
    if choices.full:
        height = max(choices.height, int(page.evaluate(_CONTENT_HEIGHT)))
        page.set_viewport_size({"width": choices.width, "height": height})
    page.screenshot(path=choices.out)


def main() -> None:
    """Write the picture, and print what the browser's console complained about."""
    choices = _arguments()
    with _address(choices.url) as url, chromium.launched() as browser:
        page = _open_page(browser, choices)
        watch = Watch()
        watch.attach(page)
        page.goto(f"{url}/{choices.path.lstrip('/')}")
        wait_until_ready(page)
        _picture(page, choices)
    for complaint in watch.complaints:
        print(complaint)


if __name__ == "__main__":
    main()
