"""TensorFlow: tf.nn.max_pool and avg_pool; tf.nn.pool for dilation; padding beyond "SAME" with tf.pad."""

from typing import ClassVar

from pooling.code.channels_last import ChannelsLast
from pooling.code.formula import Said
from pooling.code.laying import View
from pooling.code.lines import tuple_of
from pooling.code.numpy import pad_name
from pooling.code.words import Pads


class TensorFlow(ChannelsLast):
    """x is a float tensor (N, spatial..., C)."""

    label = "TensorFlow"
    own = ("max", "average")
    fractional = "tf.nn.fractional_max_pool"
    modules: ClassVar[dict[str, str]] = {
        "math": "import math",
        "np": "import numpy as np",
        "tf": "import tensorflow as tf",
    }
    words: ClassVar[dict[str, str]] = {
        "abs": "tf.abs({})",
        "relu": "tf.nn.relu({})",
        "log": "tf.math.log({})",
        "floor": "tf.maximum({}, {})",
        "where": "tf.where({} > 0, {}, {})",
        "ones": "tf.ones_like({})",
    }
    functions: ClassVar[dict[str, str]] = {
        "max": "tf.reduce_max({}, axis={})",
        "min": "tf.reduce_min({}, axis={})",
        "average": "tf.reduce_mean({}, axis={})",
        "sum": "tf.reduce_sum({}, axis={})",
        "logsumexp": "tf.reduce_logsumexp({}, axis={})",
        "softmax": "tf.nn.softmax({}, axis={})",
        "argmax": "tf.argmax({}, axis={})",
        "cumsum": "tf.cumsum({}, axis={})",
        "count": "tf.reduce_sum(tf.cast({}, tf.int32), axis={})",
        "one_hot": "tf.one_hot({}, {}, axis={})",
        "reshape": "tf.reshape({}, {})",
        "stack": "tf.stack({}, axis=-2)",
        "take": "tf.gather({}, {}, axis={})",
    }
    join = "tf.concat({}, axis={})"

    def padded(self, of: Said, pads: Pads, value: str) -> Said:
        number = f'float("{value}")' if "inf" in value else value
        constant = "" if value == "0" else f", constant_values={number}"
        return Said(self.let(pad_name(of), f"tf.pad({of.text}, {[list(pair) for pair in self.every(pads)]}{constant})"))

    def take(self, of: Said, cells: str, at: int) -> Said:
        return Said(self.let("taken", self.f("take", of.text, cells, str(self.first + at))))

    def largest(self, of: Said, view: View) -> Said:
        return self._pooled("max", of, view, "-inf")

    def mean(self, of: Said, view: View) -> Said:
        return self._pooled("avg", of, view, "0")

    def mean_of_real(self, of: Said, view: View) -> Said | None:
        return self._own("avg", of.text, view, "SAME") if self.same(view) else None

    def _pooled(self, name: str, of: Said, view: View, value: str) -> Said:
        if not view.even:
            return self._over_taps({"max": "max", "avg": "average"}[name], self.taps(of, view, value))
        if self.same(view) and name == "max":
            return self._own(name, of.text, view, "SAME")
        if any(max(pair) > 0 for pair in view.margins):
            why = "minus infinity, which never wins" if value == "-inf" else "zeros"
            self.note(f"TensorFlow pads its windows only as SAME does, so tf.pad comes first and adds {why}.")
        of = self.filled(of, view, value)
        return self._dilated(name, of, view) if view.dilated else self._own(name, of.text, view, "VALID")

    def _own(self, name: str, of: str, view: View, padding: str) -> Said:
        sizes = f"ksize={tuple_of(view.each('kernel'))}, strides={tuple_of(view.each('stride'))}"
        return Said(f'tf.nn.{name}_pool({of}, {sizes}, padding="{padding}")')

    def _dilated(self, name: str, of: Said, view: View) -> Said:
        settings = f'{list(view.each("kernel"))}, "{name.upper()}", dilations={list(view.each("dilation"))}'
        said = Said(f"tf.nn.pool({of.text}, {settings})")
        strides = view.each("stride")
        if max(strides) == 1:
            return said
        self.note("tf.nn.pool takes no stride beside a dilation, so it pools at every cell and then skips.")
        return self.cut(self.named("dense", said), [f"::{s}" if s > 1 else ":" for s in strides])

    def median(self, of: Said, view: View | None) -> Said:
        missing = view is not None and not view.full
        self.note("tf.sort ranks each window's taps; the middle one is the answer, the lower of two.")
        real = self.taps(self.call("ones", of), view, "0") if missing else ""
        taps = self.taps(of, view, "1e30")
        ranked = self.let("ranked", f"tf.sort({taps}, axis=-2)")
        if not missing:
            return Said(f"{ranked}[..., ({ranked}.shape[-2] - 1) // 2, :]")
        middle = self.let("middle", f"(tf.cast(tf.reduce_sum({real}, axis=-2), tf.int32) - 1) // 2")
        return self.picked(ranked, middle)
