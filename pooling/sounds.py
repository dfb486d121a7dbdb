"""Sounds: the bytes of a WAV file become a safe array of samples, and samples become a short signal.

Uploaded bytes are hostile until shown otherwise: what the header promises is checked before a sample is read, and
only as many samples are taken as the file really has.
"""

import io
import wave
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pooling import limits
from pooling.apply import pool
from pooling.placement import Adaptive

Samples = NDArray[np.float32]

_WIDTHS = (1, 2, 3, 4)  # bytes of one sample
_RATES = (1_000, 384_000)  # samples a second


class SoundRefused(ValueError):
    """A sound that is not decoded; the message is one sentence for the learner who sent it."""


@dataclass(frozen=True, eq=False)
class Sound:
    """Mono samples in -1..1, float32 (n,), and how many of them make a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.samples.size / self.rate


def decode(data: bytes) -> Sound:
    """The sound of an uncompressed WAV file (PCM of 8, 16, 24 or 32 bits), its channels averaged to one.

    SoundRefused for whatever is too large, too long, damaged, empty or of another kind.
    """
    if not data:
        raise SoundRefused("The file is empty: it has 0 bytes.")
    if len(data) > limits.SOUND_BYTES:
        raise SoundRefused(f"The file has {len(data):,} bytes; the limit is {limits.SOUND_BYTES:,}.")
    try:
        with wave.open(io.BytesIO(data)) as file:
            _check(file)
            read = file.readframes(file.getnframes())
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
    except SoundRefused:
        raise
    except Exception as error:  # the parser raises whatever hostile bytes make it trip over
        raise SoundRefused("This is not a WAV sound that can be read: plain PCM samples are expected.") from error
    whole = len(read) // (channels * width)  # a file that is cut off may end within a frame
    if not whole:
        raise SoundRefused("This sound has 0 samples.")
    frames = _floats(read[: whole * channels * width], width).reshape(whole, channels)
    return Sound(frames.mean(axis=1), rate)


def _check(file: wave.Wave_read) -> None:
    channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
    if channels > limits.SOUND_CHANNELS:
        raise SoundRefused(f"This sound has {channels:,} channels; the limit is {limits.SOUND_CHANNELS}.")
    if width not in _WIDTHS:
        raise SoundRefused(f"This sound has samples of {8 * width} bits; 8, 16, 24 and 32 can be read.")
    if not _RATES[0] <= rate <= _RATES[1]:
        raise SoundRefused(f"This sound has {rate:,} samples a second; {_RATES[0]:,} to {_RATES[1]:,} can be read.")
    seconds = file.getnframes() / rate
    if seconds > limits.SOUND_SECONDS:
        raise SoundRefused(f"This sound lasts {seconds:,.1f} seconds; the limit is {limits.SOUND_SECONDS}.")


def _floats(read: bytes, width: int) -> Samples:
    """Samples of `width` bytes as numbers in -1..1: 8 bits count from 128, the others are signed."""
    if width == 1:
        return np.frombuffer(read, np.uint8).astype(np.float32) / np.float32(128) - np.float32(1)
    if width == 3:
        # Laid into the upper three bytes of 32 bits, the sign comes out right by itself.
        padded = np.zeros((len(read) // 3, 4), np.uint8)
        padded[:, 1:] = np.frombuffer(read, np.uint8).reshape(-1, 3)
        read, width = padded.tobytes(), 4
    scale = np.float32(2 ** (8 * width - 1))
    return np.frombuffer(read, f"<i{width}").astype(np.float32) / scale


def envelope(sound: Sound, length: int) -> NDArray[np.float64]:
    """How loud the sound is, float64 (length,) in 0..10: the loudest sample of each of `length` stretches.

    It is itself a pooling: adaptive max over the samples' sizes, where its peak is 10 (or all is 0 in silence).
    ValueError for a length below 1.
    """
    loud = pool(np.abs(sound.samples), Adaptive((length,))).values.astype(np.float64)
    peak = float(loud.max())
    return np.asarray((10 * loud / peak).round(1) if peak else loud)
