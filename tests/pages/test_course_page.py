"""The course: short lessons in order whose links lead somewhere and whose numbers have a source or are computed."""

import re

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import course
from pooling import Window, pool
from pooling.challenges import CHALLENGES
from pooling.frameworks import PRESETS, answers
from pooling.grids import parse, preset
from pooling.network import ARCHITECTURES
from tests.pages.opening import open_page, received

LESSONS = course.load()
WORDS = 200
LONG = 7  # letters from which the readability index LIX counts a word as long
LIX = 40  # words a sentence + share of long words in percent; below 40 is easy prose, about that of a magazine


def prose(name: str) -> str:
    return re.sub(r"[*_“”]", "", LESSONS[name].text)


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-zÀ-ž']+", text)


def test_the_lessons_stand_in_order() -> None:
    assert [lesson.order for lesson in LESSONS.values()] == list(range(1, len(LESSONS) + 1))
    assert 9 <= len(LESSONS) <= 10
    assert next(iter(LESSONS)) == "one-window" and list(LESSONS)[-1] == "what-resnet-does"


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_short_and_easy_to_read(name: str) -> None:
    text = prose(name)
    assert len(text.split()) <= WORDS
    found = words(text)
    sentences = len(re.findall(r"[.?!:](?=\s|$)", text))
    index = len(found) / sentences + 100 * sum(len(word) >= LONG for word in found) / len(found)
    assert index < LIX


@pytest.mark.parametrize("name", LESSONS)
def test_its_links_resolve_and_need_no_mending(name: str) -> None:
    lesson = LESSONS[name]
    assert lesson.challenge in CHALLENGES
    page = open_page(course._FILES.get(lesson.page, lesson.page), **lesson.address)
    assert not page.exception and page.title[0].value != "Where do I begin?"
    assert not page.text  # where pages say what an address could not have


def test_the_challenges_differ_and_follow_the_course() -> None:
    order = list(CHALLENGES)
    tasks = [lesson.challenge for lesson in LESSONS.values()]
    assert len(set(tasks)) == len(tasks)
    assert order.index(tasks[0]) == 0


def state_grid(name: str) -> np.ndarray:
    address = LESSONS[name].address
    rows, columns = map(int, address["size"].split("x"))
    return preset(address["source"], 0, (rows, columns))


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_names_its_sources(name: str) -> None:
    assert len(LESSONS[name].sources) > 10
    assert re.search(r"\d", LESSONS[name].sources) or "documentation" in LESSONS[name].sources


def digits(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*\d|\d", text))


# What a lesson may say in digits beside the settings and numbers of its own example: results, checked below, or
# numbers that the learner is told to type. A number that is not here needs a check first.
CHECKED = {
    "one-window": {"9"},
    "at-the-edge": {"0"},
    "how-large": {"3", "4", "1.5", "1"},
    "which-pooling": {"1"},
    "a-small-shift": {"4"},
    "same-words": {"4", "0", "15", "3", "2", "1", "10", "5"},
    "what-resnet-does": {"224", "1,000", "3", "2", "1", "112", "56"},
}


@pytest.mark.parametrize("name", LESSONS)
def test_no_number_stands_unchecked(name: str) -> None:
    own = set(re.findall(r"\d+", " ".join(LESSONS[name].address.values())))
    assert digits(prose(name)) <= own | CHECKED.get(name, set())


def test_numbers_that_are_results_are_computed() -> None:
    one = pool(parse(LESSONS["one-window"].address["grid"]), 2)
    assert one.taps(0).tolist() == [1, 0, 3, 2] and one.values[0, 0] == 3
    assert "holds 1, 0, 3 and 2, and max answers 3" in prose("one-window")
    assert (Window(3, 2).plan((7, 7)).reads == 4).sum() == 4  # "read by four windows"
    assert Window(2, 2).plan((8, 5)).output_shape == (4, 2)
    assert "so 4 rows" in prose("how-large") and "2 columns" in prose("how-large")
    assert (8 - 2) // 2 == 3 and (5 - 2) / 2 == 1.5
    four = pool(np.array([[1.0, 2], [3, 9]]), 2, type="gem", param=1)
    np.testing.assert_allclose(four.values, pool(four.input, 2, type="average").values)  # "at 1 it is the average"
    edge = pool(state_grid("at-the-edge"), Window(3, 1, 1))
    assert (edge.input < 0).all() and (edge.values < 0).all()  # no window answers its padding
    given = {answer.framework: answer.values for answer in answers(PRESETS["same"].ask)}
    assert (given["tensorflow"][0, 0], given["pytorch"][0, 0]) == (10, 5)
    np.testing.assert_array_equal(PRESETS["same"].ask.x, np.arange(16).reshape(4, 4))
    assert "10 in TensorFlow and 5 in PyTorch" in prose("same-words")


def test_what_is_said_of_resnet_is_so() -> None:
    network = ARCHITECTURES["resnet18"]
    rows = {row.name: row for row in network.summary().rows}
    assert network.input_shape[1:] == (224, 224) and rows["fc"].output_shape == (1000,)
    assert rows["conv1"].output_shape[1:] == (112, 112) and rows["maxpool"].output_shape[1:] == (56, 56)
    assert dict(network.layers)["maxpool"].place == Window(3, 2, 1)
    strided = [name for name, row in rows.items() if "strided" in row.kind and "shortcut" not in name]
    assert len(strided) == 4 and strided[0] == "conv1"  # "the very first layer, and three more"


# ---- the page ----------------------------------------------------------------------------------------------


def scene(page: AppTest) -> dict:
    stages = [data for data in received(page) if "scene" in data]
    return stages[0]["scene"]


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_opens(name: str) -> None:
    page = open_page("course", lesson=name)
    assert not page.exception and not page.text
    assert page.header[0].value == f"{LESSONS[name].order}. {LESSONS[name].title}"
    assert LESSONS[name].text in [shown.value for shown in page.markdown]
    paths = [link.proto.page for link in page.get("page_link")]
    assert paths[:2] == [LESSONS[name].page, "challenges"]


def test_previous_and_next_walk_through_the_course() -> None:
    page = open_page("course")
    seen = [page.header[0].value]
    for _ in range(len(LESSONS) - 1):
        page.button(key="Next").click().run()
        seen.append(page.header[0].value)
    assert seen == [f"{lesson.order}. {lesson.title}" for lesson in LESSONS.values()]
    assert page.button(key="Next").disabled
    page.button(key="Previous").click().run()
    assert page.header[0].value == seen[-2]


def test_an_example_can_be_changed_and_the_next_lesson_has_its_own() -> None:
    page = open_page("course", grid="9,0;0,0")
    assert scene(page)["panels"][0]["text"] == ["9", "0", "0", "0"]
    page.button(key="Next").click().run()
    assert "grid" not in page.query_params
    assert len(scene(page)["panels"][0]["text"]) == 49


def test_an_unknown_lesson_is_the_first() -> None:
    page = open_page("course", lesson="nothing")
    assert page.header[0].value.startswith("1.") and '"nothing" is no lesson' in page.text[0].value


def test_the_start_page_leads_here() -> None:
    assert "course" in [link.proto.page for link in open_page("start").get("page_link")]
