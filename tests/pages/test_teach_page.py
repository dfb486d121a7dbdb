"""A lesson's link: it opens what was set up, with what was hidden, and nothing but a page of this app."""

import ast
import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import streamlit as st
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image
from streamlit.testing.v1 import AppTest

from pages._ui import lesson_controls, lesson_link, lesson_outputs, lessons, state, worksheets
from pages._ui.lesson_link import AddressRefused, Lesson
from pages._ui.lesson_places import PLACES
from tests.pages.opening import open_page, received
from tests.pages.test_address import _Query

BASE = "https://school.example/pool"
FILES = {"types": "kinds"}


def lesson_of(query: Mapping[str, str]) -> Lesson:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "query_params", _Query(query))
        return lesson_link.read()


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


GRIDS = ("start", "windows", "types", "gradient")
_TEXTS = some.one_of(
    some.text(max_size=12),
    some.from_regex(r"-?[0-9]{1,3}(x-?[0-9]{1,2}){0,2}", fullmatch=True),
    some.sampled_from(["same", "average", "lp", "random", "ties", "1", "1,2;3,4", "1,2,3,4,5", "shared", "chosen"]),
)


@settings(max_examples=150, deadline=None)
@given(
    some.sampled_from(GRIDS), some.dictionaries(some.sampled_from([*state.SHARED, "step", "grad", "versus"]), _TEXTS)
)
def test_any_link_opens_the_same_without_a_notice(page: str, asked: dict[str, str]) -> None:
    lesson = lesson_of({**asked, "page": page})
    opened = query_of(lesson.address(BASE))
    again = lesson_of({**opened, "page": page})
    assert again.notices == (), opened
    assert again.address(BASE) == lesson.address(BASE)
    assert lesson.grid is not None and again.grid is not None
    assert again.grid.window == lesson.grid.window and again.grid.type == lesson.grid.type
    np.testing.assert_array_equal(again.grid.pooled().values, lesson.grid.pooled().values)


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("image", {"source": "brick", "show": "grey", "kernel": "999", "type": "average"}),
        ("dimensions", {"rank": "3", "kernel": "9", "type": "lp", "param": "99", "turn": "1000"}),
        ("frameworks", {"padding": "99", "layout": "first", "framework": "keras"}),
        ("network", {"net": "vgg16", "pools": "removed", "side": "9999"}),
        ("shift", {"kernel": "99", "grid": "1,2;3,4"}),
        ("shift", {"down": "2", "rotate": "10"}),
        ("challenges", {"seed": "99999"}),
        ("myths", {"myth": "nothing", "step": "1"}),
        ("course", {"lesson": "which-pooling"}),
    ],
)
def test_pages_with_settings_of_their_own_open_without_a_notice(page: str, asked: dict[str, str]) -> None:
    app = open_page("teach", page=page, **asked)
    assert not app.exception
    opened = query_of(address_in(app))
    assert opened, "the settings are in the link"
    lesson = open_page(FILES.get(page, page), **opened)
    assert not lesson.exception
    assert [text.value for text in lesson.text] == [], "no notice"


def address_in(app: AppTest) -> str:
    return str(app.code[0].value)


def test_the_link_says_how_it_is_opened() -> None:
    app = open_page("teach", type="average", kernel="3", mode="predict", hide="stride,kernel", project="1", frame="1")
    asked = {"type": "average", "kernel": "3", "mode": "predict", "lock": "stride,kernel"}
    assert query_of(address_in(app)) == {**asked, "view": "projector", "embed": "true"}
    assert urlsplit(address_in(app)).path == "/windows"
    assert len(app.title) == 1, "/teach itself is neither locked nor embedded"
    assert app.number_input(key="kernel").value == 3
    app.checkbox(key="opened-mode").uncheck().run()
    assert "mode" not in query_of(address_in(app))


