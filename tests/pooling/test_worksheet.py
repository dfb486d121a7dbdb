"""Paper: what is asked can be answered, the answers are right, and nothing on it runs or fetches."""

import base64
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from pooling import Adaptive, Window, grids, pool, worksheet
from pooling.apply import Pooled
from pooling.worksheet import Question, Sheet

WORDS = {"Name": "Name", "Date": "Date", "Answers": "Answers"}
GRID = grids.preset("random", 7, (5, 6))


def page(pooled: Pooled, *, answers: bool, **more: str) -> ET.Element:
    sheet = Sheet(
        pooled, "Max <pooling> & more", "Fill it.", (Question("How many?", "4 < 5", 2),), "http://here/?a=1&b=2"
    )
    text = worksheet.document([sheet], answers=answers, fields=WORDS, **more).decode()
    assert text.startswith("<!doctype html>\n")
    return ET.fromstring(text.removeprefix("<!doctype html>"))


def picture(sheet: ET.Element) -> ET.Element:
    source = sheet.find(".//img").attrib["src"]
    head, _, data = source.partition("base64,")
    assert head == "data:image/svg+xml;"
    return ET.fromstring(base64.b64decode(data))


def written(drawing: ET.Element) -> list[str]:
    return [node.text or "" for node in drawing.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("window", [Window(2), Window(3, 1), Window((2, 3), padding="same"), Window(2, ceil_mode=True)])
@pytest.mark.parametrize("type", ["max", "average"])
def test_a_blank_a_window_and_on_the_other_sheet_its_answer(window: Window, type: str) -> None:
    pooled = pool(GRID, window, type=type)
    blanks, answers = page(pooled, answers=False), page(pooled, answers=True)
    assert len(blanks.findall(".//span[@class='blank']")) == pooled.values.size
    assert answers.findall(".//span[@class='blank']") == []
    found = [float(re.split("[=≈]", item.text or "")[-1]) for item in answers.findall(".//ol[1]/li")]
    np.testing.assert_allclose(found, pooled.values.ravel(), atol=0.005)


def test_the_drawing_with_blanks_lacks_the_answers_alone() -> None:
    pooled = pool(np.array([[10.0, 20, 30, 40], [11, 21, 31, 41]]), Window(2), type="sum")
    blank, full = (written(picture(page(pooled, answers=answers))) for answers in (False, True))
    assert {"10", "21", "41"} <= set(blank) and not {"62", "142"} & set(blank)
    assert {"62", "142"} <= set(full)


def test_it_has_room_for_a_name_and_lines_to_write_on() -> None:
    sheet = page(pool(GRID, Window(2)), answers=False)
    assert "Name" in "".join(sheet.itertext()) and "Date" in "".join(sheet.itertext())
    assert len(sheet.findall(".//span[@class='line']")) == 2
    answered = page(pool(GRID, Window(2)), answers=True)
    assert answered.findtext(".//span[@class='answer']") == "4 < 5"
    assert "Answers" in "".join(answered.itertext())


@pytest.mark.parametrize(("paper", "size"), [("a4", "size: A4"), ("letter", "size: letter")])
def test_it_is_laid_out_for_the_paper_and_fetches_nothing(paper: str, size: str) -> None:
    sheet = page(pool(GRID, Window(2)), answers=False, paper=paper)
    assert size in (sheet.findtext(".//style") or "")
    assert not list(sheet.iter("script")) and not list(sheet.iter("link"))
    assert all(
        value.startswith("data:") for node in sheet.iter() for name, value in node.items() if name in ("src", "href")
    )
    policy = sheet.find(".//meta[@http-equiv]")
    assert policy is not None and policy.attrib["content"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("window", "other", "size"),
    [
        (Window(2), 1, "4 × 5"),
        (Window(2, 1), 2, "2 × 3"),
        (Window(3, 2, 1), 1, "5 × 6"),
        (Window(2, ceil_mode=True), 1, "4 × 5"),
    ],
)
def test_the_other_stride_has_the_size_that_counting_gives(window: Window, other: int, size: str) -> None:
    found = worksheet.facts(pool(GRID, window))
    assert (found.other_stride, found.other_size) == (other, size)


@pytest.mark.parametrize("window", [Window(2), Window(2, 3), Window(1, 2), Window(3, 1, dilation=2), Window(2, 3, 1)])
def test_unread_numbers_are_those_that_no_change_of_shows(window: Window) -> None:
    ones = pool(np.zeros((5, 6)), window, type="sum").values
    changed = 0
    for row in range(5):
        for column in range(6):
            lit = np.zeros((5, 6))
            lit[row, column] = 1
            changed += bool((pool(lit, window, type="sum").values != ones).any())
    assert worksheet.facts(pool(GRID, window)).unread == 30 - changed


def test_the_first_winner_is_counted_from_one() -> None:
    assert worksheet.facts(pool(np.array([[1.0, 2], [9, 4]]), Window(2))).winner == (2, 1)
    assert worksheet.facts(pool(np.array([1.0, 5, 2]), Window((3,)))).winner == (1, 2)
    assert worksheet.facts(pool(GRID, Window(2), type="average")).winner is None


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a worksheet has room for 36 windows, this pool has 49$"):
        page(pool(np.zeros((8, 8)), Window(2, 1)), answers=False)
    with pytest.raises(ValueError, match="paper must be one of a4, letter, got 'a3'"):
        page(pool(GRID, Window(2)), answers=False, paper="a3")
    with pytest.raises(ValueError, match="asks about a Window"):
        worksheet.facts(pool(GRID, Adaptive(2)))
