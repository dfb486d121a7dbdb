"""A chain of layers as arithmetic: shapes, parameters, multiply-adds, memory and receptive fields; no weights.

The five architectures have the layers of their papers or, where those differ, of torchvision, whose published
totals they reproduce. Shapes come from the same windows as every pooling here.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from pooling.placement import Adaptive, Axis, Global, Place, Window

Shape = tuple[int, ...]  # (channels, rows, columns), or (units,) once the map has been flattened

_BYTES = 4  # of one float32


@dataclass(frozen=True)
class Field:
    """The input cells that one cell of a layer sees along one axis: cell i sees start + i * step and size - 1 more."""

    start: int = 0
    step: int = 1
    size: int = 1

    def through(self, start: int, stride: int, reach: int) -> "Field":
        """The field of a layer that reads `reach` cells of this one, the first at `start`, then every `stride`."""
        return Field(self.start + start * self.step, self.step * stride, self.size + (reach - 1) * self.step)

    def joined(self, other: "Field") -> "Field":
        """What two branches see together."""
        start = min(self.start, other.start)
        end = max(self.start + self.size, other.start + other.size)
        return Field(start, self.step, end - start)

    def cells(self, index: int, limit: int) -> range:
        """The input cells, inside 0..limit, that cell `index` sees."""
        begin = self.start + index * self.step
        return range(max(0, begin), min(limit, begin + self.size))

    def begins(self, count: int) -> list[int]:
        """Where what each of `count` cells sees begins, outside the input too."""
        return [self.start + index * self.step for index in range(count)]

    def padding(self, index: int, limit: int) -> tuple[int, int]:
        """How many cells that cell `index` sees lie before the input's first and behind its last."""
        begin = self.start + index * self.step
        return max(0, -begin), max(0, begin + self.size - limit)


@dataclass(frozen=True)
class Row:
    """One layer of a summary; `activation_bytes` are those of its float32 output for one picture.

    `receptive_field` is how many rows and columns of the input one cell of it sees, padding included; `fields`
    says which.
    """

    name: str
    kind: str
    output_shape: Shape
    parameters: int
    multiply_adds: int
    fields: tuple[Field, Field]

    @property
    def activation_bytes(self) -> int:
        """Bytes of the output as float32."""
        return _BYTES * prod(self.output_shape)

    @property
    def receptive_field(self) -> tuple[int, int]:
        """Rows and columns of the input that one cell sees."""
        return self.fields[0].size, self.fields[1].size


class Layer(ABC):
    """What a network is made of."""

    @abstractmethod
    def rows(self, name: str, before: Row) -> list[Row]:
        """The rows of this layer behind `before`; the last is what the next layer gets."""


@dataclass(frozen=True)
class Convolution(Layer):
    """A convolution; `norm` adds batch normalisation's two numbers a channel.

    `links` is how many pairs of an input and an output channel are joined: all, unless said (LeNet-5's C3).
    """

    channels: int
    window: Window
    bias: bool = True
    norm: bool = False
    links: int | None = None

    def rows(self, name: str, before: Row) -> list[Row]:
        """See Layer."""
        shape, fields = _slid(self.window, before)
        weights = (self.links or self.channels * before.output_shape[0]) * prod(self.window.kernel_size)
        parameters = weights + self.channels * (self.bias + 2 * self.norm)
        output = (self.channels, *shape)
        kind = "strided convolution" if max(self.window.stride) > 1 else "convolution"
        return [Row(name, kind, output, parameters, weights * prod(shape), fields)]


@dataclass(frozen=True)
class Pooling(Layer):
    """A pooling of each channel by itself; `trained` gives each a factor and a bias, as LeNet-5 did."""

    type: str
    place: Place
    trained: bool = False

    def rows(self, name: str, before: Row) -> list[Row]:
        """See Layer."""
        shape, fields = _slid(self.place, before)
        channels = before.output_shape[0]
        kind = f"{_PLACED.get(type(self.place), '')}{self.type} pooling"
        return [Row(name, kind, (channels, *shape), 2 * channels * self.trained, 0, fields)]


