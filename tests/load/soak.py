"""Hours of a class in minutes: runs without a pause, sessions that come and go, and what the memory does."""

import random
from dataclasses import dataclass

from tests.browser.serving import Server
from tests.load.measuring import resident, settled
from tests.load.wire import opened

_VISIT = 30  # runs of one session before the learner leaves
_KINDS = ("max", "average", "lp", "median", "soft", "blur")


@dataclass(frozen=True)
class Soak:
    """Resident megabytes after each visit, and every exception that a page showed."""

    runs: int
    megabytes: tuple[float, ...]
    errors: tuple[str, ...]

    @property
    def growth(self) -> float:
        """By how much of the first tenth's highest the last tenth's lowest lies above it: 0.05 is 5%."""
        tenth = max(1, len(self.megabytes) // 10)
        first = max(self.megabytes[:tenth])
        return min(self.megabytes[-tenth:]) / first - 1

    @property
    def told(self) -> str:
        """One sentence."""
        at = ", ".join(f"{self.megabytes[len(self.megabytes) * i // 10]:.0f}" for i in range(10))
        last = f"{self.megabytes[-1]:.0f}"
        return f"{self.runs} runs, {len(self.errors)} errors; MB at each tenth: {at}, {last}; growth {self.growth:.1%}."


def _address(dice: random.Random, page: str) -> str:
    grid = ";".join(",".join(str(dice.randrange(10)) for _ in range(8)) for _ in range(8))
    query = f"type={dice.choice(_KINDS)}&kernel={dice.randint(2, 4)}&stride={dice.randint(1, 3)}"
    return query + (f"&grid={grid}" if page == "windows" else "")


async def soak(server: Server, runs: int, pages: tuple[str, ...] = ("windows", "windows", "image", "shift")) -> Soak:
    """`runs` runs of the app's pages, one after the other, each at another address."""
    dice = random.Random(11)
    megabytes: list[float] = []
    errors: list[str] = []
    for page in sorted(set(pages)):  # what is compiled and drawn once is there before the first sample
        async with opened(server.url, page) as session:
            errors += (await session.run()).failures
    await settled(server)
    for visit in range(-(-runs // _VISIT)):
        page = pages[visit % len(pages)]
        async with opened(server.url, page) as session:
            for _ in range(_VISIT):
                errors += (await session.run(_address(dice, page))).failures
        megabytes.append(resident(server))
    return Soak(len(megabytes) * _VISIT, tuple(megabytes), tuple(errors))
