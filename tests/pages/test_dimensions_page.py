"""The page about dimensions: what it draws is what the library pools, and its address holds all of it."""

import io
import json
import struct
import wave

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from pooling import Window, limits, pool
from pooling.samples.signals import heartbeat, speech
from pooling.samples.volumes import coil, head
from tests.pages.opening import open_page, received

LOCK = "rank,type,source,grid,size,kernel,stride,padding,dilation,ceil,pad_counts,apart"


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.text, page.caption) for shown in kind)


def sent(page: AppTest, name: str) -> dict:
    return next(data for data in received(page) if name in data)


def scene(page: AppTest) -> dict:
    return sent(page, "scene")["scene"]


def shown(page: AppTest, name: str) -> np.ndarray:
    panel = next(panel for panel in scene(page)["panels"] if panel["name"] == name)
    return np.array(panel["text"], float).reshape(len(panel["rows"]), len(panel["columns"]))


def chart(page: AppTest) -> dict:
    return json.loads(page.get("plotly_chart")[0].proto.spec)


def link(page: AppTest) -> str:
    return sent(page, "query")["query"]


def test_a_signal_is_pooled_along_its_one_axis() -> None:
    page = open_page("dimensions")
    assert not page.exception
    signal = heartbeat(32)
    np.testing.assert_allclose(shown(page, "Input")[0], signal)
    np.testing.assert_allclose(shown(page, "Output")[0], signal.reshape(16, 2).max(axis=1))
    assert "32 numbers went in, 16 came out: **1/2 of the numbers**" in text(page)
    assert link(page) == ""
    chosen = [shape["name"] for shape in chart(page)["layout"]["shapes"] if shape["opacity"] == 0.25]
    assert chosen == ["window 4"] and scene(page)["step"] == 3, "curve and stage show the same window"


def test_a_volume_is_pooled_along_three() -> None:
    page = open_page("dimensions", rank="3")
    assert not page.exception
    volume = head()
    rows, columns = slice(16, 24), slice(18, 26)
    np.testing.assert_array_equal(shown(page, "Input, slice 17"), volume[16, rows, columns])
    np.testing.assert_array_equal(shown(page, "Input, slice 18"), volume[17, rows, columns])
    expected = volume.reshape(16, 2, 16, 2, 16, 2).max(axis=(1, 3, 5))[8, 8:12, 9:13]
    np.testing.assert_array_equal(shown(page, "Output, slice 9"), expected)
    assert "32 × 32 × 32 = 32,768 numbers went in, 16 × 16 × 16 = 4,096 came out: **1/8 of the numbers**" in text(page)
    assert "reads slices **17** and **18** of the input" in text(page)
    assert link(page) == "rank=3"


def test_each_axis_has_its_own_setting_and_its_own_formula() -> None:
    page = open_page("dimensions", rank="3", kernel="1x2x3", source="coil", type="average", lens="0x0", slice="20")
    assert not page.exception
    values = pool(coil(), Window((1, 2, 3)), type="average").values
    found = shown(page, "Output, slice 21")
    np.testing.assert_allclose(found, values[20, : found.shape[0], : found.shape[1]], atol=0.005)
    drawn = next(html.proto.body for html in page.get("html") if 'class="formula"' in html.proto.body)
    formulas = ['class="formula"' + part for part in drawn.split('class="formula"')[1:]]
    assert [f">{name}:" in formula for name, formula in zip(("slices", "rows", "columns"), formulas, strict=True)] == [
        True
    ] * 3
    assert [formula.rsplit("= ")[-1][:2] for formula in formulas] == ["32", "16", "10"]
    assert {page.number_input(key=f"kernel-{side}").value for side in ("slices", "rows", "columns")} == {1, 2, 3}
    page.number_input(key="kernel-slices").set_value(2).run()
    assert page.query_params["kernel"] == "2x2x3"


def test_padding_of_six_edges_is_in_the_address() -> None:
    page = open_page("dimensions", rank="3", kernel="3x3x3", padding="1:0x0:1x1:1")
    assert not page.exception
    assert [page.number_input(key=f"padding-{edge}").value for edge in ("front", "back", "right")] == [1, 0, 1]
    page.number_input(key="padding-back").set_value(2).run()
    assert page.query_params["padding"] == "1:2x0:1x1:1"
    one = open_page("dimensions", padding="1:0", kernel="3")
    assert [one.number_input(key=f"padding-{edge}").value for edge in ("left", "right")] == [1, 0]