@dataclass(frozen=True)
class Dense(Layer):
    """A layer in which every number goes into every unit; the weights of a `fixed` one are set, not learned."""

    units: int
    bias: bool = True
    fixed: bool = False

    def rows(self, name: str, before: Row) -> list[Row]:
        """See Layer."""
        inputs, fields = prod(before.output_shape), before.fields
        if len(before.output_shape) == 3:
            sides = before.output_shape[1:]
            fields = _both(field.through(0, 1, side) for field, side in zip(fields, sides, strict=True))
        parameters = 0 if self.fixed else self.units * (inputs + self.bias)
        return [Row(name, "dense", (self.units,), parameters, self.units * inputs, fields)]


@dataclass(frozen=True)
class Residual(Layer):
    """Two branches that are added: `body`, and `shortcut`, which is empty where the input goes by as it is."""

    body: tuple["Named", ...]
    shortcut: tuple["Named", ...] = ()

    def rows(self, name: str, before: Row) -> list[Row]:
        """See Layer."""
        by = _chained(before, self.shortcut, name)
        main = _chained(before, self.body, name)
        last, other = main[-1], [before, *by][-1]
        joined = _both(field.joined(field_by) for field, field_by in zip(last.fields, other.fields, strict=True))
        return [*by, *main[:-1], replace(last, fields=joined)]


Named = tuple[str, Layer]


