"""The myths page: an answer first, then the verdict with its source and numbers that are really computed."""

import re
from itertools import pairwise

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import evidence, myth
from tests.pages.opening import open_page, received

CARDS = myth.load()


def html(page: AppTest, mark: str) -> list[str]:
    return [part.proto.body for part in page.get("html") if mark in part.proto.body]


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.caption, page.text) for shown in kind)


def cells(page: AppTest) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html(page, 'class="facts"')[0])
    return [re.findall(r">([^<]*)</t[hd]>", row) for row in rows]


def scenes(page: AppTest) -> list[dict]:
    return [data["scene"] for data in received(page) if "scene" in data]


def outputs(scene: dict) -> list[list[str]]:
    return [panel["text"] for panel in scene["panels"] if panel["role"] == "output"]


def test_every_card_has_evidence_and_every_evidence_a_card() -> None:
    assert list(CARDS) == list(evidence.EVIDENCE) and len(CARDS) == 14
    assert {card.verdict for card in CARDS.values()} <= set(myth.VERDICTS)
    assert all(card.source and card.text for card in CARDS.values())


@pytest.mark.parametrize("name", CARDS)
def test_the_verdict_comes_after_the_answer(name: str) -> None:
    page = open_page("myths", myth=name)
    assert not page.exception
    card = CARDS[name]
    assert card.claim in text(page) and card.text not in text(page) and card.source not in text(page)
    assert not html(page, 'class="facts"') and not scenes(page) and not page.code
    wrong = "true" if card.verdict != "true" else "false"
    page.radio(key="answer").set_value(wrong).run()
    assert not page.exception
    verdict = html(page, 'class="verdict wrong"')[0]
    assert f"<b>{myth.VERDICTS[card.verdict]}.</b> You said {myth.VERDICTS[wrong].lower()}." in verdict
    assert card.text in text(page) and f"Source: {card.source}" in text(page)
    assert html(page, 'class="facts"') or scenes(page) or page.code
    page.radio(key="answer").set_value(card.verdict).run()
    assert "So you said." in html(page, 'class="verdict right"')[0]


def test_answers_are_marked_for_the_session_and_come_back() -> None:
    page = open_page("myths")
    page.radio(key="answer").set_value("false").run()
    assert "**1 of 14** answered, 1 of them right" in text(page)
    next(button for button in page.button if button.label == "Next claim").click().run()
    assert page.query_params["myth"] == "resnet" and "answer" not in page.query_params
    page.radio(key="answer").set_value("true").run()
    assert "**2 of 14** answered, 1 of them right" in text(page)
    page.radio(key="myth").set_value("essential").run()
    assert page.radio(key="answer").value == "false"


def test_resnet_has_two_pools_and_five_halvings() -> None:
    rows = cells(open_page("myths", myth="resnet", answer="true"))[1:]
    assert [row[0] for row in rows if "pooling" in row[1]] == ["maxpool", "avgpool"]
    assert [row[2].split(" × ")[-1] for row in rows] == ["112", "56", "28", "14", "7", "1"]


def test_max_lifts_noise_as_the_closed_form_says() -> None:
    rows = cells(open_page("myths", myth="noise", answer="true"))[1:]
    grid = np.linspace(-8, 8, 40_001)
    density = np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi)
    below = np.cumsum(density) * (grid[1] - grid[0])
    for row, taps in zip(rows, (1, 4, 9), strict=True):
        expected = np.sum(grid * taps * density * below ** (taps - 1)) * (grid[1] - grid[0])
        assert float(row[1]) == pytest.approx(expected, abs=0.02)
        assert float(row[2]) == pytest.approx(0, abs=0.011)
        assert float(row[3]) == pytest.approx(taps**-0.5, abs=0.011)
    assert [row[1] for row in rows[1:]] == ["1.03", "1.49"]


def test_counted_from_one_the_maps_agree_from_zero_they_do_not() -> None:
    from_one, from_zero = scenes(open_page("myths", myth="place", answer="half"))
    first, second = outputs(from_one)
    assert first == second == ["0", "0", "4", "0"]
    first, second = outputs(from_zero)
    assert first != second and sorted(first) == sorted(second)


def test_other_numbers_are_computed() -> None:
    cost = [int(row[2].replace(",", "")) for row in cells(open_page("myths", myth="cost", answer="true"))[1:]]
    assert [after / before for before, after in pairwise(cost)] == [4, 4, 4]
    sizes = cells(open_page("myths", myth="sizes", answer="true"))[1:]
    assert [row[2] for row in sizes] == ["1 × 8 × 1", "1 × 8 × 3 × 1", "1 × 8 × 3 × 5 × 1"]
    calls = cells(open_page("myths", myth="signature", answer="true"))[1:]
    assert [row[2] for row in calls] == ["1 × 8 × 1", "1 × 8 × 4 × 1", "1 × 8 × 5 × 6 × 1", "1 × 8 × 5 × 1"]
    (swapped,) = scenes(open_page("myths", myth="swapped", answer="true"))
    assert [panel["size"] for panel in swapped["panels"] if panel["role"] == "output"] == ["2 × 2", "3 × 3"]
    assert "keras.layers.MaxPooling2D" in open_page("myths", myth="gone", answer="true").code[0].value


@pytest.mark.parametrize("query", [{"myth": "nothing"}, {"answer": "maybe"}, {"myth": "place", "step": "1e9"}])
def test_a_bad_address_gets_a_card(query: dict[str, str]) -> None:
    page = open_page("myths", **query)
    assert not page.exception and page.text
