"""The page about networks: its totals, sentences and table are the library's; its address holds all that is chosen."""

from typing import Any
from urllib.parse import parse_qs

import pytest
import streamlit as st
from hypothesis import given, settings
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from pages._ui import costs, networks
from pooling import stacks
from pooling.network import ARCHITECTURES, Field, Row
from tests.pages.opening import open_page, received


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.caption, page.text) for shown in kind)


def html(page: AppTest) -> str:
    return " ".join(part.proto.body for part in page.get("html"))


def notices(page: AppTest) -> str:
    return " ".join(shown.value for shown in page.text)


def sent(page: AppTest, key: str) -> dict[str, Any]:
    """What a component got; key: a word that only its data has."""
    return next(data for data in received(page) if key in data)


def chosen(page: AppTest) -> str:
    data = sent(page, "layers")
    return str(data["layers"][data["chosen"]]["name"])


def test_the_page_opens_with_vgg_and_its_last_map() -> None:
    page = open_page("network")
    assert not page.exception
    assert page.title[0].value == "What does pooling do to a whole network?"
    assert "<strong>138.4</strong> million<span>138,357,544</span>" in html(page)
    assert "<strong>15.47</strong> billion" in html(page)
    assert chosen(page) == "pool5"
    assert (
        sent(page, "layers")["sentence"]
        == "Row 4, column 4 of 7 × 7 sees 212 × 212 cells of the input: rows 7 to 218, columns 7 to 218, no padding."
    )
    assert notices(page) == ""


@pytest.mark.parametrize("net", ARCHITECTURES)
@pytest.mark.parametrize("pools", networks.POOLS)
def test_every_network_is_shown_with_all_its_layers(net: str, pools: str) -> None:
    page = open_page("network", net=net, pools=pools)
    assert not page.exception
    network = ARCHITECTURES[net]
    changed = {"kept": network, "strided": network.with_strided_convolutions(), "removed": network.without_pools()}
    rows = changed[pools].summary().rows
    assert [layer["name"] for layer in sent(page, "layers")["layers"]] == [row.name for row in rows]
    assert sum(span for _, span in sent(page, "layers")["stages"]) == len(rows)
    shown = html(page)
    assert all(f'<th scope="row">{row.name}</th>' in shown and f">{row.parameters:,}<" in shown for row in rows)
    assert notices(page) == ""


@pytest.mark.parametrize(
    ("net", "pools", "said"),
    [
        ("vgg16", "removed", "**fc6** pays most: it now reads **25,690,112** numbers instead of 25,088"),
        ("vgg16", "strided", "**pool4** and **pool5** pay most: as convolutions they learn **1,049,088** numbers each"),
        ("lenet5", "removed", "**F6** pays most: it now reads **48,000** numbers instead of 120"),
        (
            "lenet5",
            "strided",
            "**S4** pays most: as a convolution it learns **1,040** numbers, as a pool it learned 32.",
        ),
        ("resnet18", "removed", "No layer learns more numbers: **avgpool** still makes one number of each channel"),
        ("resnet18", "strided", "**maxpool** pays most: as a convolution it learns **36,928** numbers"),
        ("vgg16", "kept", "Replace the pools, or remove them"),
    ],
)
def test_who_pays(net: str, pools: str, said: str) -> None:
    page = open_page("network", net=net, pools=pools)
    assert said in text(page)


def test_totals_say_ratio_and_difference() -> None:
    shown = html(open_page("network", pools="removed"))
    assert "<strong>105.3</strong> billion<span><b>× 761</b> 105.1 billion more</span>" in shown
    resnet = html(open_page("network", net="resnet18", pools="removed"))
    assert "<strong>11.69</strong> million<span>as before</span>" in resnet
    assert "<b>× 3.8</b> 5.087 billion more" in resnet


@pytest.mark.parametrize(
    ("layers", "pools", "said"),
    [
        ("max2,dense10", "removed", "**dense1** pays most: it now reads **3,072** numbers instead of 768"),
        ("max2,global", "removed", "No layer learns more numbers: **global1** still makes one number of each channel"),
        ("conv4,dense2", "removed", "Nothing changes: this network has no pool with a window"),
        (
            "max1,max1,max1,max1",
            "strided",
            "**pool1** and 3 others pay most: as convolutions they learn **12** numbers",
        ),
        ("conv8,max2", "removed", "No layer learns more numbers."),
    ],
)
def test_who_pays_in_an_own_stack(layers: str, pools: str, said: str) -> None:
    page = open_page("network", net="own", layers=layers, pools=pools)
    assert not page.exception and said in text(page)