def test_changing_the_number_of_axes_keeps_the_window_and_leaves_the_rest() -> None:
    page = open_page("dimensions", kernel="3", type="min", source="speech", size="40", step="5")
    np.testing.assert_allclose(shown(page, "Input")[0], speech(40))
    page.segmented_control(key="rank").set_value("3").run()
    assert not page.exception
    assert dict(page.query_params) == {"rank": "3", "kernel": "3", "type": "min"}
    assert shown(page, "Output, slice 6").shape == (2, 2)
    page.segmented_control(key="rank").set_value("1").run()
    assert "rank" not in page.query_params and shown(page, "Output").shape == (1, 10)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"rank": "2"}, '"2" is no number of axes that this page knows'),
        ({"rank": "3", "kernel": "9"}, "at most 4 cells a side here, not 9; 4 is used"),
        ({"rank": "3", "source": "heartbeat"}, '"heartbeat" is no source'),
        ({"rank": "3", "slice": "99"}, "The slice lies between 0 and 15; 15 is used"),
        ({"rank": "3", "turn": "37"}, "The turn goes from 0 to 345 by 15; 30 is used"),
        ({"size": "7"}, "The number of values lies between 8 and 128; 8 is used"),
        ({"grid": "1"}, "This signal has 1 value; 2 to 128 can be shown. Another signal is shown"),
        ({"grid": "1,x"}, '"x" is not a number'),
        ({"kernel": "40"}, "Kernel 40 does not fit 32 values; 32 is used"),
    ],
)
def test_what_cannot_be_had_is_said(query: dict[str, str], said: str) -> None:
    page = open_page("dimensions", **query)
    assert not page.exception
    assert said in text(page)


@pytest.mark.parametrize("type", ["median", "stochastic", "blur", "aps", "soft", "mixed"])
def test_other_types_have_as_many_axes(type: str) -> None:
    for rank in ("1", "3"):
        page = open_page("dimensions", rank=rank, type=type, kernel="3", stride="2", padding="same", seed="4")
        assert not page.exception
        assert f"type={type}" in link(page) and "kernel=3" in link(page)


def test_numbers_are_pasted_and_shared() -> None:
    page = open_page("dimensions")
    page.text_area(key="pasted").set_value("3 1\n4, 1; 5\t9 ").run()
    assert page.query_params["grid"] == "3,1,4,1,5,9"
    np.testing.assert_array_equal(shown(page, "Output"), [[3, 4, 9]])
    assert page.selectbox(key="source").value == "typed" and link(page) == "grid=3,1,4,1,5,9"
    page.text_area(key="pasted").set_value("3 eggs").run()
    assert '"eggs" is not a number' in text(page) and page.query_params["grid"] == "3,1,4,1,5,9"
    page.selectbox(key="source").set_value("spikes").run()
    assert "grid" not in page.query_params and page.query_params["source"] == "spikes"


def test_a_long_signal_is_shown_and_not_edited() -> None:
    panel = scene(open_page("dimensions", grid=",".join("7" * 100)))["panels"][0]
    assert len(panel["columns"]) == 100 and panel["editable"] == ""
    assert scene(open_page("dimensions"))["panels"][0]["editable"] == "grid"


def wav(samples: list[int], rate: int = 1000) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


def test_a_sound_becomes_its_loudness_and_is_not_in_the_link() -> None:
    page = open_page("dimensions", source="sound", size="8", kernel="4")
    samples = [0] * 40 + [16000, -32000] * 20 + [-8000] * 80
    page.file_uploader(key="sound").set_value(("word.wav", wav(samples), "audio/wav")).run()
    assert not page.exception
    np.testing.assert_array_equal(shown(page, "Input"), [[0, 0, 10, 10, 2.5, 2.5, 2.5, 2.5]])
    np.testing.assert_array_equal(shown(page, "Output"), [[10, 2.5]])
    assert "source" not in link(page) and "sample in place" in sent(page, "query")["note"]
    page.file_uploader(key="sound").set_value(("long.wav", wav([0] * 10_001), "audio/wav")).run()
    assert "lasts 10.0 seconds; the limit is 10" in text(page)
    np.testing.assert_array_equal(shown(page, "Output"), [[10, 2.5]], "the sound before is kept")


def gif(count: int) -> bytes:
    pages = [Image.fromarray(np.full((20, 30), 60 * step, np.uint8)) for step in range(count)]
    file = io.BytesIO()
    pages[0].save(file, "GIF", save_all=True, append_images=pages[1:])
    return file.getvalue()


def test_a_moving_picture_becomes_a_volume() -> None:
    page = open_page("dimensions", rank="3", source="moving", slice="1")
    page.file_uploader(key="moving").set_value(("film.gif", gif(4), "image/gif")).run()
    assert not page.exception
    assert "4 × 20 × 30 = 2,400 numbers went in, 2 × 10 × 15 = 300 came out" in text(page)
    assert set(np.unique(shown(page, "Output, slice 2"))) == {180}
    page.file_uploader(key="moving").set_value(("still.gif", gif(1), "image/gif")).run()
    assert "This GIF has 1 frame" in text(page) and "4 × 20 × 30" in text(page)


def test_locked_controls_are_not_drawn() -> None:
    page = open_page("dimensions", rank="3", lock=f"{LOCK},slice,turn")
    assert not (page.selectbox or page.slider or page.number_input or page.segmented_control)
    one = open_page("dimensions", lock=LOCK)
    assert not (one.selectbox or one.text_area or one.number_input or one.segmented_control)


def test_every_limit_is_the_library_s() -> None:
    page = open_page("dimensions", source="sound")
    assert f"at most {limits.SOUND_SECONDS} seconds" in text(page)
    assert f"2 to {limits.SIGNAL_LENGTH} numbers" in text(page)
