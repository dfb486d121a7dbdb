"""The state of the digit experiment: what is tried, how often, on what; and a control for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages._ui import looking, state
from pages._ui.reader import Reader
from pooling import links
from pooling.recognition import CANVASES, DISTANCES, EARLIER, FILTERS, POOLS, WAYS, Setup

MOST = 8  # pools in one picture: as many as there are hues
REPEATS = (1, 3, 5)
_FIRST = ",".join(EARLIER)
_OPEN = ""  # of a guess: none yet
_NUMBERS = {"px": DISTANCES, "ways": WAYS, "repeats": REPEATS, "filters": FILTERS, "canvas": CANVASES}
_DEFAULTS = {"px": "1", "ways": "4", "repeats": "3", "filters": "8", "canvas": "16"}
_LABELS = {
    "px": "Pixels of the shift",
    "ways": "Directions",
    "repeats": "Repeats",
    "filters": "Filters",
    "canvas": "Cells a side of the canvas",
}


@dataclass(frozen=True)
class Trial:
    """What is asked: keys of POOLS, seeds, what they share, two guesses (a key of POOLS or ""), whether it is to run.

    digit: the place, from 0, of the tested digit that is looked at; None: the one that pools disagree about most.
    """

    pools: tuple[str, ...]
    seeds: tuple[int, ...]
    setup: Setup
    most: str
    steady: str
    run: bool
    digit: int | None
    notices: tuple[str, ...]


def read(tested: int) -> Trial:
    """Return the experiment that the address asks for; tested: how many digits there are to look at."""
    reader = Reader(st.query_params.to_dict())
    numbers = {
        name: int(reader.word(name, [str(number) for number in legal], _DEFAULTS[name], _LABELS[name].lower()))
        for name, legal in _NUMBERS.items()
    }
    pools = _pools(reader)
    seed = reader.whole("seed", 0, 0, links.LARGEST_SEED)
    setup = Setup(numbers["canvas"], numbers["filters"], numbers["px"], numbers["ways"], reader.flag("moved"))
    return Trial(
        pools=pools,
        seeds=tuple(range(seed, seed + numbers["repeats"])),
        setup=setup,
        most=_guess(reader, "most", pools),
        steady=_guess(reader, "steady", pools),
        run=reader.flag("run"),
        digit=reader.whole("digit", 1, 1, tested, "tested digit") - 1 if "digit" in reader.asked else None,
        notices=tuple(reader.notices),
    )


def _pools(reader: Reader) -> tuple[str, ...]:
    asked = list(dict.fromkeys(reader.asked.get("tried", _FIRST).split(",")))
    known = [name for name in asked if name in POOLS]
    for name in [name for name in asked if name not in POOLS]:
        shown = name if len(name) <= 24 else name[:24] + "..."
        reader.notices.append(f'"{shown}" is no pool of this experiment; it is left out.')
    if len(known) > MOST:
        reader.notices.append(f"At most {MOST} pools fit into one picture; the first {MOST} are used.")
    return tuple(known[:MOST]) or tuple(EARLIER)


def _guess(reader: Reader, name: str, pools: tuple[str, ...]) -> str:
    guess = reader.word(name, (_OPEN, *POOLS), _OPEN, "guess")
    return guess if guess in pools else _OPEN


def canonical(now: Trial) -> dict[str, str]:
    """Return the shortest parameters that show the same thing."""
    numbers = {
        "px": now.setup.distance,
        "ways": now.setup.ways,
        "repeats": len(now.seeds),
        "filters": now.setup.filters,
        "canvas": now.setup.canvas,
    }
    return state.shortest(
        {
            "tried": (",".join(now.pools), _FIRST),
            **{name: (str(number), _DEFAULTS[name]) for name, number in numbers.items()},
            "moved": (str(int(now.setup.shifted)), "0"),
            "seed": (str(now.seeds[0]), "0"),
            "most": (now.most, _OPEN),
            "steady": (now.steady, _OPEN),
            "run": (str(int(now.run)), "0"),
            "digit": ("" if now.digit is None else str(now.digit + 1), ""),
        }
    )


# ---- the controls ------------------------------------------------------------------------------------------


def label(name: str) -> str:
    """What a pool is called, "not yet" for an open guess."""
    return POOLS[name].label if name else "Not yet"


def guesses(now: Trial) -> None:
    """Guess which pool recognises most and which one answers the same most often."""
    for name, question, value in (
        ("most", "Recognises most, I guess", now.most),
        ("steady", "Answers the same most often, I guess", now.steady),
    ):
        _select(name, question, ("", *now.pools), value)


def _select(name: str, question: str, options: Iterable[str], value: str) -> None:
    if name in state.locks():
        return
    state.show_in(name, value)
    written = state.on_change(name, lambda chosen: {name: chosen or None})
    st.selectbox(question, list(options), key=name, format_func=label, on_change=written)


def choices(now: Trial) -> None:
    """Choose the pools, repeats and shifts; filters, canvas and seed are folded away."""
    _tried(now)
    for names, column in zip((("px",), ("repeats",)), st.columns(2), strict=True):
        with column:
            _numbers(now, names)
    _flag(now)
    if not {"ways", "filters", "canvas", "seed"} <= state.locks():
        with st.expander("More settings"):
            _numbers(now, ("ways", "filters", "canvas"))
            looking.seed(now.seeds[0], "Seed of the first repeat")


def _tried(now: Trial) -> None:
    if "tried" in state.locks():
        return
    state.show_in("tried", list(now.pools))

    def spelled(chosen: list[str]) -> dict[str, str | None]:
        text = ",".join(chosen)
        return {"tried": None if text in ("", _FIRST) else text}

    written = state.on_change("tried", spelled)
    st.multiselect(
        "Pools",
        list(POOLS),
        key="tried",
        format_func=label,
        max_selections=MOST,
        on_change=written,
        placeholder="Add one",
    )


def _numbers(now: Trial, names: Iterable[str]) -> None:
    values: Mapping[str, Any] = {**canonical(now)}
    for name in [name for name in names if name not in state.locks()]:
        state.show_in(name, values.get(name, _DEFAULTS[name]))

        def spelled(chosen: str | None, name: str = name) -> dict[str, str | None]:
            return {name: None if chosen in (None, _DEFAULTS[name]) else chosen}

        options = [str(number) for number in _NUMBERS[name]]
        st.segmented_control(_LABELS[name], options, key=name, on_change=state.on_change(name, spelled))


def _flag(now: Trial) -> None:
    if "moved" in state.locks():
        return
    state.show_in("moved", now.setup.shifted)
    written = state.on_change("moved", lambda on: {"moved": "1" if on else None})
    st.toggle("Learn from moved digits too", key="moved", on_change=written)


def digit(place: int, tested: int) -> None:
    """Choose the tested digit that is looked at; it is counted from 1 on the screen."""
    if "digit" in state.locks():
        return
    state.show_in("digit", place + 1)
    written = state.on_change("digit", lambda value: {"digit": str(value)})
    st.number_input(f"Tested digit, 1 to {tested}", 1, tested, step=1, key="digit", on_change=written)
