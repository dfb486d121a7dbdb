"""What one learner has is no other's; what the browser is told to refuse; who may show the app in a frame."""

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.checks import wait_until_ready
from tests.browser.serving import ROOT, Server, serving, uvicorn_command

Visit = Callable[[str], Page]
_OWN = ROOT / "assets" / "images" / "brick.png"
_SCHOOL = "https://school.example"
_EVERYWHERE = ("/", "/_stcore/health", "/_stcore/host-config", "/windows", "/no/such/file.js")


@pytest.fixture(scope="module")
def strict() -> Iterator[Server]:
    """A server that one school alone may show in a frame."""
    with serving(uvicorn_command, environment={"POOLING_LAB_FRAME_ANCESTORS": _SCHOOL}) as started:
        yield started


@pytest.fixture
def complaining(browser: Browser) -> Iterator[Page]:
    """A page whose console may complain: it tries what is refused."""
    page = browser.new_page()
    yield page
    page.close()


def policy(page: Page, url: str) -> dict[str, str]:
    answer = page.request.get(url)
    parts = answer.headers["content-security-policy"].split("; ")
    return {name: sources for name, _, sources in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize("path", _EVERYWHERE)
def test_every_answer_says_what_to_refuse(path: str, server: Server, page: Page) -> None:
    headers = page.request.get(server.url + path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    said = policy(page, server.url + path)
    assert said["default-src"] == "'self'"
    assert said["object-src"] == "'none'"
    assert "frame-ancestors" not in said, "everyone may, a file of one's own too"
    assert not any("http" in sources or "*" in sources for sources in said.values())


def test_a_script_from_elsewhere_is_refused_by_the_browser(complaining: Page, server: Server) -> None:
    complaining.goto(server.url)
    wait_until_ready(complaining)
    refused = complaining.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
            const script = document.createElement("script");
            script.src = "data:text/javascript,document.title='taken'";
            document.head.append(script);
        })"""
    )
    assert refused == "script-src-elem"
    expect(complaining).to_have_title("Pooling Lab")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another site (to a browser, localhost is not 127.0.0.1), and the folder that it serves."""
    serve = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as site:
        thread = Thread(target=site.serve_forever)
        thread.start()
        yield f"http://localhost:{site.server_port}", tmp_path
        site.shutdown()
        thread.join()


def test_a_frame_on_another_site_shows_the_app_where_the_setting_lets_it(
    complaining: Page, server: Server, strict: Server, elsewhere: tuple[str, Path]
) -> None:
    site, folder = elsewhere
    for name, url in (("shown", server.url), ("refused", strict.url)):
        framed = f'<iframe src="{url}/windows?embed=true" width="900" height="700"></iframe>'
        (folder / f"{name}.html").write_text(framed, encoding="utf-8")
    complaining.goto(f"{site}/shown.html")
    title = complaining.frame_locator("iframe").get_by_role("heading", level=1)
    expect(title).to_have_text("How does a window become one number?", timeout=60_000)
    with complaining.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-error:")):
        complaining.goto(f"{site}/refused.html")
    assert policy(complaining, strict.url)["frame-ancestors"] == _SCHOOL


def test_a_picture_that_one_learner_brings_is_seen_by_no_other(browser: Browser, server: Server) -> None:
    contexts = [browser.new_context(), browser.new_context()]
    one, other = (context.new_page() for context in contexts)
    for page in (one, other):
        page.goto(f"{server.url}/image?source=upload&kernel=4")
        wait_until_ready(page)
    before = _pictures(other)
    one.locator('input[type="file"]').set_input_files(_OWN)
    expect(one.get_by_text("Your own picture, ").or_(one.get_by_alt_text("Your own picture")).first).to_be_attached()
    wait_until_ready(one)
    other.reload()
    wait_until_ready(other)
    assert _pictures(other) == before
    assert _pictures(one) != before
    for context in contexts:
        context.close()


def _pictures(page: Page) -> list[str]:
    """The true-size output: a picture that is the same file for the same pixels."""
    images = page.get_by_alt_text("The output at its true size")
    expect(images.first).to_be_visible()
    source = images.first.get_attribute("src") or ""
    return [Path(source).name]


def test_a_file_s_name_of_markup_is_shown_as_text(visit: Visit, tmp_path: Path) -> None:
    name = "<img src=x onerror=\"document.title='taken'\">.png"
    page = visit("/image?source=upload")
    page.locator('input[type="file"]').set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": _OWN.read_bytes()}
    )
    expect(page.get_by_role("button", name=f"Remove {name}")).to_be_visible()
    wait_until_ready(page)
    assert page.locator('img[src="x"]').count() == 0
    assert "taken" not in page.title()
