"""Seconds from the start of the server's process to the first page, in a new browser profile each time.

python -m benchmarks.startup --rounds 5 [--path /windows] [--wait-for SELECTOR] [--server uvicorn]
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser import chromium
from tests.browser.checks import wait_until_ready
from tests.browser.serving import serving, streamlit_command, uvicorn_command

COMMANDS = {"streamlit": streamlit_command, "uvicorn": uvicorn_command}
MOMENTS = ("server answers", "title on screen", "page finished")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.startup",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--path", default="/")
    parser.add_argument("--wait-for", metavar="SELECTOR", default="h1", help="what counts as the title")
    parser.add_argument("--server", choices=COMMANDS, default="streamlit")
    return parser.parse_args()


def _start_once(browser: Browser, cache: str, choices: argparse.Namespace) -> Iterator[float]:
    """The seconds at which each of MOMENTS came."""
    start = time.perf_counter()
    with serving(COMMANDS[choices.server], environment={"NUMBA_CACHE_DIR": cache}) as server:
        yield time.perf_counter() - start
        page = browser.new_page()
        page.goto(server.url + choices.path)
        page.wait_for_selector(choices.wait_for)
        yield time.perf_counter() - start
        wait_until_ready(page)
        yield time.perf_counter() - start
        page.close()


def _report(name: str, rounds: list[list[float]]) -> None:
    for moment, seconds in zip(MOMENTS, zip(*rounds, strict=True), strict=True):
        print(f"{name:16} {moment:16} median {statistics.median(seconds):5.2f} s, worst {max(seconds):5.2f} s")


def main() -> None:
    """Print medians and worst cases, without and with kernels in numba's cache."""
    choices = _arguments()
    with chromium.launched() as browser, tempfile.TemporaryDirectory() as folder:
        empty = [Path(folder, f"empty-{number}") for number in range(choices.rounds)]
        _report("no numba cache", [list(_start_once(browser, str(cache), choices)) for cache in empty])
        _report("numba cache", [list(_start_once(browser, str(empty[0]), choices)) for _ in empty])


if __name__ == "__main__":
    main()
