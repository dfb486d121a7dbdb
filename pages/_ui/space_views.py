"""What is drawn of a signal and of a volume: a curve with its windows; boxes, slices and the numbers under a lens."""

from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages._ui import charts, legends, lens, stage, views
from pages._ui.exporting import Kept
from pages._ui.space import Space, part
from pooling import Pooled, figures, limits, scene, voxels
from pooling.grids import spell
from pooling.maps import Scale
from pooling.placement import Axis
from pooling.voxels import Box

_STYLE = Path(__file__).parents[2] / "assets" / "dimensions.css"
_HEIGHT = 225  # pixels of the curve
_FONT = '"Source Sans", sans-serif'  # Streamlit's own


# ---- a signal ----------------------------------------------------------------------------------------------


def signal(now: Space, pooled: Pooled) -> Kept:
    """Draw the curve, which gives the answers, and the same windows on the stage; return what stands there."""
    step = min(now.step, pooled.values.size - 1)
    if not now.predict:
        _curve(now, pooled, step)
    editable = now.values.size <= limits.GRID_SIDE
    drawn = scene.of(pooled, step=step, editable=editable, predict=now.predict, size=True)
    stage.show(drawn, modes=True)
    return Kept(drawn, pooled)


def _curve(now: Space, pooled: Pooled, step: int) -> None:
    figure = figures.signal(pooled, step=step, dark=st.context.theme.type == "dark")
    margin = {"l": 8, "r": 8, "t": 28, "b": 8}  # above the curve is its one button
    figure.update_layout(height=_HEIGHT, title=None, margin=margin, dragmode=False, font_family=_FONT)
    figure.update_xaxes(fixedrange=True).update_yaxes(fixedrange=True)
    charts.draw(figure, "curve", alt=f"{now.alt}. {figures.describe(figure)}")


# ---- a volume ----------------------------------------------------------------------------------------------


def volume(now: Space, pooled: Pooled) -> None:
    """Draw the volume and its pooled volume as boxes, cut open where the chosen slice lies."""
    scales = _scales(now, pooled)
    last = _ends(_axes(pooled)[0], now.slice)[1]
    box, made = _boxes(now, pooled)
    size = _times(now.values.shape)
    with st.container(key="volumes"):
        columns = st.columns(2)
    drawn = (now.values, pooled.values), (last, now.slice + 1), (box, made), scales, ("Input", "Output")
    for column, values, top, edges, scale, name in zip(columns, *drawn, strict=True):
        with column, st.container(key=f"voxels-{name.lower()}"):
            st.markdown(f"**{name}** {_times(values.shape)}")
            boxed = _session if now.own else _everyone
            picture = boxed(values, now.values.shape, now.turn, scale, now.hollow, top, edges)
            alt = f"{now.alt}, {size}" if name == "Input" else f"The same, pooled to {_times(values.shape)}"
            st.image(picture, alt=f"{alt}, cut open above slice {top}", width="stretch", output_format="PNG")


def _boxed(
    values: np.ndarray, extent: tuple[int, int, int], turn: int, scale: Scale, hollow: bool, top: int, box: Box | None
) -> bytes:
    view = voxels.View(extent, turn)
    return voxels.draw(values, view, low=scale.low, high=scale.high, hollow=hollow, top=top, box=box)


_everyone = st.cache_data(max_entries=64, show_spinner=False)(_boxed)
_session = st.cache_data(max_entries=4, show_spinner=False, scope="session")(_boxed)  # for what a learner brought


def _scales(now: Space, pooled: Pooled) -> tuple[Scale, Scale]:
    """Return the colours of the input and of the output: the same, where the output stays within them."""
    low, high = float(now.values.min()), float(now.values.max())
    scale = Scale(low, high if high > low else low + 1, "viridis")
    return scale, scale.holding(pooled.values)


def _boxes(now: Space, pooled: Pooled) -> tuple[Box, Box]:
    """Return the edges of the chosen window in the volume, and of its answer in the pooled one."""
    rows, columns = part(now)
    i, j = divmod(min(now.step, len(rows) * len(columns) - 1), len(columns))
    window = (now.slice, rows[i], columns[j])
    reads: Any = tuple(_ends(axis, place) for axis, place in zip(_axes(pooled), window, strict=True))
    steps = [size / cells for size, cells in zip(now.values.shape, pooled.values.shape, strict=True)]
    made: Any = tuple((place * step, (place + 1) * step) for place, step in zip(window, steps, strict=True))
    return reads, made


def _axes(pooled: Pooled) -> tuple[Axis, ...]:
    """Return the axes with the taps that the type really reads."""
    return pooled.type.reads(pooled.plan, pooled.param).axes


def _ends(axis: Axis, window: int) -> tuple[int, int]:
    return int(axis.spans[0][window]), int(axis.spans[1][window])


def slices(now: Space, pooled: Pooled) -> None:
    """Draw the last slice that is read, under a lens, and the slice that is made of it."""
    scale, held = _scales(now, pooled)
    last = _ends(_axes(pooled)[0], now.slice)[1] - 1
    before, after = views.view(now.values[last], scale), views.view(pooled.values[now.slice], held)
    views.one_size(before)
    with st.container(key="planes"):
        taken, given = st.columns(2)
    with taken:
        st.markdown(f"**Slice {last + 1}** of the input")
        lens.movable(before, f"Slice {last + 1} of the input: {now.alt}", now.lens)
    with given:
        st.markdown(f"**Slice {now.slice + 1}** of the output")
        lens.fixed(after, f"Slice {now.slice + 1} of the output", part(now))
    st.html(legends.html(scale))
    if held != scale:
        low, high = legends.number(held.low), legends.number(held.high)
        st.caption(f"The output leaves the input's range: it is drawn from {low} to {high}.")


def numbers(now: Space, pooled: Pooled) -> Kept:
    """Draw the numbers under the lens, in all slices that a window reads; return what was drawn."""
    drawn = scene.slices(pooled, slice=now.slice, part=part(now), step=now.step, predict=now.predict)
    stage.show(drawn, modes=True)
    return Kept(drawn, pooled)


def read_slices(now: Space, pooled: Pooled) -> str:
    """Say which slices of the input the chosen slice of the output reads."""
    first, end = _ends(_axes(pooled)[0], now.slice)
    by = now.window.dilation[0]
    if end - first <= by:
        return f"Slice **{now.slice + 1}** of the output reads slice **{first + 1}** of the input."
    named = [f"**{number + 1}**" for number in range(first, end, by)]
    return f"Slice **{now.slice + 1}** of the output reads slices {', '.join(named[:-1])} and {named[-1]} of the input."


def style() -> None:
    """Draw the style of this page."""
    st.html(_STYLE)


# ---- both --------------------------------------------------------------------------------------------------


def counted(pooled: Pooled) -> str:
    """Say how many numbers went in and how many came out."""
    before, after = pooled.input, pooled.values
    return f"{_product(before.shape)} numbers went in, {_product(after.shape)} came out"


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def _product(shape: tuple[int, ...]) -> str:
    total = int(np.prod(shape))
    return f"{total:,}" if len(shape) == 1 else f"{_times(shape)} = {spell(total) if total < 1000 else f'{total:,}'}"
