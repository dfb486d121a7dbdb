"""The numbers under the lens, on a stage of their own."""

import streamlit as st

from pages._ui import exporting, stage, state
from pages._ui.exporting import Kept
from pages._ui.lessons import Lesson
from pages._ui.picture import PictureState
from pooling import pool, scene
from pooling.legal import nearest_legal

_DECIMALS = 2  # of a filter's answers; pixels are whole


def answers(now: PictureState) -> tuple[range, range]:
    """Rows and columns of the pooled map that the windows under the lens make."""
    return now.lens[0].windows, now.lens[1].windows


def show(now: PictureState, lesson: Lesson) -> None:
    """Draw the patch under the lens and how it is pooled, without padding; in colour, its red."""
    planes = now.map if now.map.ndim == 3 else now.map[None]
    cells = planes[0, now.lens[0].cells, now.lens[1].cells]
    patch = cells[0] if now.window.rank == 1 else cells
    own = now.window
    window, changed = nearest_legal(own.kernel_size, own.stride, "valid", own.dilation, False, patch.shape)
    framed = not changed and all(len(some) for some in answers(now))
    about = {"Lens": True, "Lens frame": framed, "Lens in colour": now.map.ndim == 3, "Lens too small": bool(changed)}
    st.markdown(" ".join(lesson.sections[name] for name, holds in about.items() if holds))
    pooled = pool(patch, window, **state.how(now))
    drawn = scene.of(pooled, step=now.step, editable=False, decimals=_DECIMALS)
    stage.show(drawn, key="patch")
    exporting.bar("keep-patch", Kept(drawn, pooled))
