"""The pages on which a lesson can begin: how each reads the address, and which of its controls a link can hide."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from pages._ui import asking, backward, challenge, course, myth, networks, picture, space, state, versus
from pages._ui.state import Placed

_POOL = ("type", "param", "seed", "kernel", "stride", "padding", "dilation", "ceil", "pad_counts", "apart")
_STAGE = ("mode", "tools", "stepper", "download")
_GRID = ("source", "size", *_POOL, *_STAGE)
_INPUT = ("source", "size", "grid", "seed")
EVERYWHERE = ("step", "mode")
OWN = ("page", "hide", "project", "frame", "paper", "variants")  # parameters of /teach itself
_VERSUS = ("versus", "difference", "draws")


@dataclass(frozen=True)
class Read:
    """What a page makes of the address: the shortest parameters, what it has to say, the pool where it has one."""

    parameters: Mapping[str, str]
    notices: tuple[str, ...]
    now: Placed | None = None


@dataclass(frozen=True)
class Place:
    """A page on which a lesson can begin.

    hidable: the controls that `lock` can hide there. shared: the parameters that it takes over from other pages.
    own: those that only this page reads, None where these are many.
    """

    title: str
    read: Callable[[], Read]
    hidable: tuple[str, ...]
    own: tuple[str, ...] | None = ()
    shared: tuple[str, ...] = state.SHARED


def _grid(defaults: Mapping[str, str] | None = None) -> Read:
    now = state.read(defaults)
    return Read(state.canonical(now, defaults), now.notices, now)


def _shift() -> Read:
    """Only the first part shows a grid; of the others, each reads numbers of its own, which are left as they are."""
    asked = {name: text for name, text in st.query_params.items() if name not in OWN}
    if asked.get("part", "carry") == "carry" and set(asked) <= {*state.SHARED, *EVERYWHERE, "part"}:
        return _grid({"source": "tear", "step": "2"})
    return Read(asked, ())


def _types() -> Read:
    now = state.read()
    pair = versus.read(now)
    return Read({**state.canonical(now), **versus.canonical(pair)}, (*now.notices, *pair.notices), now)


def _gradient() -> Read:
    now = state.read()
    flow = backward.read(now, now.pooled())
    return Read({**state.canonical(now), **backward.canonical(flow)}, (*now.notices, *flow.notices), now)


def _picture() -> Read:
    now = picture.read()
    return Read(picture.canonical(now), now.notices, now)


def _space() -> Read:
    now = space.read()
    return Read(space.canonical(now), now.notices, now)


def _frameworks() -> Read:
    now = asking.read()
    return Read(asking.canonical(now), now.notices)


def _network() -> Read:
    now = networks.read()
    return Read(networks.canonical(now), now.notices)


def _challenge() -> Read:
    now = challenge.read()
    return Read(challenge.canonical(now), now.notices)


def _myth() -> Read:
    now = myth.read()
    return Read(myth.canonical(now), now.notices)


def _course() -> Read:
    now = course.read()
    return Read(course.canonical(now), now.notices)


# Every page with a stage, by its path; "start" has none.
PLACES = {
    "start": Place("Start", _grid, ("type", *_STAGE)),
    "windows": Place("Windows", _grid, _GRID),
    "image": Place(
        "Picture",
        _picture,
        ("source", "show", "again", *_POOL, "download"),
        ("source", "seed", "show", "again", "lens"),
        state.POOLING,
    ),
    "shift": Place("Shift", _shift, ("part", *_POOL, *_STAGE), None, state.POOLING),
    "types": Place("Types", _types, (*_GRID, *_VERSUS), _VERSUS),
    "dimensions": Place(
        "Dimensions",
        _space,
        ("rank", "source", "grid", "size", *_POOL, "slice", "turn", "download"),
        (*_INPUT, "rank", "slice", "turn", "lens"),
        state.POOLING,
    ),
    "frameworks": Place(
        "Frameworks",
        _frameworks,
        (
            *("preset", "framework", "rank", "script", *_STAGE),
            *("type", "param", "kernel", "stride", "padding", "pad_counts", "dilation", "ceil"),
            *("dtype", "layout", "spelling", "size"),
        ),
        ("preset", "own", "dtype", "layout", "spelling", "framework", "rank", "script"),
        (*state.POOLING, "grid"),
    ),
    "gradient": Place("Gradient", _gradient, (*_GRID, "grad", "tie"), ("grad",)),
    "network": Place(
        "Network",
        _network,
        ("net", "pools", "layer", "layers", "side"),
        ("net", "pools", "layers", "side", "layer", "cell"),
        (),
    ),
    # What a learner is to find out, the answer, is nobody's to hand out: it stays out of a lesson's link.
    "challenges": Place("Challenges", _challenge, ("challenge", "seed", "hint"), ("challenge", "seed"), ()),
    "myths": Place("Myths", _myth, ("myth",), ("myth",), ()),
    "course": Place("Course", _course, ("lesson",), ("lesson", "grid"), ()),
}
