"""The digits and papers parts of the shift page: nothing runs unasked, what is said is what was measured."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages._ui import digits_views, digits_words, lessons, papers
from pages._ui.digits_controls import MOST, Trial
from pooling import recognition
from pooling.recognition import EARLIER, POOLS, Measured, Setup, Spread, Summary
from tests.pages.opening import open_page

QUICK = {"tried": "max-7-7,average-global", "repeats": "1"}  # small features: a run takes well below a second


def opened(part: str, **query: str) -> AppTest:
    page = open_page("shift", part=part, **query)
    assert not page.exception
    return page


def text(page: AppTest) -> str:
    return " ".join(shown.value for kind in (page.markdown, page.text, page.caption) for shown in kind)


def trial(**changes: object) -> Trial:
    pools = ("max-2-2", "max-3-2", "average-global")
    blank = {"seeds": (0,), "setup": Setup(), "most": "", "steady": "", "run": True, "digit": None, "notices": ()}
    return Trial(**{"pools": pools, **blank, **changes})


def result(accuracy: float, same: float, spread: float = 0.01, repeats: int = 3) -> Summary:
    return Summary(
        Spread(accuracy, accuracy - spread, accuracy + spread),
        Spread(same, same - spread, same + spread),
        Spread(1, 1, 1),
        repeats,
    )


RESULTS = {"max-2-2": result(0.97, 0.6), "max-3-2": result(0.985, 0.7), "average-global": result(0.6, 1.0)}


# ---- the page ----------------------------------------------------------------------------------------------


def test_nothing_is_measured_before_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> Measured:
        raise AssertionError("a learner has not asked yet")

    monkeypatch.setattr(recognition, "measure", refused)
    page = opened("digits")
    assert "Which pool do you think recognises most?" in text(page)
    assert page.multiselect(key="tried").value == list(EARLIER)
    assert page.button(key="digits-start").label == "Run"
    assert not page.get("plotly_chart")
    papers_page = opened("papers")
    assert "ResNet-50" in text(papers_page) and "You measured" not in text(papers_page)


def test_run_measures_what_was_chosen_and_says_it() -> None:
    page = opened("digits", **QUICK, most="average-global", steady="average-global")
    page.button(key="digits-start").click().run()
    assert not page.exception
    found = {name: recognition.measure(name, Setup(), 0) for name in ("max-7-7", "average-global")}
    said = text(page)
    assert f"**Max 7/7** recognised most, **{found['max-7-7'].accuracy:.1%}**" in said
    assert f"recognised {found['average-global'].accuracy:.1%}." in said
    assert "recognises most: it comes in **place 2 of 2**" in said
    assert "answers the same most often: **it does**, with 100.0%." in said
    assert "One repeat cannot say how much of this is luck" in said
    assert page.button(key="digits-start").label == "Run with new seeds"
    page.button(key="digits-start").click().run()
    assert page.number_input(key="seed").value == 1


def test_a_pool_that_is_added_does_not_run_the_others_again(monkeypatch: pytest.MonkeyPatch) -> None:
    measure, asked = recognition.measure, []

    def counted(name: str, setup: Setup, seed: int) -> Measured:
        asked.append((name, seed))
        return measure(name, setup, seed)

    monkeypatch.setattr(recognition, "measure", counted)
    page = opened("digits", **QUICK, seed="41", run="1")
    assert asked == [("max-7-7", 41), ("average-global", 41)]
    page.multiselect(key="tried").set_value(["max-7-7", "average-global", "max-global"]).run()
    assert asked[2:] == [("max-global", 41)]
    assert "Max, global" in " ".join(each.proto.body for each in page.get("html"))


def test_the_address_holds_the_whole_experiment() -> None:
    page = opened(
        "digits", tried="lp-4-4,max-4-4", px="2", ways="8", repeats="5", filters="4", canvas="12", seed="7", moved="1"
    )
    assert page.multiselect(key="tried").value == ["max-4-4", "lp-4-4"] or page.multiselect(key="tried").value == [
        "lp-4-4",
        "max-4-4",
    ]
    values = [page.segmented_control(key=key).value for key in ("px", "ways", "repeats", "filters", "canvas")]
    assert values == ["2", "8", "5", "4", "12"]
    assert page.number_input(key="seed").value == 7 and page.toggle(key="moved").value is True


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"tried": "max-2-2,banana"}, '"banana" is no pool of this experiment; it is left out.'),
        ({"tried": ",".join(list(POOLS)[:9])}, f"At most {MOST} pools fit into one picture"),
        ({"px": "9"}, '"9" is no pixels of the shift that this page knows; 1 is shown.'),
        ({"repeats": "100000"}, '"100000" is no repeats'),
        ({"most": "cheetah"}, '"cheetah" is no guess'),
        ({"digit": "9999"}, "The tested digit lies between 1 and 540; 540 is used instead of 9,999."),
    ],
)
def test_what_the_address_cannot_have_is_said(query: dict[str, str], said: str) -> None:
    assert said in text(opened("digits", **query))


def test_a_teacher_can_hide_the_choices() -> None:
    page = opened("digits", lock="tried,repeats,px,ways,filters,canvas,seed,moved,run,most,steady")
    assert not page.multiselect and not page.selectbox and not page.toggle and not page.button


def test_papers_stand_beside_what_was_measured() -> None:
    page = opened("papers", tried="max-2-2,max-3-2", repeats="1", run="1")
    two, three = (recognition.measure(name, Setup(), 0) for name in ("max-2-2", "max-3-2"))
    said = text(page)
    assert f"Max 2/2 recognised **{two.accuracy:.1%}**, the overlapping Max 3/2 **{three.accuracy:.1%}**" in said
    assert f"changed the class of **{1 - two.same:.1%}**" in said
    assert "MaxBlur 2/2, recognised" not in said, "a pool that was not tried has no number"
    assert "Not all of it is measured yet" in said


def test_every_number_of_the_papers_is_a_published_one() -> None:
    sections = lessons.load("papers").sections
    assert {f"Measured: {name}" for name, needed in papers._FINDINGS.items() if needed} <= sections.keys()
    for number in ("76.16", "77.04", "89.20", "91.31", "56.55", "56.58", "78.18", "82.51"):
        assert number in sections["Zhang 2019"]
    assert "30%" in sections["Azulay and Weiss 2019"]
    assert "0.4" in (overlap := sections["Scherer 2010 and Krizhevsky 2012"]) and "0.3" in overlap


# ---- words and views ---------------------------------------------------------------------------------------


def test_the_trade_off_is_said_as_it_is() -> None:
    said = " ".join(digits_words.said(trial(most="max-3-2", steady="max-2-2"), RESULTS))
    assert "You guessed that Max 3/2 recognises most: **it does**, with 98.5%." in said
    assert "You guessed that Max 2/2 answers the same most often: it comes in **place 3 of 3**, with 60.0%." in said
    assert "**Max 3/2** recognised most, **98.5%**" in said
    assert "Max 3/2 and Average, global. The other one is beaten by one of these." in said
    assert "leave open which one recognises most (Max 3/2 or Max 2/2)." in said
    assert "after 0% of the steps along an axis, windows of 2/2 after 50%. Yet on digits" in said


def test_other_results_say_something_else() -> None:
    turned = {"max-2-2": result(0.99, 0.8, 0.001), "max-3-2": result(0.9, 0.7, 0.001)}
    said = " ".join(digits_words.said(trial(), turned))
    assert "**Max 2/2** is best in both" in said
    assert "no trade-off among these: every other pool is beaten by Max 2/2 in both" in said
    assert "overlap with no other's" in said
    assert "no less often than Max 3/2" in said and "Yet on digits" not in said
    alone = " ".join(digits_words.said(trial(), {"lp-2-2": result(0.9, 0.5, 0, 1)}))
    assert "Add a second pool" in alone and "luck" in alone


def test_the_digit_that_tells_most_is_known_unmoved_and_changes() -> None:
    labels = np.array([1, 2, 3], np.uint8)
    found = {
        "max-2-2": Measured(np.arange(3), labels, np.array([[1, 2, 0], [1, 5, 9], [1, 2, 8]], np.uint8), 1.0),
        "max-3-2": Measured(np.arange(3), labels, np.array([[1, 2, 3], [1, 2, 9], [1, 6, 9]], np.uint8), 1.0),
    }
    assert digits_views.telling(found) == 1, "digit 2 changes more often, but one pool never knew it"


def test_classes_are_marked_in_words_too() -> None:
    drawn = digits_views._classes([4, 4, 9], 4)
    assert drawn.count("changed") == 2 and '<span class="unseen">, changed, wrong</span>' in drawn
    assert "wrong" not in digits_views._classes([4, 4], 4)
    assert digits_views._where((1, -2)) == "1 down, 2 left" and digits_views._where((0, 0)) == "middle"
