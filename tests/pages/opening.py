"""Opens a page as the app does: through the router, with a query."""

import json
from pathlib import Path
from typing import Any

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


def received(page: AppTest) -> list[dict[str, Any]]:
    """Return the data of each component of ours on the page, in order."""
    return [json.loads(part.proto.bytes) for part in page.get("bidi_component")]
