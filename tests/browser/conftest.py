"""One server and one browser for all browser tests, and a watched page for each."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium
from tests.browser.checks import Watch, wait_until_ready
from tests.browser.serving import Server, serving


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The app, started with the README's command."""
    with serving() as started:
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Where CI=true, having none is a failure."""
    try:
        with chromium.launched() as started:
            yield started
    except chromium.NoBrowserError as reason:
        if os.environ.get("CI") == "true":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test whose page complained in the console or asked another machine."""
    watching = Watch()
    yield watching
    assert not watching.complaints, "the console shows errors"
    assert not watching.strangers, "the page asked other machines"


@pytest.fixture(scope="session")
def profile(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all pages: what Streamlit's client is made of is fetched and compiled once."""
    with browser.new_context() as opened:
        yield opened


@pytest.fixture
def page(profile: BrowserContext, watch: Watch) -> Iterator[Page]:
    """An empty page of 1280x800, watched; what it keeps goes with it."""
    opened = profile.new_page()
    opened.set_viewport_size({"width": 1280, "height": 800})
    watch.attach(opened)
    yield opened
    if opened.url.startswith("http"):
        opened.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    opened.close()
    profile.clear_cookies()


@pytest.fixture
def visit(server: Server, page: Page) -> Iterator[Callable[[str], Page]]:
    """visit("/windows?kernel=3") opens a path of the app and returns the page when it is ready.

    Fails the test during which the server logged a traceback.
    """
    before = len(server.log())

    def visit_path(path: str) -> Page:
        page.goto(server.url + path)
        wait_until_ready(page)
        return page

    yield visit_path
    assert "Traceback" not in (log := server.log()[before:]), log
