"""Where TensorFlow's fractional pooling cuts an axis: its rules, and its random numbers to the last bit.

The rules are those of Graham (2014) with TensorFlow's bounds on the offset; the numbers come from Philox
4x32 with ten rounds (Salmon et al., 2011), so that one seed gives the same cuts here and there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil

import numpy as np

from pooling.placement import Axis, Place

_LOW = 0xFFFFFFFF
_MULTIPLIERS = 0xD2511F53, 0xCD9E8D57
_STEPS = 0x9E3779B9, 0xBB67AE85
_DEFAULT_SEED = 87654321  # TensorFlow's half of the pair when only an op's seed is given
_SEEDS = 2**31 - 1


@dataclass(frozen=True)
class Cuts(Place):
    """Window i of each axis begins at cut i and ends where the next begins, or reads that cell too."""

    cuts: tuple[tuple[int, ...], ...]
    overlapping: bool
    rank: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rank", len(self.cuts))

    def _axis(self, index: int, size: int, /) -> Axis:
        cuts = np.array(self.cuts[index], dtype=np.int64)
        starts, ends = cuts[:-1], np.minimum(cuts[1:] + self.overlapping, size)
        lengths = ends - starts
        return Axis(size, int(lengths.max()), 0, 1, 0, 0, starts, lengths, "fractional", len(starts))


def drawn(sizes: tuple[int, ...], outs: tuple[int, ...], pseudo_random: bool, seed: int) -> tuple[tuple[int, ...], ...]:
    """The cuts of each axis, from 0 to its size; seed 0 draws anew with every call."""
    seeds = (_DEFAULT_SEED, seed % _SEEDS) if seed else tuple(np.random.SeedSequence().generate_state(2).tolist())
    blocks = _blocks(*seeds)
    draw = _pseudo_random if pseudo_random else _shuffled
    return tuple(draw(size, out, blocks) for size, out in zip(sizes, outs, strict=True))


def _pseudo_random(size: int, out: int, blocks: Iterator[list[int]]) -> tuple[int, ...]:
    ratio, shortest = size / out, size // out
    # A larger offset would make the first window too long or the last one too short.
    highest = min((shortest + 2) / ratio - 1, (size + 1 - shortest) / ratio - (out - 1))
    words = next(blocks)
    offset = ((words[0] & 0xFFFFF) << 32 | words[1]) / 2**52 * highest
    return (0, *(ceil(ratio * (i + offset)) - 1 for i in range(1, out)), size)


def _shuffled(size: int, out: int, blocks: Iterator[list[int]]) -> tuple[int, ...]:
    shortest, longer = divmod(size, out)
    lengths = [shortest + (i < longer) for i in range(out)]
    words = [word for _ in range(ceil(out / 4)) for word in next(blocks)]
    for i in range(out - 1):
        other = i + words[i] % (out - i)
        lengths[i], lengths[other] = lengths[other], lengths[i]
    return (0, *accumulate(lengths))


def _blocks(seed: int, other: int) -> Iterator[list[int]]:
    """Philox's words, four at a time: `seed` is the key, `other` the upper half of the counter."""
    block = 0
    while True:
        counter = [block & _LOW, block >> 32, other & _LOW, other >> 32]
        key = [seed & _LOW, seed >> 32]
        for _ in range(10):
            first, second = _MULTIPLIERS[0] * counter[0], _MULTIPLIERS[1] * counter[2]
            mixed = second >> 32 ^ counter[1] ^ key[0], first >> 32 ^ counter[3] ^ key[1]
            counter = [mixed[0], second & _LOW, mixed[1], first & _LOW]
            key = [(part + step) & _LOW for part, step in zip(key, _STEPS, strict=True)]
        yield counter
        block += 1
