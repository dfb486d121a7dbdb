"""The server's entry: `streamlit run app.py` from any folder, or `uvicorn app:app` in this one."""

import gc
import runpy
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import streamlit as st
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware

from pages._ui.components import ROUTES
from pages._ui.headers import Headers

# Time for the first page to get out before all other kernels are compiled beside it.
_REST_AFTER_SECONDS = 6


def _limits() -> dict[str, Any]:
    """Return the limits; a setting that cannot be ends the start with one sentence."""
    try:
        # Not as a part of the library, whose import would keep the first visitor waiting.
        return runpy.run_path(str(Path(__file__).parent / "pooling" / "limits.py"))
    except ValueError as wrong:
        sys.exit(f"Pooling Lab cannot start: {wrong}.")


def _prepare_first_page() -> None:
    """Import the library and compile what the first page needs while the browser still fetches Streamlit."""
    from pooling import Window, grids, pool, scene  # numba's import is not for the start of the server either

    scene.of(pool(grids.preset("article"), Window(2)))


def _prepare_rest() -> None:
    """Compile what the other pages need, and take the library out of the collector's sight."""
    from pooling.engine import warm_up

    warm_up()
    # A full collection over these lasting objects stops every session for about 0.1 s.
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    Thread(target=_prepare_first_page, daemon=True).start()
    rest = Timer(_REST_AFTER_SECONDS, _prepare_rest)
    rest.daemon = True
    rest.start()
    yield
    rest.cancel()


_set = _limits()
# Starlette writes an upload of more than 1 MB to the disk while it arrives: here it stays in the memory.
MultiPartParser.spool_max_size = 2 * max(_set["PICTURE_BYTES"], _set["SOUND_BYTES"], 24 * 2**20)
_headers = Middleware(Headers, ancestors=_set["FRAME_ANCESTORS"])
app = st.App("pages/_router.py", lifespan=_lifespan, routes=ROUTES, middleware=[_headers])
