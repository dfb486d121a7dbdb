"""The server's entry: `streamlit run app.py` from any folder, or `uvicorn app:app` in this one."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread, Timer

import streamlit as st

from pages._ui.components import ROUTES

# Time for the first page to get out before all other kernels are compiled beside it.
_REST_AFTER_SECONDS = 6


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


app = st.App("pages/_router.py", lifespan=_lifespan, routes=ROUTES)
