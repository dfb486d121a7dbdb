"""The gradient page: its sentences say what the library answers, its address holds the gradient and the tie."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import open_page, received


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.text) for shown in kind)


def scene(page: AppTest, number: int = 0) -> dict:
    stages = [data for data in received(page) if "scene" in data]
    return stages[number]["scene"]


def shown(page: AppTest, name: str, number: int = 0) -> list[str]:
    return next(panel["text"] for panel in scene(page, number)["panels"] if panel["name"] == name)


def test_ones_flow_to_the_winners() -> None:
    page = open_page("gradient")
    assert not page.exception
    assert shown(page, "Gradient of the output") == ["1"] * 4
    winners = ["0", "0", "0", "0", "1", "0", "1", "0"]
    assert shown(page, "Gradient of the input")[:8] == ["0", "0", "0", "0", "1", "0", "1", "0"] == winners
    assert "reaches **4 of 16** cells of the input. **4** sets out in all, and all of it arrives." in text(page)


def test_a_typed_gradient_adds_up_where_windows_overlap() -> None:
    page = open_page("gradient", grid="0,0,0;0,9,0;0,0,0", stride="1", grad="1,2;3,4")
    assert shown(page, "Gradient of the input") == ["0", "0", "0", "0", "10", "0", "0", "0", "0"]
    notes = next(panel for panel in scene(page)["panels"] if panel["name"] == "Gradient of the input")["notes"]
    assert notes[4] == "1 from window 1 + 2 from window 2 + 3 from window 3 + 4 from window 4 = 10."
    assert notes[0] == "Read, but not chosen by any window: its gradient is 0."
    assert scene(page)["links"][1]["before"] == [f"{part} goes to (" for part in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("query", "received", "said"),
    [
        ({"grid": "7,7;7,7"}, ["1", "0", "0", "0"], "**1 of 4** cells"),
        ({"grid": "7,7;7,7", "tie": "shared"}, ["0.25"] * 4, "every cell"),
        ({"grid": "7,7;7,7", "tie": "last"}, ["1", "0", "0", "0"], '"last" is no tie that this page knows'),
        ({"grid": "1,2;3,4", "type": "average"}, ["0.25"] * 4, "every cell"),
        ({"grid": "1,2;3,4", "type": "sum", "grad": "0.5"}, ["0.5"] * 4, "**0.5** sets out in all, and **2** arrives."),
        ({"grid": "1,2;3,4", "grad": "5,1;2,3"}, ["0", "0", "0", "5"], "The output is 1 x 1 now"),
        ({"grid": "1,2;3,4", "grad": "x"}, ["0", "0", "0", "1"], "A gradient of ones is shown instead."),
        ({"grid": "1,2", "kernel": "2"}, ["0", "1"], "**1 of 2** cells"),
    ],
)
def test_the_address_says_what_flows(query: dict[str, str], received: list[str], said: str) -> None:
    page = open_page("gradient", **query)
    assert not page.exception
    assert shown(page, "Gradient of the input") == received
    assert said in text(page)


def test_only_the_chosen_window_sends_and_the_choice_is_in_the_address() -> None:
    page = open_page("gradient", step="2")
    page.radio(key="grad").set_value("chosen").run()
    assert page.query_params["grad"] == "chosen"
    assert shown(page, "Gradient of the output") == ["0", "0", "1", "0"]
    page.radio(key="grad").set_value("ones").run()
    assert "grad" not in page.query_params


def test_ties_are_asked_about_only_where_there_are_some() -> None:
    assert "tie" not in {radio.key for radio in open_page("gradient", grid="1,2;3,4").radio}
    page = open_page("gradient", grid="1,4;4,4")
    page.radio(key="tie").set_value("shared").run()
    assert page.query_params["tie"] == "shared"
    assert shown(page, "Gradient of the input") == ["0", "0.33", "0.33", "0.33"]


def test_values_are_put_back_with_switches_and_without() -> None:
    page = open_page("gradient", grid="1,2;3,4")
    assert shown(page, "Unpooled, with switches", 1) == ["0", "0", "0", "4"]
    assert shown(page, "Unpooled, without switches", 1) == ["4"] * 4
    average = open_page("gradient", grid="1,2;3,4", type="average")
    assert "Average pooling makes a new number out of the taps" in text(average)


def test_locked_controls_are_not_drawn() -> None:
    page = open_page("gradient", grid="7,7;7,7", lock="grad,tie,type,kernel,stride,padding,source,size")
    assert not page.radio and not page.selectbox
