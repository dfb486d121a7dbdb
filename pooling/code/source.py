"""source(): a pooling as a script in each framework's own words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import numpy as np

from pooling.apply import Pooled, pool
from pooling.code.flax import Flax
from pooling.code.formula import Unsaid
from pooling.code.keras import Keras
from pooling.code.laying import is_uneven, is_whole
from pooling.code.lines import WIDTH
from pooling.code.numpy import NumPy
from pooling.code.onnx import Onnx
from pooling.code.pytorch import PyTorch
from pooling.code.script import Script
from pooling.code.tensorflow import TensorFlow
from pooling.placement import Axis, Fractional, Place, Window
from pooling.types.spelling import Pooling, Term, Told

_SCRIPTS: dict[str, type[Script]] = {
    "keras": Keras,
    "tensorflow": TensorFlow,
    "pytorch": PyTorch,
    "flax": Flax,
    "onnx": Onnx,
    "numpy": NumPy,
}
FRAMEWORKS = tuple(_SCRIPTS)
LABELS = {name: script.label for name, script in _SCRIPTS.items()}
_SPANS = {1: ("columns",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}


@dataclass(frozen=True)
class Source:
    """`text` is a script that makes an array `y` of an array `x`, floating and of `layout`.

    `layout` is "channels_first" (N, C, spatial...) or "channels_last" (N, spatial..., C). `exact` says that y is
    pool's answer up to rounding; `note` says in sentences why it takes more than one operation of the framework,
    and is empty where it does not.
    """

    framework: str
    text: str
    layout: str
    exact: bool
    note: str


def source(
    framework: str,
    place: Place | int | tuple[int, ...],
    *,
    type: str = "max",
    param: float | None = None,
    count_include_pad: bool = False,
    seed: int | None = None,
    shape: Sequence[int] | None = None,
) -> Source:
    """The source text of a pooling of an input whose spatial sizes are `shape`.

    Without a shape the text serves every size; ValueError where none can (padding "same" at stride 2, for one).
    The other arguments are those of pool(), and are refused alike.
    """
    if framework not in _SCRIPTS:
        raise ValueError(f"framework must be one of {', '.join(FRAMEWORKS)}, got {framework!r}")
    if not isinstance(place, Place):
        place = Window(place)
    sizes = [tuple(shape)] if shape is not None else _any_sizes(place)
    choices: dict[str, Any] = {"type": type, "param": param, "count_include_pad": count_include_pad, "seed": seed}
    # Nothing is pooled: no planes. But what pool refuses is refused here, in the same words.
    found = [_source(framework, pool(np.empty((0, *size)), place, **choices)) for size in sizes]
    if any(other != found[0] for other in found):
        raise ValueError(f"shape must be given: {LABELS[framework]} says this pooling with the input's sizes in it")
    return found[0]


def _any_sizes(place: Place) -> list[tuple[int, ...]]:
    """Sizes among which a text that depends on the size would change."""
    if isinstance(place, Window):
        strides = place.stride
        least = [e + 5 * s for e, s in zip(place.effective_kernel, strides, strict=True)]
    else:
        strides = (3,) * place.rank
        least = [6 * out for out in getattr(place, "output_size", strides)]
    # As large, one larger, the largest that has as many windows or one more, and one that has several more.
    mores = [(0, min(1, s - 1), s - 1, 3 * s) for s in strides]
    return [tuple(n + more[probe] for n, more in zip(least, mores, strict=True)) for probe in range(4)]


def _source(framework: str, asked: Pooled) -> Source:
    script = _SCRIPTS[framework](asked.plan, asked.count_include_pad and asked.type.counts)
    try:
        text = _text(script, asked)
    except Unsaid as reason:
        comment = "".join(f"# {line}\n" for line in wrap(str(reason), WIDTH - 2))
        return Source(framework, comment, script.layout, exact=False, note=str(reason))
    return Source(framework, text, script.layout, exact=True, note=" ".join(script.notes))


def _text(script: Script, asked: Pooled) -> str:
    spelled = asked.type.spelled
    if spelled is None:
        raise Unsaid(f"{asked.type.label} pooling has no formula here that could be said in {script.label}.")
    term = spelled(Told(asked.plan, asked.param, asked.seed))
    if not (isinstance(term, Pooling) and term.op in script.own):
        script.compose()
    if isinstance(asked.place, Fractional) and script.fractional:
        script.note(f"{script.fractional} draws windows of its own; these are those of seed {asked.place.seed} here.")
    pieces = _in_pieces(script, term)
    if pieces and asked.seed is not None and asked.type.seeded:
        raise Unsaid("A seed draws for all windows at once, and windows of several lengths are pooled one by one.")
    if pieces:
        script.pool_one()
    script.end(script.say(term))
    return script.text(_SPANS[script.rank], [_bounds(axis) for axis in asked.plan.axes] if pieces else [])


def _in_pieces(script: Script, term: Term) -> bool:
    """Windows of several lengths, which the framework does not lay itself: they are pooled one by one."""
    poolings = list(_poolings(term))
    on_windows = any(one.axes is None and one.op != "first" for one in poolings)
    lays = all(script.lays(one) for one in poolings)
    axes = script.plan.axes
    return on_windows and not lays and not is_whole(axes) and any(map(is_uneven, axes))


def _poolings(term: Term) -> Iterator[Pooling]:
    if isinstance(term, Pooling):
        yield term
    for arg in term.args:
        yield from _poolings(arg)


def _bounds(axis: Axis) -> str:
    """The first cell and the end of each window, as a formula where there is one."""
    if axis.mode == "adaptive":
        n, out = axis.size, axis.out
        return f"[(i * {n} // {out}, -(-(i + 1) * {n} // {out})) for i in range({out})]"
    ends = axis.starts + axis.lengths
    return str(list(zip(axis.starts.tolist(), ends.tolist(), strict=True)))
