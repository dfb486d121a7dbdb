"""What is drawn of a picture's state: the map, its pooled map, other types beside it, the pyramid."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import streamlit as st

from pages._ui import legends, state
from pages._ui.picture import PictureState, cached
from pooling import TYPES, Window, images, maps, pool, pyramid
from pooling.maps import Map, Scale

BESIDE = ("max", "average", "min", "sum")
_THINNEST = 8  # a longer strip is drawn as if it were 8 times as long as wide: one row would not be seen


@dataclass(frozen=True)
class View:
    """A map as a PNG file, a pixel a cell; own_scale: the scale that was asked for does not hold it."""

    png: bytes
    shape: tuple[int, ...]
    scale: Scale
    own_scale: bool

    @property
    def size(self) -> str:
        """For a caption: rows and columns."""
        return " × ".join(map(str, self.shape))

    @property
    def cells(self) -> int:
        """How many numbers one plane of it has."""
        return prod(self.shape)

    @property
    def drawn_from(self) -> str:
        """For a caption: the values of the first and the last colour, "" where they are the input's."""
        low, high = legends.number(self.scale.low), legends.number(self.scale.high)
        return f", drawn from {low} to {high}" if self.own_scale else ""


def view(values: Map, scale: Scale) -> View:
    """Return values as a picture, on the scale they are given where that holds them."""
    held = scale.holding(values)
    return View(images.png(maps.drawn(values, held)), values.shape[-2:], held, held != scale)


@cached
def _before(token: str, show: str, _map: Map, _scale: Scale) -> View:
    return view(_map, _scale)


@cached
def _after(token: str, show: str, window: Window, how: dict[str, Any], _map: Map, _scale: Scale) -> View:
    return view(pool(_map, window, **how).values, _scale)


@cached
def _stages(token: str, show: str, window: Window, how: dict[str, Any], _map: Map, _scale: Scale) -> list[View]:
    return [view(values, _scale) for values in pyramid.again(_map, window, **how)]


def shown(now: PictureState) -> View:
    """The map that is pooled."""
    return _before(now.token, now.show, now.map, now.scale)


def pooled(now: PictureState, type: str | None = None) -> View:
    """The pooled map, on the map's own scale where that holds it; type: another one than the page's."""
    how = state.how(now) if type in (None, now.type) else {"type": type, "count_include_pad": now.pad_counts}
    return _after(now.token, now.show, now.window, how, now.map, now.scale)


def stages(now: PictureState) -> dict[str, View]:
    """The map and the results of pooling it again and again, by their size."""
    how = {"type": now.type, "param": now.param, "seed": now.draw}
    found = _stages(now.token, now.show, now.window, how, now.map, now.scale)[: now.again]
    before = shown(now)
    return {f"Input, {before.size}": before} | {view.size: view for view in found}


def beside(now: PictureState) -> dict[str, View]:
    """The same map pooled in other ways, by the type's label."""
    return {TYPES[type].label: pooled(now, type) for type in BESIDE}


def one_size(view: View) -> None:
    """Give every picture of the page that is compared with this one its proportions (see app.css)."""
    rows, columns = view.shape
    ratio = min(max(columns / rows, 1 / _THINNEST), _THINNEST)
    st.html(f"<style>:root {{ --picture-ratio: {ratio:.4f} }}</style>")


def row(key: str, views: Mapping[str, View]) -> None:
    """Draw pictures side by side at one size, each with its caption and, where it has one, its own scale."""
    captions = [label + view.drawn_from for label, view in views.items()]
    pictures = [view.png for view in views.values()]
    with st.container(key=key):
        st.image(pictures, caption=captions, alt=captions, width="stretch", output_format="PNG")


def scales(now: PictureState, before: View, after: View) -> None:
    """Say which colour is which number, where that is not plain to see."""
    if now.scale.name == "viridis":
        st.html(legends.html(before.scale))
    if after.own_scale:
        st.caption(f"The output leaves the input's range: it has a scale of its own{after.drawn_from}.")
