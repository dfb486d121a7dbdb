"""A feature map that is pooled and put back, with switches and without."""

import numpy as np
import streamlit as st

from pages._ui import views
from pages._ui.views import View
from pooling import maps, pool
from pooling.gradient import copied, unpool
from pooling.maps import Map
from pooling.samples import cheetah

KERNEL = 4
_FILTER = "tear_line"
_ROWS, _COLUMNS = slice(112, 192), slice(88, 168)  # both tear lines, large enough to see single cells


@st.cache_resource
def _map() -> Map:
    return np.ascontiguousarray(maps.of(cheetah(), _FILTER)[_ROWS, _COLUMNS])


@st.cache_data(show_spinner=False)
def _views() -> dict[str, View]:
    answers = _map()
    pooled = pool(answers, KERNEL)
    switches = pooled.switches
    assert switches is not None
    scale = maps.scale(answers, _FILTER)
    shown = {
        "Feature map, 80 × 80": answers,
        "Max pooled, 20 × 20": pooled.values,
        "Put back with switches": unpool(pooled.values, switches, answers.shape),
        "Put back without": copied(pooled),
    }
    return {label: views.view(values, scale) for label, values in shown.items()}


def show() -> None:
    """Draw the four of them side by side, on one scale."""
    views.row("restored", _views())
