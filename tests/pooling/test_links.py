"""A link shows what was pooled: what a page reads of it is the same question and the same answer."""

from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
import streamlit
from hypothesis import given, settings
from hypothesis import strategies as st

from pages._ui import state
from pooling import TYPES, Adaptive, Pooled, Window, pool
from pooling.legal import nearest_legal
from pooling.links import link


class _Query(dict[str, str]):
    """Stands in for st.query_params, which lives only inside a running script."""

    def to_dict(self) -> dict[str, str]:
        return dict(self)


def read(address: str) -> state.State:
    """What the app's page makes of an address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(streamlit, "query_params", _Query(parse_qsl(urlsplit(address).query)))
        return state.read()


@st.composite
def pools(draw: st.DrawFn) -> Pooled:
    rank = draw(st.integers(1, 2))
    shape = tuple(draw(st.integers(1, 6)) for _ in range(rank))
    kernel, stride, dilation = (tuple(draw(st.integers(1, 4)) for _ in range(rank)) for _ in range(3))
    pairs = tuple((draw(st.integers(0, 2)), draw(st.integers(0, 2))) for _ in range(rank))
    padding = draw(st.sampled_from(["valid", "same", "same_lower", pairs]))
    steps = tuple(min(step, size) for step, size in zip(stride, shape, strict=True))
    window, _ = nearest_legal(kernel, steps, padding, dilation, draw(st.booleans()), shape)
    chosen = TYPES[draw(st.sampled_from(sorted(TYPES)))]
    own = chosen.param
    param = own and draw(st.sampled_from([own.default, own.lowest, own.highest]))
    seed = draw(st.sampled_from([None, 0, 7])) if chosen.seeded else None
    grid = np.random.default_rng(draw(st.integers(0, 99))).integers(-9, 10, shape) / 4
    return pool(grid, window, type=chosen.name, param=param, count_include_pad=draw(st.booleans()), seed=seed)


@settings(max_examples=200)
@given(pools())
def test_the_page_reads_the_same_pool(pooled: Pooled) -> None:
    now = read(link(pooled))
    assert now.notices == (), "nothing was unreadable or had to give way"
    assert (now.type, now.param, now.pad_counts) == (pooled.type.name, pooled.param, pooled.count_include_pad)
    assert now.draw == pooled.seed
    answer = now.pooled()
    if pooled.place.rank == 2 or answer.place.rank == 1:  # uneven edges turn a signal into a grid of one row
        assert answer.place == pooled.place
    np.testing.assert_array_equal(now.grid, np.atleast_2d(pooled.input))
    np.testing.assert_array_equal(answer.values, pooled.values.reshape(answer.values.shape))


def test_a_link_is_short_and_readable() -> None:
    pooled = pool(np.array([[1, 3], [2, 9]]), Window(2, padding="valid"))
    assert link(pooled) == "http://127.0.0.1:8501/windows?grid=1,3;2,9"
    assert link(pooled, "https://lab.school/", page="types", embed=True) == (
        "https://lab.school/types?grid=1,3;2,9&embed=true"
    )


def test_one_edge_of_a_signal_is_padded_and_not_both() -> None:
    pooled = pool(np.array([1.0, 2, 3]), Window(2, 1, ((1, 0),)))
    now = read(link(pooled))
    assert now.window.padding == ((0, 0), (1, 0)) and now.pooled().values.tolist() == [[1, 2, 3]]


@pytest.mark.parametrize(
    ("pooled", "said"),
    [
        (lambda: pool(np.ones((4, 4)), Adaptive(2)), r"a link shows a Window, got Adaptive"),
        (lambda: pool(np.ones((2, 4, 4)), 2), r"one plane of 1 or 2 axes, got an input of shape \(2, 4, 4\)"),
        (lambda: pool(np.ones((4, 4, 4)), (2, 2, 2)), r"one plane of 1 or 2 axes"),
        (lambda: pool(np.ones((33, 4)), 2), r"33 x 4 cells; 1 x 1 to 32 x 32"),
        (lambda: pool(np.full((2, 2), np.nan), 2), r'"nan" is not a number'),
        (lambda: pool(np.full((2, 2), 1e6), 2), r"1000000 is too large"),
        (lambda: pool(np.ones((4, 4)), Window(2, 5)), r"at most the 4 cells of axis 0 in a link, got 5"),
        (lambda: pool(np.ones((4, 4)), 2, type="stochastic", seed=10_000), r"at most 9999 in a link, got 10000"),
    ],
)
def test_what_no_address_can_say_is_refused(pooled: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        link(pooled())
