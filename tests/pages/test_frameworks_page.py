"""The frameworks page: its cards say what the library answers, its address holds what is asked."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import lessons
from pooling.frameworks import PRESETS, answers
from tests.pages.opening import open_page, received

LESSON = lessons.load("frameworks")
NAMES = ("Keras", "TensorFlow", "PyTorch", "ONNX", "Flax (JAX)")


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.text) for shown in kind)


def cards(page: AppTest) -> dict[str, str]:
    html = next(part.proto.body for part in page.get("html") if 'class="answers"' in part.proto.body)
    figures = re.findall(r"<figure.*?</figure>", html)
    return {re.search(r'class="name">([^<]+)', figure)[1]: figure for figure in figures}


def cells(card: str) -> list[str]:
    return re.findall(r"<td[^>]*><span>([^<]*)</span>", card)


def marked(card: str) -> int:
    return card.count(", differs</span>")


def scene(page: AppTest) -> dict:
    stages = [data for data in received(page) if "scene" in data]
    return stages[0]["scene"]


def test_five_answers_stand_beside_the_input() -> None:
    page = open_page("frameworks")
    assert not page.exception
    shown = cards(page)
    assert list(shown) == ["Input x", *NAMES]
    assert cells(shown["PyTorch"]) == ["5", "7", "13", "15"]
    assert cells(shown["TensorFlow"]) == ["10", "11", "14", "15"]
    assert [marked(shown[name]) for name in NAMES] == [3] * 5 and marked(shown["Input x"]) == 0
    assert "**A** Keras, TensorFlow, ONNX and Flax (JAX); **B** PyTorch. They differ in 3 of 4 cells." in text(page)
    assert LESSON.sections["same"] in text(page)


@pytest.mark.parametrize("name", PRESETS)
def test_each_comparison_is_a_page(name: str) -> None:
    page = open_page("frameworks", preset=name)
    assert not page.exception
    shown = cards(page)
    for answer in answers(PRESETS[name].ask):
        card = shown[answer.label]
        assert ("Refused:" in card) == (answer.values is None)
        assert answer.values is None or len(cells(card)) == answer.values.size
    assert LESSON.sections[name] in text(page) and LESSON.sections[f"Try this: {name}"] in text(page)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"preset": "nan"}, "**A** Keras, PyTorch and Flax (JAX); **B** TensorFlow; **C** ONNX."),
        ({"preset": "stride"}, "TensorFlow refuses. Not even their sizes agree: 2 × 2 and 3 × 3."),
        ({"preset": "pad-limit"}, "**Flax (JAX)** answers. Keras, TensorFlow, PyTorch and ONNX refuse."),
        ({"preset": "dilation"}, "**ONNX and Flax (JAX)** give the same answer."),
        ({"stride": "1"}, "**All five give the same answer.**"),
        ({"preset": "too-large", "ceil": "1", "kernel": "5"}, "**All five refuse.**"),
        ({"preset": "lost"}, '"lost" is no comparison that this page knows; same is shown.'),
        ({"type": "gem"}, '"gem" is no pool of these frameworks that this page knows; max is shown.'),
        ({"kernel": "40"}, "The kernel lies between 1 and 9 here; 9x9 is used."),
        ({"padding": "12"}, "The padding lies between 0 and 9 cells here"),
        ({"grid": "1,x"}, "The comparison's own grid is shown instead."),
        ({"preset": "nan", "dtype": "int8"}, "int8 knows neither NaN nor infinity; float32 is used."),
        ({"grid": "300,1;0.5,2", "dtype": "int8"}, "int8 holds whole numbers from −128 to 127"),
    ],
)
def test_the_address_says_what_is_asked(query: dict[str, str], said: str) -> None:
    page = open_page("frameworks", **query)
    assert not page.exception
    assert said in text(page)


def test_a_refusal_does_not_repeat_the_call() -> None:
    card = cards(open_page("frameworks", preset="too-large"))["Keras"]
    assert "</strong> it would give an output size of zero or less" in card and card.count("MaxPooling2D") == 1


def test_a_number_in_the_address_is_not_left_to_the_framework() -> None:
    assert "strides=2" in re.sub("<[^>]*>", "", cards(open_page("frameworks", preset="stride", stride="2"))["Keras"])
    own = cards(open_page("frameworks", preset="same", stride="1", own="stride"))["Keras"]
    assert "strides" not in own


def test_a_comparison_sets_everything_but_what_is_locked() -> None:
    page = open_page("frameworks", kernel="2", stride="1", type="average", grid="1,2;3,4", lock="type")
    page.selectbox(key="preset").set_value("odd-pad").run()
    assert dict(page.query_params) == {"preset": "odd-pad", "type": "average", "lock": "type"}
    page.selectbox(key="preset").set_value("same").run()
    assert "preset" not in page.query_params


def test_settings_are_written_and_answered() -> None:
    page = open_page("frameworks", preset="average-same")
    page.selectbox(key="pad_counts").set_value("0").run()
    assert page.query_params["pad_counts"] == "0" and page.query_params["own"] == "none"
    assert cells(cards(page)["Flax (JAX)"]) == ["2", "4", "5.5"]
    page.selectbox(key="stride").set_value("own").run()
    assert page.query_params["own"] == "stride" and "stride" not in page.query_params
    assert len(cells(cards(page)["Flax (JAX)"])) == 6 and "Refused:" in cards(page)["TensorFlow"]
    page.selectbox(key="padding").set_value("explicit").run()
    page.number_input(key="padding-all").set_value(2).run()
    assert page.query_params["padding"] == "2"
    assert "half of kernel_size 3" in cards(page)["PyTorch"]


def test_settings_of_each_axis_come_from_the_address_and_go_back() -> None:
    page = open_page("frameworks", kernel="2x3", stride="1x2", padding="0:1x1:1")
    assert not page.exception
    assert page.number_input(key="kernel-columns").value == 3
    page.number_input(key="padding-top").set_value(1).run()
    assert page.query_params["padding"] == "1:1x1:1"
    page.number_input(key="kernel-rows").set_value(3).run()
    assert page.query_params["kernel"] == "3x3"
    assert not page.exception


def test_the_stage_shows_the_windows_of_the_chosen_framework() -> None:
    page = open_page("frameworks", framework="pytorch")
    assert scene(page)["panels"][0]["rows"][0] == -1
    page.segmented_control(key="framework").set_value("keras").run()
    assert scene(page)["panels"][0]["rows"] == [0, 1, 2, 3, 4]
    refusing = open_page("frameworks", preset="integers", framework="pytorch")
    assert "pytorch" not in refusing.segmented_control(key="framework").options  # it cuts the fractions off
    assert not refusing.exception


def test_an_input_that_cannot_be_typed_is_not_editable() -> None:
    assert LESSON.sections["Fixed input"] in text(open_page("frameworks", preset="nan"))
    assert scene(open_page("frameworks", preset="cast"))["panels"][0]["editable"] == ""
    assert scene(open_page("frameworks"))["panels"][0]["editable"] == "grid"
    assert LESSON.sections["No windows"] in text(open_page("frameworks", preset="pad-limit"))


def test_a_grid_is_made_larger() -> None:
    page = open_page("frameworks")
    page.number_input(key="size-rows").set_value(5).run()
    assert page.query_params["grid"] == "0,1,2,3;4,5,6,7;8,9,10,11;12,13,14,15;0,0,0,0"


@pytest.mark.parametrize(
    ("query", "layer", "yours"),
    [
        ({}, "MaxPooling2D", ["3", "2", '"same"', "None", "None", "x", "3", "2", '"SAME"', "None", "None"]),
        (
            {"rank": "3", "padding": "1", "layout": "first"},
            "MaxPooling3D",
            [
                "3",
                "2",
                "no word for it",
                '"channels_first"',
                "None",
                "x",
                "3",
                "2",
                "no word for it",
                '"NCDHW"',
                "None",
            ],
        ),
        (
            {"rank": "1", "kernel": "2x3", "own": "stride", "padding": "0x1"},
            "MaxPooling1D",
            ["3", "None", "no word for it", "None", "None", "x", "3", "missing", "[[0, 0], [1, 1], [0, 0]]"],
        ),
        ({"preset": "vectors"}, "NCHW_VECT_C", ["2", "2", '"valid"', "no word for it"]),
    ],
)
def test_every_argument_has_the_learners_value(query: dict[str, str], layer: str, yours: list[str]) -> None:
    page = open_page("frameworks", **query)
    assert not page.exception
    assert layer in text(page)
    found = re.findall(r"\| `([^`|]*)` \|\n", text(page) + "\n")
    assert found[: len(yours)] == yours


def test_a_script_is_given_for_each_framework() -> None:
    page = open_page("frameworks")
    assert "keras.layers.MaxPooling2D(3" in page.code[0].value
    for name in ("tensorflow", "pytorch", "flax", "onnx", "numpy"):
        page.segmented_control(key="script").set_value(name).run()
        assert not page.exception and len(page.code) == 1
    assert "import numpy" in page.code[0].value and page.query_params["script"] == "numpy"
    assert "there is no script for them: " in text(open_page("frameworks", preset="pad-limit"))


def test_locked_controls_are_not_drawn() -> None:
    keys = "preset,type,kernel,stride,padding,dilation,ceil,dtype,layout,spelling,size,framework,rank,script"
    page = open_page("frameworks", lock=keys)
    assert not page.exception
    assert not page.selectbox and not page.number_input and not page.segmented_control and not page.toggle


def test_the_link_is_short_and_shows_the_same() -> None:
    def link(**query: str) -> str:
        page = open_page("frameworks", **query)
        return next(data["query"] for data in received(page) if "query" in data)

    assert link() == "" and link(preset="same", kernel="3", stride="2", own="pad_counts") == ""
    assert sorted(link(preset="nan", kernel="1").split("&")) == ["kernel=1", "preset=nan"]
    assert "own=stride" in link(own="stride,pad_counts")
