"""PyTorch: F.max_pool2d and its kin; windows of anything else with Tensor.unfold."""

from collections.abc import Sequence
from typing import ClassVar

from pooling.code.formula import Said
from pooling.code.laying import View
from pooling.code.lines import number, tuple_of
from pooling.code.numpy import binomials, chosen, pad_name
from pooling.code.script import Script
from pooling.code.words import Pads
from pooling.placement import Adaptive, Axis
from pooling.types.spelling import Pooling

_REDUCTIONS = {"max": "amax", "min": "amin", "average": "mean", "sum": "sum"}


class PyTorch(Script):
    """x is a tensor (N, C, spatial...)."""

    label = "PyTorch"
    layout = "channels_first"
    first = 2
    own = ("max", "average", "lp")
    modules: ClassVar[dict[str, str]] = {
        "math": "import math",
        "np": "import numpy as np",
        "torch": "import torch",
        "F": "import torch.nn.functional as F",
    }
    adaptive = ("max", "average")
    fractional = "F.fractional_max_pool2d"
    words: ClassVar[dict[str, str]] = {
        "abs": "{}.abs()",
        "relu": "F.relu({})",
        "log": "torch.log({})",
        "floor": "{}.clamp(min={})",
        "where": "torch.where({} > 0, {}, {})",
        "ones": "torch.ones_like({})",
    }
    join = "torch.cat({}, dim={})"

    def call(self, word: str, *args: Said) -> Said:
        if word in ("abs", "floor"):
            args = (self.named("values", args[0]), *args[1:])
        return super().call(word, *args)

    def knows(self, term: Pooling, axes: Sequence[Axis], whole: bool) -> bool:
        if term.op == "lp":
            return not whole and all(axis.dilation == 1 and len(set(axis.lengths.tolist())) == 1 for axis in axes)
        return super().knows(term, axes, whole)

    def padded(self, of: Said, pads: Pads, value: str) -> Said:
        flat = tuple(cells for pair in reversed(pads) for cells in pair)
        constant = value.replace("inf", "torch.inf").replace("nan", "torch.nan")
        ending = "" if value == "0" else f", value={constant}"
        return Said(self.let(pad_name(of), f"F.pad({of.text}, {flat}{ending})"))

    def take(self, of: Said, cells: str, at: int) -> Said:
        of = self.named("values", of)
        return Said(self.let("taken", f"{of.text}[{':, ' * (self.first + at)}{cells}]"))

    def over_all(self, op: str, of: Said) -> Said:
        of = self.named("values", of)
        return Said(f"{of.text}.{_REDUCTIONS[op]}(dim={self.spatial}, keepdim=True)")

    def adaptively(self, op: str, of: Said) -> Said:
        assert isinstance(self.plan.place, Adaptive)
        name = {"max": "max", "average": "avg"}[op]
        return Said(f"F.adaptive_{name}_pool{self.rank}d({of.text}, {tuple_of(self.plan.place.output_size)})")

    # ---- its own poolings ------------------------------------------------------------------------------------

    def _own(self, name: str, of: str, view: View, *more: str, p: str = "") -> Said:
        """A functional pooling: the kernel, the stride if it is another, and more."""
        kernel, stride = view.each("kernel"), view.each("stride")
        steps = [] if stride == kernel else [f"stride={tuple_of(stride)}"]
        arguments = ", ".join([of, *([p] if p else []), tuple_of(kernel), *steps, *more])
        return Said(f"F.{name}_pool{self.rank}d({arguments})")

    def _padding(self, view: View, name: str) -> list[str] | None:
        """Arguments for the padding, if PyTorch can: alike on both sides, and at most half a kernel."""
        pads = view.pads if view.ceil_mode else view.margins
        if (name == "avg" and self._refused(view)) or not self._alike(pads, view):
            return None
        padding = [f"padding={tuple_of(tuple(low for low, _ in pads))}"] if any(map(any, pads)) else []
        return padding + ["ceil_mode=True"] * view.ceil_mode

    def _alike(self, pads: Pads, view: View) -> bool:
        pairs = zip(pads, view.each("kernel"), strict=True)
        return all(low == high and 0 <= low <= kernel // 2 for (low, high), kernel in pairs)

    def _refused(self, view: View) -> bool:
        """F.avg_pool3d holds the kernel against the input without its padding."""
        return self.rank == 3 and any(side.kernel > side.size for side in view.sides)

    def _before(self, of: Said, view: View, value: str) -> Said:
        """`of`, padded by hand."""
        if any(max(pair) > 0 for pair in view.margins):
            why = "pads both sides alike and by at most half the kernel"
            if value == "0" and self._refused(view):
                why = "refuses a 3D average whose kernel exceeds the input"
            self.note(f"PyTorch {why}, so F.pad does it beforehand.")
        return self.filled(of, view, value)

    def largest(self, of: Said, view: View) -> Said:
        if not view.even:
            return self._over(self.windows(of, view, "-inf"), "amax")
        padding = self._padding(view, "max")
        if padding is None:
            of, padding = self._before(of, view, "-inf"), []
        apart = [f"dilation={tuple_of(view.each('dilation'))}"] if view.dilated else []
        at = len(padding) - view.ceil_mode if padding else 0
        return self._own("max", of.text, view, *padding[:at], *apart, *padding[at:])

    def mean(self, of: Said, view: View) -> Said:
        if view.dilated or not view.even:
            if view.dilated:
                self.note("PyTorch's average pool has no dilation, so unfold lays out the windows.")
            return self._over(self.windows(of, view, "0"), "mean")
        padding = self._padding(view, "avg")
        if padding is None:
            of, padding = self._before(of, view, "0"), []
        return self._own("avg", of.text, view, *padding)

    def mean_of_real(self, of: Said, view: View) -> Said | None:
        padding = self._padding(view, "avg")
        if view.dilated or padding is None:
            return None
        return self._own("avg", of.text, view, *padding, "count_include_pad=False")

    def mean_with_padding(self, of: Said, view: View) -> Said | None:
        padding = self._padding(view, "avg")
        return None if view.dilated or padding is None else self._own("avg", of.text, view, *padding)

    def norm(self, of: Said, view: View, p: float) -> Said:
        self.strain(p)
        self.note("PyTorch takes no absolute values by itself, so abs() comes first.")
        return self._own("lp", self.filled(of, view, "0").text, view, p=number(p))

    # ---- everything else -------------------------------------------------------------------------------------

    def windows(self, of: Said, view: View, fill: str) -> str:
        """All windows: their taps lie along the last axes."""
        of = self.named("values", self.filled(of, view, fill))
        text = of.text
        for at, side in enumerate(view.sides):
            text += f".unfold({self.first + at}, {side.reach}, {1 if side.starts else side.stride})"
        name = self.let("windows", text)
        apart = [f"::{d}" if d > 1 else ":" for d in view.each("dilation")]
        name = chosen(self, name, [":"] * self.rank, view)
        if view.dilated:
            self.index(name, f"[..., {', '.join(apart)}]")
        return name

    def _over(self, name: str, op: str) -> Said:
        axes = str(tuple(range(-self.rank, 0))) if self.rank > 1 else "-1"
        return Said(f"{name}.{op}(dim={axes})")

    def taps(self, of: Said, view: View | None, fill: str) -> str:
        if view is None:
            of = self.named("values", of)
            ones = ", ".join(["1"] * self.rank)
            return self.let("taps", f"{of.text}.reshape(*{of.text}.shape[:2], {ones}, -1)")
        windows = self.windows(of, view, fill)
        return self.let("taps", f"{windows}.flatten(-{self.rank})") if self.rank > 1 else windows

    def median(self, of: Said, view: View | None) -> Said:
        function = "median" if view is None or view.full else "nanmedian"
        return Said(f"{self.taps(of, view, 'nan')}.{function}(dim=-1).values")

    def logsumexp(self, taps: str) -> Said:
        return Said(f"{taps}.logsumexp(dim=-1)")

    def soft(self, taps: str) -> Said:
        return Said(f"({taps} * {taps}.softmax(dim=-1)).sum(dim=-1)")

    def drawn(self, taps: str, real: str | None, seed: int) -> Said:
        weights = self.let("weights", f"F.relu({taps})")
        some = f"{weights}.any(dim=-1, keepdim=True)"
        self.write(f"{weights} = torch.where({some}, {weights}, {real or '1.0'})")
        sums = self.let("sums", f"{weights}.double().cumsum(dim=-1)")
        draws = self.let("draws", f"np.random.default_rng({seed}).random({sums}.shape[:-1])[..., None]")
        self.write(f"{draws} = torch.from_numpy({draws})")
        place = self.let("place", f"({sums} <= {draws} * {sums}[..., -1:]).sum(dim=-1, keepdim=True)")
        return Said(f"{taps}.take_along_dim({place}, dim=-1)[..., 0]")

    def strongest(self, taps: str) -> Said:
        self.note("A phase is the same tap of every window; for each plane the phase of largest norm is kept.")
        norms = self.let("norms", f"({taps}**2).sum(dim={self.spatial}, keepdim=True)")
        best = self.let("best", f"{norms}.argmax(dim=-1, keepdim=True)")
        return Said(f"{taps}.take_along_dim({best}, dim=-1)[..., 0]")

    def weights(self, rows: list[list[int]]) -> str:
        return binomials(self, [[float(w) for w in row] for row in rows], "torch.tensor({}) / {}", "torch.kron({}, {})")

    def weighed(self, taps: str, weights: str) -> Said:
        return Said(f"({taps} * {weights}).sum(dim=-1)")
