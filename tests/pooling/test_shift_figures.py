"""The figures about shifts: every value is drawn where it belongs, and said for those who cannot see it."""

import numpy as np
import pytest

from pooling.figures import describe, intervals, shift_curves, table
from pooling.shift import POOLERS, claim, measure


@pytest.mark.parametrize("dark", [False, True])
def test_each_way_to_pool_has_a_curve_of_its_own(dark: bool) -> None:
    random = np.random.default_rng(1)
    curves = {name: random.random(3).tolist() for name in POOLERS}
    figure = shift_curves(curves, (-5, 0, 5), "cosine", along="turn, degrees", mark=2.5, dark=dark)
    for trace, (name, values) in zip(figure.data, curves.items(), strict=True):
        assert trace.name == POOLERS[name].label
        assert (list(trace.x), list(trace.y)) == ([-5, 0, 5], values)
    looks = {(trace.line.color, trace.line.dash) for trace in figure.data}
    assert len(looks) == len(POOLERS)
    assert [shape.x0 for shape in figure.layout.shapes] == [2.5]
    assert figure.layout.title.text == "Cosine similarity, by turn"
    assert f"Max: {curves['max'][0]:.2f}".rstrip("0") in describe(figure)
    head, first, *_ = table(figure)
    assert head == ["turn, degrees", *(POOLERS[name].label for name in curves)]
    assert [float(cell.replace("−", "-")) for cell in first] == pytest.approx(
        [-5, *(values[0] for values in curves.values())], abs=0.0006
    )
    assert not shift_curves(curves, (-5, 0, 5), mark=9).layout.shapes, "beyond the axis"


def test_a_curve_may_have_places_where_no_cell_answers() -> None:
    assert "at least 0.5" in describe(shift_curves({"max": [1, np.nan, 0.5]}, (0, 1, 2)))


def test_intervals_reach_from_low_to_high() -> None:
    stated = claim("exponential")
    history = measure(stated, 800, 2)
    figure = intervals(history, stated.expected)
    level, measured = figure.data
    assert list(measured.x) == [100, 200, 400, 800]
    for found, y, up, down in zip(
        history, measured.y, measured.error_y.array, measured.error_y.arrayminus, strict=True
    ):
        assert (y - down, y + up) == pytest.approx((found.low, found.high))
    assert set(level.y) == {stated.expected}
    assert level.x[0] < 100 and level.x[1] > 800
    assert "The closed form is 2.0833." in describe(figure)
    last = table(figure)[-1]
    assert last[0] == "800" and float(last[2]) < float(last[1]) < float(last[3])
    assert last[4] == "2.0833"
    alone = describe(intervals(history[:1], stated.expected))
    assert alone.startswith("After 100 trials the interval goes from")


def test_what_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one interval, got none"):
        intervals([], 1)
    with pytest.raises(ValueError, match="at least one pooler to draw, got none"):
        shift_curves({}, (0, 1))
    with pytest.raises(ValueError, match=r"pooler must be one of max, .* got 'median'"):
        shift_curves({"median": [1]}, (0,))
    with pytest.raises(ValueError, match="must have 2 values, got 1"):
        shift_curves({"max": [1]}, (0, 1))
    with pytest.raises(ValueError, match=r"measure must be one of unchanged, .* got 'speed'"):
        shift_curves({"max": [1]}, (0,), "speed")
