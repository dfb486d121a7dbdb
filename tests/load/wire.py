"""A browser's half of Streamlit's websocket, without the browser: opens a page, changes it, brings a file."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

_T = TypeVar("_T")
_SAID_IN = {
    "text": "body",
    "markdown": "body",
    "alert": "body",
    "heading": "body",
    "html": "body",
    "code": "code_text",
}
_PATIENCE = 120  # seconds that a run may take before it counts as lost


def complete(work: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine to its end, in a thread of its own: Playwright keeps a loop running in the one of the tests."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@dataclass
class Run:
    """What one run of the script sent: its elements in order, and the address that it wrote, if any."""

    seconds: float = 0
    elements: list[Element] = field(default_factory=list)
    fragments: list[str] = field(default_factory=list)
    query: str | None = None

    def said(self, *kinds: str) -> list[str]:
        """The texts of all elements, or of those kinds ("text", "markdown", "html", ...); components give JSON."""
        found = []
        for element in self.elements:
            kind = element.WhichOneof("type")
            if kinds and kind not in kinds:
                continue
            if kind in _SAID_IN:
                found.append(getattr(getattr(element, kind), _SAID_IN[kind]))
            elif kind == "bidi_component":
                found.append(element.bidi_component.bytes.decode())
        return found

    @property
    def failures(self) -> list[str]:
        """The exceptions that the page shows."""
        shown = (element.exception for element in self.elements if element.WhichOneof("type") == "exception")
        return [f"{error.type}: {error.message}" for error in shown]

    @property
    def stage(self) -> dict[str, Any]:
        """What the page hands to its stage: the scene, and what it says about an edit."""
        element, _ = self.one("bidi_component", "stage")
        return dict(json.loads(element.bidi_component.bytes))

    def one(self, kind: str, key: str = "") -> tuple[Element, str]:
        """The first element of a kind, whose widget has that key, and the fragment that it stands in ("": in none)."""
        for element, fragment in zip(self.elements, self.fragments, strict=True):
            if element.WhichOneof("type") == kind and (not key or getattr(element, kind).id.endswith(f"-{key}")):
                return element, fragment
        raise LookupError(f"the page has no {kind} {key}")


class Session:
    """An open websocket: `run` asks for the page at another address, `change` sets a widget, `bring` uploads."""

    def __init__(self, socket: ClientConnection, url: str, page: str, http: requests.Session) -> None:
        self._socket, self._url, self.page, self._http = socket, url, page, http
        self._states: dict[str, WidgetState] = {}
        self._edits = 0
        self.id = ""
        self.query = ""
        self._script = ""  # the page's own hash, which a browser learns from the first run

    @property
    def cookies(self) -> dict[str, str]:
        """What the server has given the browser to keep."""
        return dict(self._http.cookies)

    async def run(self, query: str = "", fragment: str = "") -> Run:
        """Run the page at this query string (without "?"), and wait until it has finished."""
        message = BackMsg()
        message.rerun_script.query_string = self.query = query
        message.rerun_script.page_name = "" if self._script else self.page
        message.rerun_script.page_script_hash = self._script
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(self._states.values())
        started = time.perf_counter()
        await self.send(message)
        async with asyncio.timeout(_PATIENCE):
            run = await self._finished()
        run.seconds = time.perf_counter() - started
        self.query = self.query if run.query is None else run.query
        return run

    async def change(self, id: str, fragment: str = "", **value: object) -> Run:
        """Set a widget (json_value="...", int_value=3, a message's field) and run the page as a browser would."""
        self.set(id, **value)
        return await self.run(self.query, fragment)

    def set(self, id: str, **value: object) -> None:
        """Set a widget; the next run sends it."""
        self._states[id] = WidgetState(id=id, **value)

    async def edit(self, run: Run, grids: dict[str, object], **more: object) -> Run:
        """Edit the stage's grids, as the stage's own script says it."""
        element, fragment = run.one("bidi_component", "stage")
        self._edits += 1
        sent = {"edit": {"sequence": self._edits, "grids": grids, **more}}
        return await self.change(element.bidi_component.id, fragment, json_value=json.dumps(sent))

    async def bring(self, run: Run, name: str, content: bytes, kind: str = "image/jpeg") -> Run:
        """Upload a file to the page's uploader through the real endpoint; ConnectionError says what it answered."""
        widget = run.one("file_uploader")[0].file_uploader.id
        message = BackMsg()
        message.file_urls_request.request_id = name
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.id
        await self.send(message)
        urls = (await self._answer("file_urls_response")).file_urls_response.file_urls[0]
        status = await asyncio.to_thread(self._put, urls.upload_url, name, content, kind)
        if status != 204:
            raise ConnectionError(f"the upload was answered {status}")
        state = WidgetState(id=widget)
        file = state.file_uploader_state_value.uploaded_file_info.add()
        file.name, file.size, file.file_id = name, len(content), urls.file_id
        file.file_urls.CopyFrom(urls)
        self._states[widget] = state
        return await self.run(self.query)

    async def send(self, message: BackMsg | bytes) -> None:
        """Send a message, or any bytes in place of one; ConnectionError where the server has gone."""
        with _lost():
            await self._socket.send(message if isinstance(message, bytes) else message.SerializeToString())

    def _put(self, path: str, name: str, content: bytes, kind: str) -> int:
        token = {"X-Xsrftoken": self._http.cookies["_streamlit_xsrf"]}
        files = {"file": (name, content, kind)}
        return self._http.put(self._url + path, files=files, headers=token, timeout=_PATIENCE).status_code

    async def _finished(self) -> Run:
        run = Run()
        while True:
            message = await self._message()
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.id = message.new_session.initialize.session_id
                run.elements.clear()
                run.fragments.clear()
            elif kind == "delta":
                _keep(run, message.delta)
            elif kind == "navigation":
                self._script = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                run.query = message.page_info_changed.query_string
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return run

    async def _answer(self, wanted: str) -> ForwardMsg:
        async with asyncio.timeout(_PATIENCE):
            while (message := await self._message()).WhichOneof("type") != wanted:
                pass
        return message

    async def _message(self) -> ForwardMsg:
        with _lost():
            return ForwardMsg.FromString(await self._socket.recv(decode=False))


@contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except (ConnectionClosed, InvalidHandshake) as error:
        raise ConnectionError(str(error)) from error


def _keep(run: Run, delta: Delta) -> None:
    if delta.WhichOneof("type") == "new_element":
        run.elements.append(delta.new_element)
        run.fragments.append(delta.fragment_id)


@asynccontextmanager
async def opened(url: str, page: str = "", cookies: Mapping[str, str] | None = None) -> AsyncIterator[Session]:
    """A session of its own at a server's url, as a new browser has it: cookies first, then the websocket.

    page: the path without "/". cookies: those that the browser has already.
    """
    with requests.Session() as http:
        http.trust_env = False
        for name, value in (cookies or {}).items():
            http.cookies.set(name, value, domain=urlsplit(url).hostname)  # else the server's new one stands beside it
        # Closed at once: a server closes a connection that rests, maybe just when something is to be sent over it.
        closing = {"Connection": "close"}
        health = f"{url}/_stcore/health"
        await asyncio.to_thread(lambda: http.get(health, headers=closing, timeout=_PATIENCE).raise_for_status())
        headers = {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in http.cookies), "Origin": url}
        stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        with _lost():
            socket = await connect(
                stream,
                subprotocols=["streamlit"],
                additional_headers=headers,
                max_size=None,
                open_timeout=_PATIENCE,
                proxy=None,
            )
        async with socket:
            yield Session(socket, url, page, http)
