"""The shift page: its sentences say what the library answers, its address holds the pose."""

import base64
import re
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from pages._ui import words
from pooling import Window, maps, pool
from pooling.grids import spell
from pooling.samples import cheetah
from pooling.samples.filters import FILTERS
from pooling.samples.posing import Pose, posed, squared
from pooling.shift import CLAIMS, POOLERS, Stability, claim, compare, measure, sweep
from tests.pages.opening import open_page, received

SLIDERS = ("down", "right", "rotate", "tilt", "scale")
OTHERS = ("shear", "brightness", "noise")


def lone(row: int, column: int, value: float = 4, size: tuple[int, int] = (4, 4)) -> np.ndarray:
    grid = np.zeros(size)
    grid[row - 1, column - 1] = value
    return grid


def said(to: tuple[int, int], window: Window | int = 2, type: str = "max") -> str:
    return words.carried(pool(lone(4, 2), window, type=type), pool(lone(*to), window, type=type))


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.text) for shown in kind)


@pytest.mark.parametrize(
    ("to", "window", "type", "expected"),
    [
        ((4, 2), Window(2), "max", "stands at row 4, column 2, as before; window 3 reads it."),
        ((3, 1), Window(2), "max", "Both cells lie in window 3, so the pooled map is **the same**."),
        ((3, 1), Window(2), "average", "Both cells lie in window 3, so the pooled map is **the same**."),
        ((3, 1), Window(2), "subsample", "minds the place within a window: the pooled map **changed**."),
        ((2, 1), Window(2), "max", "It left window 3 and entered window 1, so the pooled map **changed**."),
        (
            (3, 3),
            Window(2),
            "average",
            "It left window 3 and entered window 4, so the pooled map **changed**.",
        ),
        ((3, 3), Window(2), "min", "entered window 4, and yet the pooled map is **the same**."),
        ((3, 2), Window(2, 1), "max", "It entered windows 4 and 5, so the pooled map **changed**."),
        ((2, 2), Window(2, 1), "max", "It left windows 7 and 8 and entered windows 1, 2, 4 and 5, so"),
        ((4, 1), Window(2, 1), "max", "It left window 8, so the pooled map **changed**."),
        ((4, 3), Window(3, 3), "max", "No window reads either cell, so the pooled map is **the same**."),
        ((1, 1), Window(3, 3), "max", "It entered window 1, so the pooled map **changed**."),
        ((4, 4), Window(1, 2), "max", "No window reads either cell, so the pooled map is **the same**."),
        ((4, 4), Window((2, 2), (2, 3)), "max", "It left window 2, and no window reads its new cell"),
    ],
)
def test_the_sentence_says_what_the_windows_did(to: tuple[int, int], window: Window, type: str, expected: str) -> None:
    assert expected in said(to, window, type)


@pytest.mark.parametrize("type", ["max", "average", "subsample", "sum", "min"])
@pytest.mark.parametrize("window", [Window(2), Window(3, 1), Window(3), Window(2, 3, padding=1)])
def test_the_verdict_is_that_of_the_maps_for_every_cell(window: Window, type: str) -> None:
    before = pool(lone(4, 2), window, type=type)
    for row, column in np.ndindex(4, 4):
        now = pool(lone(row + 1, column + 1), window, type=type)
        sentence = words.carried(before, now)
        if (row, column) != (3, 1):
            same = before.values.tolist() == now.values.tolist()
            assert ("**the same**" in sentence, "**changed**" in sentence) == (same, not same), sentence


def test_another_grid_is_counted() -> None:
    before, ramp = pool(lone(4, 2), 2), pool(np.arange(16.0).reshape(4, 4), 2)
    assert words.carried(before, ramp).endswith("in **15 of 16** cells, the pooled map in **4 of 4** cells.")
    assert "**1 of 16** cells, the pooled map in **1 of 4**" in words.carried(before, pool(lone(4, 2, 5), 2))
    row = words.carried(pool([0, 4, 0, 0], (2,)), pool([0, 0, 4, 0], (2,)))
    assert row.startswith("The 4 went from column 2 to column 3. It left window 1 and entered window 2")


def test_sentences_about_the_cheetah() -> None:
    assert "fell from **0.56** to **0.29**" in words.strongest(0.56, 0.29)
    assert "rose from **0.56** to **0.67**" in words.strongest(0.56, 0.67)
    assert "stayed at **0.56**" in words.strongest(0.558, 0.561)
    found = {"max": Stability(8, 10), "average": Stability(9, 10)}
    assert "Average pooling kept the most: **90.0%**" in words.keeps_most(found)
    assert "this time" in words.keeps_most({**found, "average": Stability(10, 10)})
    assert words.keeps_most({"max": Stability(4, 4)}) == "Every map kept all of its cells."
    assert "**87.5%** for the stride s = 8" in words.lone_pixel(8, 7 / 8)


