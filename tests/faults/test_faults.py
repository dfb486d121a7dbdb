"""What goes wrong on a server: clients that vanish, nowhere to write, no home, another clock, two that compile."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.serving import ROOT, Server, serving, uvicorn_command
from tests.load.measuring import PHOTOGRAPH
from tests.load.wire import Run, Session, complete, opened
from tests.pooling.hostile_pictures import PNG_FILE

_PAGES = (
    "",
    "windows",
    "image",
    "shift",
    "types",
    "dimensions",
    "frameworks",
    "gradient",
    "network",
    "challenges",
    "myths",
    "course",
)
# numba may look in one folder only, and that one cannot be made: as on a read-only file system, also for root.
_NOWHERE = {"NUMBA_CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator", "NUMBA_CACHE_DIR": "/proc/nowhere"}
_BARE = {**_NOWHERE, "HOME": "/proc/nobody", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONDONTWRITEBYTECODE": "1"}
_MOST = 2 * 2**20  # bytes that the server may write into one file: less than a photograph has


def _in_one_file(port: int) -> list[str]:
    """The server, whose writes end in an error once a file has as many bytes as an upload that would be put there."""
    return ["bash", "-c", f'ulimit -f {_MOST // 1024}; exec "$@"', "-", *uvicorn_command(port)]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(_in_one_file) as started:
        yield started


async def brought(session: Session, content: bytes = PHOTOGRAPH) -> Run:
    run = await session.bring(await session.run("source=upload"), "photograph.jpg", content)
    assert any("Your own picture" in text for text in run.said("markdown"))
    return run


def test_an_upload_is_never_written_to_the_disk(server: Server) -> None:
    assert len(PHOTOGRAPH) > _MOST

    async def bring() -> None:
        async with opened(server.url, "image") as session:
            await brought(session)

    complete(bring())


def _half_an_upload(session: Session, url: str) -> None:
    """The beginning of a photograph, and then nobody is there."""
    cookies = "; ".join(f"{name}={value}" for name, value in session.cookies.items())
    head = (
        f"PUT /_stcore/upload_file/{session.id}/half HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\nCookie: {cookies}\r\n"
        f"X-Xsrftoken: {session.cookies['_streamlit_xsrf']}\r\nContent-Length: {len(PHOTOGRAPH)}\r\n"
        'Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data; name="f";'
        ' filename="f.jpg"\r\n\r\n'
    )
    with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port)) as client:
        client.sendall(head.encode() + PHOTOGRAPH[:100_000])


def test_a_client_that_goes_away_in_the_middle_of_an_upload_costs_nobody_anything(server: Server) -> None:
    async def come_and_go() -> None:
        async with opened(server.url, "image") as session:
            await session.run("source=upload")
            for _ in range(20):
                await asyncio.to_thread(_half_an_upload, session, server.url)
            await brought(session, PNG_FILE)

    complete(come_and_go())
    assert server.process.poll() is None


def test_a_client_that_goes_away_in_the_middle_of_a_run_costs_nobody_anything(server: Server) -> None:
    async def come_and_go() -> None:
        for _ in range(10):
            async with opened(server.url, "windows") as session:
                running = asyncio.create_task(session.run("type=median&grid=1,2;3,4"))
                await asyncio.sleep(0)
                running.cancel()
        async with opened(server.url, "windows") as session:
            assert not (await session.run("kernel=3")).failures

    complete(come_and_go())


def test_a_change_that_the_browser_has_not_heard_of_is_not_undone_by_the_next_and_back_goes_back(
    server: Server,
) -> None:
    async def hurry() -> None:
        async with opened(server.url, "windows") as session:
            run = await session.run(before := "grid=1,2,3,4;5,6,7,8;9,1,2,3;4,5,6,7")
            (kernel, fragment), (stride, _) = (run.one("number_input", name) for name in ("kernel", "stride"))
            await session.change(kernel.number_input.id, fragment, double_value=3)
            assert "kernel=3" in session.query
            session.query = before
            await session.change(stride.number_input.id, fragment, double_value=1)
            assert {"kernel=3", "stride=1"} <= set(session.query.split("&"))
            await session.run(before)
            session.set(kernel.number_input.id, double_value=2)  # as a browser is told to
            await session.change(stride.number_input.id, fragment, double_value=2)
            assert "kernel" not in session.query and "grid" in session.query

    complete(hurry())


def test_what_a_late_browser_still_shows_is_no_change(server: Server) -> None:
    async def hurry() -> None:
        async with opened(server.url, "windows") as session:
            run = await session.run(before := "source=ramp&size=8x8")
            names = ("kernel", "stride", "size-0")
            (kernel, fragment), (stride, _), (rows, _) = (run.one("number_input", name) for name in names)
            await session.change(kernel.number_input.id, fragment, double_value=3)
            session.query = before
            session.set(stride.number_input.id, double_value=2)  # it followed the kernel
            await session.change(rows.number_input.id, fragment, double_value=9)
            assert set(session.query.split("&")) == {"source=ramp", "kernel=3", "size=9x8"}

    complete(hurry())


def test_two_that_compile_at_once_get_their_answers(tmp_path: Path) -> None:
    async def both(url: str) -> list[Run]:
        async with opened(url, "windows") as one, opened(url, "windows") as other:
            return await asyncio.gather(*(session.run("type=median&grid=1,2;3,4") for session in (one, other)))

    with serving(uvicorn_command, environment={"NUMBA_CACHE_DIR": str(tmp_path)}) as cold:
        for run in complete(both(cold.url)):
            assert not run.failures
            assert run.stage["scene"]["panels"][1]["text"] == ["2"]


@pytest.mark.parametrize("pages", [_PAGES[:2], pytest.param(_PAGES[2:], marks=pytest.mark.slow)], ids=["two", "rest"])
def test_without_home_cache_or_place_to_write_and_on_another_clock_a_page_is_whole(pages: tuple[str, ...]) -> None:
    async def visit(url: str) -> None:
        for page in pages:
            async with opened(url, page) as session:
                run = await session.run()
                assert not run.failures, page
                assert run.one("heading")

    with serving(uvicorn_command, environment=_BARE) as bare:
        complete(visit(bare.url))
        assert "Traceback" not in (log := bare.log()), log[-3000:]


def test_the_library_works_where_nothing_can_be_written() -> None:
    program = "from pooling import pool; print(pool([[1, 2], [3, 4]], 2).values)"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **_BARE},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("[[4]]")
