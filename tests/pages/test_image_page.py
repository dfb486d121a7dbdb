"""The picture page: every source and every address gives a pooled picture or a sentence, never a traceback."""

import io
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
import streamlit as st
from PIL import Image
from streamlit.testing.v1 import AppTest

from pages._ui import brought, picture, words
from pooling import images, maps, pool, samples
from pooling.samples.filters import FILTERS
from tests.pages.opening import open_page, received
from tests.pooling.hostile_pictures import HOSTILE, NOISE, QUARTERS, saved


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.caption, page.text) for shown in kind)


def notices(page: AppTest) -> str:
    return " ".join(shown.value for shown in page.text)


def sent(page: AppTest, key: str) -> dict[str, Any]:
    """What a component got; key: a word that only its data has."""
    return next(data for data in received(page) if key in data)


def numbers(page: AppTest) -> np.ndarray:
    """The stage's input, as numbers."""
    panel = sent(page, "scene")["scene"]["panels"][0]
    return np.array([float(cell) for cell in panel["text"]]).reshape(len(panel["rows"]), -1)


def uploaded(data: bytes, name: str = "holiday.jpg", **query: str) -> AppTest:
    page = open_page("image", source="upload", **query)
    page.file_uploader[0].set_value((name, data, "image/jpeg"))
    return page.run()


@pytest.mark.parametrize(
    ("source", "credit", "size"),
    [
        ("cheetah", "Drawn by Pooling Lab's own code", "256 × 256"),
        ("cat", "Photograph by Stefan van der Walt, from scikit-image, CC0", "300 × 451"),
        ("brick", "CC0Textures, from scikit-image, CC0", "512 × 512"),
    ],
)
def test_a_sample_says_its_size_and_where_it_comes_from(source: str, credit: str, size: str) -> None:
    page = open_page("image", source=source)
    assert not page.exception
    assert credit in text(page)
    assert f"**Input** {size}" in text(page)
    assert notices(page) == ""


def test_the_page_opens_with_the_cheetah_in_colour_pooled_by_eight() -> None:
    page = open_page("image")
    assert "**Output** 32 × 32" in text(page)
    assert "32 × 32 cells: 1/64 of the numbers" in text(page)
    frame = sent(page, "places")["frame"]
    assert frame == [[136, 8], [104, 8]]
    np.testing.assert_array_equal(numbers(page), samples.cheetah()[136:144, 104:112, 0])


@pytest.mark.parametrize("kind", maps.KINDS)
def test_every_map_is_shown(kind: str) -> None:
    page = open_page("image", show=kind, kernel="4", lens="100x60")
    assert not page.exception
    map = maps.of(samples.cheetah(), kind)
    cells = (map[0] if map.ndim == 3 else map)[100:108, 60:68]
    np.testing.assert_array_equal(numbers(page), np.round(cells.astype(float), 2))
    if kind in FILTERS:
        assert FILTERS[kind].meaning in text(page)


def test_a_grey_picture_offers_no_channels() -> None:
    page = open_page("image", source="brick", show="red")
    assert page.selectbox(key="show").options[0] == "Grey"
    assert '"red" is no part of this picture that this page knows; grey is shown.' in notices(page)


@pytest.mark.parametrize(
    ("query", "output", "said"),
    [
        ({"kernel": "0"}, "256 × 256", "Kernel must be at least 1"),
        ({"kernel": "65"}, "4 × 4", "at most 64 cells a side here, not 65; 64 is used"),
        ({"kernel": "8x2", "stride": "8x4"}, "32 × 64", ""),
        ({"kernel": "3", "stride": "2", "padding": "same"}, "128 × 128", ""),
        ({"kernel": "3", "stride": "2", "padding": "1", "ceil": "1"}, "129 × 129", ""),
        ({"kernel": "two"}, "32 × 32", '"two" is no kernel'),
        ({"show": "x"}, "32 × 32", '"x" is no part of this picture'),
        ({"source": "../../etc/passwd"}, "32 × 32", '"../../etc/passwd" is no picture'),
        ({"lens": "9999x-4"}, "32 × 32", "The lens stays inside the 256 x 256 map."),
        ({"lens": "7"}, "32 × 32", ""),
        ({"again": "500"}, "32 × 32", "number of poolings lies between 1 and 3; 3 is used"),
        ({"type": "median", "kernel": "64", "stride": "1"}, "28 × 28", "the limit is 10,000,000. Stride 7 is used."),
    ],
)
def test_an_address_is_read_and_clamped(query: dict[str, str], output: str, said: str) -> None:
    page = open_page("image", **query)
    assert not page.exception
    assert f"**Output** {output}" in text(page)
    assert said in notices(page)
    assert bool(said) == bool(notices(page))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"type": "min", "kernel": "2"},
        {"source": "cat", "show": "tear_line", "kernel": "5", "stride": "3", "lens": "93x126", "again": "2"},
        {"kernel": "8x2", "padding": "1x0"},
    ],
)
def test_the_link_shows_the_same_thing(query: dict[str, str]) -> None:
    assert parse_qs(sent(open_page("image", **query), "query")["query"]) == {
        name: [text] for name, text in query.items()
    }


