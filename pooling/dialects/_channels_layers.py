"""What Keras' pooling layers share: arguments, their refusals, shapes, configuration."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from pooling.apply import pool
from pooling.dialects._channels import Array, channels_before, channels_last
from pooling.placement import Adaptive, Global, Place, Window

Shape = tuple[int | None, ...]
Whole = int | Sequence[int]

_ALL = slice(None)


class Layer(ABC):
    """What every layer has: a rank, a pooling type, a data format, a name, and a place."""

    _rank: ClassVar[int]
    _type: ClassVar[str]

    def __init__(self, data_format: str | None, name: str | None) -> None:
        self.data_format = _data_format(data_format)
        self.name = name

    def __call__(self, inputs: ArrayLike) -> Array:
        """Pool a batch (batch, spatial..., channels), or (batch, channels, spatial...) for channels_first."""
        x = np.asarray(inputs)
        self.compute_output_shape(x.shape)
        if x.dtype.kind == "f":
            with np.errstate(over="ignore"):
                x = x.astype(np.float32, copy=False)
        if self._last:
            return channels_last(self._values(channels_before(x, self._rank)), self._rank)
        return self._values(x)

    def compute_output_shape(self, input_shape: Iterable[int | None]) -> Shape:
        """The shape of the output for an input's; a size that is not known yet is None. ValueError if illegal."""
        shape = tuple(input_shape)
        if len(shape) != self._rank + 2:
            raise ValueError(
                f"{type(self).__name__} is incompatible with its input: expected ndim={self._rank + 2}, "
                f"found ndim={len(shape)} in shape {shape}"
            )
        begin = 1 if self._last else 2
        end = begin + self._rank
        pooled = (self._out(index, size, shape) for index, size in enumerate(shape[begin:end]))
        return (*shape[:begin], *pooled, *shape[end:])

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments, by name."""
        return {"name": self.name, "data_format": self.data_format}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Self:
        """The layer whose `get_config` this is."""
        return cls(**config)

    def __repr__(self) -> str:
        settings = ", ".join(f"{key}={value!r}" for key, value in self.get_config().items())
        return f"{type(self).__name__}({settings})"

    @property
    def _last(self) -> bool:
        return self.data_format == "channels_last"

    @abstractmethod
    def _place(self, axes: slice) -> Place:
        """The place on some of the pooled axes."""

    def _values(self, x: Array) -> Array:
        values = pool(x, self._place(_ALL), type=self._type).values
        return values.astype(np.float32, copy=False) if self._type == "average" else values

    def _out(self, index: int, size: int | None, shape: Shape) -> int | None:
        if size is None:
            return None
        try:
            return self._place(slice(index, index + 1)).plan((size,)).output_shape[0]
        except ValueError as refusal:
            raise ValueError(
                f"{self!r} would give an output size of zero or less for inputs.shape={shape}: {refusal}"
            ) from refusal


class Windows(Layer):
    def __init__(self, pool_size: Whole, strides: Whole | None, padding: str, *also: str | None) -> None:
        super().__init__(*also)
        self.pool_size = _whole("pool_size", pool_size, self._rank)
        self.strides = self.pool_size if strides is None else _whole("strides", strides, self._rank)
        self.padding = padding
        if str(padding).lower() not in ("valid", "same"):
            raise ValueError(f"the `padding` argument must be 'valid' or 'same' in any case, received {padding!r}")

    def get_config(self) -> dict[str, Any]:
        settings = {"pool_size": self.pool_size, "strides": self.strides, "padding": self.padding}
        return super().get_config() | settings

    def _place(self, axes: slice) -> Window:
        return Window(self.pool_size[axes], self.strides[axes], self.padding.lower())


class MaxPooling(Windows):
    _type = "max"

    def __init__(
        self,
        pool_size: Whole = 2,
        strides: Whole | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name)


class AveragePooling(Windows):
    _type = "average"

    def __init__(
        self,
        pool_size: Whole,
        strides: Whole | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
    ) -> None:
        super().__init__(pool_size, strides, padding, data_format, name)


class GlobalLayer(Layer):
    def __init__(self, data_format: str | None = None, keepdims: bool = False, *, name: str | None = None) -> None:
        super().__init__(data_format, name)
        self.keepdims = keepdims

    def __call__(self, inputs: ArrayLike) -> Array:
        values = super().__call__(inputs)
        if self.keepdims:
            return values
        return values.squeeze(tuple(range(1, self._rank + 1) if self._last else range(2, self._rank + 2)))

    def compute_output_shape(self, input_shape: Iterable[int | None]) -> Shape:
        shape = super().compute_output_shape(input_shape)
        return shape if self.keepdims else (shape[0], shape[-1 if self._last else 1])

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"keepdims": self.keepdims}

    def _place(self, axes: slice) -> Global:
        return Global(len(range(self._rank)[axes]))

    def _out(self, index: int, size: int | None, shape: Shape) -> int | None:
        return 1 if size is None else super()._out(index, size, shape)


class AdaptiveLayer(Layer):
    def __init__(self, output_size: Whole, data_format: str | None = None, *, name: str | None = None) -> None:
        super().__init__(data_format, name)
        self.output_size = _whole("output_size", output_size, self._rank)

    def get_config(self) -> dict[str, Any]:
        return super().get_config() | {"output_size": self.output_size}

    def _place(self, axes: slice) -> Adaptive:
        return Adaptive(self.output_size[axes])

    def _out(self, index: int, size: int | None, shape: Shape) -> int | None:
        return self.output_size[index] if size is None else super()._out(index, size, shape)


def _data_format(value: str | None) -> str:
    if value is None:
        return "channels_last"
    if str(value).lower() not in ("channels_first", "channels_last"):
        raise ValueError(f"the `data_format` argument must be 'channels_first' or 'channels_last', received {value!r}")
    return str(value).lower()


def _whole(name: str, value: Any, rank: int) -> tuple[int, ...]:
    values = tuple(value) if isinstance(value, Iterable) else (value,) * rank
    whole = all(isinstance(item, int | np.integer) for item in values)
    if len(values) != rank or not whole or min(values) < 1:
        raise ValueError(f"the `{name}` argument must be a tuple of {rank} integers > 0, received {name}={value!r}")
    return tuple(int(item) for item in values)
