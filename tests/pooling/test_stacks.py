"""Spelled networks: what each word means, which part of a text is kept, which limit a refusal names."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pooling import Global, Window, limits, stacks
from pooling.network import Convolution, Dense, Pooling


@pytest.mark.parametrize(
    ("spelled", "means"),
    [
        ("conv16k3", Convolution(16, Window(3, 1, 1))),
        ("conv16", Convolution(16, Window(3, 1, 1))),
        ("conv8k2", Convolution(8, Window(2, 1, 0))),
        ("conv64k7s2p3", Convolution(64, Window(7, 2, 3))),
        ("conv6k5p0", Convolution(6, Window(5, 1, 0))),
        ("max2", Pooling("max", Window(2))),
        ("max3s2p1", Pooling("max", Window(3, 2, 1))),
        ("avg2", Pooling("average", Window(2, 2, 0))),
        ("global", Pooling("average", Global())),
        ("dense10", Dense(10)),
    ],
)
def test_each_word_is_a_layer(spelled, means):
    assert stacks.layer(spelled) == means


@pytest.mark.parametrize("spelled", ["", "conv", "max", "dense", "global2", "dense10k3", "max2k3", "conv16k", "conv-3"])
def test_other_words_are_refused(spelled):
    with pytest.raises(ValueError, match=f'"{spelled}" is no layer; write conv16k3'):
        stacks.layer(spelled)


@pytest.mark.parametrize("spelled", ["conv٣", "conv16k3\n", "<b>", "x" * 10_000])
def test_hostile_words_are_refused_briefly(spelled):
    with pytest.raises(ValueError, match="is no layer") as refused:
        stacks.layer(spelled)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("spelled", "said"),
    [
        ("conv0", "number of channels lies between 1 and 4096, got 0"),
        ("conv5000k3", "number of channels lies between 1 and 4096, got 5000"),
        ("dense999999999", "number of units lies between 1 and 4096, got 999999999"),
        ("conv8k65", "kernel lies between 1 and 64, got 65"),
        ("max0", "kernel lies between 1 and 64, got 0"),
        ("max2s0", "stride lies between 1 and 64, got 0"),
        ("max2p2", "padding must be below the effective kernel"),
    ],
)
def test_a_refusal_names_the_limit_and_the_value(spelled, said):
    with pytest.raises(ValueError, match=said):
        stacks.layer(spelled)


def test_a_text_is_a_network_that_counts_its_layers_by_kind():
    rows = stacks.parse("conv16k3, MAX2 ,conv32k3s2,avg2,global,dense10", 32).summary().rows
    assert [(row.name, row.kind, row.output_shape) for row in rows] == [
        ("conv1", "convolution", (16, 32, 32)),
        ("pool1", "max pooling", (16, 16, 16)),
        ("conv2", "strided convolution", (32, 8, 8)),
        ("pool2", "average pooling", (32, 4, 4)),
        ("global1", "global average pooling", (32, 1, 1)),
        ("dense1", "dense", (10,)),
    ]
    assert [row.parameters for row in rows] == [16 * (3 * 9 + 1), 0, 32 * (16 * 9 + 1), 0, 0, 10 * 33]


@pytest.mark.parametrize(
    ("text", "kept", "said"),
    [
        ("conv4,foo,max2", ("conv4",), 'layer 2: "foo" is no layer'),
        ("max2,max2,max2", ("max2", "max2"), "pool3: effective kernel 2 does not fit"),
        ("dense5,max2", ("dense5",), "pool1: a window needs rows and columns, got 5 units"),
        ("conv4,global,conv4k3,global,dense2", ("conv4", "global", "conv4k3", "global", "dense2"), ""),
        ("", (), ""),
        (",,", (), ""),
        ("foo", (), 'layer 1: "foo"'),
    ],
)
def test_the_beginning_that_is_a_network_is_kept(text, kept, said):
    stack = stacks.longest(text, 4)
    assert stack.spelled == kept and stack.refusal.startswith(said) and bool(stack.refusal) == bool(said)
    assert len(stack.network.summary().rows) == len(kept)
    if said:
        with pytest.raises(ValueError, match=r"layer \d|pool\d"):
            stacks.parse(text, 4)


def test_size_and_length_have_limits():
    many = ",".join(["conv1k1"] * (limits.STACK_LAYERS + 1))
    assert stacks.longest(many, 8).refusal == "the number of layers lies between 1 and 32, got 33"
    with pytest.raises(ValueError, match="side of the input lies between 1 and 512, got 513"):
        stacks.longest("max2", 513)


@given(
    some.text(max_size=60) | some.from_regex(r"((conv|max|avg|dense)\d{1,3}(k\d)?(s\d)?(p\d)?,?){1,8}"),
    some.integers(1, 64),
)
def test_whatever_is_typed_the_kept_part_spells_the_same_network(text, side):
    stack = stacks.longest(text, side)
    assert stacks.parse(",".join(stack.spelled), side) == stack.network
