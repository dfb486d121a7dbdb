"""What a framework has to have a word for, before any pooling can be said in it."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from pooling.code.formula import Formula, Said, Unsaid
from pooling.code.laying import View
from pooling.placement import Plan

Pads = Sequence[tuple[int, int]]


class Words(Formula):
    """A framework's words for poolings of `x`, whose first spatial axis is `first`.

    `own` names the poolings that it has (for windows, and for the whole), `adaptive` those that it lays adaptively;
    `fractional` is its own fractional max pooling, `join` concatenates a list along an axis.
    """

    label: ClassVar[str]
    layout: ClassVar[str]
    first: ClassVar[int]
    join: ClassVar[str]
    own: ClassVar[tuple[str, ...]] = ()
    adaptive: ClassVar[tuple[str, ...]] = ()
    fractional: ClassVar[str] = ""

    def __init__(self, plan: Plan, counts: bool) -> None:
        super().__init__()
        self.plan, self.counts, self.rank = plan, counts, len(plan.axes)
        self.within_one = False  # x is one window: the script is a function that pools it

    def named(self, name: str, of: Said) -> Said:
        """The expression under a name."""
        return Said(self.let(name, of.text))

    def cropped(self, of: Said, view: View) -> Said:
        """`of` without the cells before and after all windows."""
        if all(min(pair) >= 0 for pair in view.margins):
            return of
        return self.cut(of, [f"{max(0, -low) or ''}:{min(0, high) or ''}" for low, high in view.margins])

    def filled(self, of: Said, view: View, value: str) -> Said:
        """`of` with the cells that make every window full, and without those before and after all windows."""
        of = self.cropped(of, view)
        pads = [(max(0, low), max(0, high)) for low, high in view.margins]
        return self.padded(of, pads, value) if any(map(any, pads)) else of

    def every(self, pads: Pads) -> list[tuple[int, int]]:
        """Pads of every axis of x."""
        return [(0, 0)] * self.first + list(pads) + [(0, 0)] * (2 - self.first)

    @property
    def spatial(self) -> str:
        """The spatial axes."""
        axes = tuple(range(self.first, self.first + self.rank))
        return str(axes if self.rank > 1 else axes[0])

    def cut(self, of: Said, parts: Sequence[str]) -> Said:
        """`of` sliced along the spatial axes."""
        parts = list(parts)
        while len(parts) > 1 and parts[-1] == ":":
            parts.pop()
        return Said(f"{self.named('values', of).text}[{':, ' * self.first}{', '.join(parts)}]")

    # ---- what each framework says in its own way -------------------------------------------------------------

    @abstractmethod
    def padded(self, of: Said, pads: Pads, value: str) -> Said:
        """`of` with cells of that value added: "0", "1", "-1e30", "-inf", "inf" or "nan"."""

    @abstractmethod
    def take(self, of: Said, cells: str, at: int) -> Said:
        """The cells with these numbers along the spatial axis `at`."""

    @abstractmethod
    def over_all(self, op: str, of: Said) -> Said:
        """max, min, average or sum over the spatial axes, which stay with size 1."""

    def adaptively(self, op: str, _of: Said) -> Said:
        """One of `adaptive`."""
        raise Unsaid(f"{self.label} lays no windows of {op} pooling adaptively.")

    @abstractmethod
    def largest(self, of: Said, view: View) -> Said:
        """The largest tap; padding never wins."""

    def smallest(self, _of: Said, _view: View) -> Said:
        """The smallest tap; padding never wins."""
        raise Unsaid(f"{self.label} has no min pooling of windows.")

    def norm(self, _of: Said, _view: View, _p: float) -> Said:
        """The p-norm of what is not negative; padding adds 0."""
        raise Unsaid(f"{self.label} has no Lp pooling of windows.")

    @abstractmethod
    def mean(self, of: Said, view: View) -> Said:
        """The average, in which all taps count, padding as 0."""

    def mean_of_real(self, _of: Said, _view: View) -> Said | None:
        """The average of the taps that are there, if the framework has it for such windows."""
        return None

    def mean_with_padding(self, _of: Said, _view: View) -> Said | None:
        """The average in which padding counts and what ceil_mode adds does not, if the framework has it."""
        return None

    @abstractmethod
    def taps(self, of: Said, view: View | None, fill: str) -> str:
        """A name for the taps of every window along an axis of their own; of all of x if view is None."""

    @abstractmethod
    def median(self, of: Said, view: View | None) -> Said:
        """The lower median of the taps that are there."""

    @abstractmethod
    def logsumexp(self, taps: str) -> Said:
        """Log of the sum of exp of the taps."""

    @abstractmethod
    def soft(self, taps: str) -> Said:
        """The sum of the taps, each times its softmax."""

    @abstractmethod
    def drawn(self, taps: str, real: str | None, seed: int) -> Said:
        """A draw of one tap, by size; `real` is 1 where a tap is there."""

    @abstractmethod
    def strongest(self, taps: str) -> Said:
        """Of the taps at one place of all windows, those of largest norm."""

    @abstractmethod
    def weights(self, rows: list[list[int]]) -> str:
        """A name for the weights of taps: the product of one row for each axis, adding up to 1."""

    @abstractmethod
    def weighed(self, taps: str, weights: str) -> Said:
        """The sum of the taps times their weights."""
