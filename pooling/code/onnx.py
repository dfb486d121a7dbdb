"""ONNX: a graph of operators, built with onnx.helper and run by onnxruntime."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pooling.code.formula import Said
from pooling.code.laying import View, is_whole
from pooling.code.lines import number
from pooling.code.script import Pads, Script, Unsaid
from pooling.placement import Axis, Plan
from pooling.types.spelling import Pooling, Term

_SIGNS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div"}
_FUNCTIONS = {"abs": "Abs", "relu": "Relu", "log": "Log", "neg": "Neg", "floor": "Max"}
_SIZES = {1: ("W", "Q"), 2: ("HW", "PQ"), 3: ("DHW", "OPQ")}
_END = "2**31"
_COUNTED: dict[str, Any] = {"count_include_pad": 1}


@dataclass
class _Node:
    op: str
    inputs: list[str]
    output: list[str]
    attributes: str

    def __str__(self) -> str:
        inputs, output = (str(names).replace("'", '"') for names in (self.inputs, self.output))
        return f'helper.make_node("{self.op}", {inputs}, {output}{self.attributes})'


class Onnx(Script):
    """x is a float32 array (N, C, spatial...)."""

    label = "ONNX"
    layout = "channels_first"
    first = 2
    own = ("max", "average", "lp")
    join = "np.concatenate({}, axis={})"
    words: ClassVar[dict[str, str]] = {}
    modules: ClassVar[dict[str, str]] = {
        "math": "import math",
        "np": "import numpy as np",
        "onnxruntime": "import onnxruntime",
        "helper": "from onnx import TensorProto, helper",
    }

    def __init__(self, plan: Plan, counts: bool) -> None:
        super().__init__(plan, counts)
        self.nodes: list[_Node] = []
        self._constants: dict[str, str] = {}

    def node(self, op: str, inputs: Sequence[str], name: str, **attributes: object) -> Said:
        """One more operator; its output's name."""
        output = self.fresh(name)
        said = "".join(f", {key}={value}" for key, value in attributes.items())
        self.nodes.append(_Node(op, list(inputs), [output], said))
        return Said(output)

    def constant(self, name: str, kind: str, value: str) -> str:
        """The name of a constant: float, int, floats or ints."""
        key = f"{kind} {value}"
        if key not in self._constants:
            self._constants[key] = self.node("Constant", [], name, **{f"value_{kind}": value}).text
        return self._constants[key]

    def operand(self, of: Said) -> str:
        """The name of a value, or of a number that becomes a constant."""
        try:
            value = float(of.text)
        except ValueError:
            return of.text
        return self.constant("number", "float", f"{number(value)}.0" if value == int(value) else number(value))

    # ---- the script ------------------------------------------------------------------------------------------

    def end(self, said: Said) -> None:
        if said.text == "x":
            said = self.node("Identity", ["x"], "same")
        for node in self.nodes:
            node.inputs = ["y" if name == said.text else name for name in node.inputs]
            node.output = ["y" if name == said.text else name for name in node.output]
        one = f"nodes = [{self.nodes[0]}]"
        listed = [f"nodes = [{', '.join(map(str, self.nodes))}]"] if len(self.nodes) > 1 else [one]
        before, after = (["N", "C", *letters] for letters in _SIZES[self.rank])
        graph = ", ".join(
            [
                "nodes",
                '"pooling"',
                f"[{_info('x', before)}]",
                f"[{_info('y', after)}]",
            ]
        )
        opset = 'opset_imports=[helper.make_opsetid("", 21)]'
        for line in (
            *listed,
            f"graph = helper.make_graph({graph})",
            f"model = helper.make_model(graph, {opset}, ir_version=10)",
            "session = onnxruntime.InferenceSession(model.SerializeToString())",
        ):
            self.write(line)
        self.write("(y,) = session.run(None, {'x': x})".replace("'", '"'))

    def pool_one(self) -> None:
        self.within_one = True

    def in_pieces(self) -> list[str]:
        return [*self.lines[:-1], "", "", "def pooled(x):", '    return session.run(None, {"x": x})[0]', "", ""]

    # ---- formulas --------------------------------------------------------------------------------------------

    def let(self, _name: str, text: str) -> str:
        return text

    def infix(self, sign: str, left: Said, right: Said, names: tuple[str, str] = ("", "")) -> Said:
        return self.node(_SIGNS[sign], [self.operand(left), self.operand(right)], _SIGNS[sign].lower())

    def power(self, base: Said, term: Term) -> Said:
        name, value = ("power", term.number) if term.op == "**" else ("root", 1 / term.number)
        exponent = f"1 / {number(term.number)}" if term.op == "root" else f"{number(value)}"
        exponent = f"{exponent}.0" if exponent.isdigit() else exponent
        return self.node("Pow", [base.text, self.constant("exponent", "float", exponent)], name)

    def call(self, word: str, *args: Said) -> Said:
        if word == "log" and args[0].text.isdigit():
            return Said(self.constant("log", "float", f"math.log({args[0].text})"))
        if word == "ones":
            shape = self.node("Shape", [args[0].text], "shape").text
            one = 'helper.make_tensor("one", TensorProto.FLOAT, [1], [1.0])'
            return self.node("ConstantOfShape", [shape], "ones", value=one)
        names = [self.operand(arg) for arg in args]
        if word == "where":
            test = self.node("Greater", [names[0], self.operand(Said("0"))], "positive_sum").text
            return self.node("Where", [test, *names[1:]], "chosen")
        return self.node(_FUNCTIONS[word], names, _FUNCTIONS[word].lower())

    def ints(self, name: str, values: Sequence[int]) -> str:
        """The name of a constant list of whole numbers."""
        return self.constant(name, "ints", str(list(values)))

    def padded(self, of: Said, pads: Pads, value: str) -> Said:
        every = self.every(pads)
        flat = self.ints("pads", [low for low, _ in every] + [high for _, high in every])
        text = f'float("{value}")' if "inf" in value else {"0": "0.0", "1": "1.0"}.get(value, value)
        return self.node("Pad", [of.text, flat, self.constant("fill", "float", text)], "padded")

    def take(self, of: Said, cells: str, at: int) -> Said:
        return self.node("Gather", [of.text, self.constant("cells", "ints", cells)], "taken", axis=self.first + at)

    def cut(self, of: Said, parts: Sequence[str]) -> Said:
        slices = [(at, *_slice(part)) for at, part in enumerate(parts, self.first) if part != ":"]
        if not slices:
            return of
        axes, starts, ends, steps = zip(*slices, strict=True)
        named = [
            self.constant(name, "ints", f"[{', '.join(map(str, values))}]")
            for name, values in (("starts", starts), ("ends", ends), ("axes", axes), ("steps", steps))
        ]
        return self.node("Slice", [of.text, *named], "cut")

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
        self.nodes.append(_Node("TopK", [taps, count], [ranked, "places"], ", largest=0"))
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

    def say_draw(self, of: Said, view: View | None, term: Pooling) -> Said:
        raise Unsaid(
            "An ONNX runtime draws its random numbers by itself: no model repeats the draws of a seed of ours."
        )

    def drawn(self, taps: str, real: str | None, seed: int) -> Said:
        raise NotImplementedError

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

    def weights(self, rows: list[list[int]], view: View) -> str:
        letters = "abc"[: len(rows)]
        total = 1
        for row in rows:
            total *= sum(row)
        loops = " ".join(f"for {letter} in {row}" for letter, row in zip(letters, rows, strict=True))
        return self.constant("weights", "floats", f"[{' * '.join(letters)} / {total} {loops}]")

    def weighed(self, taps: str, weights: str) -> Said:
        return self._reduced("ReduceSum", self.node("Mul", [taps, weights], "weighed").text)


def _info(name: str, sizes: list[str]) -> str:
    listed = str(sizes).replace("'", '"')
    return f'helper.make_tensor_value_info("{name}", TensorProto.FLOAT, {listed})'


def _slice(part: str) -> tuple[int, str, int]:
    start, end, step = [*part.split(":"), "", ""][:3]
    return int(start or 0), end or _END, int(step or 1)


def _times(factor: int, letter: str) -> str:
    return letter if factor == 1 else f"{factor} * {letter}"
