"""The state of a page about pictures: which picture, what of it is pooled, and how."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from PIL import Image

from pages._ui import brought, state
from pages._ui.brought import Brought
from pages._ui.reader import Reader
from pooling import TYPES, Plan, Window, cost, images, limits, links, maps, patch, pyramid, samples
from pooling.maps import Map, Scale
from pooling.patch import Span
from pooling.samples import Sample

KERNEL = 8
_FOLDER = Path(__file__).parents[2] / "assets" / "images"


def _file(name: str) -> Callable[[], images.Picture]:
    return lambda: np.asarray(Image.open(_FOLDER / name))


SAMPLES = {
    **samples.PICTURES,
    "cat": Sample(
        label="Chelsea the cat",
        alt="A ginger cat's face, looking into the camera",
        credit="Photograph by Stefan van der Walt, from scikit-image, CC0",
        load=_file("chelsea.png"),
    ),
    "brick": Sample(
        label="Brick wall",
        alt="A wall of bricks, in grey",
        credit="CC0Textures, from scikit-image, CC0",
        load=_file("brick.png"),
    ),
}
_LOOK = {"cheetah": (136, 104)}  # where a lens lies at first: on a tear line; on other pictures in the middle
OWN = ("upload", "webcam")  # keys of the widgets that bring a picture, and names of the sources
SOURCES = (*SAMPLES, *OWN)


@dataclass(frozen=True, eq=False)
class PictureState:
    """One page's state, legal in every part; it is a state.Placed, so that the shared controls take it.

    token names the picture in caches, source in the address. show is one of maps.KINDS, map what is pooled,
    again how many poolings the pyramid shows, lens the rows and columns of the patch under the lens.
    """

    source: str
    token: str
    alt: str
    credit: str
    picture: images.Picture
    show: str
    map: Map
    scale: Scale
    type: str
    window: Window
    pad_counts: bool
    param: float | None
    draw: int | None
    apart: bool
    step: int
    again: int
    lens: tuple[Span, Span]
    lock: frozenset[str]
    asked: Mapping[str, str]
    notices: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether it is the learner's own picture."""
        return self.token not in SAMPLES

    @property
    def grid(self) -> Map:
        """One plane of the map, (rows, columns)."""
        return self.map.reshape(-1, *self.map.shape[-2:])[0]

    @property
    def plane(self) -> Map:
        """The grid with as many axes as the window pools."""
        return self.grid[0] if self.window.rank == 1 else self.grid

    @property
    def plan(self) -> Plan:
        """The window laid on the map."""
        return self.window.plan(self.plane.shape)

    @property
    def poolings(self) -> int:
        """How often the map can be pooled until one cell is left."""
        return len(pyramid.shapes(self.plane.shape, self.window))


def cached(function: Callable[..., Any]) -> Callable[..., Any]:
    """Remember answers: a sample's for everyone, those about an own picture for its session alone.

    The first argument is the picture's token; arguments whose names begin with "_" are not compared.
    """
    everyone = st.cache_data(max_entries=128, show_spinner=False)(function)
    session = st.cache_data(max_entries=8, show_spinner=False, scope="session")(function)
    return lambda token, *rest: (everyone if token in SAMPLES else session)(token, *rest)


@st.cache_data(show_spinner=False)
def _sample(source: str) -> images.Picture:
    return SAMPLES[source].load()


@cached
def _shown(token: str, show: str, _picture: images.Picture) -> Map:
    return maps.of(_picture, show)


def read() -> PictureState:
    """Return the state of the page from its address and, for an own picture, from the session."""
    reader = Reader(st.query_params.to_dict())
    source = reader.word("source", SOURCES, "cheetah", "picture")
    token, alt, credit, picture = _chosen(source)
    kinds = maps.kinds(picture)
    show = reader.word("show", kinds, kinds[0], "part of this picture")
    map = _shown(token, show, picture)
    type = reader.word("type", TYPES, "max")
    window, apart = reader.window(map.shape[-2:], KERNEL, limits.PICTURE_KERNEL)
    planes, plane = map.size // (map.shape[-2] * map.shape[-1]), map.shape[-window.rank :]
    window, said = cost.granted(window, plane, planes, type, reader.draw(type, links.LARGEST_SEED))
    reader.notices.extend([said] if said else [])
    plan = window.plan(map.shape[-window.rank :])
    most = max(1, len(pyramid.shapes(plan.input_shape, window)))
    return PictureState(
        source=source,
        token=token,
        alt=alt,
        credit=credit,
        picture=picture,
        show=show,
        map=map,
        scale=maps.scale(map, show),
        type=type,
        window=window,
        pad_counts=reader.flag("pad_counts"),
        param=reader.param(type),
        draw=reader.draw(type, links.LARGEST_SEED),
        apart=apart,
        step=reader.whole("step", 0, 0, 10**6),
        again=reader.whole("again", most, 1, most, "number of poolings"),
        lens=_lens(reader, plan, map.shape[-2:], token),
        lock=state.locks(),
        asked=reader.asked,
        notices=tuple(reader.notices),
    )


def _chosen(source: str) -> tuple[str, str, str, images.Picture]:
    """Return (token, alt, credit, picture); while there is no own picture, the sample that was seen last."""
    if own := mine(source):
        return own.token, "Your own picture", "Your own picture", own.content
    name = source if source in SAMPLES else st.session_state.get("picture/sample", "cheetah")
    st.session_state["picture/sample"] = name
    sample = SAMPLES[name]
    return name, sample.alt, sample.credit, _sample(name)


def mine(source: str) -> Brought | None:
    """Return the picture that the learner brought last, where the source is one that brings pictures."""

    def decoded(data: bytes) -> images.Picture:
        return images.decode(data, limits.PICTURE_POOLED_SIDE)

    return brought.read(source, decoded, keep="picture") if source in OWN else None


def _lens(reader: Reader, plan: Plan, shape: tuple[int, ...], token: str) -> tuple[Span, Span]:
    asked = reader.ints("lens")
    if asked is None:
        return patch.spans(plan, _LOOK.get(token))
    row, column = asked[0], asked[min(1, len(asked) - 1)]
    if not (0 <= row < shape[0] and 0 <= column < shape[1]):
        reader.notices.append(f"The lens stays inside the {shape[0]} x {shape[1]} map.")
    return patch.spans(plan, (row, column))


def canonical(now: PictureState) -> dict[str, str]:
    """Return the shortest parameters that show the same thing, but for an own picture."""
    at_first = patch.spans(now.plan, _LOOK.get(now.token))
    return state.shortest(
        {
            **state.pooling_texts(now, str(KERNEL)),
            "source": ("cheetah" if now.own else now.token, "cheetah"),
            "show": (now.show, maps.kinds(now.picture)[0]),
            "again": (str(now.again), str(max(1, now.poolings))),
            "lens": (_place(now.lens), _place(at_first)),
            "step": (str(now.step), "0"),
            "seed": ("" if now.draw is None else str(now.draw), ""),
        }
    )


def _place(spans: tuple[Span, Span]) -> str:
    return "x".join(str(span.start) for span in spans)
