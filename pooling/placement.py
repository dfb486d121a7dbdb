"""Where windows lie: every shape formula of the library, in whole numbers.

A place (`Window`, `Adaptive`, `Global`, `Fractional`) says how windows are laid; `place.plan(shape)` lays
them on an input of that size. The formulas are those of PyTorch's Pool.h, of the ONNX operators and of
TensorFlow's notes on padding; the rules of legality are our own and stricter.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, lru_cache, reduce
from string import Template
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Pairs = tuple[tuple[int, int], ...]

PADDING_WORDS = ("valid", "same", "same_lower")
LARGEST = 2**31 - 1  # products of two settings still fit 64 bits

# string.Template, because LaTeX is full of braces. The same text serves symbols and numbers.
_FORMULAS = {
    "floor": r"\left\lfloor \frac{$n + $low + $high - $e}{$s} \right\rfloor + 1",
    "ceil": r"\left\lceil \frac{$n + $low + $high - $e}{$s} \right\rceil + 1",
    "valid": r"\left\lceil \frac{$n - $e + 1}{$s} \right\rceil",
    "same": r"\left\lceil \frac{$n}{$s} \right\rceil",
    "same_lower": r"\left\lceil \frac{$n}{$s} \right\rceil",
    "adaptive": r"\left\lfloor \frac{$n i}{$o} \right\rfloor \le t"
    r" < \left\lceil \frac{$n (i + 1)}{$o} \right\rceil",
    "global": r"0 \le t < $n",
    "fractional": r"\left\lfloor \frac{$n (i + u)}{$o} \right\rfloor"
    r" - \left\lfloor \frac{$n u}{$o} \right\rfloor",
}
_SYMBOLS = {"n": "n", "low": r"p_{\mathrm{low}}", "high": r"p_{\mathrm{high}}", "e": "e", "s": "s", "o": "o"}
SYMBOLIC_FORMULAS: dict[str, str] = {mode: Template(text).substitute(_SYMBOLS) for mode, text in _FORMULAS.items()}


@dataclass(frozen=True, eq=False, repr=False)
class Axis:
    """One axis of a plan: `starts` and `lengths` hold one number a window.

    `kernel` is the longest window; `stride` is 0 where windows are not evenly spaced (adaptive, fractional).
    `mode` is a key of SYMBOLIC_FORMULAS; `unclipped` is the count before ceil's last window was dropped.
    """

    size: int
    kernel: int
    stride: int
    dilation: int
    low: int
    high: int
    starts: Ints
    lengths: Ints
    mode: str
    unclipped: int

    def __post_init__(self) -> None:
        # numba compiles writable and read-only arrays apart: all of ours are read-only.
        _frozen(self.starts)
        _frozen(self.lengths)

    @property
    def out(self) -> int:
        """Number of windows."""
        return len(self.starts)

    @cached_property
    def taps(self) -> Ints:
        """Coordinates (out, kernel) on the unpadded axis: negative or >= size is padding or overhang."""
        return _frozen(self.starts[:, None] + self.dilation * np.arange(self.kernel))

    @cached_property
    def present(self) -> Bools:
        """(out, kernel): False past the end of a window that is shorter than the longest."""
        return _frozen(np.arange(self.kernel) < self.lengths[:, None])

    @cached_property
    def real(self) -> Bools:
        """(out, kernel): the tap is a cell of the input."""
        return _frozen(self.present & (self.taps >= 0) & (self.taps < self.size))

    @cached_property
    def spans(self) -> tuple[Ints, Ints]:
        """(firsts, ends), each (out,): the real taps of window i are range(firsts[i], ends[i], dilation)."""
        firsts = np.where(self.starts < 0, self.starts % self.dilation, self.starts)
        ends = np.minimum(self.starts + self.dilation * (self.lengths - 1) + 1, self.size)
        return _frozen(firsts), _frozen(ends)

    @cached_property
    def inside(self) -> tuple[int, int]:
        """(begin, end) of the windows wholly inside the input; (0, 0) where they are not evenly spaced."""
        if self.stride == 0:
            return 0, 0
        whole = np.flatnonzero(self.real.all(axis=1))
        return (int(whole[0]), int(whole[-1]) + 1) if whole.size else (0, 0)

    @cached_property
    def halves(self) -> bool:
        """Windows of two neighbours at stride 2 inside the input: they deserve a kernel of their own."""
        plain = (self.kernel, self.stride, self.dilation, int(self.starts[0])) == (2, 2, 1, 0)
        return plain and 2 * self.out <= self.size

    @cached_property
    def counted(self) -> Bools:
        """(out, kernel): the tap is a cell of the input or of its padding, but not of ceil's overhang."""
        return _frozen(self.present & (self.taps >= -self.low) & (self.taps < self.size + self.high))

    @cached_property
    def reads(self) -> Ints:
        """(size,): how many windows read each coordinate."""
        return _frozen(np.bincount(self.taps[self.real], minlength=self.size))

    @cached_property
    def reach(self) -> dict[int, tuple[int, ...]]:
        """Coordinate -> windows that read it, for every coordinate that is read, padding included."""
        found: dict[int, list[int]] = {t: [] for t in np.unique(self.taps[self.present]).tolist()}
        windows_of_taps = np.nonzero(self.present)[0].tolist()
        for window, tap in zip(windows_of_taps, self.taps[self.present].tolist(), strict=True):
            found[tap].append(window)
        return {tap: tuple(windows) for tap, windows in found.items()}

    @cached_property
    def unread(self) -> tuple[int, ...]:
        """Coordinates of the input that no window reads."""
        return tuple(np.flatnonzero(self.reads == 0).tolist())

    @cached_property
    def first(self) -> int:
        """Lowest coordinate to draw."""
        return min(-self.low, int(self.starts.min()))

    @cached_property
    def last(self) -> int:
        """Highest coordinate to draw."""
        ends = self.starts + self.dilation * (self.lengths - 1)
        return max(self.size + self.high - 1, int(ends.max()))

    def formula(self) -> str:
        """LaTeX of this axis' formula with its own numbers in it and, where it counts windows, the answer."""
        e = self.dilation * (self.kernel - 1) + 1
        sides = {"n": self.size, "low": self.low, "high": self.high}
        text = Template(_FORMULAS[self.mode]).substitute(sides, e=e, s=self.stride, o=self.out)
        if self.stride == 0 or self.mode == "global":
            return text
        if self.dilation > 1 and not self.mode.startswith("same"):
            text = rf"e = {self.dilation} ({self.kernel} - 1) + 1 = {e}, \quad {text}"
        dropped = rf" \to {self.out}" if self.unclipped != self.out else ""
        return f"{text} = {self.unclipped}{dropped}"


