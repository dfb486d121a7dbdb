"""decode() against hostile bytes, and the small functions that make arrays visible."""

import contextlib
import io
import threading
import tracemalloc
import warnings

import numpy as np
import pytest
from PIL import Image

from pooling import images, limits
from tests.pooling.hostile_pictures import HOSTILE, NOISE, QUARTERS, bomb, rotated_by_exif, saved

# viridis as Plotly prints it: ten colours at equal steps of the scale.
VIRIDIS = "440154 482878 3e4989 31688e 26828e 1f9e89 35b779 6ece58 b5de2b fde725"


@pytest.mark.parametrize("name", HOSTILE)
def test_every_file_gives_its_picture_or_its_sentence(name: str) -> None:
    data, expected = HOSTILE[name]
    if isinstance(expected, str):
        with pytest.raises(images.PictureRefused) as refusal:
            images.decode(data)
        sentence = str(refusal.value)
        assert expected in sentence
        assert sentence.endswith(".")
        assert "\n" not in sentence
        return
    pixels, tolerance = expected if isinstance(expected, tuple) else (expected, 0)
    answer = images.decode(data)
    assert answer.dtype == np.uint8
    assert answer.shape == pixels.shape
    assert np.abs(answer.astype(int) - pixels).max() <= tolerance


def test_the_bomb_is_refused_before_its_pixels_are_decoded() -> None:
    data = bomb()
    tracemalloc.start()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with pytest.raises(images.PictureRefused, match=r"13,300 x 13,300 pixels; the limit is 25,000,000\."):
            images.decode(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(data) < 30_000
    assert peak < 1_000_000


def test_no_pixel_of_a_refused_picture_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "_reduced", lambda *_: pytest.fail("decoded"))
    for name in ("5,001 a side", "12,001 x 1 strip", "one-bit bomb, 13,300 a side"):
        with pytest.raises(images.PictureRefused):
            images.decode(HOSTILE[name][0])


@pytest.mark.parametrize("name", ["colour PNG", "JPEG", "animated GIF", "animated WebP", "BMP", "1-bit PNG"])
def test_damaged_bytes_never_raise_anything_but_a_refusal(name: str) -> None:
    good, rng = HOSTILE[name][0], np.random.default_rng(11)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # a damaged size may be a huge one
        for _ in range(150):
            bad = bytearray(good[: rng.integers(1, len(good) + 1)] if rng.random() < 0.3 else good)
            for at in rng.integers(0, min(len(bad), rng.choice([40, 400, len(bad)])), 3):
                bad[at] = rng.integers(0, 256)
            with contextlib.suppress(images.PictureRefused):
                assert images.decode(bytes(bad)).dtype == np.uint8


def test_a_large_picture_is_reduced_to_the_working_side() -> None:
    ramp = np.tile(np.linspace(0, 255, 3000).astype(np.uint8), (1500, 1))
    for format in ("PNG", "JPEG"):
        answer = images.decode(saved(ramp, format))
        assert answer.shape == (512, 1024)
        assert np.abs(answer[256] - np.linspace(0, 255, 1024)).max() < 4


def test_an_exif_turn_exchanges_the_sides() -> None:
    assert images.decode(rotated_by_exif(8)).shape == (48, 32, 3)


def test_a_tall_thin_palette_picture_keeps_both_sides() -> None:
    assert images.decode(saved(Image.new("P", (2, 4000), 0), "PNG")).shape == (1024, 1, 3)


