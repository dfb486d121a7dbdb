"""The picture that is posed, the filter that looks at it, and how its answers are pooled: state of two parts."""

from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from pages._ui import brought, pose, state
from pages._ui.lessons import Lesson
from pages._ui.picture import SAMPLES, cached, mine
from pages._ui.pose import Pose
from pages._ui.reader import Reader
from pooling import TYPES, images, limits, links
from pooling.maps import Map
from pooling.samples import cheetah
from pooling.samples.filters import FILTERS, relu, respond
from pooling.samples.posing import Pose as Placed
from pooling.samples.posing import exposed, posed, squared

SIDE = 256
KERNELS = ("2", "4", "8", "16")  # each divides the picture's side
_PICTURES = {name: sample.label for name, sample in SAMPLES.items()} | {"upload": "Your own picture"}
_FILTERS = {name: filter.label for name, filter in FILTERS.items()}
_DEFAULTS = {"picture": "cheetah", "filter": "tear_line", "picture_kernel": "8", "seed": "0"}
PARAMETERS = (*pose.PARAMETERS, "picture", "filter", "picture_kernel")


@dataclass(frozen=True, eq=False)
class Look:
    """token names the picture in caches, alt says what it shows; it is uint8 (256, 256) or (256, 256, 3).

    seed: of the noise. notices: a sentence for everything that the address asked for and cannot have.
    """

    source: str
    token: str
    alt: str
    picture: images.Picture
    filter: str
    kernel: int
    type: str
    where: Pose
    seed: int
    notices: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether it is the learner's own picture."""
        return self.token not in SAMPLES


def read(reader: Reader) -> Look:
    """Return what the address asks for; while there is no own picture, the cheetah stands in for it."""
    source = reader.word("picture", _PICTURES, "cheetah", "picture")
    own = mine("upload") if source == "upload" else None
    name = "cheetah" if source == "upload" else source
    return Look(
        source=source,
        token=own.token if own else name,
        alt="Your own picture" if own else SAMPLES[name].alt,
        picture=_square(own.token if own else name, own.content if own else None),
        filter=reader.word("filter", FILTERS, "tear_line"),
        kernel=int(reader.word("picture_kernel", KERNELS, "8")),
        type=reader.word("type", TYPES, "max"),
        where=pose.read(reader),
        seed=reader.whole("seed", 0, 0, links.LARGEST_SEED),
        notices=tuple(reader.notices),
    )


@cached
def _square(token: str, _own: images.Picture | None) -> images.Picture:
    return squared(SAMPLES[token].load() if _own is None else _own, SIDE)


def canonical(now: Look) -> dict[str, str]:
    """Return the shortest parameters that show the same thing, but for an own picture."""
    texts = {
        "picture": now.source,
        "filter": now.filter,
        "picture_kernel": str(now.kernel),
        "seed": str(now.seed) if now.where.noise else "0",
    }
    said = {name: (text, _DEFAULTS[name]) for name, text in texts.items()}
    return {**state.shortest({**said, "type": (now.type, "max")}), **pose.canonical(now.where)}


def shot(now: Look, where: Pose) -> images.Picture:
    """The picture in a pose: the cheetah is drawn anew, another one is resampled."""
    picture: images.Picture = _shot(now.token, where, now.seed if where.noise else 0, now.picture)
    return picture


@cached
def _shot(token: str, where: Pose, seed: int, _picture: images.Picture) -> images.Picture:
    return _taken(token, where, seed, _picture)


def _taken(token: str, where: Pose, seed: int, picture: images.Picture) -> images.Picture:
    place = Placed((where.down, where.right), where.rotate, where.tilt, where.shear, where.scale)
    light: dict[str, Any] = {"brightness": where.brightness, "noise": where.noise, "seed": seed}
    if token != "cheetah":
        return exposed(posed(picture, place), **light)
    return cheetah(SIDE, **asdict(place), **light)


def signed(now: Look, where: Pose) -> Map:
    """The filter's answers on the posed picture, float32 (256, 256), of both signs."""
    answers: Map = _signed(now.token, where, now.seed if where.noise else 0, now.filter, now)
    return answers


@cached
def _signed(token: str, where: Pose, seed: int, filter: str, _now: Look) -> Map:
    return respond(shot(_now, where), filter)


def answers(now: Look, where: Pose) -> Map:
    """The same after ReLU: what is pooled."""
    return relu(signed(now, where))


def passing(now: Look, where: Pose) -> Map:
    """The same for a pose that is looked at once: it is not kept."""
    return relu(respond(_taken(now.token, where, now.seed, now.picture), now.filter))


# ---- controls ----------------------------------------------------------------------------------------------


def choices(now: Look) -> None:
    """Choose the picture and the filter."""
    _list("picture", "Picture", _PICTURES, now.source)
    _list("filter", "Filter", _FILTERS, now.filter)


def own(now: Look, lesson: Lesson) -> None:
    """Take the learner's own picture, where that is chosen."""
    if now.source != "upload" or "picture" in state.locks():
        return
    endings = ["png", "jpg", "jpeg", "webp", "gif", "bmp"]
    st.file_uploader("Your picture", endings, key="upload", label_visibility="collapsed")
    st.caption(lesson.sections["Uploading"].format(megabytes=limits.PICTURE_BYTES // 2**20))
    if sentence := brought.refusal("upload"):
        st.text(sentence)


def _list(name: str, label: str, labels: dict[str, str], value: str) -> None:
    if name in state.locks():
        return
    state.show_in(name, value)
    written = state.on_change(name, lambda chosen: {name: None if chosen == _DEFAULTS[name] else chosen})
    st.selectbox(label, labels, key=name, format_func=labels.__getitem__, on_change=written)


def window(now: Look) -> None:
    """Choose the window on the picture; its stride is as long."""
    name = "picture_kernel"
    if name in state.locks():
        return
    state.show_in(name, str(now.kernel))

    def spelled(chosen: str | None) -> dict[str, str | None]:
        text = chosen or str(now.kernel)
        return {name: None if text == _DEFAULTS[name] else text}

    on_change = state.on_change(name, spelled)
    st.segmented_control("Window, pixels a side", KERNELS, key=name, on_change=on_change)


def seed(value: int, label: str = "Seed") -> None:
    """Choose the seed from which chance is drawn: the same seed draws the same."""
    if "seed" in state.locks():
        return
    state.show_in("seed", value)
    written = state.on_change("seed", lambda chosen: {"seed": str(chosen) if chosen else None})
    st.number_input(label, 0, links.LARGEST_SEED, key="seed", on_change=written)