@dataclass(frozen=True, eq=False)
class Plan:
    """A place laid on an input of `input_shape`: one `Axis` for each axis that is pooled."""

    place: "Place"
    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...]
    axes: tuple[Axis, ...] = field(repr=False)

    def divisors(self, count_include_pad: bool) -> Ints:
        """Taps that count in each window's average, of output_shape; ceil's overhang never counts."""
        masks = [axis.counted if count_include_pad else axis.real for axis in self.axes]
        return _outer([mask.sum(axis=1) for mask in masks])

    @property
    def reads(self) -> Ints:
        """How many windows read each cell, of input_shape."""
        return _outer([axis.reads for axis in self.axes])

    @property
    def unread(self) -> Bools:
        """Cells that no window reads, of input_shape."""
        return np.equal(self.reads, 0)


class Place(ABC):
    """What every place has: a rank, and a plan for each input size."""

    rank: int

    def plan(self, shape: Sequence[int]) -> Plan:
        """Lay the windows on an input whose last `rank` sizes are `shape`; ValueError if they do not fit."""
        if isinstance(shape, int | np.integer):
            raise TypeError(f"shape must be a tuple of {self.rank} sizes, got {shape!r}")
        sizes = tuple(_whole("a size", size, 1) for size in shape)
        if len(sizes) != self.rank:
            raise ValueError(f"shape must have {self.rank} sizes, got {sizes}")
        return _plan(self, sizes)

    @abstractmethod
    def _axis(self, _index: int, size: int, /) -> Axis: ...


@lru_cache(maxsize=256)
def _plan(place: Place, shape: tuple[int, ...]) -> Plan:
    axes = tuple(place._axis(index, size) for index, size in enumerate(shape))
    return Plan(place, shape, tuple(axis.out for axis in axes), axes)


