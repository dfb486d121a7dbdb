"""What a test asks of an open page: is it finished, what did it do that it should not, who cannot use it."""

import ast
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request

from tests.browser.serving import HOST, ROOT

READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# Our own components fetch their files after the script has run (see pages/_ui/components.py).
_DRAWN = """() => !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && [...document.querySelectorAll('[data-testid="stBidiComponentIsolated"]')]
        .every((box) => box.shadowRoot && box.shadowRoot.querySelector('style.ours'))
    && document.fonts.status === 'loaded'"""
# On a deep link Streamlit's client first looks for the server below the page's own path, and is told 404.
_PROBES = ("/_stcore/health", "/_stcore/host-config")


def _listed() -> tuple[str, ...]:
    """The paths of the router's pages; it cannot be imported, since that would run it."""
    calls = [
        node for node in ast.walk(ast.parse((ROOT / "pages/_router.py").read_text())) if isinstance(node, ast.Call)
    ]
    named = [{word.arg: word.value for word in call.keywords} for call in calls if ast.unparse(call.func) == "st.Page"]
    return tuple("/" + str(ast.literal_eval(words["url_path"])) if "url_path" in words else "/" for words in named)


# Every page. A new one is tested as soon as the router lists it.
PATHS = _listed()


def wait_until_ready(page: Page, seconds: float = 60) -> None:
    """Return when the page's script has run to its end and all that it drew is on screen."""
    page.wait_for_selector(READY, state="attached", timeout=seconds * 1000)
    page.wait_for_function(_DRAWN, timeout=seconds * 1000)


def axe(page: Page) -> list[str]:
    """The serious and critical findings of axe-core, one line for each element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@dataclass
class Watch:
    """What a page complains about in its console, and the addresses that it asks outside this machine."""

    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen to a page, from before its first request."""
        page.on("console", self._hear)
        page.on("pageerror", self._fail)
        page.on("request", self._see)
        page.on("websocket", lambda socket: self._judge(socket.url))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not urlsplit(message.location["url"]).path.endswith(_PROBES):
            self.complaints.append(f"{message.text} {message.location['url']}")

    def _fail(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _see(self, request: Request) -> None:
        self._judge(request.url)

    def _judge(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != HOST:
            self.strangers.append(url)