@dataclass(frozen=True)
class Summary:
    """The rows of a network and their totals."""

    rows: tuple[Row, ...]

    @property
    def parameters(self) -> int:
        """How many numbers are learned."""
        return sum(row.parameters for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiply-and-adds of convolutions and dense layers for one picture, as torchvision counts them."""
        return sum(row.multiply_adds for row in self.rows)

    @property
    def activation_bytes(self) -> int:
        """Bytes of all outputs, which training keeps until the way back."""
        return sum(row.activation_bytes for row in self.rows)


@dataclass(frozen=True)
class Network:
    """A chain of named layers on an input of (channels, rows, columns); `source` is author and year."""

    label: str
    source: str
    input_shape: tuple[int, int, int]
    layers: tuple[Named, ...]

    def summary(self) -> Summary:
        """A row a layer. ValueError names the layer whose windows do not fit what it is given."""
        start = Row("input", "input", self.input_shape, 0, 0, (Field(), Field()))
        return Summary(tuple(_chained(start, self.layers)))

    def with_strided_convolutions(self) -> "Network":
        """Each pooling by a window becomes a convolution with that window (Springenberg et al., 2014)."""
        layers: list[Named] = []
        channels = self.input_shape[0]
        for name, layer in self.layers:
            if isinstance(layer, Pooling) and isinstance(layer.place, Window):
                layers.append((name, Convolution(channels, layer.place)))
            else:
                layers.append((name, layer))
            channels = _channels(layer, channels)
        return replace(self, layers=tuple(layers))

    def without_pools(self) -> "Network":
        """Without any pooling but the global ones: what comes after sees larger maps."""

        def stays(layer: Layer) -> bool:
            return not isinstance(layer, Pooling) or isinstance(layer.place, Global)

        return replace(self, layers=tuple((name, layer) for name, layer in self.layers if stays(layer)))


_PLACED = {Global: "global ", Adaptive: "adaptive "}


def _chained(before: Row, layers: Sequence[Named], prefix: str = "") -> list[Row]:
    rows = [before]
    for part, layer in layers:
        name = f"{prefix}.{part}" if prefix else part
        try:
            rows.extend(layer.rows(name, rows[-1]))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    return rows[1:]


def _slid(place: Place, before: Row) -> tuple[tuple[int, ...], tuple[Field, Field]]:
    """Rows and columns of the output, and what its cells see."""
    if len(before.output_shape) != 3:
        raise ValueError(f"a window needs rows and columns, got {before.output_shape[0]} units")
    plan = place.plan(before.output_shape[1:])
    return plan.output_shape, _both(_through(field, axis) for field, axis in zip(before.fields, plan.axes, strict=True))


def _through(field: Field, axis: Axis) -> Field:
    step = int(axis.starts[1] - axis.starts[0]) if axis.out > 1 else 1
    return field.through(int(axis.starts[0]), step, axis.dilation * (axis.kernel - 1) + 1)


def _both(fields: Iterable[Field]) -> tuple[Field, Field]:
    rows, columns = fields
    return rows, columns


def _channels(layer: Layer, before: int) -> int:
    if isinstance(layer, Convolution):
        return layer.channels
    return _channels(layer.body[-1][1], before) if isinstance(layer, Residual) else before


# ---- the known ones ----------------------------------------------------------------------------------------


def _convolution(channels: int, kernel: int, stride: int = 1, *, padding: int | None = None) -> Convolution:
    return Convolution(channels, Window(kernel, stride, kernel // 2 if padding is None else padding))


def _normed(channels: int, kernel: int, stride: int = 1) -> Convolution:
    return Convolution(channels, Window(kernel, stride, kernel // 2), bias=False, norm=True)


def _basic(channels: int, stride: int, changes: bool) -> Residual:
    body = (("conv1", _normed(channels, 3, stride)), ("conv2", _normed(channels, 3)))
    return Residual(body, (("shortcut", _normed(channels, 1, stride)),) if changes else ())


def _bottleneck(channels: int, stride: int, changes: bool) -> Residual:
    wide = 4 * channels
    body = (
        ("conv1", _normed(channels, 1)),
        ("conv2", _normed(channels, 3, stride)),
        ("conv3", _normed(wide, 1)),
    )
    return Residual(body, (("shortcut", _normed(wide, 1, stride)),) if changes else ())


def _resnet(label: str, block: Callable[[int, int, bool], Residual], depths: Sequence[int]) -> Network:
    layers: list[Named] = [("conv1", _normed(64, 7, 2)), ("maxpool", Pooling("max", Window(3, 2, 1)))]
    for stage, depth in enumerate(depths):
        for index in range(depth):
            first = index == 0
            stride = 2 if first and stage > 0 else 1
            changes = first and (stage > 0 or block is _bottleneck)
            layers.append((f"layer{stage + 1}.{index}", block(64 * 2**stage, stride, changes)))
    layers += [("avgpool", Pooling("average", Global())), ("fc", Dense(1000))]
    return Network(label, "He, Zhang, Ren and Sun, 2015", (3, 224, 224), tuple(layers))


def _vgg16() -> Network:
    layers: list[Named] = []
    for stage, (channels, depth) in enumerate([(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)], start=1):
        layers += [(f"conv{stage}_{index}", _convolution(channels, 3)) for index in range(1, depth + 1)]
        layers.append((f"pool{stage}", Pooling("max", Window(2))))
    layers += [("fc6", Dense(4096)), ("fc7", Dense(4096)), ("fc8", Dense(1000))]
    return Network("VGG-16", "Simonyan and Zisserman, 2014", (3, 224, 224), tuple(layers))


_ALEXNET: tuple[Named, ...] = (
    ("conv1", _convolution(64, 11, 4, padding=2)),
    ("pool1", Pooling("max", Window(3, 2))),
    ("conv2", _convolution(192, 5)),
    ("pool2", Pooling("max", Window(3, 2))),
    ("conv3", _convolution(384, 3)),
    ("conv4", _convolution(256, 3)),
    ("conv5", _convolution(256, 3)),
    ("pool5", Pooling("max", Window(3, 2))),
    ("avgpool", Pooling("average", Adaptive(6))),
    ("fc6", Dense(4096)),
    ("fc7", Dense(4096)),
    ("fc8", Dense(1000)),
)

# S2 and S4 add up four values, times a number that is learned, plus one that is learned; C3 joins only some of
# the maps; the output compares with drawn digits, which nobody learned: 60,000 numbers are learned in all.
_LENET: tuple[Named, ...] = (
    ("C1", _convolution(6, 5, padding=0)),
    ("S2", Pooling("sum", Window(2), trained=True)),
    ("C3", Convolution(16, Window(5, 1), links=60)),
    ("S4", Pooling("sum", Window(2), trained=True)),
    ("C5", _convolution(120, 5, padding=0)),
    ("F6", Dense(84)),
    ("output", Dense(10, fixed=True)),
)

ARCHITECTURES: Mapping[str, Network] = {
    "lenet5": Network("LeNet-5", "LeCun et al., 1998", (1, 32, 32), _LENET),
    "alexnet": Network("AlexNet", "Krizhevsky, 2014", (3, 224, 224), _ALEXNET),
    "vgg16": _vgg16(),
    "resnet18": _resnet("ResNet-18", _basic, (2, 2, 2, 2)),
    "resnet50": _resnet("ResNet-50", _bottleneck, (3, 4, 6, 3)),
}
