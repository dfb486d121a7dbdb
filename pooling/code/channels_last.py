"""What Keras, TensorFlow and JAX share: channels last, and windows stacked from slices."""

from typing import ClassVar

from pooling.code.formula import Said
from pooling.code.laying import View
from pooling.code.numpy import binomials
from pooling.code.script import Script

_EXTENTS = {1: ("columns",), 2: ("rows", "columns"), 3: ("slices", "rows", "columns")}
_LETTERS = ("i", "j", "k")


class ChannelsLast(Script):
    """x is (N, spatial..., C). Taps lie along the last axis but one.

    `functions` are the framework's reductions and what else is done to taps; {} stands for the array, `axis` is in
    them.
    """

    layout = "channels_last"
    first = 1
    functions: ClassVar[dict[str, str]]

    def f(self, name: str, *args: str) -> str:
        """One of `functions`."""
        return self.functions[name].format(*args)

    def over_all(self, op: str, of: Said) -> Said:
        return Said(self.f(op, of.text, f"{self.spatial}, keepdims=True"))

    def taps(self, of: Said, view: View | None, fill: str) -> str:
        if view is None:
            of = self.named("values", of)
            ones = ", ".join(["1"] * self.rank)
            return self.let(
                "taps", self.f("reshape", of.text, f"({of.text}.shape[0], {ones}, -1, {of.text}.shape[-1])")
            )
        of = self.named("values", self.filled(of, view, fill))
        letters, cuts = _LETTERS[: self.rank], []
        names = [self.fresh(name) for name in _EXTENTS[self.rank]]
        text = of.text
        for at, (side, letter, name) in enumerate(zip(view.sides, letters, names, strict=True)):
            if side.starts:
                self.write(f"{name} = np.array({list(side.starts)})")
            else:
                less = f" - {side.reach - 1}" if side.reach > 1 else ""
                self.write(f"{name} = {of.text}.shape[{self.first + at}]{less}")
            step = f" : {side.stride}" if side.stride > 1 else ""
            cuts.append(":" if side.starts else f"{letter} : {letter} + {name}{step}")
        if any(cut != ":" for cut in cuts):
            text = f"{text}[:, {', '.join(cuts)}]"
        for at, (side, letter, name) in enumerate(zip(view.sides, letters, names, strict=True)):
            if side.starts:
                text = self.f("take", text, f"{name} + {letter}", str(self.first + at))
        loops = " ".join(f"for {letter} in {_range(side)}" for letter, side in zip(letters, view.sides, strict=True))
        return self.let("taps", self.f("stack", f"[{text} {loops}]"))

    def same(self, view: View) -> bool:
        """Padding "same" says it: TensorFlow's 3D pools lay these windows elsewhere when they leave cells out."""
        return view.word == "same" and view.even and not view.dilated and not (self.rank == 3 and view.gaps)

    def _over_taps(self, op: str, text: str) -> Said:
        return Said(self.f(op, text, "-2"))

    def logsumexp(self, taps: str) -> Said:
        return self._over_taps("logsumexp", taps)

    def soft(self, taps: str) -> Said:
        return self._over_taps("sum", f"{taps} * {self.f('softmax', taps, '-2')}")

    def strongest(self, taps: str) -> Said:
        self.note("A phase is the same tap of every window; for each plane the phase of largest norm is kept.")
        norms = self.let("norms", self.f("sum", f"{taps}**2", f"{self.spatial}, keepdims=True"))
        best = self.let("best", self.f("argmax", norms, "-2"))
        return self.picked(taps, best)

    def picked(self, taps: str, places: str) -> Said:
        """One tap of each window."""
        mask = self.let("mask", self.f("one_hot", places, f"{taps}.shape[-2]", str(self.rank + 1)))
        return self._over_taps("sum", f"{taps} * {mask}")

    def drawn(self, taps: str, real: str | None, seed: int) -> Said:
        weights = self.let("weights", self.words["relu"].format(taps))
        some = self.f("max", weights, "-2, keepdims=True")
        alike = real or self.words["ones"].format(weights)
        self.write(f"{weights} = {self.words['where'].format(some, weights, alike)}")
        sums = self.let("sums", self.f("cumsum", weights, "-2"))
        sizes = f"({taps}.shape[0], {taps}.shape[-1], *{taps}.shape[1:-2])"
        draws = self.let("draws", f"np.random.default_rng({seed}).random({sizes})")
        self.write(f'{draws} = np.moveaxis({draws}, 1, -1)[..., None, :].astype("float32")')
        passed = f"{sums} <= {draws} * {sums}[..., -1:, :]"
        place = self.let("place", self.f("count", passed, "-2"))
        return self.picked(taps, place)

    def weights(self, rows: list[list[int]]) -> str:
        return binomials(self, rows, 'np.array({}, "float32") / {}', "np.kron({}, {})")

    def weighed(self, taps: str, weights: str) -> Said:
        return self._over_taps("sum", f"{taps} * {weights}[:, None]")

    def mean_of_taps(self, of: Said, view: View) -> Said:
        """The average of windows that were laid out."""
        return self._over_taps("average", self.taps(of, view, "0"))


def _range(side: object) -> str:
    reach, dilation = getattr(side, "reach", 0), getattr(side, "dilation", 0)
    return f"range(0, {reach}, {dilation})" if dilation > 1 else f"range({reach})"