@pytest.mark.parametrize(
    ("query", "said", "layer"),
    [
        ({"net": "alexnet9"}, '"alexnet9" is no network that this page knows; vgg16 is shown.', "pool5"),
        ({"pools": "gone"}, '"gone" is no way with pools that this page knows; kept is shown.', "pool5"),
        ({"layer": "fc99"}, '"fc99" is no layer that this page knows; pool5 is shown.', "pool5"),
        ({"pools": "removed", "layer": "pool3"}, "pool3 is removed; conv3_3 is shown.", "conv3_3"),
        ({"cell": "7x0"}, "The cells of pool5 go from 0x0 to 6x6; 6x0 is shown.", "pool5"),
        ({"cell": "-1"}, "0x0 is shown.", "pool5"),
        ({"cell": "a"}, '"a" is no cell', "pool5"),
        ({"layer": "fc7", "cell": "3x3"}, "The cells of fc7 go from 0x0 to 0x0", "fc7"),
        ({"net": "own", "layers": "conv8,foo,max2"}, 'The stack is cut short: layer 2: "foo" is no layer', "conv1"),
        ({"net": "own", "layers": "max16,max4"}, "pool2: effective kernel 4 does not fit", "pool1"),
        ({"net": "own", "layers": "<script>"}, "A stack has at least one layer", "pool2"),
        ({"net": "own", "layers": "conv9999"}, "number of channels lies between 1 and 4096, got 9999", "pool2"),
        ({"net": "own", "layers": "max2,max2", "pools": "removed"}, "nothing but pools; they are kept.", "pool2"),
        ({"net": "own", "layers": "max2,conv8", "pools": "removed", "layer": "pool1"}, "conv1 is shown", "conv1"),
        (
            {"net": "own", "side": "3"},
            "The side of the input lies between 16 and 512; 16 is used instead of 3.",
            "pool2",
        ),
        ({"net": "own", "side": "9" * 30}, "512 is used", "pool2"),
    ],
)
def test_what_cannot_be_had_is_said(query: dict[str, str], said: str, layer: str) -> None:
    page = open_page("network", **query)
    assert not page.exception
    assert said in notices(page)
    assert chosen(page) == layer


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"net": "resnet50", "layer": "layer3.2.conv2", "cell": "0x13"},
        {"pools": "removed", "layer": "fc6"},
        {"net": "own", "layers": "conv8k5s2,avg3s1,dense7", "side": "64", "layer": "conv1", "cell": "1x2"},
        {"net": "own"},
    ],
)
def test_the_link_shows_the_same_thing(query: dict[str, str]) -> None:
    page = open_page("network", **query)
    assert notices(page) == ""
    assert parse_qs(sent(page, "query")["query"]) == {name: [value] for name, value in query.items()}


class _Query(dict[str, str]):
    """Stands in for st.query_params, which lives only inside a running script."""

    def to_dict(self) -> dict[str, str]:
        return dict(self)


_TEXTS = some.one_of(
    some.text(max_size=20),
    some.from_regex(r"-?[0-9]{1,4}(x-?[0-9]{1,4}){0,3}", fullmatch=True),
    some.sampled_from([*networks.NETS, *networks.POOLS, "conv1", "pool2", "layer4.1.conv2", "fc6", "S4"]),
    some.from_regex(r"((conv|max|avg|dense)\d{1,2}(k\d)?(s\d)?(p\d)?,|global,){1,6}", fullmatch=True),
)
_NAMES = ["net", "pools", "layers", "side", "layer", "cell"]


@settings(max_examples=150)
@given(some.dictionaries(some.sampled_from(_NAMES), _TEXTS), some.booleans())
def test_any_address_gives_a_legal_state_and_the_canonical_one_gives_the_same(query: dict[str, str], own: bool) -> None:
    asked = {**query, "net": "own"} if own else query
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "query_params", _Query(asked))
        now = networks.read()
        assert all(sentence.endswith(".") and len(sentence) < 220 for sentence in now.notices)
        assert costs.sees(now) and costs.pays(now)
        patch.setattr(st, "query_params", _Query(networks.canonical(now)))
        again = networks.read()
    assert again.notices == ()
    assert (again.network, again.after, again.layer, again.cell) == (now.network, now.after, now.layer, now.cell)


def test_controls_write_the_address() -> None:
    page = open_page("network")
    page.selectbox(key="layer").set_value("conv3_3").run()
    page.segmented_control(key="pools").set_value("removed").run()
    assert chosen(page) == "conv3_3" and "105.3" in html(page)
    page.selectbox(key="net").set_value("resnet50").run()
    assert not page.exception and chosen(page) == "layer4.2.conv3"
    page.segmented_control(key="pools").set_value("kept").run()
    assert notices(page) == ""


