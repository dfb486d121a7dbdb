"""Networks as arithmetic: published totals, shapes that everybody knows, receptive fields by brute force."""

import numpy as np
import pytest

from pooling import Global, Window
from pooling.network import ARCHITECTURES, Convolution, Dense, Field, Network, Pooling, Residual

# Parameters as torchvision's model pages and LeCun et al. (1998) give them; thousand million multiply-adds.
PUBLISHED = {
    "lenet5": (60_000, None),
    "alexnet": (61_100_840, 0.71),
    "vgg16": (138_357_544, 15.47),
    "resnet18": (11_689_512, 1.81),
    "resnet50": (25_557_032, 4.09),
}


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_totals_are_the_published_ones(name):
    parameters, thousand_million = PUBLISHED[name]
    summary = ARCHITECTURES[name].summary()
    assert summary.parameters == parameters
    assert summary.parameters == sum(row.parameters for row in summary.rows)
    if thousand_million:
        assert round(summary.multiply_adds / 1e9, 2) == thousand_million


def rows(name):
    return {row.name: row for row in ARCHITECTURES[name].summary().rows}


def test_lenet_s_layers_are_those_of_the_paper():
    found = [(row.name, row.output_shape, row.parameters) for row in ARCHITECTURES["lenet5"].summary().rows]
    assert found == [
        ("C1", (6, 28, 28), 156),
        ("S2", (6, 14, 14), 12),
        ("C3", (16, 10, 10), 1516),
        ("S4", (16, 5, 5), 32),
        ("C5", (120, 1, 1), 48120),
        ("F6", (84,), 10164),
        ("output", (10,), 0),
    ]


def test_resnet_has_its_two_pools():
    found = rows("resnet50")
    assert (found["maxpool"].kind, found["maxpool"].output_shape) == ("max pooling", (64, 56, 56))
    assert (found["avgpool"].kind, found["avgpool"].output_shape) == ("global average pooling", (2048, 1, 1))
    assert sum("pooling" in row.kind for row in found.values()) == 2
    assert found["layer4.2.conv3"].output_shape == (2048, 7, 7)


def test_shapes_memory_and_fields_that_are_known():
    assert rows("alexnet")["pool5"].output_shape == (256, 6, 6)
    assert rows("vgg16")["pool5"].output_shape == (512, 7, 7)
    assert rows("vgg16")["pool5"].receptive_field == (212, 212)
    assert rows("alexnet")["pool5"].receptive_field == (195, 195)
    assert rows("resnet18")["layer4.1.conv2"].receptive_field == (435, 435)
    assert rows("vgg16")["conv1_1"].activation_bytes == 64 * 224 * 224 * 4


def small(*layers):
    return Network("small", "here, 2026", (2, 12, 10), tuple((f"layer{i}", layer) for i, layer in enumerate(layers)))


def seen(network, cell):
    """The input rows that reach one row of the last layer, by pushing a mark through every window."""
    marks = np.eye(network.input_shape[1])

    def through(layer, marks):
        if isinstance(layer, Residual):
            return np.maximum(chain(layer.body, marks), chain(layer.shortcut, marks))
        place = layer.window if isinstance(layer, Convolution) else layer.place
        axis = place.plan((marks.shape[1], network.input_shape[2]))
        axis = axis.axes[0]
        return np.stack([marks[:, taps[real]].max(1) for taps, real in zip(axis.taps, axis.real, strict=True)], 1)

    def chain(layers, marks):
        for _, layer in layers:
            marks = through(layer, marks)
        return marks

    return np.flatnonzero(chain(network.layers, marks)[:, cell])


@pytest.mark.parametrize(
    "network",
    [
        small(Convolution(3, Window(3, 1, 1)), Pooling("max", Window(2)), Convolution(4, Window(3, 1))),
        small(Convolution(3, Window(5, 2, 2)), Pooling("max", Window(3, 2, 1))),
        small(Convolution(3, Window(3, 1, 2, dilation=2)), Pooling("average", Window(2, 2))),
        small(
            Convolution(3, Window(3, 1, 1)),
            Residual(
                (("a", Convolution(3, Window(3, 2, 1))), ("b", Convolution(3, Window(3, 1, 1)))),
                (("c", Convolution(3, Window(1, 2))),),
            ),
        ),
    ],
)
def test_receptive_fields_are_those_of_a_mark_pushed_through(network):
    last = network.summary().rows[-1]
    for cell in range(last.output_shape[1]):
        found = seen(network, cell)
        expected = last.fields[0].cells(cell, network.input_shape[1])
        assert (found[0], found[-1]) == (expected[0], expected[-1])


def test_parameters_of_each_kind():
    summary = small(
        Convolution(3, Window(3), norm=True, bias=False), Pooling("max", Global()), Dense(5), Dense(4, bias=False)
    ).summary()
    assert [row.parameters for row in summary.rows] == [3 * 2 * 9 + 6, 0, 5 * (3 + 1), 20]
    assert [row.multiply_adds for row in summary.rows] == [3 * 2 * 9 * 4 * 3, 0, 15, 20]
    assert [row.kind for row in summary.rows][:2] == ["strided convolution", "global max pooling"]


def test_a_pool_as_a_convolution_learns_and_costs():
    before = small(Convolution(3, Window(3, 1, 1)), Pooling("max", Window(2)), Dense(5))
    after = before.with_strided_convolutions().summary()
    assert [row.output_shape for row in after.rows] == [row.output_shape for row in before.summary().rows]
    assert after.rows[1].parameters == 3 * 3 * 4 + 3
    assert after.parameters - before.summary().parameters == after.rows[1].parameters
    resnet = ARCHITECTURES["resnet18"].with_strided_convolutions().summary()
    assert [row.kind for row in resnet.rows if "pooling" in row.kind] == ["global average pooling"]


def test_without_pools_the_dense_layer_pays():
    network = small(Convolution(3, Window(3, 1, 1)), Pooling("max", Window(2)), Dense(5))
    assert network.summary().rows[-1].parameters == 5 * (3 * 6 * 5 + 1)
    assert network.without_pools().summary().rows[-1].parameters == 5 * (3 * 12 * 10 + 1)
    vgg = ARCHITECTURES["vgg16"].without_pools().summary()
    assert {row.name: row for row in vgg.rows}["fc6"].parameters == 4096 * (512 * 224 * 224 + 1)


def test_a_window_that_does_not_fit_names_its_layer():
    with pytest.raises(ValueError, match=r"layer1: effective kernel 14 does not fit"):
        small(Convolution(3, Window(1, 1)), Pooling("max", Window(14))).summary()
    with pytest.raises(ValueError, match="layer1: a window needs rows and columns, got 5 units"):
        small(Dense(5), Pooling("max", Window(2))).summary()


def test_a_field_ends_at_the_input_s_border():
    assert Field(-3, 2, 7).cells(0, 224) == range(4)
    assert Field(-3, 2, 7).cells(111, 224) == range(219, 224)


def test_what_a_cell_sees_beyond_the_input_is_padding():
    field = Field(-3, 2, 7)
    assert [field.padding(cell, 10) for cell in range(5)] == [(3, 0), (1, 0), (0, 0), (0, 0), (0, 2)]
    assert Field(-100, 32, 483).padding(3, 224) == (4, 255)
