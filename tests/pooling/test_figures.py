"""Figures draw what was pooled: values, windows where the plan has them, and words for those who cannot see them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

from pooling import TYPES, Adaptive, Fractional, Global, Window, draws, figures, grids, limits, palette, pool
from pooling.figures import comparison, curve, describe, heatmaps, signal
from pooling.recognition import Spread, Summary

ARTICLE = grids.preset("article")
WAVE = grids.preset("signal")[0]
ROOT = Path(__file__).parents[2]


def windows(figure: go.Figure, xref: str = "x") -> dict[str, go.layout.Shape]:
    return {shape.name: shape for shape in figure.layout.shapes if shape.name and shape.xref == xref}


def named(figure: go.Figure, name: str) -> go.Scatter:
    return next(trace for trace in figure.data if trace.name == name)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def everything(dark: bool) -> Iterator[go.Figure]:
    yield heatmaps(pool(ARTICLE, Window(3, 2, 1)), dark=dark)
    yield heatmaps(pool(np.arange(400.0).reshape(20, 20), 10), dark=dark)
    yield signal(pool(WAVE, Window(3, rank=1)), dark=dark)
    yield curve(ARTICLE, 2, dark=dark)
    yield comparison(ARTICLE, 2, dark=dark)
    yield figures.draws(draws.draw([1, 2, 3, 4], 20, seed=0), dark=dark)
    yield figures.tradeoff(
        {"max-2-2": Summary(Spread(0.9, 0.8, 1), Spread(0.5, 0.4, 0.6), Spread(1, 1, 1), 2)}, dark=dark
    )


# ---- heatmaps ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TYPES)
def test_heatmaps_hold_the_input_and_the_values(name: str) -> None:
    pooled = pool(ARTICLE, Window(2, 1), type=name)
    before, after = heatmaps(pooled).data[:2]
    np.testing.assert_array_equal(before.z, ARTICLE)
    np.testing.assert_array_equal(after.z, pooled.values)
    assert [list(axis) for axis in (before.x, after.y)] == [[1, 2, 3, 4], list(range(1, len(pooled.values) + 1))]
    assert before.coloraxis == after.coloraxis == "coloraxis", "what is compared shares one scale"


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float16, np.float32])
def test_whatever_can_be_pooled_can_be_drawn(dtype: type) -> None:
    pooled = pool(ARTICLE.astype(dtype), 2)
    drawn = json.loads(heatmaps(pooled).to_json())
    assert drawn["data"][1]["text"] == [["3", "6"], ["8", "7"]]


def test_hovering_says_row_column_value_and_windows() -> None:
    before, after = heatmaps(pool(ARTICLE, Window(2, 1))).data[:2]
    assert before.hovertemplate.startswith("row %{y}, column %{x}: %{customdata}")
    assert before.customdata[0][0] == "1<br>window 1"
    assert before.customdata[1][1] == "2<br>windows 1, 2, 4, 5", "all four windows that read row 2, column 2"
    assert after.customdata[2][1] == "8<br>window 8"
    crowded = heatmaps(pool(np.zeros((9, 9)), Window(3, 1))).data[0].customdata
    assert crowded[4][4] == "0<br>windows 17, 18, 19, 24 and 5 more"
    skipped = heatmaps(pool(np.zeros((5, 5)), 2)).data[0].customdata
    assert skipped[4][4] == "0<br>no window reads it"


@pytest.mark.parametrize(
    "place",
    [Window(2), Window(3, 2, 1), Window(2, 1, ((0, 1), (1, 0))), Window(2, dilation=2), Adaptive(3), Fractional(3, 5)],
)
def test_outlines_lie_around_the_taps_of_the_plan(place: Window) -> None:
    grid = np.arange(30.0).reshape(5, 6)
    pooled = pool(grid, place)
    rows, columns = pooled.plan.axes
    found = windows(heatmaps(pooled))
    assert list(found) == [f"window {number + 1}" for number in range(rows.out * columns.out)]
    for number, shape in enumerate(found.values()):
        i, j = divmod(number, columns.out)
        down, across = rows.taps[i][rows.present[i]] + 1, columns.taps[j][columns.present[j]] + 1
        for edge, cell in ((shape.y0, down[0]), (shape.x0, across[0])):
            assert cell - 0.5 < edge < cell, "inside the first cell's border, outside its middle"
        for edge, cell in ((shape.y1, down[-1]), (shape.x1, across[-1])):
            assert cell < edge < cell + 0.5
        assert shape.line.color == palette.LIGHT[palette.hue(i, j)]


def test_a_window_wears_the_same_on_both_sides_and_is_known_without_colour() -> None:
    figure = heatmaps(pool(ARTICLE, 2))
    before, after = windows(figure), windows(figure, "x2")
    assert [shape.line.to_plotly_json() for shape in before.values()] == [
        shape.line.to_plotly_json() for shape in after.values()
    ]
    assert len({shape.line.dash for shape in before.values()}) == 4
    assert [trace.text for trace in figure.data if trace.name == "numbers"] == [(" 1", " 2", " 3", " 4")] * 2


def test_a_dot_of_a_dotted_line_is_long_enough_to_be_seen() -> None:
    for shape in windows(heatmaps(pool(np.zeros((8, 8)), 1))).values():
        parts = (
            [float(part) for part in shape.line.dash.replace("px", "").split(",")] if "px" in shape.line.dash else []
        )
        assert all(part >= shape.line.width for part in parts)


def test_winners_ties_and_padding_are_marked() -> None:
    figure = heatmaps(pool(np.minimum(ARTICLE, 4), Window(3, 2, 1)))
    winners, ties, padding = (named(figure, name) for name in ("winners", "ties", "padding"))
    assert set(zip(winners.y, winners.x, strict=True)) == {(2, 1), (2, 3), (3, 1)}
    assert set(zip(ties.y, ties.x, strict=True)) == {(2, 4), (4, 2), (4, 3), (4, 4)}
    assert sorted(winners.text) == ["3", "4", "4"]
    assert set(padding.text) == {"−∞"} and (0, 0) in zip(padding.y, padding.x, strict=True)
    assert "winners" not in {trace.name for trace in heatmaps(pool(ARTICLE, 2, type="average")).data}


def test_many_windows_are_not_outlined_and_large_maps_wear_a_scale_with_a_legend() -> None:
    large = heatmaps(pool(np.arange(400.0).reshape(20, 20), 2))
    assert not windows(large) and large.layout.coloraxis.showscale and large.data[0].text is None
    few = heatmaps(pool(np.arange(400.0).reshape(20, 20), 10))
    names = [shape.name for shape in few.layout.shapes if shape.xref == "x" and shape.name]
    assert names == [name for number in (1, 2, 3, 4) for name in ("halo", f"window {number}")]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 7.0])
def test_odd_values_are_drawn(value: float) -> None:
    figure = heatmaps(pool(np.full((4, 4), value), 2))
    json.loads(figure.to_json())
    axis = figure.layout.coloraxis
    assert np.isfinite(axis.cmin) and axis.cmin < axis.cmax
    np.testing.assert_array_equal(figure.data[1].z, np.full((2, 2), value))


# ---- signal, curve, comparison -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", TYPES)
def test_signal_steps_over_its_windows(name: str) -> None:
    pooled = pool(WAVE, Window(3, 2, rank=1), type=name)
    figure = signal(pooled)
    np.testing.assert_array_equal(named(figure, "input").y, WAVE)
    (axis,) = pooled.type.reads(pooled.plan, pooled.param).axes
    shades = windows(figure)
    for number, value in enumerate(pooled.values):
        step = named(figure, f"window {number + 1}")
        taps = axis.taps[number] + 1
        assert step.x == (taps[0] - 0.5, taps[-1] + 0.5) and step.y == (value, value)
        assert (shades[step.name].x0, shades[step.name].x1) == step.x
        assert step.hovertemplate.startswith(f"{step.name}: {grids.spell(value)}")


def test_signal_marks_the_position_that_won() -> None:
    winners = named(signal(pool(np.array([1.0, 5, 2, 2]), Window(2, rank=1))), "winners")
    assert list(winners.x) == [2, 3] and list(winners.y) == [5, 2], "counted from 1; the first of equal taps"


def test_the_chosen_window_is_shaded_most() -> None:
    shades = windows(signal(pool(np.arange(8.0), (2,)), step=2))
    assert [shade.opacity > 0.1 for shade in shades.values()] == [False, False, True, False]
    long = windows(signal(pool(np.arange(500.0), (2,)), step=200))
    assert list(long) == ["window 201"] and (long["window 201"].x0, long["window 201"].x1) == (400.5, 402.5)
    with pytest.raises(ValueError, match="step must be from 0 to 3, got 4"):
        signal(pool(np.arange(8.0), (2,)), step=4)


def test_a_long_signal_is_one_line_of_steps() -> None:
    pooled = pool(np.arange(200.0), Window(2, rank=1))
    figure = signal(pooled)
    steps = named(figure, "output")
    assert not figure.layout.shapes and len(figure.data) == 3
    np.testing.assert_array_equal(np.array(steps.y).reshape(-1, 3)[:, :2], np.c_[pooled.values, pooled.values])
    assert list(steps.x[:2]) == [0.5, 2.5] and steps.customdata[3] == 2


@pytest.mark.parametrize("name", [name for name in TYPES if TYPES[name].param])
def test_curve_holds_the_answer_at_every_param(name: str) -> None:
    figure = curve(ARTICLE, 2, name)
    own = TYPES[name].param
    for window in range(4):
        line = named(figure, f"window {window + 1}")
        assert (line.x[0], line.x[-1]) == (own.lowest, own.highest)
        expected = [pool(ARTICLE, 2, type=name, param=param).values.flat[window] for param in line.x]
        np.testing.assert_array_equal(line.y, expected)


def test_curve_slides_from_average_to_max() -> None:
    figure = curve(np.array([[0.0, 1], [2, 9]]), 2, "mixed", [0, 0.5, 1])
    assert list(named(figure, "window 1").y) == [3, 6, 9]
    assert named(figure, "Average").y == (3, 3) and named(figure, "Max").y == (9, 9)
    assert "window 1 goes from 3 to 9" in describe(figure)


def test_comparison_shows_every_type_on_one_scale() -> None:
    figure = comparison(ARTICLE, 2)
    assert [trace.name for trace in figure.data] == [kind.label for kind in TYPES.values()]
    for trace, name in zip(figure.data, TYPES, strict=True):
        np.testing.assert_array_equal(trace.z, pool(ARTICLE, 2, type=name).values)
    values = [pool(ARTICLE, 2, type=name).values for name in TYPES]
    axis = figure.layout.coloraxis
    assert (axis.cmin, axis.cmax) == (np.min(values), np.max(values))
    assert [trace.name for trace in comparison(ARTICLE, 2, ["min", "max"]).data] == ["Min", "Max"]


# ---- all of them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True])
def test_every_figure_is_light_or_dark_and_needs_no_network(dark: bool) -> None:
    for figure in everything(dark):
        ground = palette.DARK_BACKGROUND if dark else palette.LIGHT_BACKGROUND
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == ground
        assert contrast(figure.layout.font.color, ground) > 7
        assert figure.layout.font.family == "system-ui, sans-serif"
        assert not re.search(r"https?://", figure.to_json())
        assert not figure.layout.template.to_plotly_json().get("layout"), "Plotly's own look stays out"


@pytest.mark.parametrize(("dark", "hues"), [(False, palette.LIGHT), (True, palette.DARK)])
def test_hues_and_numbers_hold_on_both_ends_of_the_pale_scale(dark: bool, hues: tuple[str, ...]) -> None:
    figure = heatmaps(pool(ARTICLE, 2), dark=dark)
    for _, tint in figure.layout.coloraxis.colorscale:
        assert all(contrast(hue, tint) >= 3 for hue in hues), tint
        assert contrast(figure.data[0].textfont.color, tint) >= 4.5


def test_every_figure_says_what_it_shows() -> None:
    said = [describe(figure) for figure in everything(dark=False)]
    assert all(text.endswith(".") and len(text) < 700 for text in said)
    assert describe(heatmaps(pool(ARTICLE, 2))) == (
        "Max pooling of 4 × 4 values: 4 windows of 2 × 2 taps. Output: 3, 6; 8, 7."
    )
    assert describe(heatmaps(pool(np.zeros((5, 5)), Adaptive(3)))).startswith(
        "Max pooling of 5 × 5 values: 9 windows of at most 3 × 3 taps."
    )
    assert describe(heatmaps(pool(np.full((40, 40), 2.0), 2))).endswith("answers from 2 to 2.")
    assert describe(signal(pool(WAVE, Window(12, rank=1)))).startswith("Max pooling of 12 values: 1 window of 12 taps.")


@pytest.mark.parametrize(
    ("draw", "said"),
    [
        (lambda: heatmaps(pool(np.zeros(4), Window(2, rank=1))), r"one plane of 2 axes, got an input of shape \(4,\)"),
        (lambda: heatmaps(pool(np.zeros((2, 4, 4)), 2)), r"one plane of 2 axes, got an input of shape \(2, 4, 4\)"),
        (lambda: heatmaps(pool(np.zeros((257, 256)), 2)), r"at most 65,536 values, got 65,792"),
        (lambda: heatmaps(pool(np.zeros((2, 2)), Adaptive((300, 300)))), r"at most 65,536 values, got 90,000"),
        (lambda: signal(pool(ARTICLE, 2)), r"one row of values, got an input of shape \(4, 4\)"),
        (lambda: signal(pool(np.zeros(65_537), Window(2, rank=1))), r"at most 65,536 values, got 65,537"),
        (lambda: curve(ARTICLE, 2, "max"), r"Max pooling has no param to vary"),
        (lambda: curve(ARTICLE, 2, "gem", []), r"params must hold at least one number, got none"),
        (lambda: curve(ARTICLE, 2, "gem", [0.5]), r"param p must be from 1 to 64, got 0.5"),
        (lambda: curve(ARTICLE, 1), r"at most 8 windows, got 16"),
        (lambda: curve(ARTICLE, 2, "banana"), r"type must be one of max, average"),
        (lambda: comparison(WAVE, Window(2, rank=1)), r"one plane of 2 axes, got an input of shape \(12,\)"),
        (lambda: comparison(ARTICLE, 2, []), r"at least one type, got none"),
        (lambda: comparison(np.zeros((512, 512)), 1, ["max"]), r"at most 65,536 values, got 262,144"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(draw: object, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        draw()


def test_one_name_is_no_list_of_names() -> None:
    with pytest.raises(TypeError, match="several names of types, got 'max'"):
        comparison(ARTICLE, 2, "max")


def test_the_largest_map_is_drawn() -> None:
    side = int(np.sqrt(limits.FIGURE_CELLS))
    pooled = pool(np.arange(side**2, dtype=np.float32).reshape(side, side), Global())
    assert heatmaps(pooled).data[1].z == [[side**2 - 1]]


def test_without_plotly_the_import_says_what_to_install() -> None:
    lines = "import sys; sys.modules['plotly'] = None; import pooling, pooling.links, pooling.figures"
    done = subprocess.run([sys.executable, "-c", lines], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'ImportError: pooling.figures draws with Plotly, which is missing: pip install "pooling-lab[figures]"' in (
        done.stderr
    )


def test_all_public_figures_are_tested() -> None:
    here = {"comparison", "curve", "describe", "draws", "heatmaps", "signal", "table", "tradeoff"}
    assert set(figures.__all__) == here | {"MEASURES", "intervals", "shift_curves"}  # these in test_shift_figures.py


def test_draws_show_each_share_and_where_the_average_settles():
    found = draws.draw([1, 0, 3], 500, seed=2)
    figure = figures.draws(found)
    drawn, probability, average, level = figure.data
    np.testing.assert_array_equal(drawn.y, found.shares)
    np.testing.assert_array_equal(probability.y, [0.25, 0, 0.75])
    assert (average.x[0], average.x[-1]) == (1, 500)
    assert average.y[-1] == found.averages[-1]
    assert level.y == pytest.approx((2.5, 2.5))
    assert "500 draws: 1 came up" in figures.describe(figure)
    head, first, *_ = figures.table(figure)
    assert head == ["tap (its place)", "drawn", "probability"]
    assert first == ["1 (1)", f"{found.shares[0]:.1%}", "25.0%"]
    titles = [note.text for note in figure.layout.annotations]
    assert max(len(line) for title in titles for line in title.split("<br>")) < 22  # a phone gives each plot 130 px
    assert figure.layout.legend.orientation == "h"


def test_the_table_of_a_curve_holds_its_ends_and_few_rows():
    head, *rows = figures.table(curve([1, 2, 3, 4], Window(2, rank=1), "lp"))
    assert head == ["p", "window 1", "window 2"]
    assert len(rows) == 25
    low, high = (TYPES["lp"].param.lowest, TYPES["lp"].param.highest)
    for row, p in ((rows[0], low), (rows[-1], high)):
        expected = pool([1, 2, 3, 4], Window(2, rank=1), type="lp", param=p).values
        assert [float(cell) for cell in row] == pytest.approx([p, *expected], abs=1e-4)
    assert figures.table(heatmaps(pool(ARTICLE, 2))) is None


def test_a_curve_wears_a_point_where_it_is_told_to():
    x = np.array([1.0, 2, 3, 4])
    point = figures.curve(x, (4,), "gem", mark=2).data[-1]
    assert (point.x, point.y[0]) == ((2,), pool(x, (4,), type="gem", param=2).values[0])
