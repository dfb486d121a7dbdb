"""The server's entry: `streamlit run app.py` from any folder, or `uvicorn app:app` in this one."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[None]:
    gc.collect()
    gc.freeze()
    yield


app = st.App("pages/_router.py", lifespan=_lifespan)
