import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import Watch, axe, wait_until_ready
from tests.browser.serving import ROOT, Server, serving, uvicorn_command

PATHS = ("/", "/windows", "/image", "/shift")
Visit = Callable[[str], Page]


def question(page: Page) -> str:
    """The page's title, which no other page has."""
    return page.locator("h1").first.inner_text()


def answer_of(server: Server, page: Page, path: str) -> str:
    page.goto(server.url + path)
    wait_until_ready(page)
    page.wait_for_load_state("networkidle")  # or the page would ask a server that has ended for the stage's font
    assert "Traceback" not in (log := server.log()), log
    return question(page)


def test_every_path_has_a_page_of_its_own(visit: Visit) -> None:
    questions = [question(visit(path)) for path in PATHS]
    assert len(set(questions)) == len(PATHS), questions


@pytest.mark.parametrize("path", ["/windows?kernel=3", "/shift"])
def test_a_cold_server_in_another_folder_answers_a_deep_link(path: str, visit: Visit, tmp_path: Path) -> None:
    expected = question(visit(path))
    page = visit("/")
    with serving(folder=tmp_path) as cold:
        assert answer_of(cold, page, path) == expected
        expect(page.get_by_test_id("stHeader").get_by_role("link", name="Start")).to_be_visible()
        assert page.locator("h1").first.evaluate("h1 => getComputedStyle(h1).fontSize") == configured_title_size()


def configured_title_size() -> str:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return str(settings["theme"]["headingFontSizes"][0])


def test_uvicorn_serves_the_same_app(visit: Visit) -> None:
    expected = question(visit("/windows?kernel=3"))
    page = visit("/")
    with serving(uvicorn_command) as other:
        assert answer_of(other, page, "/windows?kernel=3") == expected
        assert page.locator("h1").first.evaluate("h1 => getComputedStyle(h1).fontSize") == configured_title_size()


def test_health(server: Server, page: Page) -> None:
    answer = page.request.get(f"{server.url}/_stcore/health")
    assert (answer.status, answer.text()) == (200, "ok")


def test_an_unknown_path_says_so_and_shows_the_start(visit: Visit, watch: Watch) -> None:
    start = question(visit("/"))
    page = visit("/no-such-page")
    expect(page.get_by_text("Page not found")).to_be_visible()
    assert question(page) == start
    assert "does not seem to exist" in watch.complaints.pop()


def test_the_browser_tab_has_our_name_and_icon(visit: Visit) -> None:
    page = visit("/")
    expect(page).to_have_title("Pooling Lab")
    assert "svg" in (page.locator('link[rel~="icon"]').first.get_attribute("href") or "")


def test_an_embed_has_no_navigation(visit: Visit) -> None:
    navigation = visit("/").get_by_role("link", name="Start", exact=True)
    expect(navigation).to_be_visible()
    page = visit("/windows?embed=true")
    assert question(page)
    expect(navigation).to_have_count(0)


def test_axe_finds_a_barrier(visit: Visit) -> None:
    page = visit("/")
    page.evaluate("() => document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"data:,\">')")
    assert any("image-alt" in finding for finding in axe(page))


def test_the_watch_sees_other_machines_and_console_errors(browser: Browser) -> None:
    watch, page = Watch(), browser.new_page()  # an empty one: the app's own policy lets no such request out
    watch.attach(page)
    page.evaluate("() => { console.error('oh'); fetch('http://localhost:9/').catch(() => 0) }")
    page.wait_for_event("requestfailed", lambda request: "localhost" in request.url)
    page.close()
    assert any(complaint.startswith("oh") for complaint in watch.complaints)
    assert watch.strangers == ["http://localhost:9/"]


def test_a_component_s_files_may_be_kept_for_ever(visit: Visit, page: Page) -> None:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    visit("/")
    expect(page.get_by_role("grid").first).to_be_visible()
    (script,) = [url for url in seen if url.endswith("/stage/stage.js")]
    assert "immutable" in page.request.get(script).headers["cache-control"]
    assert page.request.get(re.sub(r"pooling-lab/\w+", "pooling-lab/another", script)).status == 404
    assert page.request.get(script.replace("stage/stage.js", "stage/nothing.js")).status == 404
