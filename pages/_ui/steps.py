"""The steps from a picture to what is found in it: filter, ReLU, pooled, pooled again; computed and drawn."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import numpy as np
import streamlit as st

from pages._ui import legends, looking
from pages._ui.looking import Look
from pages._ui.pose import Pose
from pooling import TYPES, images, maps, pool
from pooling.maps import Map, Scale

AGAIN = 2  # kernel and stride of the second pooling


@dataclass(frozen=True, eq=False)
class Chain:
    """The steps from the picture to the last map, and the strongest value of that map."""

    picture: images.Picture
    signed: Map
    passed: Map
    pooled: Map
    again: Map

    @property
    def strongest(self) -> float:
        """What is compared with the threshold."""
        return float(self.again.max())


def chain(now: Look, where: Pose) -> Chain:
    """Follow the posed picture to the last map."""
    passed = looking.answers(now, where)
    pooled = pool(passed, now.kernel, type=now.type).values
    again = pool(pooled, AGAIN, type=now.type).values
    return Chain(looking.shot(now, where), looking.signed(now, where), passed, pooled, again)


def pictures(now: Look, chains: Mapping[str, Chain]) -> None:
    """Draw both rows of pictures; maps of one column share a scale, and its legend stands below."""
    scales = _scales(now, chains["Before"])
    names = _heads(now)
    heads = "".join(f"<b>{escape(head)}</b>" for head in names)
    rows = "".join(_row(label, names, chain, scales, now.alt) for label, chain in chains.items())
    bars = "".join(legends.html(scale) for scale in scales)
    st.html(f'<div class="posed">{heads}{rows}<span class="gap"></span>{bars}</div>')


def _heads(now: Look) -> tuple[str, ...]:
    window = f"{now.kernel} × {now.kernel}"
    again = f"{AGAIN} × {AGAIN}"
    return "Picture", "Filter answers", "After ReLU", f"{TYPES[now.type].label}, {window}", f"Again, {again}"


def _scales(now: Look, before: Chain) -> tuple[Scale, ...]:
    """Return the scales of the four maps: wider than the answers' where pooling adds up."""
    largest = float(np.abs(before.signed).max()) or 1.0
    scale = maps.scale(before.passed, now.filter)
    return Scale(-largest, largest, "grey"), scale, scale.holding(before.pooled), scale.holding(before.again)


def _row(label: str, heads: tuple[str, ...], chain: Chain, scales: tuple[Scale, ...], alt: str) -> str:
    values = (chain.signed, chain.passed, chain.pooled, chain.again)
    drawn = [maps.drawn(map, scale) for map, scale in zip(values, scales, strict=True)]
    cells = [_image(part, f"{label}: {head}") for part, head in zip((chain.picture, *drawn), heads, strict=True)]
    return f'<b class="row">{label}</b>{"".join(cells)}'


def _image(picture: images.Picture, alt: str) -> str:
    return f'<img src="{data(picture)}" alt="{escape(alt)}">'


def data(picture: images.Picture) -> str:
    """Return a picture as an address that holds all of it."""
    return "data:image/png;base64," + base64.b64encode(images.png(picture)).decode()
