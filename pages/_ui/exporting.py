"""What stands on a stage as files: offered in a dialog, made when a button is pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

import pooling  # its rooms are imported when they are first named: pooling.export when a file is asked for
from pages._ui import lessons, state
from pages._ui.components import component
from pooling import Pooled, Window, limits, links

LESSON = lessons.load("download")
_bar = component("bar")
File = tuple[str, str, str, Callable[[], bytes]]  # label, ending, media type, content


@dataclass(frozen=True, eq=False)
class Kept:
    """A scene, and the pool whose numbers are offered beside it."""

    scene: dict[str, Any]
    pooled: Pooled

    @property
    def windows(self) -> int:
        """Steps of a GIF of it."""
        return max(len(link["result"]) for link in self.scene["links"])

    @property
    def cells(self) -> int:
        """Cells of a drawing of it."""
        return sum(len(panel["text"]) for panel in self.scene["panels"])


def bar(key: str, kept: Kept | None, link: Mapping[str, Any] | None = None) -> None:
    """Draw buttons side by side, as one component: "Copy link" and "Reset" where there is a link, and "Download".

    "Download" opens a dialog with what there is of `kept`, each made when it is asked for.
    link: the query, what is noted beside it, what is said, whether the page is embedded.
    """
    offered = kept is not None and "download" not in state.locks()
    if link is None and not offered:
        return
    data = {**(link or {}), "download": offered}
    pressed = _bar(key=key, data=data, on_reset_change=state.clear, on_download_change=lambda: None)
    if kept is not None and offered and pressed["download"]:
        _dialog(kept, key)


# Not a popover: the browser puts one behind all of the page, where the keyboard finds it last.
@st.dialog(LESSON.title)
def _dialog(kept: Kept, key: str) -> None:
    with st.container(key=f"shelves-{key}", gap="small"):
        _shelves(kept, key)


def _shelves(kept: Kept, key: str) -> None:
    covered = st.query_params.get("mode") == "predict"
    shelves = {"Blanks": _blanks(kept)} if covered else _files(kept)
    for section, files in shelves.items():
        if files:
            st.markdown(LESSON.sections[section])
            with st.container(horizontal=True, gap="small"):
                for label, ending, mime, content in files:
                    name = f"{_name(kept.pooled)}{ending}"
                    own = f"{key}-{ending.lstrip('-').replace('.', '-')}"
                    st.download_button(label, content, name, mime, key=own, on_click="ignore")
    if refused := _refused(kept):
        st.caption(refused)


def _blanks(kept: Kept) -> list[File]:
    """As long as the answers are covered, what can be filled in on paper."""
    return [] if kept.cells > limits.EXPORT_CELLS else _pictures(kept, blanks=True)


def _files(kept: Kept) -> dict[str, list[File]]:
    pooled = kept.pooled
    pictures = [] if kept.cells > limits.EXPORT_CELLS else _pictures(kept, blanks=False)
    if pictures and kept.windows <= limits.EXPORT_FRAMES:
        dark = _dark()
        pictures.append(("GIF", ".gif", "image/gif", lambda: pooling.export.gif(kept.scene, dark=dark)))
    numbers: list[File] = [
        ("CSV", ".csv", "text/csv", lambda: pooling.export.csv(pooled)),
        ("NPY", ".npy", "application/octet-stream", lambda: pooling.export.npy(pooled)),
    ]
    if pooled.switches is not None:
        numbers.append(("Switches", "-switches.csv", "text/csv", lambda: pooling.export.csv(pooled, switches=True)))
    work: list[File] = [
        ("Notebook", ".ipynb", "application/x-ipynb+json", lambda: pooling.export.notebook(pooled)),
        ("Code", "-code.zip", "application/zip", lambda: pooling.export.scripts(pooled)),
        ("Plan", "-plan.json", "application/json", lambda: pooling.export.plan(pooled)),
    ]
    return {"Picture": pictures, "Numbers": numbers, "Work": work}


def _pictures(kept: Kept, *, blanks: bool) -> list[File]:
    dark = _dark()
    return [
        ("SVG", ".svg", "image/svg+xml", lambda: pooling.export.svg(kept.scene, dark=dark, blanks=blanks)),
        ("PNG", ".png", "image/png", lambda: pooling.export.png(kept.scene, dark=dark, blanks=blanks)),
    ]


def _dark() -> bool:
    return st.context.theme.type == "dark"


def _refused(kept: Kept) -> str:
    """Say what is too large to be drawn."""
    if kept.cells > limits.EXPORT_CELLS:
        return f"A picture shows at most {limits.EXPORT_CELLS:,} cells; here are {kept.cells:,}."
    if kept.windows > limits.EXPORT_FRAMES:
        return f"A GIF steps over at most {limits.EXPORT_FRAMES} windows; here are {kept.windows}."
    return ""


def _name(pooled: Pooled) -> str:
    """Say what a file holds: max-k2-s2, average-k3-s2-same, max-k2x3-s1-p1-d2-ceil."""
    place = pooled.place
    if not isinstance(place, Window):
        return f"{pooled.type.name}-{place.__class__.__name__.lower()}"
    kernel, stride, dilation = (
        links.spell(sizes, apart=False) for sizes in (place.kernel_size, place.stride, place.dilation)
    )
    padding = links.spell_padding(place.padding, apart=False).replace(":", "to")
    padded = "" if padding in ("0", "valid") else f"-p{padding}" if padding[0].isdigit() else f"-{padding}"
    dilated, ceil = "" if dilation == "1" else f"-d{dilation}", "-ceil" if place.ceil_mode else ""
    return f"{pooled.type.name}-k{kernel}-s{stride}{padded}{dilated}{ceil}"
