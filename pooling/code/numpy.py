"""NumPy: windows are a view of the array, and everything is a reduction of them."""

from collections.abc import Sequence
from typing import ClassVar

from pooling.code.formula import Said
from pooling.code.laying import View
from pooling.code.script import Script
from pooling.code.words import Pads
from pooling.types.spelling import Pooling

_REDUCTIONS = {"max": "max", "min": "min", "average": "mean", "sum": "sum"}


class NumPy(Script):
    """x is (N, C, spatial...) and floating."""

    label = "NumPy"
    layout = "channels_first"
    first = 2
    range = (2.3e-308, 1.7e308)
    modules: ClassVar[dict[str, str]] = {
        "np": "import numpy as np",
        "sliding_window_view": "from numpy.lib.stride_tricks import sliding_window_view",
        "math": "import math",
    }
    own = ("max", "min", "average", "sum")
    words: ClassVar[dict[str, str]] = {
        "abs": "np.abs({})",
        "relu": "np.maximum({}, 0)",
        "log": "np.log({})",
        "floor": "np.maximum({}, {})",
        "where": "np.where({} > 0, {}, {})",
        "ones": "np.ones_like({})",
    }
    join = "np.concatenate({}, axis={})"

    def compose(self) -> None:
        """It has no pooling at all, so this type is no exception."""

    def padded(self, of: Said, pads: Pads, value: str) -> Said:
        constant = (
            "" if value == "0" else f", constant_values={value.replace('inf', 'np.inf').replace('nan', 'np.nan')}"
        )
        return Said(self.let(pad_name(of), f"np.pad({of.text}, {self.every(pads)}{constant})"))

    def take(self, of: Said, cells: str, at: int) -> Said:
        of = self.named("values", of)
        return Said(self.let("taken", f"{of.text}[{':, ' * (self.first + at)}{cells}]"))

    def over_all(self, op: str, of: Said) -> Said:
        of = self.named("values", of)
        return Said(f"{of.text}.{_REDUCTIONS[op]}(axis={self.spatial}, keepdims=True)")

    def windows(self, of: Said, view: View, fill: str) -> str:
        """All windows: their taps lie along the last axes."""
        of = self.filled(of, view, fill)
        reach = view.each("reach") if self.rank > 1 else view.sides[0].reach
        name = self.let("windows", f"sliding_window_view({of.text}, {reach}, axis={self.spatial})")
        cut = [f"::{step}" if step > 1 else ":" for step in (*view.each("stride"), *view.each("dilation"))]
        return chosen(self, name, cut, view)

    def _over(self, name: str, op: str) -> Said:
        axes = str(tuple(range(-self.rank, 0))) if self.rank > 1 else "-1"
        return Said(f"{name}.{op}(axis={axes})")

    def largest(self, of: Said, view: View) -> Said:
        return self._over(self.windows(of, view, "-inf"), "max")

    def smallest(self, of: Said, view: View) -> Said:
        return self._over(self.windows(of, view, "inf"), "min")

    def mean(self, of: Said, view: View) -> Said:
        return self._over(self.windows(of, view, "0"), "mean")

    def total(self, of: Said, view: View) -> Said:
        return self._over(self.windows(of, view, "0"), "sum")

    def mean_of_real(self, of: Said, view: View) -> Said | None:
        self.note("What is added must not count, so the sum is divided by the number of real taps.")
        of = self.named("values", of)
        return self.infix("/", self.total(of, view), self.total(self.call("ones", of), view), ("total", "count"))

    def taps(self, of: Said, view: View | None, fill: str) -> str:
        if view is None:
            of = self.named("values", of)
            ones = ", ".join(["1"] * self.rank)
            return self.let("taps", f"{of.text}.reshape(*{of.text}.shape[:2], {ones}, -1)")
        windows = self.windows(of, view, fill)
        return self.let("taps", f"{windows}.reshape(*{windows}.shape[:-{self.rank}], -1)") if self.rank > 1 else windows

    def median(self, of: Said, view: View | None) -> Said:
        function = "quantile" if view is None or view.full else "nanquantile"
        return Said(f'np.{function}({self.taps(of, view, "nan")}, 0.5, axis=-1, method="lower")')

    def logsumexp(self, taps: str) -> Said:
        top = self.let("top", f"{taps}.max(axis=-1)")
        return Said(f"{top} + np.log(np.exp({taps} - {top}[..., None]).sum(axis=-1))", 1)

    def soft(self, taps: str) -> Said:
        weights = self.let("weights", f"np.exp({taps} - {taps}.max(axis=-1, keepdims=True))")
        return Said(f"({taps} * {weights}).sum(axis=-1) / {weights}.sum(axis=-1)", 2)

    def say_draw(self, of: Said, view: View | None, term: Pooling) -> Said:
        said = super().say_draw(of, view, term)
        self.notes.clear()  # the draws are its own
        return said

    def drawn(self, taps: str, real: str | None, seed: int) -> Said:
        weights = self.let("weights", f"np.maximum({taps}, 0)")
        alike = real or "1"
        some = f"{weights}.any(axis=-1, keepdims=True)"
        self.write(f"{weights} = np.where({some}, {weights}, {alike})")
        sums = self.let("sums", f"{weights}.cumsum(axis=-1)")
        draws = self.let("draws", f"np.random.default_rng({seed}).random({sums}.shape[:-1])[..., None]")
        place = self.let("place", f"({sums} <= {draws} * {sums}[..., -1:]).sum(axis=-1, keepdims=True)")
        return Said(f"np.take_along_axis({taps}, {place}, axis=-1)[..., 0]")

    def strongest(self, taps: str) -> Said:
        self.note("A phase is the same tap of every window; for each plane the phase of largest norm is kept.")
        norms = self.let("norms", f"({taps}**2).sum(axis={self.spatial}, keepdims=True)")
        best = self.let("best", f"{norms}.argmax(axis=-1, keepdims=True)")
        return Said(f"np.take_along_axis({taps}, {best}, axis=-1)[..., 0]")

    def weights(self, rows: list[list[int]]) -> str:
        return binomials(self, rows, "np.array({}) / {}", "np.kron({}, {})")

    def weighed(self, taps: str, weights: str) -> Said:
        return Said(f"({taps} * {weights}).sum(axis=-1)")


def chosen(script: Script, name: str, cut: Sequence[str], view: View) -> str:
    """The windows that are wanted, of those at every cell."""
    parts = list(cut)
    for at, side in enumerate(view.sides):
        if side.starts:
            script.write(f"{name} = {name}[{':, ' * (script.first + at)}{list(side.starts)}]")
    while parts and parts[-1] == ":":
        parts.pop()
    if parts:
        script.index(name, f"[{':, ' * script.first}{', '.join(parts)}]")
    return name


def pad_name(of: Said) -> str:
    """What an array with padding is called."""
    return "ones" if "ones_like" in of.text else "padded"


def binomials(script: Script, rows: Sequence[Sequence[float]], array: str, product: str) -> str:
    """A name for the weights of a filter, in the order of its taps."""
    names = {}
    for row in rows:
        if str(row) not in names:
            names[str(row)] = script.let("binomial", array.format(row, int(sum(row))))
    weights = names[str(rows[-1])]
    for row in rows[-2::-1]:
        weights = product.format(names[str(row)], weights)
    return script.let("weights", weights)
