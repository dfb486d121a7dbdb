"""Starts the app as its users do, in a process of its own, and waits until it answers."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Server:
    """A running app: its address without a trailing slash, the file that holds what it prints, its process."""

    url: str
    log_file: Path
    process: subprocess.Popen[bytes]

    def log(self) -> str:
        """All that the server has printed so far."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")


def streamlit_command(port: int) -> list[str]:
    """The README's command, on a port of our own and without opening a browser window."""
    options = {"port": str(port), "address": HOST, "headless": "true"}
    flags = [part for name, value in options.items() for part in (f"--server.{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *flags]


def uvicorn_command(port: int) -> list[str]:
    """The command for a school's server; it runs in the project's folder."""
    return [sys.executable, "-m", "uvicorn", "app:app", "--host", HOST, "--port", str(port)]


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wait_until_healthy(process: subprocess.Popen[bytes], server: Server, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not _healthy(server.url):
        if time.monotonic() > deadline:
            raise RuntimeError(f"the server did not answer within {seconds:g} s:\n{server.log()}")
        with suppress(subprocess.TimeoutExpired):
            code = process.wait(timeout=_POLL_SECONDS)
            raise RuntimeError(f"the server ended with code {code}:\n{server.log()}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def serving(
    command: Callable[[int], list[str]] = streamlit_command,
    *,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    seconds: float = 60,
    port: int | None = None,
) -> Iterator[Server]:
    """A healthy server, started in `folder` with extra environment variables, ended with the block.

    port: where it listens, if a client is to find it again; else a free one.

    Raises RuntimeError with the server's log when it ends early or is not healthy within `seconds`.
    """
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="pooling-lab-") as temporary:
        log_file = Path(temporary, "server.log")
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                command(port),
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        server = Server(f"http://{HOST}:{port}", log_file, process)
        try:
            _wait_until_healthy(process, server, seconds)
            yield server
        finally:
            _end(process)