def test_the_page_opens_with_the_article_s_example() -> None:
    page = open_page("shift")
    assert not page.exception
    assert page.title[0].value == "Does it survive a shift?"
    assert "The 4 stands at row 4, column 2" in text(page)
    assert page.segmented_control(key="part").value == "carry"


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ({"grid": "0,4;0,0"}, "carry"),
        ({"right": "1"}, "cheetah"),
        ({"picture_kernel": "4", "type": "average"}, "cheetah"),
        ({"right": "1", "part": "carry"}, "carry"),
        ({"part": "cheetah", "grid": "0,4;0,0"}, "cheetah"),
        ({"part": "nothing"}, "carry"),
    ],
)
def test_a_link_without_a_part_shows_what_it_is_about(query: dict[str, str], part: str) -> None:
    page = open_page("shift", **query)
    assert not page.exception
    assert page.segmented_control(key="part").value == part
    assert ('"nothing" is no part that this page knows' in text(page)) == (query.get("part") == "nothing")


def test_another_part_keeps_what_the_address_says() -> None:
    page = open_page("shift", right="2")
    page.segmented_control(key="part").set_value("carry").run()
    assert "The 4 stands at row 4, column 2" in text(page)
    page.segmented_control(key="part").set_value("cheetah").run()
    assert [page.slider(key=key).value for key in SLIDERS] == [0, 2, 0, 0, 1]


def test_the_address_holds_the_pose() -> None:
    page = open_page("shift", down="-1.5", right="2", rotate="30", tilt="-20", scale="1.25", picture_kernel="4")
    assert not page.exception
    assert [page.slider(key=key).value for key in SLIDERS] == [-1.5, 2, 30, -20, 1.25]
    assert page.segmented_control(key="picture_kernel").value == "4"
    assert re.search(r"strongest answer fell from \*\*0\.56\*\* to \*\*0\.\d\d\*\*", text(page))
    assert "**75%** for the stride s = 4" in text(page)


@pytest.mark.parametrize(
    ("query", "said", "values"),
    [
        ({"down": "abc"}, '"abc" is no shift down that this page knows; 0 is used.', [0, 0, 0, 0, 1]),
        ({"right": "99"}, "The shift right goes from -32 to 32 by 0.5; 32 is used.", [0, 32, 0, 0, 1]),
        (
            {"rotate": "-1" + "0" * 30},
            "The rotation goes from -45 to 45 by 1; -45 is used.",
            [0, 0, -45, 0, 1],
        ),
        ({"tilt": "nan"}, '"nan" is no tilt', [0, 0, 0, 0, 1]),
        ({"tilt": "٥"}, '"٥" is no tilt', [0, 0, 0, 0, 1]),
        ({"scale": "1.22"}, "The scale goes from 0.7 to 1.4 by 0.05; 1.2 is used.", [0, 0, 0, 0, 1.2]),
        ({"scale": "0"}, "0.7 is used.", [0, 0, 0, 0, 0.7]),
        ({"picture_kernel": "3"}, '"3" is no picture_kernel', [0, 0, 0, 0, 1]),
    ],
)
def test_a_pose_that_cannot_be_had_is_said(query: dict[str, str], said: str, values: list[float]) -> None:
    page = open_page("shift", **query)
    assert not page.exception
    assert said in text(page)
    assert [page.slider(key=key).value for key in SLIDERS] == values


def reset(page: AppTest) -> Button:
    return next(button for button in page.button if button.label == "Reset pose")


def test_a_slider_writes_the_address_and_the_pose_goes_back() -> None:
    page = open_page("shift", right="1")
    page.slider(key="rotate").set_value(10.0).run()
    assert [page.slider(key=key).value for key in SLIDERS] == [0, 1, 10, 0, 1]
    reset(page).click().run()
    assert [page.slider(key=key).value for key in SLIDERS] == [0, 0, 0, 0, 1]
    assert reset(page).disabled
    assert "Every map kept all of its cells." in text(page)


@pytest.mark.parametrize("grid", ["5", "1,2,3,4,5,6", "0,0;0,0;4,0", "1;2;3", ",".join(["9"] * 32)])
def test_any_grid_can_be_compared(grid: str) -> None:
    assert not open_page("shift", grid=grid, kernel="3", type="sum").exception


