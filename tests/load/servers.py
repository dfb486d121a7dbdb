"""The app and the empty page, each served by uvicorn with the app's own configuration."""

import sys
from contextlib import AbstractContextManager

from tests.browser.serving import HOST, Server, serving, uvicorn_command


def _peer_command(port: int) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "tests.load.peer:app", "--host", HOST, "--port", str(port)]


def ours() -> AbstractContextManager[Server]:
    """The app, as a school serves it."""
    return serving(uvicorn_command)


def peer() -> AbstractContextManager[Server]:
    """The empty page."""
    return serving(_peer_command)
