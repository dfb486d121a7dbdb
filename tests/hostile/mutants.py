"""Files of ours, damaged by chance in the ways in which files are damaged: seeded, so that each can be had again."""

import io
import wave
from collections.abc import Callable, Iterator

import numpy as np

from tests.pooling.hostile_pictures import HOSTILE

Dice = np.random.Generator


def _sound() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(np.random.default_rng(2).integers(-9000, 9000, 4000, np.int16).tobytes())
    return file.getvalue()


def _pictures() -> dict[str, bytes]:
    good = {name: data for name, (data, said) in HOSTILE.items() if not isinstance(said, str)}
    return {name: data for name, data in good.items() if len(data) < 200_000}


CORPUS = {**_pictures(), "sound": _sound()}


def _flipped(data: bytearray, dice: Dice) -> bytearray:
    for at in dice.integers(0, len(data), dice.integers(1, 9)):
        data[at] ^= 1 << dice.integers(0, 8)
    return data


def _extreme(data: bytearray, dice: Dice) -> bytearray:
    """A length, a size or a count that is the largest or least that fits."""
    at, width = int(dice.integers(0, min(len(data), 120))), int(dice.choice([1, 2, 4]))
    data[at : at + width] = dice.choice([b"\xff", b"\x00", b"\x80", b"\x7f"]) * width
    return data


def _cut(data: bytearray, dice: Dice) -> bytearray:
    return data[: dice.integers(1, max(2, len(data)))]


def _doubled(data: bytearray, dice: Dice) -> bytearray:
    low, high = sorted(dice.integers(0, len(data), 2))
    return data[:high] + data[low:high] * int(dice.integers(1, 20)) + data[high:]


def _crossed(data: bytearray, dice: Dice) -> bytearray:
    other = CORPUS[dice.choice(list(CORPUS))]
    return data[: dice.integers(1, max(2, len(data)))] + other[dice.integers(0, len(other)) :]


_DAMAGE: tuple[Callable[[bytearray, Dice], bytearray], ...] = (_flipped, _extreme, _cut, _doubled, _crossed)


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` names with a file ending each, and their bytes."""
    dice, names = np.random.default_rng(seed), list(CORPUS)
    for number in range(count):
        name = names[number % len(names)]
        data = bytearray(CORPUS[name])
        for damage in dice.permutation(len(_DAMAGE))[: dice.integers(1, 3)]:
            data = _DAMAGE[damage](data, dice)
        yield f"{number:05}.{'wav' if name == 'sound' else 'png'}", bytes(data)