def test_a_teacher_can_hide_the_sliders() -> None:
    page = open_page("shift", part="cheetah", lock="tilt,scale,picture_kernel,part,shear,noise,found,picture")
    assert {slider.key for slider in page.slider} == {"down", "right", "rotate", "brightness"}
    assert {box.key for box in page.selectbox} == {"filter"}
    assert "part" not in {control.key for control in page.segmented_control}


# ---- the cheetah -------------------------------------------------------------------------------------------


def sent(page: AppTest, name: str) -> dict[str, Any]:
    """What the one component whose data has this entry was given."""
    (data,) = (each for each in received(page) if name in each)
    return data


def picture(source: str) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(base64.b64decode(source.partition(",")[2]))))


def test_the_picture_under_the_hand_is_the_posed_cheetah() -> None:
    query = {"down": "-3", "right": "4.5", "shear": "10", "brightness": "1.2", "noise": "8", "seed": "5"}
    page = open_page("shift", **query)
    assert not page.exception
    assert [page.slider(key=key).value for key in OTHERS] == [10, 1.2, 8]
    assert page.number_input(key="seed").value == 5
    data = sent(page, "reach")
    expected = cheetah(shift=(-3, 4.5), shear=10, brightness=1.2, noise=8, seed=5)
    np.testing.assert_array_equal(picture(data["source"]), expected)
    assert (data["at"], data["reach"], data["side"]) == ([-3, 4.5], 32, 256)


@pytest.mark.parametrize(("found", "now"), [("0.3", "not found"), ("0.2", "found")])
def test_found_is_decided_by_the_threshold(found: str, now: str) -> None:
    page = open_page("shift", part="cheetah", rotate="30", found=found)
    answers = pool(pool(maps.of(cheetah(rotation=30), "tear_line"), 8).values, 2).values
    assert f"Now: strongest answer **{answers.max():.2f}** after both poolings, **{now}**." in text(page)
    assert "Before: strongest answer **0.56** after both poolings, **found**." in text(page)


def test_another_filter_answers_elsewhere() -> None:
    page = open_page("shift", part="cheetah", filter="spot")
    assert f"strongest answer stayed at **{maps.of(cheetah(), 'spot').max():.2f}**" in text(page)
    assert page.selectbox(key="filter").value == "spot"
    page.selectbox(key="filter").set_value("blur").run()
    assert not page.exception
    assert FILTERS["blur"].meaning in " ".join(caption.value for caption in page.caption)


def test_an_own_picture_takes_the_cheetah_s_place() -> None:
    page = open_page("shift", part="cheetah", picture="upload", right="4")
    np.testing.assert_array_equal(picture(sent(page, "reach")["source"]), cheetah(shift=(0, 4)))
    own = np.random.default_rng(2).integers(0, 255, (40, 60, 3), np.uint8)
    file = BytesIO()
    Image.fromarray(own).save(file, "PNG")
    page.file_uploader[0].set_value(("own.png", file.getvalue(), "image/png")).run()
    assert not page.exception
    shown = picture(sent(page, "reach")["source"])
    np.testing.assert_array_equal(shown, posed(squared(own), Pose(shift=(0, 4))))
    assert "Your own picture stays in this session" in sent(page, "note")["note"]
    page.segmented_control(key="part").set_value("meters").run()
    assert not page.exception
    page.segmented_control(key="part").set_value("cheetah").run()
    np.testing.assert_array_equal(picture(sent(page, "reach")["source"]), shown)
    page.file_uploader[0].set_value(("bad.png", b"no picture", "image/png")).run()
    assert not page.exception
    np.testing.assert_array_equal(picture(sent(page, "reach")["source"]), shown)


# ---- meters ------------------------------------------------------------------------------------------------


def numbers(page: AppTest, first: str) -> dict[str, list[str]]:
    """The rows of the table whose head begins with this word."""
    (table,) = (shown.value for shown in page.markdown if shown.value.startswith(f"| {first} |"))
    rows = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in table.splitlines()[2:]]
    return {name: cells for name, *cells in rows}


def test_the_meters_say_what_the_library_measures() -> None:
    page = open_page("shift", part="meters", right="3", rotate="5", picture_kernel="16")
    assert not page.exception
    found = numbers(page, "Pooling")
    assert list(found) == [pooler.label for pooler in POOLERS.values()]
    before, now = maps.of(cheetah(), "tear_line"), maps.of(cheetah(shift=(0, 3), rotation=5), "tear_line")
    for name in ("max", "aps", "global"):
        assert found[POOLERS[name].label][:3] == [f"{value:.3f}" for value in compare(before, now, name, 16)]
    assert found["Max"][3] == f"{sweep(before, 'max', 16).flicker:.3f}"
    drawn = " ".join(html.proto.body for html in page.get("html"))
    assert f"<b>Max</b><span>{sweep(before, 'max', 16).at(0, 3).unchanged:.2f}</span>" in drawn
    assert drawn.count("<figure>") == drawn.count("<i style") == len(POOLERS)


