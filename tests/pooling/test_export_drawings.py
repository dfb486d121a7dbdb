"""Drawings of a scene: SVG, PNG and GIF say the same as the stage, in the palette's colours."""

import io
import json
import re
from collections import Counter
from itertools import pairwise
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageColor

from pooling import Adaptive, Fractional, Global, Pooled, Window, export, limits, palette, pool, scene
from tests.pooling.test_scene import questions

CLASSIC = pool([[1, 0, 2, 3], [3, 2, 6, 4], [4, 1, 0, 2], [0, 8, 5, 7]], 2)
SVG = "{http://www.w3.org/2000/svg}"
CELL = 64


def parsed(svg: bytes) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: bytes) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter(f"{SVG}text")]


def cells(svg: bytes) -> list[tuple[float, float, str]]:
    """(x, y, colour) of every filled square of the classic input, row by row."""
    rects = [node.attrib for node in parsed(svg).iter(f"{SVG}rect")]
    square = {"width": str(CELL), "height": str(CELL)}
    found = [rect for rect in rects if square.items() <= rect.items() and rect["fill"] != "none"]
    return [(float(rect["x"]), float(rect["y"]), rect["fill"]) for rect in found]


def blended(share: float, top: str, ground: str) -> tuple[int, ...]:
    pairs = zip(ImageColor.getrgb(top), ImageColor.getrgb(ground), strict=True)
    return tuple(round(below + (above - below) * share) for above, below in pairs)


