"""What a learner sees when the server dies, when the network is slow, and when there is none."""

from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from tests.browser.checks import wait_until_ready
from tests.browser.serving import Server, free_port, serving, uvicorn_command
from tests.deploy.arrival import DOWN, LATENCY, UP, first_visit
from tests.deploy.proxied import NGINX, proxied

_PATIENCE = 90_000  # milliseconds until the browser has tried again


def first_cell(page: Page) -> str:
    return page.get_by_role("grid", name="Input").first.get_by_role("gridcell").first.get_attribute("aria-label") or ""


def edit_first_cell(page: Page, digit: str) -> None:
    cell = page.get_by_role("grid", name="Input").first.get_by_role("gridcell").first
    cell.focus()
    page.keyboard.press(digit)
    page.keyboard.press("Enter")


def outliving(browser: Browser, query: str, edited: str = "") -> tuple[Page, int]:
    """An open page whose server has just been killed, and the port where the page will look for another."""
    port, page = free_port(), browser.new_page()
    with serving(uvicorn_command, port=port) as first:
        page.goto(f"{first.url}/windows?{query}")
        wait_until_ready(page)
        if edited:
            edit_first_cell(page, edited)
            page.wait_for_url(f"**grid={edited}*")
        first.process.kill()
        first.process.wait()
    return page, port


def wait_until_connected(page: Page) -> None:
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]', timeout=_PATIENCE)


def test_a_server_that_is_killed_and_comes_back_costs_nothing_that_a_learner_did(browser: Browser) -> None:
    page, port = outliving(browser, "grid=1,2;3,4&kernel=1", edited="7")
    edit_first_cell(page, "8")
    assert "grid=7" in page.url
    with serving(uvicorn_command, port=port):
        page.wait_for_url("**grid=8*", timeout=_PATIENCE)
        page.reload()
        wait_until_ready(page)
        assert first_cell(page).startswith("row 1, column 1: 8")
    page.close()


def test_an_edit_before_a_server_that_came_back_has_drawn_the_page_is_not_lost(browser: Browser) -> None:
    page, port = outliving(browser, "grid=1,2;3,4&kernel=1")
    with serving(uvicorn_command, port=port):
        wait_until_connected(page)
        edit_first_cell(page, "9")
        page.wait_for_url("**grid=9*", timeout=_PATIENCE)
        wait_until_ready(page)
        assert first_cell(page).startswith("row 1, column 1: 9")
    page.close()


def test_a_control_works_that_nobody_had_touched_before_the_server_went_away(browser: Browser) -> None:
    page, port = outliving(browser, "kernel=2")
    page.wait_for_selector('[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"])')
    with serving(uvicorn_command, port=port):
        wait_until_connected(page)
        wait_until_ready(page)
        for _ in range(3):  # what is asked of a new server before it has drawn the page goes unheard
            page.get_by_label("Kernel", exact=True).press("ArrowUp")
            page.get_by_label("Kernel", exact=True).press("Enter")
            with suppress(TimeoutError):
                page.wait_for_url("**kernel=3*", timeout=_PATIENCE / 9)
                break
        assert "kernel=3" in page.url
    page.close()


def test_on_a_slow_network_the_page_comes_and_hovering_asks_for_nothing(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    slow = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    network.send("Network.emulateNetworkConditions", slow)
    page.goto(f"{server.url}/windows?kernel=2", timeout=_PATIENCE)
    wait_until_ready(page, seconds=_PATIENCE / 1000)
    page.context.set_offline(True)
    before = page.get_by_role("status").first.inner_text()
    page.get_by_role("button", name="Next window").first.click()
    expect(page.get_by_role("status").first).not_to_have_text(before)
    page.get_by_role("grid", name="Output").first.get_by_role("gridcell").last.hover()
    page.close()


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
@pytest.mark.parametrize("path", ["/", "/windows"])
def test_behind_the_proxy_a_first_visit_is_small_enough_for_a_slow_network(browser: Browser, path: str) -> None:
    with proxied() as school:
        seen = first_visit(browser, school.url, path)
    assert seen.bytes / DOWN < 10, "of the 12 seconds until it can be used, the line takes 10 at most"
