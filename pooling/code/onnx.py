"""ONNX: a graph of operators, built with onnx.helper and run by onnxruntime."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pooling.code.formula import Said, Unsaid
from pooling.code.graph import Graph, Node
from pooling.code.laying import View, is_whole
from pooling.placement import Axis
from pooling.types.spelling import Pooling

_COUNTED: dict[str, Any] = {"count_include_pad": 1}


class Onnx(Graph):
    """x is a float32 array (N, C, spatial...)."""

    own = ("max", "average", "lp")

    # ---- its own poolings ------------------------------------------------------------------------------------

    def knows(self, term: Pooling, axes: Sequence[Axis], whole: bool) -> bool:
        if term.op == "lp":
            even = whole or all(len(set(axis.lengths.tolist())) == 1 for axis in axes)
            return even and term.number == int(term.number)
        return super().knows(term, axes, whole)

    def pooling(self, term: Pooling) -> Said:
        whole = self.within_one or is_whole(self.plan.axes)
        if term.op == "lp" and self.knows(term, self.plan.axes, whole):
            inner = term.args[0]  # LpPool takes absolute values by itself
            if whole:
                self.strain(term.number)
                return self.node("GlobalLpPool", [self.say(inner.args[0]).text], "norm", p=int(term.number))
            term = replace(term, args=inner.args)
        return super().pooling(term)

    def over_all(self, op: str, of: Said) -> Said:
        if op in ("max", "average"):
            return self.node({"max": "GlobalMaxPool", "average": "GlobalAveragePool"}[op], [of.text], op)
        axes = self.ints("axes", range(self.first, self.first + self.rank))
        return self.node({"min": "ReduceMin", "sum": "ReduceSum"}[op], [of.text, axes], op)

    def _own(self, op: str, of: Said, view: View, value: str, *, ceil: bool = True, **more: Any) -> Said:
        """An operator that pools; its pads must stay below the kernel."""
        attributes: dict[str, object] = {"kernel_shape": list(view.each("kernel"))}
        if max(view.each("stride")) > 1:
            attributes["strides"] = list(view.each("stride"))
        if view.dilated:
            attributes["dilations"] = list(view.each("dilation"))
        ceil = ceil and view.ceil_mode
        pads = view.pads if ceil else view.margins
        if view.word.startswith("same") and not view.dilated and not view.gaps:
            attributes["auto_pad"] = {"same": '"SAME_UPPER"', "same_lower": '"SAME_LOWER"'}[view.word]
        elif any(not 0 <= cells < k for pair, k in zip(pads, view.each("kernel"), strict=True) for cells in pair):
            self.note("onnxruntime takes no padding as large as the kernel, so Pad adds it beforehand.")
            of, ceil = self.filled(of, view, value), False
        elif any(map(any, pads)):
            attributes["pads"] = [low for low, _ in pads] + [high for _, high in pads]
        if ceil:
            attributes["ceil_mode"] = 1
        return self.node(op, [of.text], "pooled", **attributes, **more)

    def largest(self, of: Said, view: View) -> Said:
        if not view.even:
            return self._reduced("ReduceMax", self.taps(of, view, "-inf"))
        return self._own("MaxPool", of, view, "-inf")

    def mean(self, of: Said, view: View) -> Said:
        if not view.even:
            return self._reduced("ReduceMean", self.taps(of, view, "0"))
        return self._own("AveragePool", of, view, "0", **({} if view.full else _COUNTED))

    def mean_of_real(self, of: Said, view: View) -> Said | None:
        pads = zip(view.margins, view.each("kernel"), strict=True)
        if not all(0 <= cells < k for pair, k in pads for cells in pair):
            return None
        return self._own("AveragePool", of, view, "0")

    def norm(self, of: Said, view: View, p: float) -> Said:
        self.strain(p)
        return self._own("LpPool", of, view, "0", ceil=False, p=int(p))

    # ---- everything else -------------------------------------------------------------------------------------

    def _reduced(self, op: str, taps: str, name: str = "reduced") -> Said:
        return self.node(op, [taps, self.ints("last", [-1])], name, keepdims=0)

    def taps(self, of: Said, view: View | None, fill: str) -> str:
        if view is None:
            shape = self.ints("flat", [0, 0, *[1] * self.rank, -1])
            return self.node("Reshape", [of.text, shape], "taps").text
        of = self.filled(of, view, fill)
        for at, side in enumerate(view.sides):
            start = f"i + {_times(side.dilation, 'j')}" if side.starts else ""
            outer = f"for i in {list(side.starts)}" if side.starts else f"for i in range({side.out})"
            start = start or f"{_times(side.stride, 'i')} + {_times(side.dilation, 'j')}"
            of = self.take(of, f"[{start} {outer} for j in range({side.kernel})]", at)
        if self.rank > 1:
            apart = [size for side in view.sides for size in (side.out, side.kernel)]
            of = self.node("Reshape", [of.text, self.ints("apart", [0, 0, *apart])], "apart")
            order = [0, 1, *range(2, 2 + 2 * self.rank, 2), *range(3, 3 + 2 * self.rank, 2)]
            of = self.node("Transpose", [of.text], "together", perm=order)
        shape = self.ints("flat", [0, 0, *view.each("out"), view.taps])
        return self.node("Reshape", [of.text, shape], "taps").text

    def median(self, of: Said, view: View | None) -> Said:
        real = "" if view is None or view.full else self.taps(self.call("ones", of), view, "0")
        taps = self.taps(of, view, "1e30")
        count = self.node("Shape", [taps], "count", start=-1).text
        ranked = self.fresh("ranked")
        self.nodes.append(Node("TopK", [taps, count], [ranked, "places"], ", largest=0"))
        if real:
            exact = self.node("ReduceSum", [real, self.ints("last", [-1])], "real_taps").text
            count = self.node("Cast", [exact], "count", to="TensorProto.INT64").text
        less = self.node("Sub", [count, self.ints("one", [1])], "less").text
        middle = self.node("Div", [less, self.ints("two", [2])], "middle").text
        if real:
            return self._squeezed(self.node("GatherElements", [ranked, middle], "medians", axis=-1))
        return self._squeezed(self.node("Gather", [ranked, middle], "medians", axis=-1))

    def _squeezed(self, of: Said) -> Said:
        return self.node("Squeeze", [of.text, self.ints("last", [-1])], "squeezed")

    def logsumexp(self, taps: str) -> Said:
        return self._reduced("ReduceLogSumExp", taps)

    def soft(self, taps: str) -> Said:
        weights = self.node("Softmax", [taps], "weights", axis=-1).text
        return self._reduced("ReduceSum", self.node("Mul", [taps, weights], "weighed").text)

    def drawn(self, taps: str, real: str | None, seed: int) -> Said:
        raise Unsaid(
            "An ONNX runtime draws its random numbers by itself: no model repeats the draws of a seed of ours."
        )

    def strongest(self, taps: str) -> Said:
        self.note("A phase is the same tap of every window; for each plane the phase of largest norm is kept.")
        squares = self.node("Mul", [taps, taps], "squares").text
        axes = self.ints("axes", range(self.first, self.first + self.rank))
        norms = self.node("ReduceSum", [squares, axes], "norms").text
        best = self.node("ArgMax", [norms], "best", axis=-1).text
        windows = self.node("Shape", [taps], "windows", end=-1).text
        shape = self.node("Concat", [windows, self.ints("one", [1])], "places_shape", axis=0).text
        places = self.node("Expand", [best, shape], "places").text
        return self._squeezed(self.node("GatherElements", [taps, places], "picked", axis=-1))

    def weights(self, rows: list[list[int]]) -> str:
        letters = "abc"[: len(rows)]
        total = 1
        for row in rows:
            total *= sum(row)
        loops = " ".join(f"for {letter} in {row}" for letter, row in zip(letters, rows, strict=True))
        return self.constant("weights", "floats", f"[{' * '.join(letters)} / {total} {loops}]")

    def weighed(self, taps: str, weights: str) -> Said:
        return self._reduced("ReduceSum", self.node("Mul", [taps, weights], "weighed").text)


def _times(factor: int, letter: str) -> str:
    return letter if factor == 1 else f"{factor} * {letter}"
