"""An ONNX graph in the making: every operation is a node, and every value has a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from pooling.code.formula import Said
from pooling.code.lines import number
from pooling.code.script import Script
from pooling.code.words import Pads
from pooling.placement import Plan
from pooling.types.spelling import Term

_SIGNS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div"}
_FUNCTIONS = {"abs": "Abs", "relu": "Relu", "log": "Log", "neg": "Neg", "floor": "Max"}
_SIZES = {1: ("W", "Q"), 2: ("HW", "PQ"), 3: ("DHW", "OPQ")}
_END = "2**31"


@dataclass
class Node:
    """One operator; `attributes` is how they are written."""

    op: str
    inputs: list[str]
    output: list[str]
    attributes: str

    def __str__(self) -> str:
        inputs, output = (str(names).replace("'", '"') for names in (self.inputs, self.output))
        return f'helper.make_node("{self.op}", {inputs}, {output}{self.attributes})'


class Graph(Script):
    """A script that builds a graph of float32 and runs it."""

    label = "ONNX"
    layout = "channels_first"
    first = 2
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
        self.nodes: list[Node] = []
        self._constants: dict[str, str] = {}

    def node(self, op: str, inputs: Sequence[str], name: str, **attributes: object) -> Said:
        """One more operator; its output's name."""
        output = self.fresh(name)
        said = "".join(f", {key}={value}" for key, value in attributes.items())
        self.nodes.append(Node(op, list(inputs), [output], said))
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
        if term.op == "**":
            self.strain(term.number)
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


def _info(name: str, sizes: list[str]) -> str:
    listed = str(sizes).replace("'", '"')
    return f'helper.make_tensor_value_info("{name}", TensorProto.FLOAT, {listed})'


def _slice(part: str) -> tuple[int, str, int]:
    start, end, step = [*part.split(":"), "", ""][:3]
    return int(start or 0), end or _END, int(step or 1)
