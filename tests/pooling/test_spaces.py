"""Signals and volumes to try things on, the frames of a GIF, and the picture of a volume."""

import io

import numpy as np
import pytest
from PIL import Image

from pooling import images, limits, pool, series, voxels
from pooling.grids import GridRefused
from pooling.samples.signals import SIGNALS, heartbeat, spikes
from pooling.samples.volumes import VOLUMES, coil, head


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("length", [8, 48, limits.SIGNAL_LENGTH])
def test_a_signal_is_as_long_as_asked_and_the_same_again(name: str, length: int) -> None:
    signal = SIGNALS[name].make(length, 3)
    assert signal.shape == (length,) and signal.dtype == np.float64
    assert np.abs(signal).max() <= 10 and np.array_equal(signal, signal.round(1))
    assert np.array_equal(signal, SIGNALS[name].make(length, 3))
    assert not np.array_equal(signal, SIGNALS[name].make(length, 4))
    for bad in (7, limits.SIGNAL_LENGTH + 1):
        with pytest.raises(ValueError, match=f"length must be from 8 to {limits.SIGNAL_LENGTH}, got {bad}"):
            SIGNALS[name].make(bad, 0)


def test_spikes_stand_out_and_max_keeps_all_of_them() -> None:
    signal = spikes(48)
    high = np.flatnonzero(signal >= 5)
    assert len(high) == 4
    kept = pool(signal, (4,)).values
    assert sorted(kept[kept >= 5]) == sorted(signal[high])
    assert pool(signal, (4,), type="average").values.max() < 5