def test_a_stack_is_built_by_buttons() -> None:
    page = open_page("network", net="own")
    page.button(key="add-conv32k3s2").click().run()
    assert page.text_input(key="layers").value == "conv16k3,max2,conv32k3,max2,conv32k3s2,global,dense10"
    assert chosen(page) == "conv3"
    page.button(key="add-avg2").click().run()
    assert chosen(page) == "pool3"
    page.button(key="take-out").click().run()
    page.button(key="take-out").click().run()
    assert page.text_input(key="layers").value == networks.STACK and chosen(page) == "pool2"
    page.text_input(key="layers").set_value("max2,dense3").run()
    page.selectbox(key="layer").set_value("dense1").run()
    page.button(key="add-max2").click().run()
    assert "pool2: a window needs rows and columns, got 3 units" in notices(page)
    page.text_input(key="layers").set_value("max2").run()
    assert page.button(key="take-out").disabled
    assert not page.exception


def test_a_stack_can_be_built_while_its_pools_are_removed() -> None:
    page = open_page("network", net="own", pools="removed", layer="conv2")
    page.button(key="add-dense10").click().run()
    assert page.text_input(key="layers").value.startswith("conv16k3,max2,conv32k3,dense10,max2")
    assert "pool2: a window needs rows and columns" in notices(page)


def test_a_teacher_can_hide_controls() -> None:
    page = open_page("network", net="own", lock="net,pools,layers")
    assert {box.key for box in page.selectbox} == {"layer"}
    assert not page.segmented_control and not page.text_input


def test_stages_fold_with_their_totals() -> None:
    page = html(open_page("network", net="resnet50"))
    assert page.count("<details>") == 4
    assert "<span>layer3</span><span>6 blocks, 19 convolutions</span><span>1024 × 14 × 14</span>" in page
    rows = ARCHITECTURES["resnet50"].summary().rows
    assert f"<span>{sum(row.parameters for row in rows if row.name.startswith('layer3')):,}</span>" in page
    assert "<span>17.662</span><span>35 × 35</span></summary>" in page, "layer1: what its last layer sees"
    vgg = "<td>4,096 units</td><td>102,764,544</td><td>102,760,448</td><td>0.016</td><td>404 × 404</td></tr>"
    assert f'<tr><th scope="row">fc6</th><td>dense</td>{vgg}' in html(open_page("network"))
    assert '<tr class="pool"><th scope="row">pool5</th>' in html(open_page("network"))
    assert "<details>" not in html(open_page("network", net="vgg16"))


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            {"net": "resnet50", "cell": "0x6"},
            "rows 1 to 214, columns 1 to 224; the rest is padding (213 above, 21 to the left, 182 to the right).",
        ),
        ({"net": "resnet50"}, "sees 427 × 427 cells of the input: the whole picture; the rest is padding (117 above,"),
        ({"layer": "fc6"}, "Every unit sees 404 × 404 cells of the input: the whole picture; the rest is padding"),
        ({"net": "resnet18", "layer": "avgpool"}, "Its only cell sees"),
        ({"layer": "conv1_1", "cell": "0x9"}, "3 × 3 cells of the input: rows 1 to 2, columns 9 to 11; the rest"),
        (
            {"net": "own", "layers": "max2p1", "cell": "0x1"},
            "row 1, columns 2 to 3; the rest is padding (1 above)",
        ),
    ],
)
def test_what_a_cell_sees_is_said_with_its_padding(query: dict[str, str], said: str) -> None:
    assert said in sent(open_page("network", **query), "layers")["sentence"]


def test_amounts_are_short() -> None:
    assert [costs.amount(number) for number in (0, 999_999, 1e6, 138_357_544, 105_262_295_848, 4e12)] == [
        "0",
        "999,999",
        "1 million",
        "138.4 million",
        "105.3 billion",
        "4,000 billion",
    ]
    assert [costs.memory(number) for number in (40, 1600, 12_845_056, 2e9)] == [
        "40 bytes",
        "1.6 kB",
        "12.85 MB",
        "2 GB",
    ]
    assert [costs.times(1, ratio) for ratio in (760.8, 54.51, 1.018, 0.5)] == ["× 761", "× 54.5", "× 1.02", "× 0.5"]


def test_the_default_layer_is_the_last_with_a_map() -> None:
    shapes = stacks.parse("conv4,max2,max8,max2", 32).summary()
    assert networks.standard_layer(shapes) == 2
    assert networks.standard_layer(stacks.parse("global,dense3", 32).summary()) == 1
    assert networks.standard_cell(Row("a", "b", (3, 7, 4), 0, 0, (Field(), Field()))) == (3, 2)
