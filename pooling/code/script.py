"""How a pooling is said, when the framework has it and when it has not: what all frameworks share."""

from collections.abc import Sequence

from pooling.code.formula import Said
from pooling.code.laying import View, is_single, is_whole
from pooling.code.lines import fitted
from pooling.code.words import Words
from pooling.placement import Adaptive, Axis
from pooling.types.blur import binomial
from pooling.types.spelling import Pooling

_SIMPLE = ("max", "min", "average", "sum")
_LAID_OUT = ("blur", "median", "soft", "logsumexp", "phase", "draw")  # of one tap, they are that tap


class Script(Words):
    """A script in the making: what its framework has no operation for is put together from its words."""

    def end(self, said: Said) -> None:
        """The statement that the formula ends in."""
        self.write(f"return {said.text}" if self.within_one else f"y = {said.text}")

    def text(self, names: Sequence[str], bounds: Sequence[str]) -> str:
        """The whole script; `bounds` are the windows along each axis if they are pooled one by one."""
        lines = self.lines
        if self.within_one:
            self.note(f"{self.label} has no such pooling of windows of several lengths: each is cut out and pooled.")
            laid = [line for pair in zip(names, bounds, strict=True) for line in fitted(" = ".join(pair))]
            lines = [*self.in_pieces(), *laid, *self._joined(names)]
        imports = self.imports(lines)
        return "\n".join([*imports, *([""] if imports else []), *lines, ""])

    def compose(self) -> None:
        """Say that the framework does not have the type."""
        self.note(f"{self.label} has no such pooling of its own, so this is made of what it has.")

    def pool_one(self) -> None:
        """From now on x is one window, and the statements are those of a function."""
        self.within_one, self.indent = True, 4

    def in_pieces(self) -> list[str]:
        """The statements as a function that pools one window."""
        return ["", "def pooled(x):", *self.lines, "", ""]

    def _joined(self, names: Sequence[str]) -> list[str]:
        """Statements that join what is pooled, along the last axis first."""
        ends = ("a:b", "c:d", "e:f")[: self.rank]
        text = f"pooled(x[{':, ' * self.first}{', '.join(ends)}])"
        for at in reversed(range(self.rank)):
            first, end = ends[at].split(":")
            text = self.join.format(f"[{text} for {first}, {end} in {names[at]}]", self.first + at)
        return fitted(f"y = {text}")

    def pooling(self, term: Pooling) -> Said:
        """One pooling, in the best way that the framework has."""
        axes = term.axes or self.plan.axes
        whole = self.within_one or (term.axes is None and is_whole(axes))
        if term.op == "first" or (term.op in _LAID_OUT and is_single(axes)):
            return self._picked(term, axes)
        if term.otherwise and not self.knows(term, axes, whole):
            return self.say(term.otherwise)
        of = self.say(term.args[0])
        if term.op in _SIMPLE and whole:
            return self.over_all(term.op, of)
        if self.lays(term):
            return self.adaptively(term.op, of)
        view = None if whole else View.of(axes, self.plan.place if term.axes is None else None)
        return getattr(self, f"say_{term.op}")(of, view, term)  # type: ignore[no-any-return]

    def lays(self, term: Pooling) -> bool:
        """The framework itself lays this pooling's windows adaptively."""
        return isinstance(self.plan.place, Adaptive) and term.op in self.adaptive and term.axes is None

    def knows(self, term: Pooling, _axes: Sequence[Axis], whole: bool) -> bool:
        """It has this pooling itself."""
        return term.op in self.own or (term.op == "min" and whole)

    # ---- the plain poolings of windows ---------------------------------------------------------------------

    def say_max(self, of: Said, view: View, _: Pooling) -> Said:
        return self.largest(of, view)

    def say_min(self, of: Said, view: View, _: Pooling) -> Said:
        return self.smallest(of, view)

    def say_sum(self, of: Said, view: View, _: Pooling) -> Said:
        return self.total(of, view)

    def say_lp(self, of: Said, view: View, term: Pooling) -> Said:
        return self.norm(of, view, term.number)

    def say_average(self, of: Said, view: View, _: Pooling) -> Said:
        if view.full or (self.counts and view.counted):
            return self.mean(of, view)
        if self.counts and any(map(any, view.pads)):
            said = self.mean_with_padding(of, view)
            if said:
                return said
            of, view = self.padded(of, view.pads, "0"), view.beyond_pads()
        said = self.mean_of_real(of, view)
        if said:
            return said
        self.note("What is added must not count, so the average is divided by that of ones, padded alike.")
        of = self.named("values", of)
        view = view.explicit()
        return self.infix("/", self.mean(of, view), self.mean(self.call("ones", of), view), ("mean", "share"))

    def say_count(self, of: Said, view: View | None, _: Pooling) -> Said:
        if view and view.full:
            return Said(str(view.taps))
        ones = self.call("ones", of)
        return self.named("count", self.total(ones, view) if view else self.over_all("sum", ones))

    def total(self, of: Said, view: View) -> Said:
        """The sum over each window: the average of what is padded with zeros, times the number of its cells."""
        return self.infix("*", Said(str(view.taps)), self.mean(of, view.explicit()))

    # ---- poolings that no framework has: lay out the taps, then reduce them ----------------------------------

    def say_median(self, of: Said, view: View | None, _: Pooling) -> Said:
        return self.median(of, view)

    def say_logsumexp(self, of: Said, view: View | None, _: Pooling) -> Said:
        return self.logsumexp(self.taps(of, view, "-inf"))

    def say_soft(self, of: Said, view: View | None, _: Pooling) -> Said:
        if view and not view.full:
            self.note("Padding is -1e30, which has no weight: minus infinity times a weight of 0 would be NaN.")
        return self.soft(self.taps(of, view, "-1e30"))

    def say_draw(self, of: Said, view: View | None, term: Pooling) -> Said:
        self.note(f"{self.label} would draw other taps with this seed, so the draws are NumPy's.")
        taps = self.taps(of, view, "0")
        real = None if view is None or view.full else self.taps(self.call("ones", of), view, "0")
        return self.drawn(taps, real, int(term.number))

    def say_phase(self, of: Said, view: View, _: Pooling) -> Said:
        for at, side in enumerate(view.sides):
            if side.low > 0 or side.high > 0:
                of = self.take(of, _edged(side.size, side.dilation, side.low, side.high), at)
        return self.strongest(self.taps(of, view.unpadded(), "0"))

    def say_blur(self, of: Said, view: View, _: Pooling) -> Said:
        of = self.named("values", of)
        weights = self.weights([binomial(side.kernel).astype(int).tolist() for side in view.sides])
        blurred = self.weighed(self.taps(of, view, "0"), weights)
        if view.full or (self.counts and view.counted):
            return blurred
        ones = self.call("ones", of)
        if self.counts and any(map(any, view.pads)):
            ones, view = self.padded(ones, view.pads, "1"), view.beyond_pads()
        return self.infix("/", self.named("blurred", blurred), self.weighed(self.taps(ones, view, "0"), weights))

    def _picked(self, term: Pooling, axes: Sequence[Axis]) -> Said:
        of = self.say(term.args[0])
        cells = [(axis.spans[0] if term.op == "first" else axis.starts).tolist() for axis in axes]
        steps = [_steps(some, axis.size) for some, axis in zip(cells, axes, strict=True)]
        if all(steps):
            return self.cut(of, steps)
        for at, some in enumerate(cells):
            of = self.take(of, str(some), at)
        return of


def _edged(size: int, dilation: int, low: int, high: int) -> str:
    """Cells with padding that repeats the nearest one of the same phase; what has none is never read."""
    before = [str(min(t % dilation, size - 1)) for t in range(-low, 0)]
    after = [str(max(0, size - 1 - (size - 1 - t) % dilation)) for t in range(size, size + high)]
    return f"[{', '.join([*before, f'*range({size})', *after])}]"


def _steps(cells: list[int], size: int) -> str:
    """A slice that gives these cells of `size`, or nothing if there is none."""
    step = cells[1] - cells[0] if len(cells) > 1 else size
    first = "" if cells[0] == 0 else str(cells[0])
    for last in ("", str(cells[-1] + 1)):
        if step > 0 and list(range(cells[0], int(last or size), step)) == cells:
            return f"{first}:{last}" if step == 1 else f"{first}:{last}:{step}"
    return ""
