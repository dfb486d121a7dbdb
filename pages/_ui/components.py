"""Components of our own: assets/NAME/NAME.js and .css, which a browser fetches once and keeps.

Streamlit sends a component's script again with every run. So that it is a few lines and not the whole stage, what it
sends only loads the files from an address that holds a hash of them all (and may therefore be cached for ever).
"""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_ASSETS = Path(__file__).parents[2] / "assets"
_TYPES = {".js": "text/javascript", ".css": "text/css"}
_FILES = {
    path.relative_to(_ASSETS).as_posix(): (path.read_bytes(), _TYPES[path.suffix])
    for folder in ("bar", "lens", "network", "onward", "pose", "stage")
    for path in sorted((_ASSETS / folder).iterdir())
    if path.suffix in _TYPES
}
_VERSION = sha256(b"".join(name.encode() + content for name, (content, _) in _FILES.items())).hexdigest()[:16]

# The app may live below a path (server.baseUrlPath, a proxy): its root is where Streamlit's own script came from.
_LOADER = """
const script = document.querySelector('script[src*="static/js/"]');
const root = script ? new URL("../../", script.src) : new URL("/", document.baseURI);
const file = (name) => new URL("pooling-lab/VERSION/NAME/" + name, root).href;
const style = fetch(file("NAME.css")).then((answer) => answer.text());
const loading = Promise.all([import(file("NAME.js")), style, ...OTHERS.map((name) => import(file(name)))]);

export default function (component) {
  const { parentElement } = component;
  let gone = false;
  let cleanUp = null;
  const start = ([module, css]) => {
    if (gone) return;
    const data = JSON.parse(new TextDecoder().decode(component.data));
    if (!parentElement.querySelector("style.ours")) {
      const style = document.createElement("style");
      style.className = "ours";
      style.textContent = css;
      parentElement.append(style);
    }
    cleanUp = module.default({ ...component, data });
  };
  loading.then(start).catch((error) => {
    parentElement.append("This part of the page could not be loaded. Please reload the page.");
    console.error(error);
  });
  return () => {
    gone = true;
    cleanUp?.();
  };
}
"""


def component(name: str) -> Callable[..., Any]:
    """Register assets/NAME as a component; the result mounts it (see st.components.v2) with the data of its script."""
    folder = [path.removeprefix(f"{name}/") for path in _FILES if path.startswith(f"{name}/")]
    others = [part for part in folder if part.endswith(".js") and part != f"{name}.js"]  # asked for at the same time
    script = _LOADER.replace("OTHERS", json.dumps(others)).replace("VERSION", _VERSION).replace("NAME", name)
    mount = st.components.v2.component(f"pooling_lab_{name}", js=script)

    def show(*, data: dict[str, Any], **settings: Any) -> Any:
        # Bytes: of anything else, Streamlit looks at each part whether it is a table, and writes it as JSON twice.
        return mount(data=json.dumps(data, separators=(",", ":")).encode(), **settings)

    return show


def _send(request: Request) -> Response:
    name = request.path_params["name"]
    if request.path_params["version"] != _VERSION or name not in _FILES:
        raise HTTPException(404)
    content, media_type = _FILES[name]
    return Response(content, media_type=media_type, headers={"Cache-Control": "public, max-age=31536000, immutable"})


ROUTES = [Route("/{base:path}pooling-lab/{version}/{name:path}", _send)]