def test_another_page_keeps_what_both_share_and_hides_only_what_it_has() -> None:
    app = open_page("teach", type="average", size="6x6", hide="kernel,source,grad", page="gradient", grad="chosen")
    app.selectbox(key="page").set_value("image").run()
    assert not app.exception
    assert urlsplit(address_in(app)).path == "/image"
    assert query_of(address_in(app)) == {"type": "average", "lock": "kernel,source"}
    app.selectbox(key="page").set_value("network").run()
    assert query_of(address_in(app)) == {}


def test_it_begins_with_the_page_that_the_teacher_comes_from() -> None:
    app = open_page("gradient", type="average", grid="1,2;3,4")
    app.switch_page("teach.py")
    app.query_params.clear()
    app.run()
    assert not app.exception
    assert urlsplit(address_in(app)).path == "/gradient"
    assert query_of(address_in(app)) == {"type": "average", "grid": "1,2;3,4"}


def test_pasting_takes_a_page_over() -> None:
    app = open_page("teach")
    pasted = "/gradient?grid=9,1;2,3&grad=5&lock=type,nonsense&view=projector&stranger=1"
    app.text_input(key="pasted-address").set_value(pasted).run()
    assert not app.exception
    assert urlsplit(address_in(app)).path == "/gradient"
    opened = query_of(address_in(app))
    assert opened == {"grid": "9,1;2,3", "grad": "5", "lock": "type", "view": "projector"}
    app.text_input(key="pasted-address").set_value("/shift?down=2&rotate=10&page=evil&embed=true").run()
    assert urlsplit(address_in(app)).path == "/shift", "nothing is left of the lesson before"
    assert (opened := query_of(address_in(app))) == {"down": "2", "rotate": "10", "embed": "true"}
    app.text_input(key="pasted-address").set_value("https://elsewhere.example/windows").run()
    assert any("another site" in text.value for text in app.text)
    assert query_of(address_in(app)) == opened, "what was refused changes nothing"


def test_a_lesson_never_hands_out_the_answer() -> None:
    app = open_page("teach")
    app.text_input(key="pasted-address").set_value("/myths?myth=shift&answer=true").run()
    assert urlsplit(address_in(app)).path == "/myths"
    assert "answer" not in query_of(address_in(app))


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/windows?kernel=3",
        "//elsewhere.example/windows",
        "http://school.example/pool/windows",
        "https://school.example.evil/pool/windows",
        "https://school.example@elsewhere.example/pool/windows",
        "https://school.example/poolside/windows",
        "https://school.example/windows",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "/\\elsewhere.example/windows",
        "/../../etc/passwd",
        "/nowhere",
        "/teach?page=windows",
        "https://[::1",
        "/windows?" + "&".join(f"a{i}=1" for i in range(100)),
        "/windows?grid=" + "1," * 20_000,
    ],
)
def test_only_a_page_of_this_app_is_taken(address: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        lesson_link.pasted(address, BASE)
    said = str(refused.value)
    assert said.endswith(".") and len(said) < 160 and said.count(". ") == 0


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (f"{BASE}/windows?kernel=3", "windows"),
        (f"{BASE}/?kernel=3", "start"),
        (f"{BASE}?kernel=3", "start"),
        (" /types?kernel=3 ", "types"),
        ("gradient/?kernel=3", "gradient"),
        ("?kernel=3", "start"),
    ],
)
def test_an_address_of_this_app_is_taken(address: str, page: str) -> None:
    found = lesson_link.pasted(address, BASE)
    assert (found["page"], found["kernel"]) == (page, "3")


# ---- hidden controls ---------------------------------------------------------------------------------------

# Settings with which every control that a page can hide is there.
_SHOWING = {
    "param": {"type": "lp"},
    "seed": {"type": "stochastic", "seed": "1"},
    "pad_counts": {"type": "average", "padding": "1"},
    "slice": {"rank": "3"},
    "turn": {"rank": "3"},
    "tie": {"source": "ties"},
    "layers": {"net": "own"},
    "side": {"net": "own"},
    "draws": {"type": "stochastic"},
}
_ON_STAGE = {"mode", "tools", "stepper"}
_KINDS = "button number_input selectbox radio select_slider slider text_area text_input toggle button_group popover"