def test_no_more_pictures_than_the_limit_are_decoded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    meet = threading.Barrier(limits.PICTURE_DECODERS, timeout=30)  # passes only when the limit is used in full
    free_places: list[bool] = []
    real = images._reduced

    def watched(image: Image.Image, side: int) -> Image.Image:
        meet.wait()
        if free := images._DECODERS.acquire(blocking=False):
            images._DECODERS.release()
        free_places.append(free)
        meet.wait()  # nobody leaves before all have looked
        return real(image, side)

    monkeypatch.setattr(images, "_reduced", watched)
    data, count = saved(QUARTERS, "PNG"), 3 * limits.PICTURE_DECODERS
    threads = [threading.Thread(target=images.decode, args=(data,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert free_places == [False] * count


def test_a_refusal_frees_its_place() -> None:
    for _ in range(limits.PICTURE_DECODERS + 1):
        with pytest.raises(images.PictureRefused):
            images.decode(HOSTILE["truncated PNG"][0])
    assert images.decode(saved(NOISE, "PNG")).shape == NOISE.shape


@pytest.mark.parametrize("picture", [NOISE, NOISE[..., 0], NOISE[:1, :1], NOISE[::2, ::-3]])
def test_png_holds_exactly_the_array(picture: np.ndarray) -> None:
    with Image.open(io.BytesIO(images.png(picture))) as image:
        assert image.format == "PNG"
        np.testing.assert_array_equal(np.asarray(image), picture)


def test_png_refuses_what_is_not_a_picture() -> None:
    with pytest.raises(TypeError, match="uint8, got float64"):
        images.png(np.zeros((2, 2)))  # type: ignore[arg-type]
    for shape in ((2,), (2, 2, 4), (0, 3), (2, 2, 3, 1)):
        with pytest.raises(ValueError, match=r"\(H, W\) or \(H, W, 3\), got"):
            images.png(np.zeros(shape, np.uint8))


def test_to_uint8_is_linear_and_clips() -> None:
    np.testing.assert_array_equal(images.to_uint8([-1.0, 0.0, 1.0]), [0, 128, 255])
    np.testing.assert_array_equal(images.to_uint8([-9, 0, 1, 2, 9], 0, 2), [0, 0, 128, 255, 255])
    np.testing.assert_array_equal(images.to_uint8([3, 3, 3]), [0, 0, 0])
    np.testing.assert_array_equal(images.to_uint8([-np.inf, np.nan, 5, 7, np.inf]), [0, 0, 0, 255, 255])
    np.testing.assert_array_equal(images.to_uint8(np.arange(256, dtype=np.uint8)), np.arange(256))
    assert images.to_uint8(np.full((2, 3), np.nan)).tolist() == [[0] * 3] * 2
    with pytest.raises(ValueError, match=r"low=2\.0 and high=1\.0"):
        images.to_uint8([1.0], 2, 1)


def test_grey_is_the_luma_that_pillow_computes() -> None:
    luma = images.grey(NOISE)
    assert luma.dtype == np.float32
    assert luma.shape == NOISE.shape[:2]
    assert np.abs(luma - np.asarray(Image.fromarray(NOISE).convert("L"), np.float32)).max() <= 0.51
    np.testing.assert_array_equal(images.grey(NOISE[..., 0]), NOISE[..., 0])
    assert images.grey(np.full((1, 1, 3), 255, np.uint8)).item() == pytest.approx(255)


def test_enlarge_gives_hard_pixels_of_exactly_that_size() -> None:
    small = np.array([[1, 2], [3, 4]], np.uint8)
    np.testing.assert_array_equal(images.enlarge(small, (4, 6)), np.kron(small, np.ones((2, 3), np.uint8)))
    np.testing.assert_array_equal(images.enlarge(small, (2, 5))[0], [1, 1, 1, 2, 2])  # as equal as it goes
    assert images.enlarge(NOISE, (100, 97)).shape == (100, 97, 3)
    with pytest.raises(ValueError, match="at least 1 x 1, got 0 x 5"):
        images.enlarge(small, (0, 5))


def test_colour_scale_is_viridis() -> None:
    anchors = np.array([list(bytes.fromhex(code)) for code in VIRIDIS.split()], int)
    colours = images.colour_scale(np.linspace(0, 1, 10)[None], 0, 1)[0]
    assert np.abs(colours - anchors).max() <= 2
    np.testing.assert_array_equal(images.colour_scale([[-5.0, 9.0]], 0, 1), anchors[None, [0, -1]])


def test_colour_scale_brightens_all_the_way() -> None:
    for name in ("viridis", "grey"):
        scale = images.colour_scale(np.arange(256)[None], 0, 255, name)
        assert (np.diff(images.grey(scale)[0, ::3]) > 0).all()
    with pytest.raises(ValueError, match="viridis, grey, got 'jet'"):
        images.colour_scale([[0.0]], 0, 1, "jet")


def test_a_page_may_ask_for_a_smaller_picture() -> None:
    large = QUARTERS.repeat(20, axis=0).repeat(20, axis=1)
    reduced = images.decode(saved(large, "PNG"), 64)
    assert reduced.shape == (43, 64, 3)
    corners = np.ix_([0, -1], [0, -1])
    np.testing.assert_array_equal(reduced[corners], large[corners])
