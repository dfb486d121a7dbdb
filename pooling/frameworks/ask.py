"""What somebody means by a pool, before any framework's words for it are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pooling.placement import PADDING_WORDS, Pairs, Window, lay

Array = NDArray[Any]
Numbers = tuple[int, ...]

TYPES = ("max", "average", "lp")  # those that more than one of the frameworks has
LAYOUTS = ("last", "first", "vectors")  # where the channels stand; vectors: TensorFlow's blocks of four, NCHW_VECT_C


@dataclass(frozen=True, init=False, eq=False)
class Ask:
    """One plane `x` of 1 or 2 axes, in its own dtype, and the pool that is meant; ValueError for an unknown word.

    kernel, stride and dilation: a number or one per axis. padding: "valid", "same", "same_lower", a number of cells,
    or (low, high) per axis. stride and pad_counts None: what each framework takes by itself. param: p of "lp".
    spelling: a padding word that each framework is given letter by letter instead of its own.
    """

    x: Array
    type: str
    kernel: Numbers
    stride: Numbers | None
    padding: Pairs | str
    dilation: Numbers
    ceil: bool
    pad_counts: bool | None
    param: float
    layout: str
    spelling: str

    def __init__(
        self,
        x: ArrayLike,
        type: str = "max",
        kernel: int | Sequence[int] = 2,
        stride: int | Sequence[int] | None = None,
        padding: int | str | Pairs = "valid",
        *,
        dilation: int | Sequence[int] = 1,
        ceil: bool = False,
        pad_counts: bool | None = None,
        param: float = 2,
        layout: str = "last",
        spelling: str = "",
    ) -> None:
        plane = np.asarray(x)
        if plane.ndim not in (1, 2):
            raise ValueError(f"x must be a plane of 1 or 2 axes, got shape {plane.shape}")
        rank = plane.ndim
        values: dict[str, Any] = {
            "x": plane,
            "type": _one_of("type", type, TYPES),
            "kernel": _per_axis("kernel", kernel, rank),
            "stride": None if stride is None else _per_axis("stride", stride, rank),
            "padding": _padding(padding, rank),
            "dilation": _per_axis("dilation", dilation, rank),
            "ceil": ceil,
            "pad_counts": pad_counts,
            "param": float(param),
            "layout": _one_of("layout", layout, LAYOUTS),
            "spelling": spelling,
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    @property
    def rank(self) -> int:
        """How many axes are pooled."""
        return self.x.ndim

    @property
    def reach(self) -> Numbers:
        """Cells from a window's first tap to its last, per axis."""
        return tuple(d * (k - 1) + 1 for k, d in zip(self.kernel, self.dilation, strict=True))

    @property
    def pads(self) -> Pairs:
        """Cells of padding (low, high) per axis at the asked stride, or at the kernel where none is asked."""
        if not isinstance(self.padding, str):
            return self.padding
        axes = zip(self.x.shape, self.kernel, self.stride or self.kernel, self.dilation, strict=True)
        laid = [lay(n, k, s, self.padding, d, False) for n, k, s, d in axes]
        return tuple((axis.low, axis.high) for axis in laid)

    def window(self, stride: Numbers, padding: Pairs | str) -> Window:
        """The windows that a framework lays with a stride and padding of its own; refused where the house does."""
        return Window(self.kernel, stride, padding, self.dilation, self.ceil, self.rank)


def _one_of(name: str, value: str, words: Sequence[str]) -> str:
    if value not in words:
        raise ValueError(f"{name} must be one of {', '.join(words)}, got {value!r}")
    return value


def _per_axis(name: str, value: int | Sequence[int], rank: int) -> Numbers:
    values = (value,) * rank if isinstance(value, int) else tuple(value)
    if len(values) != rank or min(values) < 1:
        raise ValueError(f"{name} must be at least 1, one number or {rank}, got {value}")
    return values


def _padding(value: int | str | Pairs, rank: int) -> Pairs | str:
    if isinstance(value, str):
        return _one_of("padding", value, PADDING_WORDS)
    pairs = ((value, value),) * rank if isinstance(value, int) else value
    if len(pairs) != rank or min(map(min, pairs)) < 0:
        raise ValueError(f"padding must be at least 0, one number or {rank} pairs, got {value}")
    return pairs if any(map(any, pairs)) else "valid"
