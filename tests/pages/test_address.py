"""The address is the state: what is unreadable falls back, what is out of range is clamped, and both are said."""

from collections.abc import Callable

import numpy as np
import pytest
import streamlit as st
from hypothesis import given, settings
from hypothesis import strategies as some

from pages._ui import state
from tests.pages.opening import open_page

Read = Callable[..., state.State]


class _Query(dict[str, str]):
    """Stands in for st.query_params, which lives only inside a running script."""

    def to_dict(self) -> dict[str, str]:
        return dict(self)

    def from_dict(self, values: dict[str, str]) -> None:
        self.clear()
        self.update(values)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    def read_query(**query: str) -> state.State:
        monkeypatch.setattr(st, "query_params", _Query(query))
        return state.read()

    return read_query


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"type": "banana"}, '"banana" is no type'),
        ({"kernel": "x"}, '"x" is no kernel'),
        ({"kernel": "9"}, "9"),
        ({"kernel": "0"}, "0"),
        ({"kernel": "-3"}, "-3"),
        ({"stride": "0"}, "0"),
        ({"stride": "9"}, "A stride of 9 steps over all 4 cells; 4 is used."),
        ({"kernel": "2", "padding": "5"}, "5"),
        ({"dilation": "9"}, "9"),
        ({"padding": "sideways"}, '"sideways" is no padding'),
        ({"ceil": "yes"}, '"yes" is no ceil'),
        ({"seed": "123456"}, "9999"),
        ({"seed": "-1"}, "0"),
        ({"source": "nope"}, '"nope" is no source'),
        ({"size": "500x2"}, "1 to 32"),
        ({"grid": "1,2;3"}, "1 to 2 cells"),
        ({"grid": ",".join("1" * 10_000)}, "1 x 10,000 cells"),
        ({"kernel": "9" * 39}, "1000000"),
    ],
)
def test_what_cannot_be_had_is_said_in_a_sentence(read: Read, query: dict[str, str], said: str) -> None:
    notices = read(**query).notices
    assert notices and said in " ".join(notices)
    assert all(sentence.endswith(".") and len(sentence) < 220 for sentence in notices)


def test_what_is_legal_is_taken_in_silence(read: Read) -> None:
    now = read(kernel="2x3", stride="1x2", padding="0:1x1:0", dilation="1", ceil="1", type="average", pad_counts="1")
    assert now.notices == ()
    assert now.window.kernel_size == (2, 3) and now.window.stride == (1, 2)
    assert now.window.padding == ((0, 1), (1, 0)) and now.window.ceil_mode and now.pad_counts
    assert now.apart


def test_one_row_is_a_signal(read: Read) -> None:
    now = read(grid="1,3,2,9", kernel="2")
    assert now.window.rank == 1 and now.pooled().values.tolist() == [3, 9]
    assert read(grid="1,3,2,9", kernel="1x2").window.rank == 2


def test_the_stride_follows_the_kernel_until_it_is_asked_for(read: Read) -> None:
    assert read(kernel="3").window.stride == (3, 3)
    assert read(kernel="3", stride="1").window.stride == (1, 1)
    assert read(kernel="9").window.stride == (4, 4), "also where the kernel had to give way"


_TEXTS = some.one_of(
    some.text(max_size=30),
    some.from_regex(r"-?[0-9]{1,12}(x-?[0-9]{1,3}){0,3}", fullmatch=True),
    some.from_regex(r"([0-9]{1,2}:[0-9]{1,2}x?){1,3}", fullmatch=True),
    some.sampled_from(["same", "VALID", "same_lower", "max", "average", "1", "0", "ramp", "random", "1,2;3,4"]),
)
_NAMES = [*state.SHARED, "step", "mode", "lock", "view"]


@settings(max_examples=200, deadline=None)
@given(some.dictionaries(some.sampled_from(_NAMES), _TEXTS))
def test_any_address_gives_a_legal_state_and_the_canonical_one_gives_the_same(query: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "query_params", _Query(query))
        now = state.read()
        answer = now.pooled().values
        patch.setattr(st, "query_params", _Query(state.canonical(now)))
        again = state.read()
        assert again.notices == (), "the canonical address needs no clamping"
        assert (again.window, again.type, again.pad_counts) == (now.window, now.type, now.pad_counts)
        np.testing.assert_array_equal(again.grid, now.grid)
        np.testing.assert_array_equal(again.pooled().values, answer)


