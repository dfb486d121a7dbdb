"""Every page with a stage offers what stands there, and makes a file only when it is asked for."""

import io
import json
from typing import Any
from unittest.mock import Mock, patch

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from pages._ui import exporting
from pages._ui.exporting import _name
from pooling import Adaptive, Window, export, pool
from tests.pages.opening import open_page, received

STAGES = [
    ("start", {}, "share"),
    ("windows", {"kernel": "3", "stride": "1"}, "share"),
    ("windows", {"source": "random", "size": "5x5"}, "keep-compared"),
    ("gradient", {}, "share"),
    ("gradient", {}, "keep-unpooled"),
    ("kinds", {"type": "average"}, "share"),
    ("shift", {}, "share"),
    ("frameworks", {}, "share"),
    ("dimensions", {}, "share"),
    ("dimensions", {"rank": "3"}, "share"),
    ("image", {}, "keep-patch"),
    ("course", {}, "share"),
]
BEGINS = {
    "svg": b"<svg ",
    "png": b"\x89PNG",
    "gif": b"GIF89a",
    "npy": b"\x93NUMPY",
    "ipynb": b"{",
    "zip": b"PK",
    "json": b"{",
    "csv": b"",
}


def offered(page: AppTest, key: str = "share") -> dict[str, tuple]:
    """Label -> the arguments of its button, in the dialog that "Download" opens."""

    def pressed(**mounted: Any) -> dict[str, bool]:
        return {"download": mounted["key"] == key and mounted["data"]["download"]}

    with patch.object(exporting, "_bar", pressed), patch("streamlit.download_button", Mock()) as button:
        page.run()
    assert not page.exception
    return {call.args[0]: call for call in button.call_args_list if call.kwargs["key"].startswith(f"{key}-")}


@pytest.mark.parametrize(("name", "query", "key"), STAGES)
def test_a_stage_is_offered_as_files(name: str, query: dict[str, str], key: str) -> None:
    files = offered(open_page(name, **query), key)
    assert {"SVG", "PNG", "CSV", "NPY", "Notebook", "Code", "Plan"} <= files.keys()
    for call in files.values():
        _, content, file_name, mime = call.args
        assert callable(content) and call.kwargs["on_click"] == "ignore" and "/" in mime
        assert content().startswith(BEGINS[file_name.rpartition(".")[2]])


def test_the_files_are_those_of_what_is_seen() -> None:
    files = offered(open_page("windows", grid="1,2,3;4,5,6;9,8,7", kernel="2", stride="1", step="2"))
    made = {label: call.args[1]() for label, call in files.items()}
    expected = pool(np.array([[1.0, 2, 3], [4, 5, 6], [9, 8, 7]]), Window(2, 1))
    np.testing.assert_array_equal(np.load(io.BytesIO(made["NPY"])), expected.values)
    assert made["CSV"] == export.csv(expected) and made["Switches"] == export.csv(expected, switches=True)
    assert b"max(4, 5, 9, 8) = 9" in made["SVG"]  # the third window, which the address chooses
    assert Image.open(io.BytesIO(made["GIF"])).n_frames == 4
    assert json.loads(made["Plan"])["output_shape"] == [2, 2]
    assert files["Switches"].args[2] == "max-k2-s1-switches.csv"


def test_nothing_is_drawn_or_made_before_it_is_asked_for() -> None:
    page = open_page("start")
    with patch("streamlit.download_button", Mock()) as button, patch("pooling.export.svg", Mock()) as svg:
        page.run()
    assert not button.called and not svg.called
    assert offered(page) and not svg.called


def test_a_type_without_switches_offers_none() -> None:
    assert "Switches" not in offered(open_page("windows", type="average"))


def test_what_is_too_large_is_not_offered_and_said() -> None:
    page = open_page("windows", source="random", size="16x16", kernel="2", stride="1")
    assert "GIF" not in offered(page) and "PNG" in offered(page)
    assert "A GIF steps over at most 100 windows; here are 225." in [shown.value for shown in page.caption]
    page = open_page("windows", source="random", size="32x32", kernel="32", padding="31", stride="1")
    assert not {"SVG", "PNG", "GIF"} & offered(page).keys()
    assert any("A picture shows at most 4,096 cells; here are" in shown.value for shown in page.caption)


def test_it_can_be_locked_and_stays_in_an_embed() -> None:
    assert [data["download"] for data in received(open_page("start")) if "query" in data] == [True]
    assert [data["download"] for data in received(open_page("start", lock="download")) if "query" in data] == [False]
    assert not offered(open_page("start", lock="download"))
    assert offered(open_page("windows", embed="true"))


def test_a_lock_takes_the_button_of_a_chart_away_too() -> None:
    def bars(**query: str) -> list[bool]:
        return [
            json.loads(chart.proto.config)["displayModeBar"]
            for chart in open_page("kinds", **query).get("plotly_chart")
        ]

    assert bars() and all(bars())
    assert bars(lock="download") and not any(bars(lock="download"))


def test_as_long_as_answers_are_covered_only_blanks_are_given() -> None:
    files = offered(open_page("windows", mode="predict"))
    assert files.keys() == {"SVG", "PNG"}
    assert b"____" in files["SVG"].args[1]()


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Window(2), "max-k2-s2"),
        (Window((2, 3), 1, 1, 2, True), "max-k2x3-s1-p1-d2-ceil"),
        (Window(3, 2, "same"), "max-k3-s2-same"),
        (Window(2, 1, ((0, 1), (0, 1))), "max-k2-s1-p0to1x0to1"),
        (Adaptive((2, 2)), "max-adaptive"),
    ],
)
def test_file_names_say_what_they_hold(place: object, name: str) -> None:
    assert _name(pool(np.zeros((9, 9)), place)) == name