@dataclass(frozen=True, init=False)
class Window(Place):
    """Windows of one size at even steps; each setting is an int or one per axis, rank 1 to 3.

    `padding` is an int, one per axis, a (low, high) pair per axis, or "valid", "same", "same_lower", which
    bring their own shape formula (`ceil_mode` then changes nothing). `stride` None means the kernel; the
    rank is that of the longest tuple, else `rank`, else 2. Illegal settings: ValueError or TypeError.
    """

    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Pairs | str
    dilation: tuple[int, ...]
    ceil_mode: bool
    rank: int

    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | str | Sequence[int | Sequence[int]] = 0,
        dilation: int | Sequence[int] = 1,
        ceil_mode: bool = False,
        rank: int | None = None,
    ) -> None:
        if not isinstance(ceil_mode, bool | np.bool_):
            raise TypeError(f"ceil_mode must be True or False, got {ceil_mode!r}")
        rank = _rank(rank, [v for v in (kernel_size, stride, padding, dilation) if isinstance(v, tuple | list)])
        kernel = _per_axis("kernel_size", kernel_size, rank)
        settings = {
            "kernel_size": kernel,
            "stride": kernel if stride is None else _per_axis("stride", stride, rank),
            "padding": _padding(padding, rank),
            "dilation": _per_axis("dilation", dilation, rank),
            "ceil_mode": bool(ceil_mode),
            "rank": rank,
        }
        for name, value in settings.items():
            object.__setattr__(self, name, value)
        self._check_padding()

    def _check_padding(self) -> None:
        if isinstance(self.padding, str):
            return
        for axis, (pair, e) in enumerate(zip(self.padding, self.effective_kernel, strict=True)):
            if max(pair) >= e:
                raise ValueError(f"padding must be below the effective kernel {e} on axis {axis}, got {max(pair)}")

    @property
    def effective_kernel(self) -> tuple[int, ...]:
        """Cells from a window's first tap to its last, per axis: d (k - 1) + 1."""
        return tuple(d * (k - 1) + 1 for k, d in zip(self.kernel_size, self.dilation, strict=True))

    def _laid(self, index: int, size: int) -> "Laid":
        padding = self.padding if isinstance(self.padding, str) else self.padding[index]
        kernel, stride, dilation = self.kernel_size[index], self.stride[index], self.dilation[index]
        return lay(size, kernel, stride, padding, dilation, self.ceil_mode)

    def _axis(self, index: int, size: int, /) -> Axis:
        laid = self._laid(index, size)
        if laid.refusal:
            raise ValueError(f"{laid.refusal} on axis {index}")
        kernel, stride, dilation = self.kernel_size[index], self.stride[index], self.dilation[index]
        explicit = "ceil" if self.ceil_mode else "floor"
        mode = self.padding if isinstance(self.padding, str) else explicit
        starts = np.arange(laid.out, dtype=np.int64) * stride - laid.low
        lengths = np.full(laid.out, kernel, dtype=np.int64)
        return Axis(size, kernel, stride, dilation, laid.low, laid.high, starts, lengths, mode, laid.unclipped)


