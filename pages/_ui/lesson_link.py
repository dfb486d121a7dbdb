"""A lesson: a page as a teacher has set it up, and the link that opens it. /teach keeps it in its own address.

What a page itself reads stands there under its own name (kernel=3). What would change /teach has another name:
`hide` becomes the lesson's lock, `project` its view, `frame` its embed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from pages._ui import state
from pages._ui.lesson_places import EVERYWHERE, OWN, PLACES, Place
from pages._ui.reader import Reader
from pages._ui.state import Placed, State
from pooling import limits, links
from pooling.gradient import TIES

FIRST = "windows"
_LOCAL = "http://127.0.0.1:8501"  # where `streamlit run app.py` answers; AppTest has no browser that knows better
_FIELDS = 64  # parameters that a pasted address may have


class AddressRefused(ValueError):
    """A pasted address that no lesson can be made of; the message is one sentence for the teacher."""


@dataclass(frozen=True)
class Lesson:
    """A page, its shortest parameters, and how it is opened; notices: what could not be had."""

    page: str
    parameters: Mapping[str, str]
    now: Placed | None
    hide: tuple[str, ...]
    predict: bool
    projector: bool
    embed: bool
    notices: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where it begins."""
        return PLACES[self.page]

    def query(self, *, embed: bool | None = None) -> str:
        """Return the query of its address; embed: in a frame or not, as the lesson says where not told."""
        framed = self.embed if embed is None else embed
        opened = {
            "mode": "predict" if self.predict else "",
            "lock": ",".join(self.hide),
            "view": "projector" if self.projector else "",
            "embed": "true" if framed else "",
        }
        return links.query({**self.parameters, **{name: text for name, text in opened.items() if text}})

    def address(self, base: str, *, embed: bool | None = None) -> str:
        """Return the whole address, under the app's own."""
        path, query = "" if self.page == "start" else self.page, self.query(embed=embed)
        return f"{base}/{path}?{query}" if query else f"{base}/{path}"

    @property
    def grid(self) -> State | None:
        """The state of a page that shows one grid, None on other pages."""
        return self.now if isinstance(self.now, State) else None


def read() -> Lesson:
    """Return the lesson that the address of /teach holds, legal in every part."""
    reader = Reader(st.query_params.to_dict())
    page = reader.word("page", PLACES, FIRST, "page of a lesson")
    found = PLACES[page].read()
    hide = tuple(name for name in reader.asked.get("hide", "").split(",") if name in PLACES[page].hidable)
    return Lesson(
        page=page,
        parameters={name: text for name, text in found.parameters.items() if _travels(name, text)},
        now=found.now,
        hide=tuple(dict.fromkeys(hide)),
        predict=reader.word("mode", ("explore", "predict"), "explore") == "predict",
        projector=reader.flag("project"),
        embed=reader.flag("frame"),
        notices=tuple(dict.fromkeys((*reader.notices, *found.notices))),
    )


def _travels(name: str, text: str) -> bool:
    """Whether a parameter belongs into the lesson's link; those that every page keeps are kept as they were written."""
    return text in TIES if name == "tie" else name not in ("lock", "view", "mode")


def canonical(lesson: Lesson) -> dict[str, str]:
    """Return the shortest parameters of /teach that show the same lesson."""
    told = {
        "page": "" if lesson.page == FIRST else lesson.page,
        **lesson.parameters,
        "mode": "predict" if lesson.predict else "",
        "hide": ",".join(lesson.hide),
        "project": "1" if lesson.projector else "",
        "frame": "1" if lesson.embed else "",
    }
    return {name: text for name, text in told.items() if text}


def base() -> str:
    """Return the app's address as the teacher's browser knows it, without a slash at the end."""
    url = (st.context.url or _LOCAL).split("?")[0].rstrip("/")
    return url.removesuffix("/teach")


def moved(page: str) -> dict[str, str]:
    """Return the parameters of /teach for another page: what both pages share, and how the lesson is opened."""
    asked, place = state.latest(), PLACES[page]
    kept = {name: text for name, text in asked.items() if name in (*place.shared, "mode", "project", "frame")}
    hide = [name for name in asked.get("hide", "").split(",") if name in place.hidable]
    return {**kept, "hide": ",".join(hide), "page": page}


def pasted(text: str, base: str) -> dict[str, str]:
    """Return the parameters of /teach for the lesson that an address of this app opens.

    AddressRefused for an address of another site, of a page without a stage, or one that cannot be read.
    """
    page, asked = _taken_apart(text.strip(), base)
    place = PLACES[page]
    opened = ("lock", "view", "embed", "embed_options", *OWN)
    names = set(asked) if place.own is None else {*place.shared, *place.own, *EVERYWHERE}
    kept = {name: value for name, value in asked.items() if name in names and name not in opened}
    hide = [name for name in asked.get("lock", "").split(",") if name in place.hidable]
    return {
        **kept,
        "page": page,
        "hide": ",".join(hide),
        "project": "1" if asked.get("view") == "projector" else "",
        "frame": "1" if asked.get("embed", "").lower() == "true" else "",
    }


def _taken_apart(text: str, base: str) -> tuple[str, dict[str, str]]:
    if len(text) > limits.GRID_TEXT:
        raise AddressRefused(f"This text has {len(text):,} characters; an address has at most {limits.GRID_TEXT:,}.")
    try:
        parts, own = urlsplit(text), urlsplit(base)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:
        raise AddressRefused("This address cannot be read; copy it with a page's own Copy link.") from None
    if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        raise AddressRefused(f"This is an address of another site; a lesson is a page of this one, {base}.")
    if parts.netloc and not f"{parts.path}/".startswith(f"{own.path}/"):
        raise AddressRefused(f"This is an address beside this app; a lesson is a page of {base}.")
    page = (parts.path.removeprefix(own.path) if parts.netloc else parts.path).strip("/") or "start"
    if page not in PLACES:
        shown = page if len(page) <= 24 else page[:24] + "..."
        raise AddressRefused(f'"{shown}" is no page that a lesson can begin with; choose one from the list.')
    return page, asked
