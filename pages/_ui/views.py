"""What is drawn of a picture's state: the map, its pooled map, other types beside it, the pyramid."""

import base64
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui.picture import PictureState, cached
from pooling import TYPES, Window, images, maps, pool, pyramid
from pooling.maps import Map, Scale

BESIDE = ("max", "average", "min", "sum")
_THINNEST = 1 / 8  # of the longer side: a strip of one row would not be seen


@dataclass(frozen=True)
class View:
    """A map as PNG files, at its true size and for showing it large; scale is its own where ours does not hold it."""

    png: bytes
    large: bytes
    shape: tuple[int, ...]
    scale: Scale
    own_scale: bool

    @property
    def size(self) -> str:
        """For a caption: rows and columns."""
        return " × ".join(map(str, self.shape))


def _view(values: Map, scale: Scale) -> View:
    held = scale.holding(values)
    picture = maps.drawn(values, held)
    rows, columns = picture.shape[:2]
    least = int(max(rows, columns) * _THINNEST)
    png = images.png(picture)
    thin = min(rows, columns) < least
    large = images.png(images.enlarge(picture, (max(rows, least), max(columns, least)))) if thin else png
    return View(png, large, (rows, columns), held, held != scale)


@cached
def _map(token: str, show: str, _map: Map, _scale: Scale) -> View:
    return _view(_map, _scale)


@cached
def _values(token: str, show: str, type: str, window: Window, pad_counts: bool, _map: Map) -> Map:
    return pool(_map, window, type=type, count_include_pad=pad_counts).values


@cached
def _pooled(token: str, show: str, type: str, window: Window, pad_counts: bool, _values: Map, _scale: Scale) -> View:
    return _view(_values, _scale)


@cached
def _stages(token: str, show: str, type: str, window: Window, _map: Map, _scale: Scale) -> list[View]:
    return [_view(values, _scale) for values in pyramid.again(_map, window, type=type)]


def shown(now: PictureState) -> View:
    """The map that is pooled."""
    return _map(now.token, now.show, now.map, now.scale)


def values(now: PictureState, type: str | None = None) -> Map:
    """The pooled values; type: another one than the page's."""
    return _values(now.token, now.show, type or now.type, now.window, now.pad_counts, now.map)


def pooled(now: PictureState, type: str | None = None) -> View:
    """The pooled map, on the map's own scale where that holds it; type: another one than the page's."""
    chosen = type or now.type
    answer = values(now, chosen)
    return _pooled(now.token, now.show, chosen, now.window, now.pad_counts, answer, now.scale)


def stages(now: PictureState) -> list[View]:
    """The results of pooling again and again."""
    return _stages(now.token, now.show, now.type, now.window, now.map, now.scale)[: now.again]


def beside(now: PictureState) -> dict[str, View]:
    """The same map pooled in other ways, by the type's label."""
    return {TYPES[type].label: pooled(now, type) for type in BESIDE}


def number(value: float) -> str:
    """A value as a legend writes it."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def range_text(scale: Scale) -> str:
    """The values from the scale's first colour to its last."""
    return f"{number(scale.low)} to {number(scale.high)}"


def legend(scale: Scale) -> None:
    """Draw the colours of a scale between its lowest and its highest number."""
    ramp = images.png(images.colour_scale(np.linspace(0, 1, 64)[None], 0, 1, scale.name))
    source = base64.b64encode(ramp).decode()
    st.html(
        f'<div class="legend"><span>{number(scale.low)}</span>'
        f'<img alt="from dark violet to yellow" src="data:image/png;base64,{source}">'
        f"<span>{number(scale.high)}</span></div>"
    )
