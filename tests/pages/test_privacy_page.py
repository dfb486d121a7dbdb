"""What the page on privacy says of Streamlit is so in the Streamlit that is installed."""

import inspect
import tomllib
from pathlib import Path

from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.web.server.starlette import starlette_server
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

from pages._ui import lessons
from tests.pages.opening import open_page

_ROOT = Path(__file__).parents[2]
_SECTIONS = lessons.load("privacy").sections


def test_every_section_is_on_the_page() -> None:
    app = open_page("privacy")
    assert not app.exception
    shown = [text.value for text in app.markdown]
    assert all(f"## {title}\n\n{text}" in shown for title, text in _SECTIONS.items())


def test_a_lost_session_is_kept_as_long_as_is_said() -> None:
    defaults = inspect.signature(MemorySessionStorage.__init__).parameters
    assert defaults["ttl_seconds"].default == 120 and defaults["maxsize"].default == 128
    said = _SECTIONS["What is remembered, and for how long"]
    assert "two minutes" in said and "128" in said


def test_streamlit_run_writes_no_line_a_visit() -> None:
    assert '"access_log": False' in inspect.getsource(starlette_server)


def test_the_cookie_is_the_one_that_is_named() -> None:
    assert f"`{XSRF_COOKIE_NAME}`" in _SECTIONS["Cookies and the browser's own memory"]


def test_statistics_are_off() -> None:
    config = tomllib.loads((_ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False


def test_what_somebody_brings_is_cached_in_the_session_alone() -> None:
    source = (_ROOT / "pages" / "_ui" / "picture.py").read_text(encoding="utf-8")
    assert 'scope="session"' in source
