"""Every hostile address, grid, edit, widget and file against a real server: its sentence as text, or a whole page."""

import json
from collections.abc import Awaitable, Callable, Iterator
from urllib.parse import quote

import numpy as np
import pytest
import requests

from tests.browser.serving import Server, serving, uvicorn_command
from tests.hostile.cases import ADDRESSES, EDITS, GRIDS, WIDGETS, Address
from tests.load.wire import Run, Session, complete, opened
from tests.pooling.hostile_pictures import HOSTILE, PNG_FILE

_UNSAFE = ("html", "markdown")  # elements in which markup would be taken for markup
Work = Callable[[Session], Awaitable[Run]]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(uvicorn_command) as started:
        yield started
        log = started.log()
        # Streamlit itself writes down a traceback for each message that is none.
        assert log.count("Traceback") == log.count("Error deserializing back message"), log[-5000:]


def on(server: Server, page: str, work: Work) -> Run:
    """What a page shows after `work`; no exception among it, and the session is still there."""

    async def visit() -> Run:
        async with opened(server.url, page) as session:
            run = await work(session)
            assert run.failures == []
            assert (await session.run("")).failures == []
        return run

    return complete(visit())


def says(run: Run, sentence: str) -> bool:
    """Whether a text or the stage says it, and no element that would read it as markup."""
    assert not any("<script>alert" in text or "javascript:" in text for text in run.said(*_UNSAFE))
    escaped = json.dumps(sentence)[1:-1]
    return any(sentence in text for text in run.said("text")) or any(
        escaped in text for text in run.said("bidi_component")
    )


@pytest.mark.parametrize("case", [*ADDRESSES.values(), *GRIDS.values()], ids=[*ADDRESSES, *GRIDS])
def test_an_address(case: Address, server: Server) -> None:
    run = on(server, case.page, lambda session: session.run(case.query))
    assert run.one("heading")
    notices = "\n".join(run.said("text"))
    assert says(run, case.said) if case.said else "is no " not in notices, notices


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_that_no_browser_sends(name: str, server: Server) -> None:
    case = EDITS[name]
    sent = case.sent if isinstance(case.sent, str) else json.dumps(case.sent)

    async def edit(session: Session) -> Run:
        element, fragment = (await session.run("grid=1,2;3,4")).one("bidi_component", "stage")
        return await session.change(element.bidi_component.id, fragment, json_value=sent)

    run = on(server, "windows", edit)
    assert run.stage["scene"]["panels"][0]["text"] == ["1", "2", "3", "4"], "the grid is left as it was"
    assert case.said in run.stage["refused"] if case.said else run.stage["refused"] == ""


@pytest.mark.parametrize("name", WIDGETS)
def test_a_value_that_no_widget_sends(name: str, server: Server) -> None:
    case = WIDGETS[name]

    async def change(session: Session) -> Run:
        element, fragment = (await session.run()).one(case.kind, case.key)
        return await session.change(getattr(element, case.kind).id, fragment, **case.value)

    assert on(server, case.page, change).elements


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file(name: str, server: Server) -> None:
    data, expected = HOSTILE[name]
    too_large = len(data) > 24 * 2**20

    async def bring(session: Session) -> Run:
        run = await session.run("source=upload")
        if too_large:
            with pytest.raises(ConnectionError, match="413"):
                await session.bring(run, name, data)
            return run
        return await session.bring(run, f"{name}.png", data)

    run = on(server, "image", bring)
    shown = any("Your own picture" in text for text in run.said("markdown"))
    assert shown == (not isinstance(expected, str))
    if isinstance(expected, str) and not too_large:
        assert says(run, expected)


@pytest.mark.parametrize(
    "name", ["<img src=x onerror=alert(1)>.png", "**b**[x](javascript:1).png", "../../../x.png", "\u202egnp.x.png"]
)
def test_a_file_s_name_is_never_markup(name: str, server: Server) -> None:
    async def bring(session: Session) -> Run:
        return await session.bring(await session.run("source=upload"), name, PNG_FILE)

    run = on(server, "image", bring)
    assert any("Your own picture" in text for text in run.said("markdown"))
    assert not any(name in text for text in run.said(*_UNSAFE))


def test_bytes_that_are_no_message_end_their_own_connection_and_no_other(server: Server) -> None:
    async def attack() -> Run:
        async with opened(server.url, "windows") as quiet:
            await quiet.run("kernel=2")
            for noise in (b"\xff" * 1000, np.random.default_rng(5).bytes(5000)):
                async with opened(server.url, "windows") as loud:
                    await loud.send(noise)
                    with pytest.raises(ConnectionError):
                        await loud.run("kernel=3")
            return await quiet.run("kernel=3")

    assert not complete(attack()).failures


def test_an_upload_for_a_session_that_is_not_there_is_refused(server: Server) -> None:
    async def bring() -> requests.Response:
        async with opened(server.url, "image") as session:
            nobody = f"{server.url}/_stcore/upload_file/00000000-0000-0000-0000-000000000000/x"
            token = {"X-Xsrftoken": session.cookies["_streamlit_xsrf"]}
            files = {"file": ("x.png", PNG_FILE)}
            return requests.put(nobody, files=files, headers=token, cookies=session.cookies, timeout=60)

    assert complete(bring()).status_code == 400


def test_an_upload_without_the_page_s_token_is_refused(server: Server) -> None:
    answer = requests.put(f"{server.url}/_stcore/upload_file/a/b", files={"file": ("x.png", PNG_FILE)}, timeout=60)
    assert answer.status_code == 403


def test_what_streamlit_itself_refuses_says_nothing_of_the_server_and_ends_no_session() -> None:
    async def attack(url: str) -> None:
        async with opened(url, "windows") as session:
            element, fragment = (await session.run()).one("selectbox", "source")
            changed = await session.change(element.selectbox.id, fragment, int_value=7)
            assert_redacted(changed)
            session.set(element.selectbox.id, string_value="Ramp: 0, 1, 2, ...")
            assert not (await session.run("kernel=3")).failures
        async with opened(url, "image") as session:
            assert_redacted(await session.bring(await session.run("source=upload"), "x.exe", PNG_FILE))

    with serving(uvicorn_command) as started:
        complete(attack(started.url))


def assert_redacted(run: Run) -> None:
    (failure,) = run.failures
    assert "redacted" in failure
    shown = b"".join(element.SerializeToString() for element in run.elements)
    assert b"site-packages" not in shown
    assert b"File " not in shown


def test_a_long_address_that_a_browser_quotes_is_read(server: Server) -> None:
    grid = ";".join(",".join(["-0.123456"] * 32) for _ in range(32))
    run = on(server, "windows", lambda session: session.run(f"grid={quote(grid)}&kernel=32&stride=1&padding=same"))
    assert run.stage["scene"]["panels"][0]["size"] == "32 × 32"
