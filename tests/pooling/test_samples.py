"""The drawn cheetah and the filters: the tear line is really what the tear line's filter finds."""

from typing import Any

import numpy as np
import pytest

from pooling.samples import PICTURES
from pooling.samples.cheetah import cheetah, tear_lines
from pooling.samples.filters import FILTERS, relu, respond
from pooling.samples.posing import Pose, exposed, posed, squared

NOISE = np.random.default_rng(5).integers(0, 256, (23, 31, 3), np.uint8)


def strongest(map: np.ndarray, count: int) -> np.ndarray:
    """(count, 2): row and column of the largest answers."""
    return np.stack(np.unravel_index(np.argsort(map, axis=None)[-count:], map.shape), axis=1)


def distance(points: np.ndarray, line: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(points[:, None] - line[None], axis=-1).min(axis=1))


def test_the_filter_finds_the_tear_lines_and_nothing_else() -> None:
    answer, turned = respond(cheetah(), "tear_line"), respond(cheetah(), "tear_line_turned")
    points, (left, right) = strongest(answer, 200), tear_lines()
    near_left, near_right = distance(points, left) < 3, distance(points, right) < 3
    assert (near_left | near_right).all()
    assert near_left.sum() > 60
    assert near_right.sum() > 60
    assert answer.max() > 1.4 * turned.max()


def test_the_tear_lines_are_where_tear_lines_says() -> None:
    picture, (left, right) = cheetah(), tear_lines()
    for line in (left, right):
        rows, columns = np.rint(line[5:-5]).astype(int).T
        assert picture[rows, columns].max() < 80  # dark all the way
        assert (picture[rows, columns + 7].mean(axis=-1) > 130).mean() > 0.8  # and brighter beside
    np.testing.assert_allclose(left[:, 1] + right[:, 1], 255)
    np.testing.assert_allclose(tear_lines(512)[0] + 0.5, (left + 0.5) * 2)


def test_a_turned_head_answers_the_turned_filter() -> None:
    lying = cheetah(rotation=90)
    assert respond(lying, "tear_line_turned").max() > 1.4 * respond(lying, "tear_line").max()


@pytest.mark.parametrize("shift", [(0, 3), (5, 0), (-4, 7)])
def test_a_whole_shift_moves_every_pixel(shift: tuple[int, int]) -> None:
    rolled = np.roll(cheetah(), shift, axis=(0, 1))[8:-8, 8:-8].astype(int)
    assert np.abs(cheetah(shift=shift)[8:-8, 8:-8] - rolled).max() <= 1


def test_half_a_pixel_lies_between() -> None:
    still, half, whole = (cheetah(shift=(0, step)).astype(int) for step in (0, 0.5, 1))
    assert not np.array_equal(half, still)
    assert not np.array_equal(half, whole)
    assert np.abs(2 * half - still - whole).mean() < 0.5 * np.abs(whole - still).mean()


def test_rotation_is_counter_clockwise() -> None:
    assert np.abs(cheetah(rotation=90) - np.rot90(cheetah()).astype(int)).max() <= 1


def test_scale_two_shows_the_middle_twice_as_large() -> None:
    twice = cheetah(scale=2).reshape(128, 2, 128, 2, 3).mean(axis=(1, 3))
    assert np.abs(twice - cheetah()[64:192, 64:192]).mean() < 2


def test_tilt_turns_one_side_away_in_perspective() -> None:
    answer = respond(cheetah(tilt=50), "tear_line")
    near, far = 127.5 - strongest(answer[:, :128], 40)[:, 1], strongest(answer[:, 128:], 40)[:, 1] + 0.5
    assert far.mean() < near.mean() < 17  # upright they are 19 to 26 from the middle
    for column in (
        0.1,
        0.5,
        0.9,
    ):  # the closed form: 2.5 sides away, a point x to the right goes x sin(60) back
        across = column - 0.5
        seen = 0.5 + across * 0.5 / (1 + across * np.sqrt(0.75) / 2.5)
        at = Pose(tilt=60).backward(256) @ [seen, 0.5, 1]
        assert at[:2] / at[2] == pytest.approx([column, 0.5])


