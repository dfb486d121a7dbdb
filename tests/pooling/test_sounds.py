"""WAV files: every sample width means what it says, whatever is hostile is refused with the limit and the value."""

import io
import struct
import wave

import numpy as np
import pytest

from pooling import limits, sounds
from pooling.sounds import SoundRefused

RATE = 8000


def wav(frames: bytes, *, channels: int = 1, width: int = 2, rate: int = RATE) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate)
        out.writeframes(frames)
    return file.getvalue()


@pytest.mark.parametrize(
    ("width", "frames", "expected"),
    [
        (1, bytes([0, 128, 255, 64]), [-1, 0, 127 / 128, -0.5]),
        (2, struct.pack("<4h", -32768, 0, 32767, -16384), [-1, 0, 32767 / 32768, -0.5]),
        (3, bytes([0, 0, 0x80, 0, 0, 0, 0, 0, 0x40, 0xFF, 0xFF, 0xFF]), [-1, 0, 0.5, -(2**-23)]),
        (4, struct.pack("<4i", -(2**31), 0, 2**30, -(2**30)), [-1, 0, 0.5, -0.5]),
    ],
)
def test_every_width_reaches_from_minus_one_to_one(width: int, frames: bytes, expected: list[float]) -> None:
    sound = sounds.decode(wav(frames, width=width))
    np.testing.assert_allclose(sound.samples, expected, atol=1e-9)
    assert sound.samples.dtype == np.float32 and sound.rate == RATE and sound.seconds == 4 / RATE


def test_channels_are_averaged() -> None:
    stereo = struct.pack("<4h", 16384, -16384, 16384, 0)
    np.testing.assert_array_equal(sounds.decode(wav(stereo, channels=2)).samples, [0, 0.25])


def test_a_file_that_is_cut_off_gives_the_frames_it_has() -> None:
    whole = wav(struct.pack("<4h", 1, 2, 3, 4), channels=2)
    assert sounds.decode(whole[:-1]).samples.size == 1, "half a frame is no frame"


def header(channels: int = 1, rate: int = RATE, bits: int = 16, kind: int = 1, data: int = 4) -> bytes:
    block = channels * ((bits + 7) // 8)
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * block & 0xFFFFFFFF, block & 0xFFFF, bits)
    return (
        b"RIFF"
        + struct.pack("<I", 36 + data)
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + b"data"
        + struct.pack("<I", data)
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "0 bytes"),
        (b"\x00" * (limits.SOUND_BYTES + 1), f"{limits.SOUND_BYTES + 1:,} bytes; the limit is {limits.SOUND_BYTES:,}"),
        (b"GIF89a" + b"\x00" * 99, "not a WAV sound"),
        (wav(b"")[:30], "not a WAV sound"),
        (wav(b""), "0 samples"),
        (header(channels=9) + b"\x00" * 18, "9 channels; the limit is 8"),
        (header(channels=65535) + b"\x00" * 18, "65,535 channels"),
        (header(channels=0) + b"\x00" * 4, "not a WAV sound"),
        (header(rate=0) + b"\x00" * 4, "0 samples a second"),
        (header(rate=999_999) + b"\x00" * 4, "999,999 samples a second"),
        (header(bits=64) + b"\x00" * 8, "64 bits"),
        (header(kind=3, bits=32) + b"\x00" * 4, "not a WAV sound"),
        (header(data=2**32 - 64) + b"\x00" * 99, "seconds; the limit is 10"),
        (wav(b"\x00\x00" * (10 * 1000 + 1), rate=1000), "lasts 10.0 seconds; the limit is 10"),
    ],
)
def test_what_is_hostile_is_refused_with_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(SoundRefused, match=said.replace(",", "[,]")) as refused:
        sounds.decode(data)
    assert str(refused.value).endswith(".") and len(str(refused.value)) < 120


def test_ten_seconds_are_taken() -> None:
    assert sounds.decode(wav(b"\x00\x00" * 10_000, rate=1000)).seconds == 10


def test_damaged_files_are_refused_or_read_and_never_trip() -> None:
    random = np.random.default_rng(7)
    good = bytearray(wav(random.bytes(400)))
    for _ in range(400):
        bad = bytearray(good)
        for place in random.integers(0, 48, 3):
            bad[place] = random.integers(256)
        try:
            samples = sounds.decode(bytes(bad)).samples
        except SoundRefused:
            continue
        assert np.abs(samples).max() <= 1


def test_an_envelope_is_the_loudest_sample_of_each_stretch() -> None:
    samples = np.zeros(10, np.float32)
    samples[[1, 4, 9]] = 0.25, -0.5, 0.1
    loud = sounds.envelope(sounds.Sound(samples, 10), 5)
    assert loud.tolist() == [5, 0, 10, 0, 2], "adaptive windows of 2, the peak is 10, signs do not count"
    assert sounds.envelope(sounds.Sound(np.zeros(4, np.float32), 4), 3).tolist() == [0, 0, 0]
    assert sounds.envelope(sounds.Sound(samples[:1] + 1, 4), 3).tolist() == [10, 10, 10], "one sample fills them all"