def expected(dark: bool) -> list[tuple[int, ...]]:
    """The tint of each input cell: 6 to 32% of its window's hue, by value, in steps of two."""
    hues, ground = (palette.DARK, palette.DARK_BACKGROUND) if dark else (palette.LIGHT, palette.LIGHT_BACKGROUND)
    shown = []
    for (row, column), value in np.ndenumerate(CLASSIC.input):
        percent = 6 + 2 * round(13 * value / 8)
        shown.append(blended(percent / 100, hues[2 * (row // 2) + column // 2], ground))
    return shown


def close(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 1  # halves may be rounded either way


# ---- SVG ---------------------------------------------------------------------------------------------------


def test_every_number_stands_in_the_svg_as_text() -> None:
    written = Counter(texts(export.svg(CLASSIC)))
    numbers = [str(value) for array in (CLASSIC.input, CLASSIC.values) for value in array.ravel()]
    missing = Counter(numbers) - written
    assert not missing
    assert "".join(texts(export.svg(CLASSIC))).endswith("max(1,0,3,2)=3")


def test_it_is_said_to_those_who_cannot_see_it() -> None:
    root = parsed(export.svg(CLASSIC))
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == "Pooling (max): Input, 4 × 4; Output, 2 × 2"
    assert "Output: 3, 6; 8, 7. Chosen window: row 1, column 1. max(1, 0, 3, 2) = 3." in description.text


def test_nothing_in_it_runs_and_nothing_is_fetched() -> None:
    root = parsed(export.svg(scene.compare({'<script>&"': CLASSIC, "\x07": CLASSIC})))
    assert {node.tag.removeprefix(SVG) for node in root.iter()} == {"svg", "title", "desc", "rect", "path", "text"}
    assert not any("href" in name or name.startswith("on") for node in root.iter() for name in node.attrib)
    assert '<script>&"' in [node.text for node in root.iter(f"{SVG}text")]


def test_windows_wear_hue_pattern_and_number() -> None:
    root = parsed(export.svg(CLASSIC))
    strokes = {(node.get("stroke"), bool(node.get("stroke-dasharray"))) for node in root.iter(f"{SVG}rect")}
    for index, hue in enumerate(palette.LIGHT[:4]):
        assert (hue, bool(palette.PATTERNS[index])) in strokes
        tags = [
            node.text for node in root.iter(f"{SVG}text") if node.get("fill") == hue and node.get("font-size") == "12"
        ]
        assert tags == [str(index + 1)] * 2  # in the input, and in the output


def test_a_worksheet_gives_nothing_away() -> None:
    blank = export.svg(CLASSIC, blanks=True)
    assert Counter(texts(blank)) - Counter(map(str, CLASSIC.input.ravel())) == Counter(
        ["Input", "4 × 4", "Output", "2 × 2", "max", "max(", "=", "____", ")", *"1234", *"1234", *"1032", *",,,"]
    )
    assert palette.LIGHT_BACKGROUND not in {node.get("fill") for node in parsed(blank).iter(f"{SVG}text")}  # a winner
    assert "to be filled in" in parsed(blank).find(f"{SVG}desc").text
    tints = {node.get("fill") for node in parsed(blank).iter(f"{SVG}rect") if node.get("stroke") in palette.LIGHT}
    assert tints == {"none", *(f"#{bytes(blended(0.06, hue, '#ffffff')).hex()}" for hue in palette.LIGHT[:4])}


def test_a_worksheet_of_a_gradient_gives_the_outputs_and_asks_for_the_inputs() -> None:
    drawn = scene.backward(CLASSIC, [[10, 20], [30, 40]])
    shown, blank = Counter(texts(export.svg(drawn))), Counter(texts(export.svg(drawn, blanks=True)))
    assert blank["10"] == 1 < shown["10"]  # in the output's gradient, no more in the input's
    assert blank["6"] == 1 < shown["6"]


# ---- PNG ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("scale", [1, 2, 3])
def test_a_png_has_the_colours_of_the_palette(dark: bool, scale: int) -> None:
    svg = export.svg(CLASSIC, dark=dark)
    picture = Image.open(io.BytesIO(export.png(CLASSIC, dark=dark, scale=scale)))
    assert picture.size == tuple(scale * int(parsed(svg).get(side)) for side in ("width", "height"))
    drawn = cells(svg)
    assert len(drawn) == CLASSIC.input.size
    for (x, y, colour), tint in zip(drawn, expected(dark), strict=True):
        seen = picture.getpixel((int(scale * (x + 52)), int(scale * (y + 14))))  # beside number, disc and outline
        assert seen == ImageColor.getrgb(colour) and close(seen, tint)


def test_the_winner_is_a_disc_of_its_windows_hue() -> None:
    picture = Image.open(io.BytesIO(export.png(CLASSIC, scale=1)))
    places = [cells(export.svg(CLASSIC))[at][:2] for at in CLASSIC.switches.ravel()]
    for (x, y), hue in zip(places, palette.LIGHT, strict=False):
        assert picture.getpixel((int(x + 15), int(y + 32))) == ImageColor.getrgb(hue)


def test_signs_that_the_font_lacks_are_drawn() -> None:
    average = pool([[1.0, 2.0, 4.0]], Window((1, 3)), type="average")
    texts_there = "".join(texts(export.svg(average)))
    assert "≈" in texts_there and "×" in texts_there
    with_sign, without = (export.png(scene.compare({label: average})) for label in ("a≈", "a"))
    assert with_sign != without


# ---- GIF ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("window", [Window(2), Window(2, 1), Window(3, 1, 1), Window(1)])
def test_a_gif_has_a_frame_a_window(window: Window) -> None:
    pooled = pool(CLASSIC.input, window)
    made = export.gif(pooled)
    moving = Image.open(io.BytesIO(made))
    assert moving.n_frames == pooled.values.size
    assert moving.info["loop"] == 0 and moving.info["duration"] >= 1000
    assert len(made) < 1_000_000


@pytest.mark.parametrize("dark", [False, True])
def test_a_gifs_colours_are_exact_in_every_frame(dark: bool) -> None:
    moving = Image.open(io.BytesIO(export.gif(CLASSIC, dark=dark)))
    for frame in range(moving.n_frames):
        moving.seek(frame)
        still = moving.convert("RGB")
        svg = export.svg({**scene.of(CLASSIC), "step": frame}, dark=dark)
        for x, y, colour in cells(svg):
            assert still.getpixel((int(x + 52), int(y + 14))) == ImageColor.getrgb(colour)


def test_a_gifs_frames_differ_by_the_chosen_window_and_its_arithmetic() -> None:
    moving = Image.open(io.BytesIO(export.gif(CLASSIC)))
    frames = []
    for frame in range(4):
        moving.seek(frame)
        frames.append(np.asarray(moving.convert("RGB")))
    still = np.asarray(Image.open(io.BytesIO(export.png(CLASSIC, scale=1))))
    rows = slice(0, 318)  # the grids; below them keys and arithmetic
    assert np.abs(frames[0][rows, : still.shape[1]].astype(int) - still[rows]).mean() < 0.5  # blends may be the nearest
    for one, other in pairwise(frames):
        assert (one[:318] != other[:318]).any() and (one[350:] != other[350:]).any()


# ---- limits, other scenes ----------------------------------------------------------------------------------


def test_what_is_too_large_is_refused_with_limit_and_value(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"at most 4,096 cells, got 12,500"):
        export.svg(pool(np.zeros((100, 100)), 2))
    with pytest.raises(ValueError, match=r"at most 100 windows, got 144"):
        export.gif(pool(np.zeros((12, 12)), 1))
    with pytest.raises(ValueError, match=r"scale must be at least 1, got 0"):
        export.png(CLASSIC, scale=0)
    with pytest.raises(TypeError, match=r"scale must be a whole number, got 1\.5"):
        export.png(CLASSIC, scale=1.5)
    monkeypatch.setattr(limits, "EXPORT_PIXELS", 1000)
    with pytest.raises(ValueError, match=r"at most 1,000 pixels, got \d+ x \d+"):
        export.png(CLASSIC)


@pytest.mark.parametrize("what", [None, {}, CLASSIC.values, "scene"])
def test_other_things_are_no_drawings(what: object) -> None:
    with pytest.raises(TypeError, match="must be a Pooled or a scene, got"):
        export.svg(what)


def test_volumes_comparisons_and_ways_back_are_drawn_as_they_stand() -> None:
    volume = pool(np.arange(64).reshape(4, 4, 4), Window(2, rank=3))
    words = " ".join(texts(export.svg(scene.slices(volume, slice=1))))
    assert "Slice 3" in words and "Slice 4" in words and "Output, slice 2" in words
    both = {name: pool(CLASSIC.input, Window(3, 2, name.lower())) for name in ("VALID", "SAME")}
    words = " ".join(texts(export.svg(scene.compare(both))))
    assert "VALID" in words and "SAME" in words and "−∞" in words and "padding" in words
    words = " ".join(texts(export.svg(scene.unpooled(CLASSIC))))
    assert "Unpooled with switches" in words
    with pytest.raises(ValueError, match="a scene shows one plane"):
        export.svg(volume)


def test_values_that_are_no_numbers_are_drawn_too() -> None:
    pooled = pool([[np.nan, np.inf], [-np.inf, 1.0]], Window(1, 1))
    written = Counter(texts(export.svg(pooled)))
    assert written["nan"] >= 2 and written["inf"] >= 2 and written["-inf"] >= 2


PLACES = st.one_of(
    st.builds(Adaptive, st.tuples(st.integers(1, 4), st.integers(1, 4))),
    st.builds(Fractional, st.tuples(st.integers(1, 3), st.integers(1, 3)), st.integers(0, 99)),
    st.just(Global()),
)


def check(pooled: Pooled) -> None:
    for blanks in (False, True):
        root = parsed(export.svg(pooled, blanks=blanks))
        assert export.svg(pooled, blanks=blanks) == export.svg(pooled, blanks=blanks)
        wide = float(root.get("width"))
        for node in root.iter(f"{SVG}rect"):
            if node.get("width") != "100%":
                assert float(node.get("x")) >= 0 and float(node.get("x")) + float(node.get("width")) <= wide
        size = Image.open(io.BytesIO(export.png(pooled, blanks=blanks, scale=1))).size
        assert size == (int(root.get("width")), int(root.get("height")))
    assert json.loads(export.plan(pooled))["output_shape"] == list(pooled.values.shape)


@settings(max_examples=30, deadline=None)
@given(questions())
def test_any_window_can_be_drawn(question: tuple[np.ndarray, Window, str, bool]) -> None:
    grid, window, name, counted = question
    check(pool(grid, window, type=name, count_include_pad=counted))


@settings(max_examples=10, deadline=None)
@given(PLACES, st.sampled_from(["max", "average", "median"]))
def test_any_other_place_can_be_drawn(place: object, name: str) -> None:
    check(pool(np.arange(30.0).reshape(5, 6), place, type=name))


@settings(max_examples=8, deadline=None)
@given(questions())
def test_any_small_gif_has_its_frames(question: tuple[np.ndarray, Window, str, bool]) -> None:
    grid, window, name, counted = question
    pooled = pool(grid, window, type=name, count_include_pad=counted)
    assert Image.open(io.BytesIO(export.gif(pooled))).n_frames == pooled.values.size


def test_the_plan_has_what_the_formulas_come_to() -> None:
    said = json.loads(export.plan(pool(np.zeros((5, 6)), Window(2, 2, 1, ceil_mode=True))))
    rows, columns = said["axes"]
    assert (rows["windows"], rows["windows_before_ceil_dropped_one"]) == (3, 4)  # not 4: it would start in the padding
    assert rows["taps"] == [[-1, 0], [1, 2], [3, 4]]
    assert columns["windows"] == (6 + 1 + 1 - 2) // 2 + 1 and columns["padding"] == [1, 1]
    assert said["output_shape"] == [3, 4]
    same = json.loads(export.plan(pool(np.zeros(7), Window((3,), 2, "same", 2))))["axes"][0]
    assert same["windows"] == -(-7 // 2) and same["effective_kernel"] == 5
    assert sum(same["padding"]) == max(0, (4 - 1) * 2 + 5 - 7)
    unread = json.loads(export.plan(pool(np.zeros((5, 5)), 2)))["axes"][0]
    assert unread["unread"] == [4] and re.search(r"= 2$", unread["formula"])
    with pytest.raises(ValueError, match=r"at most 100,000 taps along its axes, got 200,000"):
        export.plan(pool(np.zeros(200_000), Window((1,))))
