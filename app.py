"""The server's entry: `streamlit run app.py` from any folder, or `uvicorn app:app` in this one."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Timer

import streamlit as st

from pages._ui.components import ROUTES

# Time for a browser that opens with the server to get its first page, which compiles what it needs by itself:
# all the rest beside it delays it by about 0.4 s. A server without visitors gets warm as well.
_WARM_UP_AFTER_SECONDS = 4


def _prepare() -> None:
    """Compile what the pages need, and take the library out of the collector's sight."""
    from pooling.engine import warm_up  # numba's import is not for the start of the server either

    warm_up()
    # A full collection over these lasting objects stops every session for about 0.1 s.
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    timer = Timer(_WARM_UP_AFTER_SECONDS, _prepare)
    timer.daemon = True
    timer.start()
    yield
    timer.cancel()


app = st.App("pages/_router.py", lifespan=_lifespan, routes=ROUTES)