def controls_of(app: AppTest) -> set[str]:
    """Return the names of all controls, the tools and the stepper of each stage included."""
    assert not app.exception
    found = {
        f"{kind}/{getattr(item, 'key', None) or item.proto.id}" for kind in _KINDS.split() for item in app.get(kind)
    }
    ours = received(app)
    found |= {f"{at}/{name}" for at, data in enumerate(ours) for name in _ON_STAGE - set(data.get("hide", _ON_STAGE))}
    return found | {f"{at}/download" for at, data in enumerate(ours) if data.get("download")}


@pytest.mark.parametrize("page", PLACES)
def test_every_name_that_is_offered_hides_something(page: str) -> None:
    script = FILES.get(page, page)
    seen: dict[str, set[str]] = {}
    for name in PLACES[page].hidable:
        if name in PLACES["windows"].hidable and page != "windows" and name not in ("source", "type"):
            continue  # shared controls are shared code
        query = {"grid": "1,2;3,4"} if name == "grid" else _SHOWING.get(name, {})
        key = repr(query)
        if key not in seen:
            seen[key] = controls_of(open_page(script, **query))
        assert controls_of(open_page(script, **query, lock=name)) < seen[key], name


def test_every_name_has_words() -> None:
    assert {name for place in PLACES.values() for name in place.hidable} == set(lesson_controls.HIDABLE)


# ---- what is taken away --------------------------------------------------------------------------------------

LONG = {"page": "windows", "grid": ";".join([",".join(map(str, range(16)))] * 16)}
HOSTILE = {"page": "windows", "grid": '"><script>alert(1)</script>', "type": "'\"<b>", "hide": '"><img src=x>'}


@pytest.mark.parametrize(
    "query", [{}, {"page": "start"}, {"type": "average", "padding": "0:1x1:0", "hide": "kernel"}, LONG]
)
def test_a_phone_reads_the_address(query: dict[str, str]) -> None:
    address = lesson_of(query).address(BASE)
    made = lesson_outputs.code(address)
    assert made is not None
    picture = Image.open(BytesIO(lesson_outputs.png(made))).convert("L")
    read = zxingcpp.read_barcodes(np.asarray(picture))
    assert [found.text for found in read] == [address]
    quiet = np.asarray(picture)[:90]
    assert (quiet == 255).all(), "four modules of white around it"


def test_the_drawn_code_has_the_same_squares() -> None:
    made = lesson_outputs.code(BASE)
    assert made is not None
    tree = ET.fromstring(lesson_outputs.svg(made))
    assert tree.attrib["width"] == tree.attrib["height"] == str((made.symbol_size(border=4)[0]) * 10)


def test_what_no_code_holds_is_said() -> None:
    assert lesson_outputs.code("x" * 3000) is None
    grid = ";".join([",".join(["12345"] * 32)] * 32)
    app = open_page("teach", grid=grid)
    assert not app.exception
    assert any("more than a QR code holds" in text.value for text in app.markdown)


@pytest.mark.parametrize("query", [{"type": "average", "hide": "kernel"}, HOSTILE])
def test_the_frame_is_one_element_with_a_title(query: dict[str, str]) -> None:
    lesson = lesson_of(query)
    element = ET.fromstring(lesson_outputs.frame(lesson, BASE))
    assert element.tag == "iframe" and len(element) == 0
    assert element.attrib["src"] == lesson.address(BASE, embed=True)
    assert element.attrib["title"] == "Pooling Lab: Windows"
    assert query_of(element.attrib["src"])["embed"] == "true"
    assert element.attrib["src"].startswith(f"{BASE}/windows?")