def test_the_pyramid_shows_as_many_poolings_as_asked() -> None:
    page = open_page("image", kernel="2", again="3")
    assert page.slider(key="again").value == 3
    assert page.image[-1].captions == ["Input, 256 × 256", "128 × 128", "64 × 64", "32 × 32"]


def test_a_sum_says_that_it_has_a_scale_of_its_own() -> None:
    page = open_page("image", type="sum", show="grey")
    highest = pool(maps.of(samples.cheetah(), "grey"), 8, type="sum").values.max()
    assert f"it has a scale of its own, drawn from 0 to {highest:,.0f}." in text(page)


def test_locked_controls_are_not_drawn() -> None:
    page = open_page("image", lock="source,show,again,kernel,type")
    drawn = {widget.key for widget in (*page.selectbox, *page.number_input, *page.slider)}
    assert not drawn & {"source", "show", "again", "kernel", "type"}
    assert "stride" in drawn


# ---- one's own picture -------------------------------------------------------------------------------------


def test_an_uploaded_picture_is_pooled_and_is_not_in_the_link() -> None:
    pixels = np.repeat(np.repeat(QUARTERS, 40, axis=0), 40, axis=1)
    page = uploaded(saved(pixels, "JPEG", quality=95), lens="0x0")
    assert not page.exception
    assert "**Input** 341 × 512" in text(page)  # 1280 x 1920 in the file
    assert np.abs(numbers(page) - QUARTERS[0, 0, 0]).max() < 12
    link = sent(page, "note")
    assert link["note"] == "Your own picture is not in the link."
    assert "source" not in link["query"]


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_uploaded_the_page_stands(name: str) -> None:
    data, expected = HOSTILE[name]
    before = numbers(open_page("image", lens="0x0"))
    page = uploaded(data, "**bold** <b>.png", lens="0x0")
    assert not page.exception
    assert "**Output**" in text(page)
    if isinstance(expected, str):
        sentences = [shown.value for shown in page.text]
        assert len(sentences) == 1
        assert expected in sentences[0]
        np.testing.assert_array_equal(numbers(page), before)
        return
    wanted, tolerance = expected if isinstance(expected, tuple) else (expected, 0)
    plane = wanted[..., 0] if wanted.ndim == 3 else wanted
    assert np.abs(numbers(page) - plane[:8, :8]).max() <= tolerance


def test_a_refused_picture_leaves_the_one_before() -> None:
    page = uploaded(saved(NOISE, "PNG"), lens="0x0")
    page.file_uploader[0].set_value(("second.png", b"no picture", "image/png"))
    page.run()
    assert notices(page) == "This is not a PNG, JPEG, WebP, GIF or BMP picture."
    np.testing.assert_array_equal(numbers(page), NOISE[:8, :8, 0])
    page.query_params["source"] = "cat"
    page.run()
    assert notices(page) == ""
    assert "**Input** 300 × 451" in text(page)
    page.query_params["source"] = "upload"
    page.run()
    np.testing.assert_array_equal(numbers(page), NOISE[:8, :8, 0])  # still there
    assert notices(page) == ""


def test_while_nothing_is_uploaded_the_last_sample_stays() -> None:
    page = open_page("image", source="cat")
    page.query_params["source"] = "upload"
    page.run()
    assert "**Input** 300 × 451" in text(page)


def test_a_picture_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = []
    decode = images.decode
    monkeypatch.setattr(images, "decode", lambda data, side: decoded.append(side) or decode(data, side))
    page = uploaded(saved(NOISE, "PNG"))
    page.query_params["kernel"] = "4"
    page.run()
    assert "**Output** 16 × 24" in text(page)
    assert decoded == [512]


class Photo(io.BytesIO):
    """What st.camera_input gives: AppTest has no camera to take it with."""

    file_id = "photo"


def test_a_photo_is_pooled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {"webcam": Photo(saved(NOISE, "PNG"))})
    taken = picture.mine("webcam")
    assert taken is not None
    np.testing.assert_array_equal(taken.content, NOISE)
    assert brought.refusal("webcam") == ""
    assert picture.mine("upload") is taken, "another way to bring a picture forgets the last one"


def test_the_camera_is_asked_for_only_where_it_is_chosen() -> None:
    assert not open_page("image").camera_input
    assert len(open_page("image", source="webcam").camera_input) == 1


def test_samples_are_files_with_words() -> None:
    for sample in picture.SAMPLES.values():
        assert sample.alt
        assert sample.credit
        assert sample.load().dtype == np.uint8
    with Image.open("assets/images/chelsea.png") as file:
        np.testing.assert_array_equal(picture.SAMPLES["cat"].load(), np.asarray(file))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (65536, 1024, "1/64 of the numbers"),
        (135300, 28, "about 1/4,832 of the numbers"),
        (100, 81, "81% of the numbers"),
        (9, 9, "as many numbers as before"),
        (9, 16, "more numbers than before"),
    ],
)
def test_how_much_is_kept(before: int, after: int, said: str) -> None:
    assert words.kept(before, after) == said