def test_a_heart_beats_every_16_samples() -> None:
    trace = heartbeat(64)
    tops = np.flatnonzero(trace > 7)
    assert sorted({int(top) // 16 for top in tops}) == [0, 1, 2, 3]
    assert trace.min() < -1, "the dip after the peak, which max pooling loses"
    assert pool(trace, (4,)).values.min() > -1


def test_the_head_has_its_parts_where_they_are_said_to_be() -> None:
    volume = head()
    assert volume.shape == (32, 32, 32) and set(np.unique(volume)) == {0, 1, 3, 5, 7, 8, 9}
    assert np.count_nonzero(volume == 7) == 8, "the small inclusion is a cube of two cells a side"
    middle = volume[16, :, 16]
    assert middle[31] == 5 and middle[0] == 0, "the nose points to the last row"
    assert (volume[:, 31] > 0).any() and not (volume[:, 0] > 0).any()


def test_a_small_thing_survives_max_and_is_thinned_by_average() -> None:
    volume = np.where(head() == 7, 7.0, 0)
    assert pool(volume, (2, 2, 2)).values.max() == 7
    assert pool(coil(), (4, 4, 4), type="min").values.max() == 0, "min takes a thin tube away"
    assert np.count_nonzero(pool(coil(), (4, 4, 4)).values) > 50


@pytest.mark.parametrize("name", VOLUMES)
def test_a_volume_has_the_side_that_is_asked_for(name: str) -> None:
    volume = VOLUMES[name].make(8)
    assert volume.shape == (8, 8, 8) and volume.dtype == np.float64 and 0 < volume.max() <= 9 and volume.min() == 0
    with pytest.raises(ValueError, match=f"side must be from 8 to {limits.VOLUME_SIDE}, got 33"):
        VOLUMES[name].make(33)


# ---- the frames of a GIF -----------------------------------------------------------------------------------


def gif(frames: list[np.ndarray], **options: object) -> bytes:
    pages = [Image.fromarray(frame) for frame in frames]
    file = io.BytesIO()
    pages[0].save(file, "GIF", save_all=True, append_images=pages[1:], **options)
    return file.getvalue()


def steps(count: int, shape: tuple[int, int] = (6, 4)) -> list[np.ndarray]:
    return [np.full(shape, 255 * step // max(1, count - 1), np.uint8) for step in range(count)]


def test_frames_are_slices_in_their_order() -> None:
    volume = images.frames(gif(steps(5)))
    assert volume.shape == (5, 6, 4) and volume.dtype == np.uint8
    assert np.abs(volume[:, 2, 1].astype(int) - [0, 63, 127, 191, 255]).max() <= 1


def test_a_long_gif_gives_frames_from_first_to_last() -> None:
    volume = images.frames(gif(steps(100)), side=8)
    assert volume.shape == (8, 6, 4)
    grey = volume[:, 0, 0].astype(int)
    assert grey[0] == 0 and grey[-1] == 255 and np.diff(grey).min() > 20


def test_large_frames_are_reduced() -> None:
    assert images.frames(gif(steps(3, (100, 200)))).shape == (3, 16, 32)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "0 bytes"),
        (images.png(np.zeros((4, 4), np.uint8)), "This is not a GIF picture"),
        (gif(steps(1)), "1 frame; at least 2"),
        (gif(steps(4))[:40], "cut off|damaged|1 frame"),
    ],
)
def test_what_has_no_third_axis_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(images.PictureRefused, match=said):
        images.frames(data)


def test_frames_together_stay_within_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOVING_FRAMES", 4)
    assert len(images.frames(gif(steps(4)))) == 4
    with pytest.raises(images.PictureRefused, match="more than 4 frames"):
        images.frames(gif(steps(5)))
    monkeypatch.setattr(limits, "PICTURE_PIXELS", 60)
    with pytest.raises(images.PictureRefused, match="more than 60 pixels"):
        images.frames(gif(steps(3)))


def test_damaged_gifs_are_refused_or_read_and_never_trip() -> None:
    random = np.random.default_rng(3)
    good = gif([random.integers(0, 256, (9, 7), np.uint8) for _ in range(4)])
    for _ in range(150):
        bad = bytearray(good)
        for place in random.integers(6, len(bad), 4):
            bad[place] = random.integers(256)
        try:
            volume = images.frames(bytes(bad[: random.integers(20, len(bad))]))
        except images.PictureRefused:
            continue
        assert volume.ndim == 3 and max(volume.shape) <= limits.VOLUME_SIDE


# ---- the picture of a volume -------------------------------------------------------------------------------

LOOK = {"low": 0, "high": 9, "hollow": True}


def drawn(volume: np.ndarray, view: voxels.View, **changes: object) -> np.ndarray:
    top = changes.pop("top", len(volume))
    return np.asarray(Image.open(io.BytesIO(voxels.draw(volume, view, **{**LOOK, "top": top, **changes}))))


def colours(picture: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(pixel) for pixel in picture[picture[..., 3] == 255][:, :3].tolist()}


def viridis(value: float) -> tuple[int, ...]:
    return tuple(images.colour_scale([[value]], 0, 9)[0, 0].tolist())


def test_the_cut_shows_the_slice_below_it_and_hides_what_is_cut_away() -> None:
    volume = np.zeros((4, 4, 4))
    volume[0], volume[1], volume[3] = 2, 5, 9
    view = voxels.View((4, 4, 4), turn=30)
    assert viridis(9) in colours(drawn(volume, view)) and viridis(2) not in colours(drawn(volume, view, top=2))
    cut = colours(drawn(volume, view, top=2))
    assert viridis(5) in cut and viridis(9) not in cut
    assert viridis(2) in colours(drawn(volume, view, top=1))


@pytest.mark.parametrize("turn", [0, 40, 90, 170, 260, 359])
def test_the_nearer_of_two_cells_hides_the_other_from_every_side(turn: int) -> None:
    view = voxels.View((3, 3, 3), turn=turn)
    angle = np.radians(turn)
    places = [(row, column) for row in range(3) for column in range(3)]
    near = max(places, key=lambda at: (at[1] - 1) * np.sin(angle) + (at[0] - 1) * np.cos(angle))
    volume = np.full((3, 3, 3), 3.0)
    volume[:, near[0], near[1]] = 9
    row, column = near
    middle = view.on(np.array([[1.5, row + 0.5, column + 0.5]]))[0]
    before = drawn(volume, view)[int(middle[1]), int(middle[0])]
    front = np.array(viridis(9)) * [[0.6], [0.78], [1.0]]
    assert np.abs(front - before[:3]).sum(axis=1).min() < 30, "its own side is in front of its middle"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_column_stands_before_the_one_behind_it(turn: int) -> None:
    view = voxels.View((5, 5, 5), turn=turn)
    near, far = {0: ((4, 2), (0, 2)), 90: ((2, 4), (2, 0)), 180: ((0, 2), (4, 2)), 270: ((2, 0), (2, 4))}[turn]
    volume = np.zeros((5, 5, 5))
    volume[:, near[0], near[1]], volume[:, far[0], far[1]] = 9, 3
    across, down = view.on(np.array([[3.7, near[0] + 0.5, near[1] + 0.5]]))[0].astype(int)
    fronts = {value: np.array(viridis(value)) * [[0.6], [0.78]] for value in (3, 9)}
    seen = drawn(volume, view)[down, across, :3]
    distance = {value: np.abs(colours - seen).sum(axis=1).min() for value, colours in fronts.items()}
    assert distance[9] < 30 < distance[3]
    volume[:, near[0], near[1]] = 0
    seen = drawn(volume, view)[down, across, :3]
    assert np.abs(fronts[3] - seen).sum(axis=1).min() < 30, "there is something behind it to be hidden"


def test_a_box_is_drawn_around_its_window_only() -> None:
    volume, view = np.full((4, 4, 4), 5.0), voxels.View((4, 4, 4), turn=30)
    with_box, without = drawn(volume, view, box=((2, 4), (2, 4), (2, 4))), drawn(volume, view)
    rows, columns = np.nonzero((with_box != without).any(axis=2))
    corners = view.on(np.array([[z, r, c] for z in (2, 4) for r in (2, 4) for c in (2, 4)], float))
    for found, axis in ((columns, 0), (rows, 1)):
        assert corners[:, axis].min() - 4 <= found.min() <= corners[:, axis].min() + 4
        assert corners[:, axis].max() - 4 <= found.max() <= corners[:, axis].max() + 4


def test_a_pooled_volume_fills_the_same_frame() -> None:
    view = voxels.View((8, 8, 8), turn=30)
    large, small = np.full((8, 8, 8), 5.0), np.full((4, 4, 4), 5.0)
    filled = [drawn(volume, view)[..., 3] > 0 for volume in (large, small)]
    assert np.count_nonzero(filled[0] ^ filled[1]) < 0.002 * filled[0].size


def test_air_is_not_drawn_unless_all_is_solid() -> None:
    volume = np.zeros((3, 3, 3))
    view = voxels.View((3, 3, 3), turn=30)
    empty, solid = (np.count_nonzero(drawn(volume, view, hollow=hollow)[..., 3]) for hollow in (True, False))
    assert 0 < empty < solid / 4, "the frame is there, the cells are not"
    with pytest.raises(ValueError, match="3 axes"):
        voxels.draw(volume[0], view, top=1, **LOOK)


# ---- a row of numbers that is typed ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,2", [1, 2]),
        ("  1;2.5\n-3\t4 ,, ", [1, 2.5, -3, 4]),
        ("\N{MINUS SIGN}1 .5 1e2", [-1, 0.5, 100]),
        (",".join("9" * limits.SIGNAL_LENGTH), [9] * limits.SIGNAL_LENGTH),
    ],
)
def test_a_series_is_read_whatever_parts_its_numbers(text: str, values: list[float]) -> None:
    found = series.parse(text)
    assert found.tolist() == values
    assert series.parse(series.unparse(found)).tolist() == values


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "0 values; 2 to 128"),
        ("7", "1 value; 2 to 128"),
        ("1," * 129, "129 values; 2 to 128"),
        ("1,nan", '"nan" is not a number'),
        ("1,1e9", "too large"),
        ("1" * 30_000, "30,000 characters; at most 20,000"),
    ],
)
def test_what_is_no_series_is_refused(text: str, said: str) -> None:
    with pytest.raises(GridRefused, match=said):
        series.parse(text)
