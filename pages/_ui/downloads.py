"""The pooled map as files. Nothing is computed before a button is pressed."""

import numpy as np
import streamlit as st

from pages._ui import state
from pages._ui.picture import PictureState
from pages._ui.views import View
from pooling import export, maps, pool
from pooling.maps import Map


def offer(now: PictureState, view: View) -> None:
    """Draw the buttons; a file's name says what it holds."""
    planes = maps.CHANNELS if now.map.ndim == 3 else ()

    def values() -> Map:
        return pool(now.map, now.window, **state.how(now)).values

    def array() -> bytes:
        return export.npy(np.moveaxis(values(), 0, -1) if planes else values())  # channels last, as in pictures

    name = f"{'picture' if now.own else now.token}-{now.show}-{now.type}-{'x'.join(map(str, view.shape))}"
    files = {
        "png": ("PNG picture", "image/png", lambda: view.png),
        "npy": ("NPY array", "application/octet-stream", array),
        "csv": ("CSV table", "text/csv", lambda: export.csv(values(), planes)),
    }
    with st.container(key="downloads", horizontal=True):
        for ending, (label, mime, data) in files.items():
            key = f"download-{ending}"
            st.download_button(label, data, f"{name}.{ending}", mime, key=key, on_click="ignore")