@pytest.mark.parametrize(
    "motion", [{}, {"shift": (64, -64), "scale": 0.6}, {"rotation": 45.0, "scale": 0.6}, {"tilt": 60.0}]
)
def test_no_motion_uncovers_an_empty_border(motion: dict[str, Any]) -> None:
    picture = cheetah(**motion)
    border = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    assert picture.shape == (256, 256, 3)
    assert picture.dtype == np.uint8
    assert border.max(axis=-1).min() > 30  # black would be empty


def test_the_same_question_has_the_same_answer_at_other_sizes() -> None:
    large = cheetah(512).reshape(256, 2, 256, 2, 3).mean(axis=(1, 3))
    assert np.abs(large - cheetah()).mean() < 2
    assert cheetah(17).shape == (17, 17, 3)


@pytest.mark.parametrize(
    ("motion", "sentence"),
    [
        ({"size": 15}, "size must be from 16 to 1024, got 15"),
        ({"size": 1025}, "got 1025"),
        ({"shift": (0, 65)}, r"64 pixels, got \(0, 65\)"),
        ({"shift": (np.nan, 0)}, "shift"),
        ({"tilt": 61}, "tilt .* got 61"),
        ({"scale": 0.5}, "scale must be from 0.6 to 2, got 0.5"),
        ({"rotation": np.inf}, "rotation .* got inf"),
        ({"shear": -61}, "shear must be from -60 to 60 degrees, got -61"),
        ({"brightness": 2.1}, "brightness must be from 0.25 to 2, got 2.1"),
        ({"noise": -1}, "noise must be from 0 to 64 grey levels, got -1"),
        ({"seed": -1}, "seed must be at least 0, got -1"),
    ],
)
def test_values_out_of_range_are_refused(motion: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        cheetah(**motion)


def test_every_sample_has_words_and_a_picture() -> None:
    assert list(PICTURES) == ["cheetah"]
    for sample in PICTURES.values():
        assert sample.label
        assert sample.alt
        assert sample.credit
        assert sample.load().dtype == np.uint8


def test_shear_leans_upright_lines_to_the_right() -> None:
    back = Pose(shear=45).backward(256)
    for seen, meant in (((0.5, 0.5), (0.5, 0.5)), ((0.7, 0.3), (0.5, 0.3)), ((0.3, 0.7), (0.5, 0.7))):
        at = back @ [*seen, 1]
        assert at[:2] / at[2] == pytest.approx(meant)
    leaning = cheetah(shear=45)
    assert respond(leaning, "tear_line_rising").max() > 1.4 * respond(leaning, "tear_line_falling").max()
    assert respond(cheetah(shear=-45), "tear_line_falling").max() > 1.4 * respond(cheetah(), "tear_line_falling").max()


def test_light_and_noise_are_what_they_say() -> None:
    grey = np.full((200, 200, 3), 100, np.uint8)
    np.testing.assert_array_equal(exposed(grey), grey)
    assert (exposed(grey, 1.5) == 150).all()
    assert (exposed(grey + np.uint8(100), 2.0) == 255).all(), "cut, not wrapped"
    noisy = exposed(grey, noise=10, seed=4)
    assert noisy.std() == pytest.approx(10, rel=0.03)
    assert noisy.mean() == pytest.approx(100, abs=0.3)
    np.testing.assert_array_equal(noisy[..., 0], noisy[..., 2])
    np.testing.assert_array_equal(exposed(grey[..., 0], noise=10, seed=4), noisy[..., 0])
    assert (exposed(grey, noise=10, seed=5) != noisy).any()
    np.testing.assert_array_equal(cheetah(noise=5, seed=1), exposed(cheetah(), noise=5, seed=1))


@pytest.mark.parametrize("picture", [NOISE, NOISE[..., 0]])
def test_a_picture_is_posed_like_the_cheetah(picture: np.ndarray) -> None:
    np.testing.assert_array_equal(posed(picture, Pose()), picture)
    np.testing.assert_array_equal(posed(picture, Pose(rotation=180)), picture[::-1, ::-1])
    moved = posed(picture, Pose(shift=(3, -2)))
    np.testing.assert_array_equal(moved[3:, :-2], picture[:-3, 2:])
    np.testing.assert_array_equal(moved[:3, :-2], picture[2::-1, 2:])  # mirrored at the border
    half = posed(picture, Pose(shift=(0, 0.5))).astype(float)
    between = (picture[:, :-1].astype(float) + picture[:, 1:]) / 2
    assert np.abs(half[:, 1:] - between).max() <= 0.5


def test_a_resampled_cheetah_is_nearly_the_drawn_one() -> None:
    pose = Pose((4.5, -7), 20, 15, 10, 1.2)
    drawn = cheetah(shift=(4.5, -7), rotation=20, tilt=15, shear=10, scale=1.2)
    assert np.abs(posed(cheetah(), pose)[40:-40, 40:-40].astype(int) - drawn[40:-40, 40:-40]).mean() < 4


def test_the_middle_square_is_cut_out() -> None:
    wide = np.zeros((40, 100, 3), np.uint8)
    wide[:, 30:70] = 200
    assert squared(wide, 20).shape == (20, 20, 3)
    assert (squared(wide, 20) == 200).all()
    np.testing.assert_array_equal(squared(NOISE[:, :23], 23), NOISE[:, :23])


def test_the_spot_filter_answers_in_the_middle_of_a_spot() -> None:
    rows, columns = np.mgrid[:64, :64]
    spot = np.where((rows - 30) ** 2 + (columns - 20) ** 2 <= 4.3**2, 40, 200).astype(np.uint8)
    answer = respond(spot, "spot")
    assert np.unravel_index(answer.argmax(), answer.shape) == (30, 20)
    assert answer.max() > 2 * respond(spot, "tear_line").max()


def direct(picture: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Cross-correlation, one output at a time, on a border that repeats the edge."""
    luma = picture.reshape(*picture.shape[:2], -1).astype(float)
    luma = luma @ [0.299, 0.587, 0.114] / 255 if luma.shape[2] == 3 else luma[..., 0] / 255
    height, width = luma.shape
    answer = np.zeros((height, width))
    for row in range(height):
        rows = np.clip(np.arange(kernel.shape[0]) + row - kernel.shape[0] // 2, 0, height - 1)
        for column in range(width):
            columns = np.clip(np.arange(kernel.shape[1]) + column - kernel.shape[1] // 2, 0, width - 1)
            answer[row, column] = (luma[np.ix_(rows, columns)] * kernel).sum()
    return answer


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("picture", [NOISE, NOISE[..., 0], NOISE[:1, :1], NOISE[:, :2]])
def test_respond_against_the_direct_sum(name: str, picture: np.ndarray) -> None:
    answer = respond(picture, name)
    assert answer.dtype == np.float32
    assert answer.shape == picture.shape[:2]
    np.testing.assert_allclose(answer, direct(picture, FILTERS[name].kernel), atol=2e-6)


@pytest.mark.parametrize("name", FILTERS)
def test_every_filter_says_what_it_is(name: str) -> None:
    filter = FILTERS[name]
    assert filter.name == name
    assert filter.label
    assert filter.meaning.endswith(".")
    assert filter.kernel.dtype == np.float32
    assert all(side % 2 for side in filter.kernel.shape)
    assert filter.kernel[filter.kernel > 0].sum() == pytest.approx(1, abs=1e-5)
    even = respond(np.full((40, 40), 200, np.uint8), name)
    np.testing.assert_allclose(even, 200 / 255 if name == "blur" else 0, atol=1e-6)


def test_each_edge_filter_prefers_its_own_edge() -> None:
    row, column = np.mgrid[:32, :32]
    bright = {
        "edges_horizontal": row > 15,
        "edges_vertical": column > 15,
        "edges_rising": row + column > 31,
        "edges_falling": row > column,
    }
    for edge, mask in bright.items():
        picture = np.where(mask, 255, 0).astype(np.uint8)
        answers = {name: respond(picture, name)[8:24, 8:24].max() for name in bright}
        assert max(answers, key=answers.__getitem__) == edge
        assert answers[edge] > 0.74


def test_a_dark_line_answers_above_zero_and_a_bright_one_below() -> None:
    dark = np.full((80, 80), 255, np.uint8)
    dark[:, 38:43] = 0
    assert respond(dark, "tear_line")[40, 40] > 0.5
    assert respond(255 - dark, "tear_line")[40, 40] < -0.5
    assert abs(respond(dark, "tear_line_turned")).max() < 1e-5


def test_relu_and_unknown_filters() -> None:
    np.testing.assert_array_equal(relu(np.array([-2.0, 0.0, 3.0], np.float32)), [0, 0, 3])
    with pytest.raises(ValueError, match="blur, got 'sharpen'"):
        respond(NOISE, "sharpen")
