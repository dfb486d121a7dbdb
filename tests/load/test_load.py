"""A class at work: no error, and a cost that stays a small multiple of an empty page's in the same run."""

from pathlib import Path

import pytest

from tests.load.measuring import EMPTY_GRIDS, EMPTY_UPLOADS, GRIDS, UPLOADS, Deed, Figures, crowd
from tests.load.servers import ours, peer
from tests.load.soak import Soak, soak
from tests.load.wire import complete

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processor and memory are read in /proc")

_COST = 8  # times the empty page's processor time; a page that computes or sends something large is far beyond
_MEMORY = 2  # megabytes a session more than the empty page's


def beside(
    sessions: int, every: float, times: int, ask: Deed = GRIDS, empty: Deed = EMPTY_GRIDS
) -> tuple[Figures, Figures]:
    """The figures of the app and of the empty page, of which no action was lost."""
    with peer() as server:
        nothing = complete(crowd(server, empty, sessions, every=every, times=times))
    with ours() as server:
        found = complete(crowd(server, ask, sessions, every=every, times=times))
        assert "Traceback" not in (log := server.log()), log[-3000:]
    for figures in (nothing, found):
        assert not figures.errors
        assert len(figures.seconds) == sessions * times
    return found, nothing


def test_a_class_of_thirty_for_thirty_seconds() -> None:
    found, nothing = beside(30, every=5, times=6)
    assert found.cost < _COST * nothing.cost
    assert found.memory < nothing.memory + _MEMORY


@pytest.mark.slow
@pytest.mark.parametrize("sessions", [100, 200])
def test_many_classes_for_a_minute(sessions: int) -> None:
    found, nothing = beside(sessions, every=5, times=12)
    assert found.cost < _COST * nothing.cost
    assert found.memory < nothing.memory + _MEMORY
    assert found.tail < 1000, "the reach on two cores that do nothing else"


@pytest.mark.slow
def test_thirty_bring_a_photograph_within_ten_seconds() -> None:
    beside(30, every=10, times=1, ask=UPLOADS, empty=EMPTY_UPLOADS)


@pytest.mark.slow
def test_hours_of_use_leave_the_memory_as_it_was() -> None:
    with ours() as server:
        found = complete(soak(server, 3000))
    assert not found.errors
    assert found.growth < 0.05, found.told


def test_growth_is_seen_and_a_peak_at_the_start_is_none() -> None:
    flat, leak = [250.0] * 50, [250.0 + visit for visit in range(50)]
    assert Soak(50, tuple(flat), ()).growth == 0
    assert Soak(50, (400.0, *flat[1:]), ()).growth < 0
    assert Soak(50, tuple(leak), ()).growth > 0.15


def test_figures_say_the_tail_and_what_a_session_costs() -> None:
    figures = Figures(11, [0.1] * 95 + [1.0] * 5, cpu=2, before=100, after=120)
    assert (figures.median, figures.cost, figures.memory) == (pytest.approx(100), pytest.approx(20), 2)
    assert 100 < figures.tail <= 1000
