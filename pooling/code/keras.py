"""Keras: layers of max and average pooling; everything else with keras.ops, on any backend."""

from typing import ClassVar

from pooling.code.channels_last import ChannelsLast
from pooling.code.formula import Said
from pooling.code.laying import View
from pooling.code.lines import tuple_of
from pooling.code.numpy import pad_name
from pooling.code.words import Pads
from pooling.placement import Adaptive

_NAMES = {"max": "Max", "average": "Average"}


class Keras(ChannelsLast):
    """x is a float tensor (N, spatial..., C)."""

    label = "Keras"
    own = ("max", "average")
    adaptive = ("max", "average")
    modules: ClassVar[dict[str, str]] = {"math": "import math", "np": "import numpy as np", "keras": "import keras"}
    words: ClassVar[dict[str, str]] = {
        "abs": "keras.ops.abs({})",
        "relu": "keras.ops.relu({})",
        "log": "keras.ops.log({})",
        "floor": "keras.ops.maximum({}, {})",
        "where": "keras.ops.where({} > 0, {}, {})",
        "ones": "keras.ops.ones_like({})",
    }
    functions: ClassVar[dict[str, str]] = {
        "max": "keras.ops.max({}, axis={})",
        "min": "keras.ops.min({}, axis={})",
        "average": "keras.ops.mean({}, axis={})",
        "sum": "keras.ops.sum({}, axis={})",
        "logsumexp": "keras.ops.logsumexp({}, axis={})",
        "softmax": "keras.ops.softmax({}, axis={})",
        "argmax": "keras.ops.argmax({}, axis={})",
        "cumsum": "keras.ops.cumsum({}, axis={})",
        "count": 'keras.ops.sum(keras.ops.cast({}, "int32"), axis={})',
        "one_hot": "keras.ops.one_hot({}, {}, axis={})",
        "reshape": "keras.ops.reshape({}, {})",
        "stack": "keras.ops.stack({}, axis=-2)",
        "take": "keras.ops.take({}, {}, axis={})",
    }
    join = "keras.ops.concatenate({}, axis={})"

    def padded(self, of: Said, pads: Pads, value: str) -> Said:
        number = f'float("{value}")' if "inf" in value or value == "nan" else value
        constant = "" if value == "0" else f", constant_values={number}"
        return Said(self.let(pad_name(of), f"keras.ops.pad({of.text}, {self.every(pads)}{constant})"))

    def take(self, of: Said, cells: str, at: int) -> Said:
        return Said(self.let("taken", self.f("take", of.text, cells, str(self.first + at))))

    def over_all(self, op: str, of: Said) -> Said:
        if op not in _NAMES:
            return super().over_all(op, of)
        return Said(f"keras.layers.Global{_NAMES[op]}Pooling{self.rank}D(keepdims=True)({of.text})")

    def adaptively(self, op: str, of: Said) -> Said:
        assert isinstance(self.plan.place, Adaptive)
        size = tuple_of(self.plan.place.output_size)
        return Said(f"keras.layers.Adaptive{_NAMES[op]}Pooling{self.rank}D({size})({of.text})")

    def largest(self, of: Said, view: View) -> Said:
        if view.dilated or not view.even:
            self._regret(view)
            return self._over_taps("max", self.taps(of, view, "-inf"))
        return self._own("max", of, view, "-inf")

    def mean(self, of: Said, view: View) -> Said:
        if view.dilated or not view.even:
            self._regret(view)
            return self.mean_of_taps(of, view)
        return self._own("average", of, view, "0")

    def mean_of_real(self, of: Said, view: View) -> Said | None:
        if not self.same(view):
            return None
        if not view.full:
            self.note("On its PyTorch backend Keras 3.15 repeats the edge here; on the others padding is left out.")
        return self._layer("average", of.text, view, "same")

    def _regret(self, view: View) -> None:
        if view.dilated:
            self.note("Keras pools without dilation, so the taps are laid out as slices and reduced.")

    def _own(self, op: str, of: Said, view: View, value: str) -> Said:
        if self.same(view) and op == "max":
            return self._layer(op, of.text, view, "same")
        if any(max(pair) > 0 for pair in view.margins):
            why = "minus infinity, which never wins" if value == "-inf" else "zeros"
            self.note(f'Keras pads its windows only as "same" does, so padding comes first and adds {why}.')
        return self._layer(op, self.filled(of, view, value).text, view, "")

    def _layer(self, op: str, of: str, view: View, padding: str) -> Said:
        kernel, stride = view.each("kernel"), view.each("stride")
        steps = [] if stride == kernel else [f"strides={tuple_of(stride)}"]
        padded = [f'padding="{padding}"'] if padding else []
        settings = ", ".join([tuple_of(kernel), *steps, *padded])
        return Said(f"keras.layers.{_NAMES[op]}Pooling{self.rank}D({settings})({of})")

    def median(self, of: Said, view: View | None) -> Said:
        function = "quantile" if view is None or view.full else "nanquantile"
        return Said(f'keras.ops.{function}({self.taps(of, view, "nan")}, 0.5, axis=-2, method="lower")')
