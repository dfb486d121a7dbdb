"""The stage of the frameworks page: the windows that one of the frameworks lays, on the learner's own grid."""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from pages._ui import stage, state
from pages._ui.asking import Asking
from pages._ui.exporting import Kept
from pages._ui.lessons import Lesson
from pooling import Pooled, pool, scene
from pooling.frameworks import LABELS, Answer, drawn
from pooling.legal import nearest_legal


def show(now: Asking, given: Sequence[Answer], lesson: Lesson) -> Kept | None:
    """Draw the input and a framework's windows on it, or say why there are none; return what was drawn."""
    if not np.isfinite(now.ask.x).all():
        st.markdown(lesson.sections["Fixed input"])
        return None
    found = {answer.framework: pooled for answer in given if (pooled := drawn(now.ask, answer)) is not None}
    if found:
        pooled = found[_chosen(now, found)]
    else:
        pooled = _nearest(now)
        st.markdown(lesson.sections["No windows"])
    shown = scene.of(pooled, step=now.step, editable=now.typable, predict=now.predict, size=True)
    stage.show(shown, modes=True)
    return Kept(shown, pooled)


def _chosen(now: Asking, found: Mapping[str, Pooled]) -> str:
    """Choose whose windows are drawn."""
    shown = now.framework if now.framework in found else next(iter(found))
    if "framework" in now.lock:
        return shown
    state.show_in("framework", shown)
    written = state.on_change("framework", lambda name: {"framework": name or shown})
    label = "Whose windows?"
    names = list(found)
    st.segmented_control(label, names, key="framework", format_func=LABELS.__getitem__, on_change=written, wrap=True)
    return shown


def _nearest(now: Asking) -> Pooled:
    ask = now.ask
    stride = ask.stride or ask.kernel
    window, _ = nearest_legal(ask.kernel, stride, ask.padding, ask.dilation, ask.ceil, ask.x.shape)
    return pool(ask.x, window, type=ask.type, param=ask.param if ask.type == "lp" else None)
