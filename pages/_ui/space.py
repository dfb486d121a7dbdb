"""The state of the page about dimensions: a signal or a volume, and how it is pooled."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui import brought, state
from pages._ui.reader import HUGE, Reader
from pooling import TYPES, Plan, Pooled, Window, cost, images, limits, links, patch, pool, series, sounds
from pooling.grids import GridRefused
from pooling.patch import Span
from pooling.samples.signals import SHORTEST, SIGNALS
from pooling.samples.volumes import VOLUMES

RANKS = ("1", "3")
SOUND, MOVING = "sound", "moving"  # keys of the widgets, and names of the sources
SOURCES = {1: (*SIGNALS, SOUND), 3: (*VOLUMES, MOVING)}
LENGTH = 32  # of a signal, where none is asked: short enough to be edited
TURN, TURNS = 30, (0, 345, 15)  # degrees; lowest, highest and step
_LOOK = {"head": (16, 18), "coil": (16, 20)}  # row and column where a lens lies at first: on an edge of something
_STEP = {1: 3, 3: 5}  # the window that is chosen at first: one in which not all numbers are alike
_LARGEST = {1: limits.SIGNAL_LENGTH, 3: limits.VOLUME_KERNEL}


@dataclass(frozen=True, eq=False)
class Space:
    """One page's state, legal in every part; it is a state.Placed, so that the shared controls take it.

    values is float64 (n,) or (slices, rows, columns); hollow: a 0 in it is nothing. slice is a slice of the output,
    lens the rows and columns under the lens, turn in degrees. own: nothing in an address can say what is shown.
    """

    source: str
    token: str
    alt: str
    values: np.ndarray
    hollow: bool
    typed: bool
    type: str
    window: Window
    pad_counts: bool
    param: float | None
    draw: int | None
    seed: int
    apart: bool
    slice: int
    turn: int
    lens: tuple[Span, Span]
    step: int
    predict: bool
    lock: frozenset[str]
    notices: tuple[str, ...]

    @property
    def rank(self) -> int:
        """How many axes it has: 1 or 3."""
        return self.values.ndim

    @property
    def own(self) -> bool:
        """Whether it is the learner's own file."""
        return self.source in (SOUND, MOVING) and self.token not in SOURCES[self.rank]

    @property
    def grid(self) -> np.ndarray:
        """The values; a signal as one row."""
        return np.atleast_2d(self.values)

    @property
    def plane(self) -> np.ndarray:
        """The values, with as many axes as the window pools."""
        return self.values

    @property
    def plan(self) -> Plan:
        """The window laid on the values."""
        return self.window.plan(self.values.shape)

    def pooled(self) -> Pooled:
        """The values pooled as the state says."""
        return pool(self.values, self.window, **state.how(self))


def read() -> Space:
    """Return the state of the page from its address and, for an own file, from the session."""
    reader = Reader(st.query_params.to_dict())
    rank = int(reader.word("rank", RANKS, RANKS[0], "number of axes"))
    names = SOURCES[rank]
    source = reader.word("source", names, names[0])
    seed = reader.whole("seed", 0, 0, links.LARGEST_SEED)
    token, alt, values, typed = (_signal if rank == 1 else _volume)(reader, source, seed)
    type = reader.word("type", TYPES, "max")
    draw = reader.draw(type, links.LARGEST_SEED)
    window, apart = reader.window(values.shape, largest=_LARGEST[rank])
    window, said = cost.granted(window, values.shape, 1, type, draw)
    reader.notices.extend([said] if said else [])
    plan = window.plan(values.shape)
    slices = plan.output_shape[0] if rank == 3 else 1
    return Space(
        source=source,
        token=token,
        alt=alt,
        values=values,
        hollow=token in VOLUMES,
        typed=typed,
        type=type,
        window=window,
        pad_counts=reader.flag("pad_counts"),
        param=reader.param(type),
        draw=draw,
        seed=seed,
        apart=apart,
        slice=reader.whole("slice", slices // 2, 0, slices - 1),
        turn=int(reader.decimal("turn", TURN, TURNS[:2], TURNS[2], "turn")),
        lens=_lens(reader, plan, token),
        step=reader.whole("step", _STEP[rank], 0, HUGE),
        predict=reader.predict(),
        lock=state.locks(),
        notices=tuple(reader.notices),
    )


def _signal(reader: Reader, source: str, seed: int) -> tuple[str, str, np.ndarray, bool]:
    """Return (token, alt, values, whether they were typed) of a signal."""
    text = reader.asked.get("grid")
    if text is not None:
        try:
            return "typed", "Your own numbers", series.parse(text), True
        except GridRefused as refused:
            reader.notices.append(f"{refused} Another signal is shown instead.")
    length = reader.whole("size", LENGTH, SHORTEST, limits.SIGNAL_LENGTH, "number of values")
    mine = brought.read(SOUND, sounds.decode) if source == SOUND else None
    if mine:
        return mine.token, "How loud your sound is", sounds.envelope(mine.content, length), False
    name = source if source in SIGNALS else SOURCES[1][0]
    return name, SIGNALS[name].alt, SIGNALS[name].make(length, seed), False


def _volume(reader: Reader, source: str, seed: int) -> tuple[str, str, np.ndarray, bool]:
    """Return (token, alt, values, False) of a volume."""
    mine = brought.read(MOVING, images.frames) if source == MOVING else None
    if mine:
        return mine.token, "The frames of your GIF", mine.content.astype(np.float64), False
    name = source if source in VOLUMES else SOURCES[3][0]
    return name, VOLUMES[name].alt, _drawn(name), False


@st.cache_resource
def _drawn(name: str) -> np.ndarray:
    return VOLUMES[name].make(limits.VOLUME_SIDE)


def _lens(reader: Reader, plan: Plan, token: str) -> tuple[Span, Span]:
    asked = reader.ints("lens")
    return patch.spans(plan, (asked[0], asked[min(1, len(asked) - 1)]) if asked else _LOOK.get(token))


def part(now: Space) -> tuple[range, range]:
    """Return the windows under the lens along rows and columns; where none lies there altogether, the nearest."""
    rows, columns = (
        span.windows or range(near, near + 1)
        for span, axis in zip(now.lens, now.plan.axes[-2:], strict=True)
        for near in [int(np.abs(axis.starts - span.start).argmin())]
    )
    return rows, columns


def canonical(now: Space) -> dict[str, str]:
    """Return the shortest parameters that show the same thing, but for an own file."""
    source = "" if now.typed else SOURCES[now.rank][0] if now.own else now.token
    length = "" if now.typed or now.rank == 3 else str(now.values.size)
    slices = now.plan.output_shape[0] if now.rank == 3 else 1
    return state.shortest(
        {
            "rank": (str(now.rank), RANKS[0]),
            **state.pooling_texts(now),
            "source": (source, "" if now.typed else SOURCES[now.rank][0]),
            "grid": (series.unparse(now.values) if now.typed else "", ""),
            "size": (length, "" if now.typed or now.rank == 3 else str(LENGTH)),
            "seed": (str(now.seed), "" if now.draw is not None else "0"),
            "slice": (str(now.slice), str(slices // 2)),
            "turn": (str(now.turn), str(TURN)),
            "lens": (_place(now.lens), _place(patch.spans(now.plan, _LOOK.get(now.token))))
            if now.rank == 3
            else ("", ""),
            "step": (str(now.step), str(_STEP[now.rank])),
        }
    )


def _place(spans: tuple[Span, Span]) -> str:
    return "x".join(str(span.start) for span in spans)
