"""The forms of MaxPooling1D/2D/3D and tf.nn.max_pool: every argument, and what the learner's pool makes of it."""

from typing import Any

import streamlit as st

from pages._ui import state
from pages._ui.asking import Asking
from pages._ui.lessons import Lesson
from pooling.frameworks import Ask

_RANKS = {1: "1D", 2: "2D", 3: "3D"}
_NUMBER = "A number of at least 1"
_NUMBERS = {1: _NUMBER, 2: f"{_NUMBER}, or two of them", 3: f"{_NUMBER}, or three of them"}
_FORMATS = {1: ("NWC", "NCW"), 2: ("NHWC", "NCHW"), 3: ("NDHWC", "NCDHW")}
_AXES = {1: "steps", 2: "rows, columns", 3: "slices, rows, columns"}
_NO_WORD = "no word for it"


def show(now: Asking, lesson: Lesson) -> None:
    """Draw the two forms for layers of 1, 2 or 3 axes."""
    if "rank" not in now.lock:
        state.show_in("rank", now.rank)
        written = state.on_change("rank", lambda rank: {"rank": str(rank or now.rank)})
        st.segmented_control("Axes", list(_RANKS), key="rank", format_func=_RANKS.__getitem__, on_change=written)
    words = {**_words(now.rank), **_keras(now.ask, now.rank)}
    st.markdown(lesson.sections["Keras form"].format(**words))
    words = {**_words(now.rank), **_tensorflow(now.ask, now.rank)}
    st.markdown(lesson.sections["TensorFlow form"].format(**words))
    st.markdown(lesson.sections["Old tutorials"])


def _words(rank: int) -> dict[str, Any]:
    """Return what the legal values of a layer depend on."""
    last, first = _FORMATS[rank]
    return {
        "layer": f"MaxPooling{rank}D",
        "average": f"AveragePooling{rank}D",
        "numbers": _NUMBERS[rank],
        "tensor_rank": rank + 2,
        "tensor_list": [1, *[2] * rank, 1],
        "axes": _AXES[rank],
        "last": last,
        "first": first,
        "vectors": ', or `"NCHW_VECT_C"` for blocks `[N, C/4, H, W, 4]` of int8' if rank == 2 else "",
        "pairs": f"or a list of {rank + 2} pairs (low, high), one a tensor axis" if rank < 3 else "nothing else in 3D",
    }


def _keras(ask: Ask, rank: int) -> dict[str, Any]:
    formats = {"last": None, "first": '"channels_first"', "vectors": _NO_WORD}
    word = ask.spelling or ask.padding
    return {
        "pool_size": _short(ask.kernel, rank),
        "strides": None if ask.stride is None else _short(ask.stride, rank),
        "padding": f'"{word}"' if isinstance(word, str) and word != "same_lower" else _NO_WORD,
        "data_format": formats[ask.layout],
    }


def _tensorflow(ask: Ask, rank: int) -> dict[str, Any]:
    formats = {"last": None, "first": f'"{_FORMATS[rank][1]}"', "vectors": '"NCHW_VECT_C"'}
    padding = f'"{ask.spelling or str(ask.padding).upper()}"'
    if ask.padding == "same_lower" or (rank == 3 and not isinstance(ask.padding, str)):
        padding = _NO_WORD
    elif not isinstance(ask.padding, str):
        pairs = [list(pair) for pair in _spread(ask.padding, rank)]
        padding = str([[0, 0], *pairs, [0, 0]] if ask.layout == "last" else [[0, 0], [0, 0], *pairs])
    return {
        "ksize": _short(ask.kernel, rank),
        "strides": "missing" if ask.stride is None else _short(ask.stride, rank),
        "padding": padding,
        "data_format": formats[ask.layout],
    }


def _short(values: tuple[int, ...], rank: int) -> int | tuple[int, ...]:
    kept = _spread(values, rank)
    return kept[0] if len(set(kept)) == 1 else kept


def _spread(values: tuple[Any, ...], rank: int) -> tuple[Any, ...]:
    return (values[:1] * (rank - len(values)) + values)[-rank:]
