"""The server's entry: `streamlit run app.py` from any folder, or `uvicorn app:app` in this one."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

import streamlit as st


def _prepare() -> None:
    """Import the library, compile what the pages need, and take it all out of the collector's sight."""
    # Here and not at the top: numba's import (0.3 s) then passes while the browser loads its first files.
    from pooling.engine import warm_up

    warm_up()
    # A full collection over these lasting objects stops every session for about 0.1 s.
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    Thread(target=_prepare, name="prepare", daemon=True).start()
    yield


app = st.App("pages/_router.py", lifespan=_lifespan)
