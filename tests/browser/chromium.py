"""Finds a Chromium to test with: the system's, else Playwright's own, else (root on Debian) a package."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

if sys.platform != "win32":
    import fcntl

# The shell first: a browser without a window does the same with half the processor time.
_COMMANDS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
_PACKAGES = ("chromium-headless-shell", "chromium")
_PLACES = (
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
# No GPU or sandbox in containers; the rest keeps the browser itself from calling home during a test.
ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_DOWNLOAD_SECONDS = 180
_PACKAGE_SECONDS = 420


class NoBrowserError(RuntimeError):
    """No Chromium was found and none could be installed."""


def _installed() -> str | None:
    found = (shutil.which(command) for command in _COMMANDS)
    return next((path for path in (*found, *_PLACES) if path and Path(path).exists()), None)


def _bundled(playwright: Playwright) -> str | None:
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _succeeds(command: list[str], seconds: int) -> bool:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _download() -> bool:
    return _succeeds([sys.executable, "-m", "playwright", "install", "chromium"], _DOWNLOAD_SECONDS)


def _install_package() -> bool:
    if not (shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0):
        return False
    install = ["apt-get", "install", "-y", "--no-install-recommends"]
    return _succeeds(["apt-get", "update"], _PACKAGE_SECONDS) and any(
        _succeeds([*install, package], _PACKAGE_SECONDS) for package in _PACKAGES
    )


def find(playwright: Playwright) -> str:
    """The path of a Chromium, installed first where that is needed and possible.

    Raises NoBrowserError with what to do when there is none.
    """
    if path := _installed() or _bundled(playwright):
        return path
    with _alone():
        return _fetched(playwright)


@contextmanager
def _alone() -> Iterator[None]:
    """Tests run in several processes: one of them fetches a browser, the others wait and find it."""
    with Path(tempfile.gettempdir(), "pooling-lab-browser.lock").open("w") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetched(playwright: Playwright) -> str:
    if path := _installed() or _bundled(playwright):
        return path
    if _download() and (path := _bundled(playwright)):
        return path
    if _install_package() and (path := _installed()):
        return path
    raise NoBrowserError("no Chromium found: install `chromium`, or run `python -m playwright install chromium`")


@contextmanager
def launched() -> Iterator[Browser]:
    """A running headless browser, closed at the end. Raises NoBrowserError where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(playwright), args=list(ARGS))
        try:
            yield browser
        finally:
            browser.close()
