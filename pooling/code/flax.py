"""JAX and Flax: nn.max_pool, min_pool and avg_pool, and under them lax.reduce_window, which also knows dilation."""

from typing import ClassVar

from pooling.code.channels_last import ChannelsLast
from pooling.code.formula import Said
from pooling.code.laying import View
from pooling.code.numpy import pad_name
from pooling.code.words import Pads

_STARTS = {"max": ("-jnp.inf", "lax.max"), "min": ("jnp.inf", "lax.min"), "avg": ("0.0", "lax.add")}


class Flax(ChannelsLast):
    """x is a float array (N, spatial..., C)."""

    label = "JAX / Flax"
    own = ("max", "min", "average")
    modules: ClassVar[dict[str, str]] = {
        "math": "import math",
        "jnp": "import jax.numpy as jnp",
        "np": "import numpy as np",
        "nn": "from flax import linen as nn",
        "lax": "from jax import lax",
    }
    words: ClassVar[dict[str, str]] = {
        "abs": "jnp.abs({})",
        "relu": "nn.relu({})",
        "log": "jnp.log({})",
        "floor": "jnp.maximum({}, {})",
        "where": "jnp.where({} > 0, {}, {})",
        "ones": "jnp.ones_like({})",
    }
    functions: ClassVar[dict[str, str]] = {
        "max": "jnp.max({}, axis={})",
        "min": "jnp.min({}, axis={})",
        "average": "jnp.mean({}, axis={})",
        "sum": "jnp.sum({}, axis={})",
        "logsumexp": "nn.logsumexp({}, axis={})",
        "softmax": "nn.softmax({}, axis={})",
        "argmax": "jnp.argmax({}, axis={})",
        "cumsum": "jnp.cumsum({}, axis={})",
        "count": "jnp.sum({}, axis={})",
        "one_hot": "nn.one_hot({}, {}, axis={})",
        "reshape": "jnp.reshape({}, {})",
        "stack": "jnp.stack({}, axis=-2)",
        "take": "jnp.take({}, jnp.array({}), axis={})",
    }
    join = "jnp.concatenate({}, axis={})"

    def padded(self, of: Said, pads: Pads, value: str) -> Said:
        constant = value.replace("inf", "jnp.inf").replace("nan", "jnp.nan")
        ending = "" if value == "0" else f", constant_values={constant}"
        return Said(self.let(pad_name(of), f"jnp.pad({of.text}, {self.every(pads)}{ending})"))

    def take(self, of: Said, cells: str, at: int) -> Said:
        return Said(self.let("taken", self.f("take", of.text, cells, str(self.first + at))))

    def largest(self, of: Said, view: View) -> Said:
        return self._pooled("max", of, view)

    def smallest(self, of: Said, view: View) -> Said:
        return self._pooled("min", of, view)

    def mean(self, of: Said, view: View) -> Said:
        return self._pooled("avg", of, view)

    def total(self, of: Said, view: View) -> Said:
        if not view.dilated:
            return super().total(of, view)
        return self._reduced("avg", self.cropped(of, view), view.cropped())

    def mean_of_real(self, of: Said, view: View) -> Said | None:
        if not view.even:
            return None
        if not view.dilated:
            return self._pooled("avg", of, view, "count_include_pad=False")
        self.note("What is added must not count, so the sum is divided by the number of real taps.")
        of = self.named("values", of)
        return self.infix("/", self.total(of, view), self.total(self.call("ones", of), view), ("total", "count"))

    def _pooled(self, name: str, of: Said, view: View, *more: str) -> Said:
        if not view.even:
            op = {"avg": "average"}.get(name, name)
            return self._over_taps(op, self.taps(of, view, {"max": "-inf", "min": "inf", "avg": "0"}[name]))
        if any(min(pair) < 0 for pair in view.margins):
            of, view = self.cropped(of, view), view.cropped()
        if view.dilated:
            said = self._reduced(name, of, view)
            return self.infix("/", self.named("total", said), Said(str(view.taps))) if name == "avg" else said
        stride = view.each("stride")
        steps = [f"strides={stride_text(stride)}"] if max(stride) > 1 else []
        padding = [] if not any(map(any, view.margins)) else [f"padding={_pads(view)}"]
        arguments = ", ".join([of.text, stride_text(view.each("kernel")), *steps, *padding, *more])
        return Said(f"nn.{'pooling.' if name == 'min' else ''}{name}_pool({arguments})")

    def _reduced(self, name: str, of: Said, view: View) -> Said:
        self.note("Flax pools without dilation; lax.reduce_window, on which it is built, has it.")
        start, combine = _STARTS[name]
        kernel, stride, dilation = ((1, *view.each(part), 1) for part in ("kernel", "stride", "dilation"))
        padding = str(self.every(view.margins)) if any(map(any, view.margins)) else '"VALID"'
        settings = f"{start}, {combine}, {kernel}, {stride}, {padding}, window_dilation={dilation}"
        return Said(f"lax.reduce_window({of.text}, {settings})")

    def median(self, of: Said, view: View | None) -> Said:
        function = "quantile" if view is None or view.full else "nanquantile"
        return Said(f'jnp.{function}({self.taps(of, view, "nan")}, 0.5, axis=-2, method="lower")')


def stride_text(values: tuple[int, ...]) -> str:
    """A tuple, also of one number."""
    return str(values)


def _pads(view: View) -> str:
    if view.word == "same":
        return '"SAME"'
    return str(list(view.margins))
