"""Opens a page as the app does: through the router, with a query."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

_ROUTER = Path(__file__).parents[2] / "pages" / "_router.py"


def open_page(name: str, **query: str) -> AppTest:
    """Return the page pages/NAME.py, run once with this query."""
    app = AppTest.from_file(_ROUTER, default_timeout=60)
    if name != "start":
        app.run()
        app.switch_page(f"{name}.py")
    for parameter, text in query.items():
        app.query_params[parameter] = text
    return app.run()
