"""Pictures as maps to be pooled: maps, their scales, pyramids, patches, and what all that costs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling import TYPES, Window, cost, images, limits, maps, patch, pool, pyramid
from pooling.samples.filters import FILTERS

PICTURE = np.random.default_rng(2).integers(0, 256, (20, 30, 3), np.uint8)
GREY = PICTURE[..., 0]


def test_every_kind_of_map() -> None:
    assert maps.kinds(PICTURE) == maps.KINDS
    np.testing.assert_array_equal(np.moveaxis(maps.of(PICTURE, "colour"), 0, -1), PICTURE)
    for index, name in enumerate(("red", "green", "blue")):
        np.testing.assert_array_equal(maps.of(PICTURE, name), PICTURE[..., index])
    luma = PICTURE.astype(float) @ [0.299, 0.587, 0.114]
    assert np.abs(maps.of(PICTURE, "grey") - luma).max() <= 0.5 + 1e-4
    assert maps.of(PICTURE, "grey").dtype == np.uint8
    for name in FILTERS:
        assert maps.of(PICTURE, name).min() >= 0


def test_a_grey_picture_has_no_channels() -> None:
    assert maps.kinds(GREY) == ("grey", *FILTERS)
    np.testing.assert_array_equal(maps.of(GREY, "grey"), GREY)
    with pytest.raises(ValueError, match=r"grey, .*got 'red'"):
        maps.of(GREY, "red")


def test_pixels_are_drawn_as_they_are() -> None:
    for kind in ("colour", "grey", "red"):
        map = maps.of(PICTURE, kind)
        drawn = maps.drawn(map, maps.scale(map, kind))
        np.testing.assert_array_equal(drawn, np.moveaxis(map, 0, -1) if map.ndim == 3 else map)


def test_answers_are_drawn_in_viridis_up_to_the_strongest() -> None:
    map = maps.of(PICTURE, "edges_vertical")
    scale = maps.scale(map, "edges_vertical")
    assert (scale.low, scale.high) == (0, map.max())
    np.testing.assert_array_equal(maps.drawn(map, scale), images.colour_scale(map, 0, map.max()))
    assert maps.scale(np.zeros((2, 2)), "edges_vertical").high == 1  # no answer anywhere


def test_a_scale_reaches_further_only_where_it_must() -> None:
    scale = maps.Scale(0, 255, "grey")
    assert scale.holding(np.array([[3, 255 + 1e-9]])) == scale
    assert scale.holding(np.array([[-4, 700]])) == maps.Scale(-4, 700, "grey")


def naive_pyramid(x: np.ndarray, k: int, s: int) -> list[np.ndarray]:
    found = []
    while max(x.shape) > 1:
        tall, wide = (min(k, n) for n in x.shape)
        rows, columns = (range(0, n - e + 1, s) for n, e in zip(x.shape, (tall, wide), strict=True))
        x = np.array([[x[r : r + tall, c : c + wide].max() for c in columns] for r in rows])
        found.append(x)
    return found


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 9), st.integers(1, 9))
def test_a_pyramid_ends_in_one_cell(rows: int, columns: int, k: int, s: int) -> None:
    x = np.random.default_rng(rows * columns).integers(0, 99, (rows, columns))
    found = pyramid.again(x, Window(k, s), type="max")
    expected = naive_pyramid(x, k, max(2, s))
    assert [values.shape for values in found] == pyramid.shapes(x.shape, Window(k, s))
    assert len(found) == len(expected)
    for values, wanted in zip(found, expected, strict=True):
        np.testing.assert_array_equal(values, wanted)
    assert (found[-1] if found else x).shape == (1, 1)


def test_a_spatial_pyramid_is_as_long_for_any_map() -> None:
    rng = np.random.default_rng(0)
    for shape in [(13, 9), (4, 4), (30, 17)]:
        x = rng.random((2, 3, *shape))
        found = pyramid.spatial(x, (1, 2, 3))
        assert found.shape == (2, 3, 1 + 4 + 9)
        np.testing.assert_array_equal(found[..., 0], x.max((-2, -1)))
        np.testing.assert_array_equal(found[..., 1], x[..., : -(-shape[0] // 2), : -(-shape[1] // 2)].max((-2, -1)))
    assert pyramid.spatial(np.arange(6.0), (1, 2), type="average", rank=1).tolist() == [2.5, 1, 4]
    with pytest.raises(ValueError, match="at least one level"):
        pyramid.spatial(np.ones((4, 4)), ())


def test_a_pyramid_never_pads_and_keeps_channels() -> None:
    padded = Window(3, 2, padding=((2, 2), (2, 2)), dilation=2)
    x = maps.of(PICTURE, "colour")
    plain = pyramid.again(x, Window(3, 2), type="average")
    for values, wanted in zip(pyramid.again(x, padded, type="average"), plain, strict=True):
        np.testing.assert_array_equal(values, wanted)
    assert plain[-1].shape == (3, 1, 1)


@given(
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.integers(1, 20),
    st.integers(1, 9),
    st.integers(0, 9),
    st.integers(1, 2),
    st.none() | st.tuples(st.integers(-9, 99), st.integers(-9, 99)),
)
def test_a_patch_begins_with_a_window_and_its_windows_answer_the_same(
    shape: tuple[int, int], k: int, s: int, p: int, d: int, asked: tuple[int, int] | None
) -> None:
    k = min(k, *((n - 1) // d + 1 for n in shape))
    window = Window(k, s, min(p, d * (k - 1)), d)
    x = np.random.default_rng(k).integers(0, 99, shape)
    pooled = pool(x, window)
    spans = patch.spans(pooled.plan, asked)
    for span, n in zip(spans, shape, strict=True):
        assert 0 <= span.start <= n - span.size
        assert span.size == min(n, max(8, min(d * (k - 1) + 1, 16)))
        assert span.start in span.places
    rows, columns = spans
    if rows.windows and columns.windows:
        inside = pool(x[rows.cells, columns.cells], Window(k, s, 0, d)).values
        answers = pooled.values[rows.windows.start : rows.windows.stop]
        answers = answers[:, columns.windows.start : columns.windows.stop]
        if all(span.start in starts for span, starts in zip(spans, [a.starts for a in pooled.plan.axes], strict=True)):
            np.testing.assert_array_equal(inside, answers)


def test_the_nearest_place_is_taken() -> None:
    plan = Window(4).plan((40, 40))
    rows, columns = patch.spans(plan, (13, 999))
    assert (rows.start, columns.start) == (12, 32)
    assert (rows.windows, columns.windows) == (range(3, 5), range(8, 10))
    assert patch.spans(plan)[0].start == 16
    line = Window(2, rank=1).plan((12,))
    assert [span.size for span in patch.spans(line)] == [1, 8]


@pytest.mark.parametrize("type", TYPES)
def test_only_gathered_taps_are_counted(type: str) -> None:
    window, shape = Window(64, 1), (512, 512)
    nearest = cost.affordable(window, shape, 3, type)
    if type != "median":
        assert nearest == window
        return
    assert 3 * cost.gathered(nearest, shape, type) <= limits.GATHERED
    finer = Window(64, nearest.stride[0] - 1)
    assert 3 * cost.gathered(finer, shape, type) > limits.GATHERED
    assert cost.gathered(Window(2), (4, 4), type) == 16


def test_what_no_stride_can_make_cheaper_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GATHERED", 1)
    assert cost.affordable(Window(4), (4, 4), 1, "median") == Window(4)