@dataclass(frozen=True, init=False)
class Adaptive(Place):
    """As many windows as asked for: from floor(i n / o) up to ceil((i + 1) n / o), as in PyTorch."""

    output_size: tuple[int, ...]
    rank: int = field(init=False, repr=False)

    def __init__(self, output_size: int | Sequence[int]) -> None:
        _set_output_size(self, output_size)

    def _axis(self, index: int, size: int, /) -> Axis:
        out = self.output_size[index]
        i = np.arange(out, dtype=np.int64)
        return _uneven(size, i * size // out, -(-(i + 1) * size // out), "adaptive")


@dataclass(frozen=True)
class Global(Place):
    """One window over everything."""

    rank: int = 2

    def __post_init__(self) -> None:
        object.__setattr__(self, "rank", _rank(self.rank, []))

    def _axis(self, _index: int, size: int, /) -> Axis:
        start, length = np.zeros(1, dtype=np.int64), np.full(1, size, dtype=np.int64)
        return Axis(size, size, size, 1, 0, 0, start, length, "global", 1)


@dataclass(frozen=True, init=False)
class Fractional(Place):
    """Windows of mixed lengths n/o rounded down or up, drawn with `seed` (Graham, 2014).

    Window i begins at floor((i + u) n / o) - floor(u n / o) with u uniform in [0, 1), one u per axis, and
    ends where the next begins; `overlapping` windows read that cell too. The input must not be smaller.
    """

    output_size: tuple[int, ...]
    seed: int
    overlapping: bool
    rank: int = field(init=False, repr=False)

    def __init__(self, output_size: int | Sequence[int], seed: int, overlapping: bool = False) -> None:
        if not isinstance(overlapping, bool | np.bool_):
            raise TypeError(f"overlapping must be True or False, got {overlapping!r}")
        _set_output_size(self, output_size)
        object.__setattr__(self, "seed", _whole("seed", seed, 0))
        object.__setattr__(self, "overlapping", bool(overlapping))

    def _axis(self, index: int, size: int, /) -> Axis:
        out = self.output_size[index]
        if out > size:
            raise ValueError(f"output_size {out} must not exceed the {size} cells on axis {index}")
        # Fractions: in floating point a boundary could round onto its neighbour and leave a window empty.
        u, step = Fraction(np.random.default_rng(self.seed).random(self.rank)[index]), Fraction(size, out)
        offset = int(u * step)
        bounds = np.array([int((i + u) * step) - offset for i in range(out + 1)], dtype=np.int64)
        return _uneven(size, bounds[:-1], np.minimum(bounds[1:] + self.overlapping, size), "fractional")


class Laid(NamedTuple):
    """What `lay` finds on one axis; `unclipped` is the count of windows before ceil's last one was dropped."""

    low: int
    high: int
    out: int
    unclipped: int
    refusal: str  # why it is illegal, without the axis; empty when it is legal


def lay(n: int, k: int, s: int, padding: tuple[int, int] | str, d: int, ceil_mode: bool) -> Laid:
    """Lay windows (kernel k, stride s, dilation d) on n cells; what is illegal comes back with a refusal."""
    e = d * (k - 1) + 1
    low, high = _pads(n, e, s, padding)
    room = n + low + high - e
    if room < 0:
        return Laid(low, high, 0, 0, f"effective kernel {e} does not fit {n} cells with padding {low} and {high}")
    if ceil_mode and not isinstance(padding, str):
        unclipped = -(-room // s) + 1
        out = unclipped - ((unclipped - 1) * s >= n + low)  # the last window may not start in the right padding
    else:
        out = unclipped = room // s + 1
    refusal = ""
    if (empty := _empty_window(n, s, d, low, out)) is not None:
        refusal = f"window {empty} has no real tap: dilation {d} with padding {low} steps over all {n} cells"
    return Laid(low, high, out, unclipped, refusal)


def _pads(n: int, e: int, s: int, padding: tuple[int, int] | str) -> tuple[int, int]:
    if not isinstance(padding, str):
        return padding
    if padding == "valid":
        return 0, 0
    total = max(0, (-(-n // s) - 1) * s + e - n)
    less, more = total // 2, total - total // 2
    return (less, more) if padding == "same" else (more, less)


def _empty_window(n: int, s: int, d: int, low: int, out: int) -> int | None:
    """The first window without a real tap, if any: it begins in the padding and steps over the input."""
    if d <= n:
        return None
    in_padding = range(min(out, -(-low // s)))
    return next((i for i in in_padding if (i * s - low) % d >= n), None)


def _uneven(size: int, starts: Ints, ends: Ints, mode: str) -> Axis:
    lengths = ends - starts
    kernel = int(lengths.max())
    return Axis(size, kernel, 0, 1, 0, 0, starts, lengths, mode, len(starts))


def _outer(factors: list[Ints]) -> Ints:
    return np.asarray(reduce(np.multiply.outer, factors), dtype=np.int64)


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array


def _whole(name: str, value: object, lowest: int) -> int:
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | np.integer):
        raise TypeError(f"{name} must be a whole number, got {value!r}")
    if value < lowest:
        raise ValueError(f"{name} must be at least {lowest}, got {value}")
    if value > LARGEST:
        raise ValueError(f"{name} must be at most {LARGEST}, got {value}")
    return int(value)


def _rank(rank: object, tuples: list[Any]) -> int:
    longest = max((len(values) for values in tuples), default=None)
    chosen = _whole("rank", longest if rank is None and longest is not None else 2 if rank is None else rank, 1)
    if longest is not None and chosen != longest:
        raise ValueError(f"rank {chosen} does not go with a tuple of {longest} values")
    if chosen > 3:
        raise ValueError(f"rank must be at most 3, got {chosen}")
    return chosen


def _per_axis(name: str, value: object, rank: int) -> tuple[int, ...]:
    if not isinstance(value, tuple | list):
        return (_whole(name, value, 1),) * rank
    if len(value) != rank:
        raise ValueError(f"{name} must have {rank} values, got {tuple(value)}")
    return tuple(_whole(name, item, 1) for item in value)


def _padding(value: object, rank: int) -> Pairs | str:
    if isinstance(value, str):
        if value not in PADDING_WORDS:
            raise ValueError(f"padding must be a number or one of {', '.join(PADDING_WORDS)}, got {value!r}")
        return value
    if not isinstance(value, tuple | list):
        return (_pair(value),) * rank
    if len(value) != rank:
        raise ValueError(f"padding must have {rank} values or pairs, got {tuple(value)}")
    return tuple(_pair(item) for item in value)


def _pair(value: object) -> tuple[int, int]:
    if not isinstance(value, tuple | list):
        return (_whole("padding", value, 0),) * 2
    if len(value) != 2:
        raise ValueError(f"padding of an axis must be a (low, high) pair, got {tuple(value)}")
    return _whole("padding", value[0], 0), _whole("padding", value[1], 0)


def _set_output_size(place: Adaptive | Fractional, value: object) -> None:
    rank = _rank(None, [value] if isinstance(value, tuple | list) else [])
    object.__setattr__(place, "output_size", _per_axis("output_size", value, rank))
    object.__setattr__(place, "rank", rank)
