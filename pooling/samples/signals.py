"""Drawn signals, one value a moment: what 1D pooling is tried on. Written by code, the same for everyone."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pooling import limits

Signal = NDArray[np.float64]

SHORTEST = 8
_DECIMALS = 1  # short numbers can be read on a stage
_BEAT = 16  # samples from one heartbeat to the next
# Place in the beat, height and width of each wave of an electrocardiogram: P, Q, R, S, T.
_WAVES = ((2.5, 1.2, 1.0), (5.0, -1.0, 0.4), (6.0, 9.0, 0.5), (7.5, -3.0, 0.5), (11.0, 2.4, 1.3))
# Where a syllable of "pool-ing lab" begins, as a share of the word, how loud it is and how fast it fades.
_SYLLABLES = ((0.06, 8.5, 0.11), (0.36, 5.0, 0.09), (0.62, 9.0, 0.12))


@dataclass(frozen=True)
class SignalSample:
    """A signal: its label, what a screen reader says of it, and `make(length, seed)`."""

    label: str
    alt: str
    make: Callable[[int, int], Signal]


def spikes(length: int, seed: int = 0) -> Signal:
    """Two periods of a sine between -3 and 3, float64 (length,), with a few spikes up to 8 at seeded places.

    ValueError for a length below SHORTEST or above limits.SIGNAL_LENGTH; the same for every signal here.
    """
    _check(length)
    signal = 3 * np.sin(4 * np.pi * np.arange(length) / length)
    count = max(2, length // 12)
    # One spike a stretch, so that no two stand in each other's way.
    stretch = length / count
    random = np.random.default_rng(seed)
    places = ((np.arange(count) + random.uniform(0.1, 0.9, count)) * stretch).astype(int)
    signal[places] = random.uniform(5, 8, count)
    return signal.round(_DECIMALS) + 0.0


def speech(length: int, seed: int = 0) -> Signal:
    """How loud a spoken word of three syllables is, float64 (length,) in 0..10: each sets in fast and fades."""
    _check(length)
    at = np.arange(length) / length
    loud = np.zeros(length)
    for start, height, fade in _SYLLABLES:
        since = np.clip(at - start, 0, None) / fade
        loud = np.maximum(loud, height * np.e * since * np.exp(-since))
    flutter = np.random.default_rng(seed).uniform(0.75, 1.05, length)
    return np.asarray((loud * flutter).round(_DECIMALS) + 0.0)


def heartbeat(length: int, seed: int = 0) -> Signal:
    """An ECG-like trace, float64 (length,) in -3..10: a beat every 16 samples with the waves P, Q, R, S and T.

    Drawn from bells for pooling, no measurement of a heart; the seed adds a little noise.
    """
    _check(length)
    at = np.arange(length) % _BEAT
    trace = sum(height * np.exp(-0.5 * ((at - place) / width) ** 2) for place, height, width in _WAVES)
    noise = np.random.default_rng(seed).uniform(-0.15, 0.15, length)
    return np.asarray((trace + noise).round(_DECIMALS) + 0.0)


def _check(length: int) -> None:
    if not SHORTEST <= length <= limits.SIGNAL_LENGTH:
        raise ValueError(f"length must be from {SHORTEST} to {limits.SIGNAL_LENGTH}, got {length}")


SIGNALS = {
    "heartbeat": SignalSample("Heartbeat", "A trace like an electrocardiogram, a sharp peak in each beat", heartbeat),
    "spikes": SignalSample("Sine with spikes", "A sine wave with a few sharp spikes", spikes),
    "speech": SignalSample("A spoken word's loudness", "Three syllables that set in fast and fade", speech),
}