def test_a_pose_beyond_the_maps_has_no_ring() -> None:
    page = open_page("shift", part="meters", right="9", meter="cosine")
    drawn = " ".join(html.proto.body for html in page.get("html"))
    assert "<i style" not in drawn
    assert drawn.count("beyond this map") == len(POOLERS)
    page.slider(key="right").set_value(2.5).run()
    drawn = " ".join(html.proto.body for html in page.get("html"))
    assert (drawn.count("<i style"), drawn.count("between cells")) == (len(POOLERS), len(POOLERS))


def test_a_stopped_measurement_can_go_on() -> None:
    page = open_page("shift", part="meters")
    page.session_state["turns/stopped"] = ("cheetah", "tear_line", 8)
    page.run()
    assert not page.exception
    assert "Stopped." in [shown.value for shown in page.text]
    page.button(key="turns/on").click().run()
    assert not page.exception
    assert "Stopped." not in [shown.value for shown in page.text]


# ---- theory ------------------------------------------------------------------------------------------------


def metrics(page: AppTest) -> list[str]:
    return [metric.value for metric in page.metric]


def test_theory_stands_beside_trials_that_are_added() -> None:
    page = open_page("shift", part="theory", claim="survival", side="4", move="2", seed="3")
    stated = claim("survival", side=4, move=2)
    for trials in (100, 400, 1600, 6400, 25_600):
        found = measure(stated, trials, 3)[-1]
        assert metrics(page) == ["0.3333", spell(found.estimate, 4), f"{spell(found.low, 4)} to {spell(found.high, 4)}"]
        assert f"Measured in {trials:,} trials" in [metric.label for metric in page.metric]
        (more,) = (button for button in page.button if button.label == "Four times as many trials")
        assert more.disabled == (trials == 25_600)
        if not more.disabled:
            more.click().run()


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_has_its_numbers_and_its_words(name: str) -> None:
    page = open_page("shift", part="theory", claim=name)
    assert not page.exception
    assert {slider.key for slider in page.slider} == {number.name for number in CLAIMS[name].numbers}
    assert CLAIMS[name].formula in [shown.value.strip("$\n ") for shown in page.latex]
    assert "**What it means**" in text(page) and "**What is often said**" in text(page)


def test_all_claims_stand_in_one_table_with_the_seed_that_is_asked() -> None:
    page = open_page("shift", part="theory", trials="200", seed="9")
    rows = numbers(page, "Claim")
    assert list(rows) == [kind.label for kind in CLAIMS.values()]
    for name, kind in CLAIMS.items():
        found, expected = measure(claim(name), 200, 9)[-1], claim(name).expected
        assert rows[kind.label][:2] == [spell(expected, 4), spell(found.estimate, 4)]
        assert (rows[kind.label][3] == "yes") == found.holds(expected)
    page.number_input(key="seed").set_value(10).run()
    assert numbers(page, "Claim") != rows


def test_a_miss_is_said_and_explained() -> None:
    seed = next(seed for seed in range(99) if not measure(claim("lone"), 100, seed)[-1].holds(0.5))
    assert "One 95% interval in twenty does" in text(open_page("shift", part="theory", seed=str(seed)))
    assert "The interval holds the closed form." in text(open_page("shift", part="theory"))


def test_zhang_s_numbers_and_the_best_cardinality_are_shown() -> None:
    page = open_page("shift", part="theory", claim="gap", p1="0.4", p2="0.2")
    assert numbers(page, "Pooling")["Max, 2, stride 2"] == ["0, 1, 0, 1", "1, 1, 1, 1", "yes"]
    assert numbers(page, "Pooling")["Max, then blur"] == ["0.5, 1, 0.5, 1", "0.75, 0.75, 0.75, 0.75", "yes"]
    assert "furthest apart at **2.88** taps" in text(page)
    assert not open_page("shift", part="theory", claim="gap", p1="0.4", p2="0.4").exception


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"claim": "luck"}, '"luck" is no claim'),
        ({"trials": "1000000"}, "The number of trials lies between 100 and 25600; 25600 is used"),
        ({"claim": "bernoulli", "p": "0"}, "goes from 0.01 to 0.99 by 0.01; 0.01 is used."),
        ({"side": "99"}, "The window k lies between 1 and 16; 16 is used instead of 99."),
    ],
)
def test_a_claim_that_cannot_be_had_is_said(query: dict[str, str], said: str) -> None:
    page = open_page("shift", part="theory", **query)
    assert not page.exception
    assert said in text(page)
