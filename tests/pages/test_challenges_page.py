"""The challenges page: every challenge is drawn, answered in its own way, and judged as the library does."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import answering, lessons
from pooling.challenges import CHALLENGES, TOPICS
from tests.pages.opening import open_page, received

LESSON = lessons.load("challenges")
NAMES = list(CHALLENGES)


def verdict(page: AppTest) -> str:
    return next(part.proto.body for part in page.get("html") if 'class="verdict' in part.proto.body)


def texts(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.caption, page.text) for shown in kind)


def scenes(page: AppTest) -> list[dict]:
    return [data["scene"] for data in received(page) if "scene" in data]


def press(page: AppTest, label: str) -> AppTest:
    return next(button for button in page.button if button.label == label).click().run()


def address(name: str, **more: str) -> dict[str, str]:
    task = CHALLENGES[name].task(int(more.get("seed", "0")))
    return {"challenge": name, **task.asks.spell(task.solution), **more}


def test_one_journey_through_every_challenge() -> None:
    page = open_page("challenges")
    for name in NAMES:
        page.query_params.clear()
        page.query_params["challenge"] = name
        page.run()
        assert not page.exception, name
        assert page.header[0].value.endswith(CHALLENGES[name].title)
        assert 'class="verdict open"' in verdict(page)
        assert len(scenes(page)) == 1
        for parameter, text in address(name).items():
            page.query_params[parameter] = text
        page.run()
        assert not page.exception, name
        assert "<b>Right.</b>" in verdict(page), name
        assert CHALLENGES[name].task(0).why in texts(page)
    assert f"**{len(NAMES)} of {len(NAMES)}** solved" in texts(page)


def test_a_number_is_typed_and_checked() -> None:
    task = CHALLENGES["average"].task(7)
    page = open_page("challenges", challenge="average", seed="7")
    page.text_input(key="typed").set_value("1000")
    press(page, "Check")
    assert "<b>Not yet.</b> 1000 is not it." in verdict(page)
    page.text_input(key="typed").set_value(f"{task.solution}".replace(".", ","))
    press(page, "Check")
    assert "<b>Right.</b>" in verdict(page)
    assert "**1 of 28** solved" in texts(page)
    press(page, "Next challenge")
    assert page.query_params["challenge"] == "make-a-map" and page.query_params["seed"] == "7"
    assert "answer" not in page.query_params and "**1 of 28** solved" in texts(page)


def test_a_size_is_two_numbers() -> None:
    rows, columns = CHALLENGES["how-large"].task(0).solution
    page = open_page("challenges", challenge="how-large")
    page.number_input(key="rows").set_value(rows)
    page.number_input(key="columns").set_value(columns)
    press(page, "Check")
    assert page.query_params["answer"] == f"{rows}x{columns}" and "Right" in verdict(page)


def test_a_choice_and_settings_answer_at_once() -> None:
    page = open_page("challenges", challenge="which-type")
    right = CHALLENGES["which-type"].task(0).solution
    wrong = next(name for name in ("min", "sum") if name != right)
    page.radio(key="chosen").set_value(wrong).run()
    assert "would answer" in verdict(page)
    page.radio(key="chosen").set_value(right).run()
    assert "Right" in verdict(page)
    page = open_page("challenges", challenge="find-the-stride")
    page.number_input(key="set-stride").set_value(CHALLENGES["find-the-stride"].task(0).solution["stride"]).run()
    assert "Right" in verdict(page) and "stride" in page.query_params


def test_what_was_changed_can_be_begun_again() -> None:
    page = open_page("challenges", challenge="once-each", kernel="3", stride="3", seed="2")
    assert "Right" in verdict(page) or "Not yet" in verdict(page)
    press(page, "Start again")
    assert not {"kernel", "stride"} & set(page.query_params) and page.query_params["challenge"] == "once-each"
    assert 'class="verdict open"' in verdict(page)
    assert "Start again" not in {button.label for button in page.button}


def test_every_topic_has_a_lesson_that_explains_it() -> None:
    for topic in TOPICS:
        name = next(name for name, item in CHALLENGES.items() if item.topic == topic)
        links = [link.proto for link in open_page("challenges", challenge=name).get("page_link")]
        assert [link.label for link in links if link.page == "course" and link.label.startswith("Lesson ")]


def test_hints_come_one_by_one_and_then_the_answer_without_a_mark() -> None:
    task = CHALLENGES["agree"].task(0)
    page = open_page("challenges", challenge="agree")
    assert task.hints[0] not in texts(page)
    press(page, "First hint")
    assert task.hints[0] in texts(page) and task.hints[1] not in texts(page)
    press(page, "Second hint")
    assert task.hints[1] in texts(page) and task.why not in texts(page)
    press(page, "Show the answer")
    assert task.why in texts(page) and len(scenes(page)) == 2
    assert not any(panel["editable"] for panel in scenes(page)[1]["panels"])
    for parameter, text in address("agree").items():
        page.query_params[parameter] = text
    page.run()
    assert "Right" in verdict(page) and "**0 of 28** solved" in texts(page)


def test_another_set_is_another_task_and_its_own_marks() -> None:
    page = open_page("challenges", **address("largest"))
    assert "**1 of 28** solved" in texts(page)
    page.number_input(key="set").set_value(5).run()
    assert page.query_params["seed"] == "5" and "answer" not in page.query_params
    assert "**0 of 28** solved" in texts(page)
    first, other = (CHALLENGES["largest"].task(seed).scene(None, 0)["panels"][0]["text"] for seed in (0, 5))
    assert scenes(page)[0]["panels"][0]["text"] == other != first


def test_a_mark_leads_to_its_challenge() -> None:
    page = open_page("challenges", seed="3")
    pills = {group.key: group for group in page.button_group}
    pills["topic-shifts"].set_value("move-the-map").run()
    assert page.query_params["challenge"] == "move-the-map" and page.query_params["seed"] == "3"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"challenge": "nothing"}, '"nothing" is no challenge'),
        ({"seed": "123456"}, "The set lies between 0 and 9999"),
        ({"answer": "<b>x</b>"}, "&lt;b&gt;x&lt;/b&gt;"),
        ({"challenge": "make-a-map", "grid": "1,2"}, "yours is cut or filled with 0"),
        ({"challenge": "keep-the-size", "padding": "99"}, "is used"),
        ({"challenge": "how-large", "answer": "0x0"}, "1 x 1 is used"),
        ({"answer": "1e999"}, "is too large"),
        ({"step": "99"}, ""),
        ({"hint": "9"}, "number of hints"),
    ],
)
def test_a_bad_address_gets_a_sentence_and_a_task(query: dict[str, str], said: str) -> None:
    page = open_page("challenges", **query)
    assert not page.exception and scenes(page)
    assert said in texts(page) + verdict(page)


def test_locked_controls_are_not_drawn() -> None:
    page = open_page("challenges", lock="challenge,seed,hint")
    assert not page.button_group and not page.number_input
    assert {button.label for button in page.button} == {"Check"}


# ---- words -------------------------------------------------------------------------------------------------

EXPLAINED = ("kernel", "stride", "padding", "dilation", "median", "gradient")  # by the page, under the goal
UNEXPLAINED = (
    "tap", "switch", "argmax", "tensor", "receptive", "effective", "backprop", "invarian", "equivarian", "polyphase",
    "dialect", "logit", "downsampl", "pixel-wise", "identity", "axis", "scalar", "kwarg",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_left_unexplained(name: str) -> None:
    for seed in range(4):
        task = CHALLENGES[name].task(seed)
        said = " ".join((task.goal, *task.hints, task.why)).lower()
        assert not [word for word in UNEXPLAINED if re.search(rf"\b{word}(?!flow)", said)]
        meant = answering.words(task.goal, LESSON).lower()
        assert all(f"*{word}*:" in meant for word in EXPLAINED if word in task.goal.lower())
        for word in ("ceil", "gem"):
            assert word not in re.findall(r"\w+", task.goal.lower()) or f"*{word}*" in task.goal.lower()