@pytest.mark.parametrize("query", [{"type": "average"}, HOSTILE])
def test_the_cell_shows_the_frame_and_the_link(query: dict[str, str]) -> None:
    lesson = lesson_of(query)
    made = lesson_outputs.cell(lesson, BASE)
    texts = [node.value for node in ast.walk(ast.parse(made)) if isinstance(node, ast.Constant)]
    assert lesson.address(BASE, embed=True) in texts
    anchor = ET.fromstring(next(str(text) for text in texts if str(text).startswith("<a ")))
    assert anchor.attrib["href"] == lesson.address(BASE)


# ---- on paper ------------------------------------------------------------------------------------------------


def printed(query: dict[str, str], count: int, *, answers: bool) -> ET.Element:
    lesson = lesson_of(query)
    assert lesson.grid is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "query_params", _Query({}))
        states = worksheets.variants(lesson, lesson.grid, count)
    file = worksheets.made(states, "a4", lessons.load("teach"), answers=answers).decode()
    return ET.fromstring(file.removeprefix("<!doctype html>"))


@pytest.mark.parametrize(
    "query",
    [{}, {"type": "average", "padding": "same", "kernel": "3", "stride": "1"}, {"source": "signal", "page": "types"}],
)
def test_variants_have_a_blank_a_window_and_their_own_answers(query: dict[str, str]) -> None:
    lesson = lesson_of(query)
    assert lesson.grid is not None
    blanks, answers = printed(query, 4, answers=False), printed(query, 4, answers=True)
    windows = lesson.grid.pooled().values.size
    assert [len(section.findall(".//span[@class='blank']")) for section in blanks.iter("section")] == [windows] * 4
    for section, blank in zip(answers.iter("section"), blanks.iter("section"), strict=True):
        link = section.findtext("footer")
        assert link and link == blank.findtext("footer")
        again = lesson_of({**query_of(link), "page": lesson.page})
        assert again.grid is not None and again.notices == ()
        found = [float(re.split("[=≈]", item.text or "")[-1]) for item in section.findall("./ol[1]/li")]
        np.testing.assert_allclose(found, again.grid.pooled().values.ravel(), atol=0.005)
    assert len({section.findtext("footer") for section in answers.iter("section")}) == 4


def test_a_worksheet_is_made_when_it_is_asked_for() -> None:
    app = open_page("teach", variants="4", paper="letter")
    assert not app.exception
    labels = [button.proto.label for button in app.get("download_button")]
    assert {"Worksheet", "Answers", "QR code, SVG", "QR code, PNG"} <= set(labels)
    assert all(button.proto.deferred_file_id for button in app.get("download_button"))


@pytest.mark.parametrize(
    ("query", "said"),
    [({"page": "image"}, "no grid that fits on paper"), ({"size": "20x20", "kernel": "1"}, "has room for 36 windows")],
)
def test_what_does_not_fit_on_paper_is_said(query: dict[str, str], said: str) -> None:
    app = open_page("teach", **query)
    assert not app.exception
    assert any(said in text.value for text in app.markdown)
    assert "Worksheet" not in [button.proto.label for button in app.get("download_button")]


def test_any_address_of_the_builder_gets_a_page_and_a_sentence() -> None:
    app = open_page("teach", page="nowhere", project="yes", variants="9", paper="a0", hide="kernel,nothing")
    assert not app.exception
    said = " ".join(text.value for text in app.text)
    assert '"nowhere" is no page of a lesson' in said and '"a0" is no paper' in said and '"9" is no number' in said
    assert query_of(address_in(app)) == {"lock": "kernel"}
    assert html.escape(address_in(app)) == address_in(app)


def test_the_projector_stays_on_until_it_is_left() -> None:
    app = open_page("start", view="projector")
    leave = [button for button in app.button if button.label == "Leave the projector view"]
    assert len(leave) == 1
    app.switch_page("windows.py")
    app.run()
    assert app.query_params.get("view") == ["projector"] or app.query_params.get("view") == "projector"
    next(button for button in app.button if button.label == "Leave the projector view").click().run()
    assert "view" not in app.query_params
    assert "Leave the projector view" not in [button.label for button in app.button]
