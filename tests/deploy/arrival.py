"""A first visit over a slow network, behind the proxy that packs: what comes, and when it can be used.

    python -m tests.deploy.arrival / /windows

The browser's cache is empty and its network is that of a full classroom: 1.6 Mbit/s down, 150 ms. The server is warm.
"""

import sys
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser import chromium
from tests.browser.checks import wait_until_ready
from tests.deploy.proxied import proxied

DOWN = 200_000  # bytes a second
LATENCY = 150  # milliseconds
UP = 94_000
_PATIENCE = 120  # seconds

# What a pointer over an output cell changes on the stage, and after how many milliseconds.
_HOVER = """cell => new Promise((told) => {
    const started = performance.now();
    new MutationObserver((_, observer) => { observer.disconnect(); told(performance.now() - started); })
        .observe(cell.getRootNode(), { subtree: true, attributes: true, childList: true, characterData: true });
    cell.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, composed: true, pointerType: "mouse" }));
})"""


@dataclass(frozen=True)
class Arrival:
    """One first visit. bytes: as they came over the line. seconds: until the stage took a step that was asked for."""

    path: str
    answers: int
    bytes: int
    seconds: float
    hover: float  # milliseconds


def first_visit(browser: Browser, url: str, path: str) -> Arrival:
    """Open a path of the app in a new profile over the slow network, and use its stage as soon as it is there."""
    with browser.new_context() as profile:
        page = profile.new_page()
        network = profile.new_cdp_session(page)
        came = _counted(network)
        slow = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
        network.send("Network.emulateNetworkConditions", slow)
        started = time.perf_counter()
        page.goto(url + path, timeout=_PATIENCE * 1000)
        _step(page)
        seconds = time.perf_counter() - started
        wait_until_ready(page, seconds=_PATIENCE)
        cell = page.get_by_role("grid", name="Output").first.get_by_role("gridcell").last
        return Arrival(path, len(came), sum(came), seconds, float(cell.evaluate(_HOVER)))


def _counted(network: CDPSession) -> list[int]:
    """The bytes of each answer, as the network counts them from now on."""
    came: list[int] = []
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda event: came.append(int(event["encodedDataLength"])))
    return came


def _step(page: Page) -> None:
    """Press the stage's button and wait for what it says."""
    button = page.get_by_role("button", name="Next window").first
    button.wait_for(timeout=_PATIENCE * 1000)
    said = page.get_by_role("status").first
    before = said.inner_text()
    button.click()
    page.wait_for_function("([status, before]) => status.innerText !== before", arg=[said.element_handle(), before])


def main(paths: list[str]) -> None:
    """Print a row for each path."""
    print("| first visit of | answers | kB | seconds until it was used | ms until a hover was followed |")
    print("|---|---:|---:|---:|---:|")
    with chromium.launched() as browser, proxied() as school:
        for path in paths:
            with browser.new_context() as warming:  # the kernels are compiled, and the proxy has the files
                page = warming.new_page()
                page.goto(school.url + path)
                wait_until_ready(page)
            seen = first_visit(browser, school.url, path)
            print(
                f"| {seen.path} | {seen.answers} | {seen.bytes / 1000:,.0f} | {seen.seconds:.1f} | {seen.hover:.0f} |"
            )


if __name__ == "__main__":
    main(sys.argv[1:] or ["/", "/windows"])