@pytest.mark.parametrize("page", ["start", "windows"])
@pytest.mark.parametrize(
    "query",
    [
        {},
        {"type": "average", "kernel": "3", "stride": "1", "padding": "1", "pad_counts": "1"},
        {"kernel": "2x3", "padding": "1:0x0:2", "dilation": "1x2", "ceil": "1"},
        {"grid": "<script>alert(1)</script>", "type": "../../etc/passwd", "kernel": "0", "stride": "0"},
        {"source": "random", "size": "32x32", "kernel": "32", "stride": "1", "padding": "same"},
        {"source": "signal", "kernel": "3", "stride": "2", "type": "min"},
        {"size": "2x8", "kernel": "9", "stride": "9", "dilation": "9", "padding": "9"},
        {"size": "2x8", "stride": "9", "padding": "same"},
        {"lock": "kernel,source,type,size,stride,padding,dilation,ceil,apart,pad_counts,tools,stepper"},
    ],
)
def test_pages_run_on_any_address(page: str, query: dict[str, str]) -> None:
    app = open_page(page, **query)
    assert not app.exception
    assert len(app.title) == 1
    if "<script>" in query.get("grid", ""):
        assert any("<script>" in text.value for text in app.text), "said as plain text"


def test_controls_show_the_address_and_never_offer_the_illegal() -> None:
    app = open_page("windows", kernel="9")
    kernel = app.number_input(key="kernel")
    assert (kernel.value, kernel.min, kernel.max) == (4, 1, 4), "a 4 x 4 grid holds a kernel of 4 at most"
    kernel.set_value(3).run()
    assert not app.exception and app.number_input(key="stride").value == 3
    app.selectbox(key="padding").set_value("explicit").run()
    padding = app.number_input(key="padding-all")
    assert (padding.value, padding.max) == (1, 2)
    app.toggle(key="apart").set_value(True).run()
    assert not app.exception
    app.number_input(key="kernel-rows").set_value(2).run()
    assert app.number_input(key="kernel-columns").value == 3


def test_locked_controls_are_not_drawn() -> None:
    app = open_page("windows", lock="kernel,source")
    keys = {widget.key for widget in [*app.number_input, *app.selectbox]}
    assert not keys & {"kernel", "source"} and {"stride", "type"} <= keys


@pytest.mark.parametrize(("query", "along"), [({"size": "5x4"}, "type=max"), ({"kernel": "3"}, "kernel=3")])
def test_the_way_on_has_parameters_else_back_would_be_two_steps(query: dict[str, str], along: str) -> None:
    (link,) = open_page("windows", **query).get("page_link")
    assert link.proto.query_string == along


def test_what_was_set_anew_before_anybody_could_see_it_is_not_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_page("windows", source="ramp", size="8x8")
    app.number_input(key="kernel").set_value(3).run()
    assert app.number_input(key="stride").value == 3  # it follows
    monkeypatch.setattr(state, "_REACTION", 3600)
    app.number_input(key="stride").set_value(2)  # what the browser still shows
    app.number_input(key="size-0").set_value(9).run()
    assert app.query_params["size"] == "9x8" and "stride" not in app.query_params
    monkeypatch.setattr(state, "_REACTION", 0)
    app.number_input(key="stride").set_value(2).run()
    assert app.query_params["stride"] == "2"


def test_a_value_that_was_replaced_long_ago_can_be_chosen_in_a_hurry() -> None:
    app = open_page("windows", source="ramp", size="8x8", kernel="4")
    app.query_params["kernel"] = "2"
    app.run()
    before = dict(app.query_params)
    app.number_input(key="kernel").set_value(3).run()
    for name in [*app.query_params]:
        del app.query_params[name]
    app.query_params.update(before)  # the browser has not heard of the 3
    app.number_input(key="kernel").set_value(4).run()
    assert app.query_params["kernel"] == "4"
