"""What a crowd of sessions waits for, and what it costs the server: seconds, errors, processor, memory."""

import asyncio
import io
import os
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from PIL import Image

from tests.browser.serving import Server
from tests.deploy.proxied import School
from tests.load.wire import Run, Session, opened

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_AT_ONCE = 8  # sessions that open at the same time: a class comes in through a door
_QUIET = 0.05  # of one core, over one second
_WARM = 6  # sessions that warm a school, so that each of its replicas has had some
_REST = 8  # such seconds in a row: longer than app.py waits until it compiles the rest


@dataclass
class Figures:
    """Of one crowd. seconds: of each action, from the moment at which the learner acted to the finished run."""

    sessions: int
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wall: float = 0
    cpu: float = 0  # seconds of the server's processor time while the crowd acted
    warm: int = 1  # sessions that were there when the memory was first looked at
    before: float = 0  # resident megabytes of the warm server with these
    after: float = 0

    @property
    def median(self) -> float:
        return 1000 * median(self.seconds) if self.seconds else float("nan")

    @property
    def tail(self) -> float:
        """95th percentile in milliseconds."""
        return 1000 * quantiles(self.seconds, n=20)[-1] if len(self.seconds) > 1 else self.median

    @property
    def cost(self) -> float:
        """Milliseconds of the server's processor for one action."""
        return 1000 * self.cpu / max(1, len(self.seconds))

    @property
    def memory(self) -> float:
        """Megabytes a session."""
        return (self.after - self.before) / max(1, self.sessions - self.warm)

    def took(self, run: Run, due: float) -> None:
        """Write down a run of which the learner had been waiting since `due`."""
        self.seconds.append(time.perf_counter() - due)
        self.errors.extend(run.failures)


@dataclass(frozen=True)
class Deed:
    """What each session of a crowd does: the page, the address that it opens, and one action on it."""

    page: str
    query: str
    act: Callable[[Session, Run, random.Random], Awaitable[Run]]


async def _new_grid(session: Session, _: Run, dice: random.Random) -> Run:
    rows = (",".join(str(dice.randrange(10)) for _ in range(6)) for _ in range(6))
    return await session.run(f"kernel=2&grid={';'.join(rows)}")


async def _edit_or_setting(session: Session, run: Run, dice: random.Random) -> Run:
    """By turns of chance a new grid typed on the stage, and the other kernel chosen beside it."""
    if dice.random() < 0.5:
        rows = [[str(dice.randrange(10)) for _ in range(6)] for _ in range(6)]
        edited = await session.edit(run, {"grid": rows})
        if edited.stage["refused"] or "grid=" not in session.query:
            raise ConnectionError(f"the edit was not taken: {edited.stage['refused']}")
        return edited
    element, fragment = run.one("number_input", "kernel")
    other = 2 if "kernel=3" in session.query else 3
    return await session.change(element.number_input.id, fragment, double_value=other)


async def _new_picture(session: Session, run: Run, _: random.Random) -> Run:
    brought = await session.bring(run, "twelve megapixels.jpg", PHOTOGRAPH)
    if session.page and not any("Your own picture" in text for text in brought.said("markdown")):
        raise ConnectionError("the picture is not shown")
    return brought


def _photograph() -> bytes:
    """A 4000 x 3000 JPEG of some megabytes, as a telephone takes it."""
    noise = np.random.default_rng(7).integers(0, 256, (375, 500, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).resize((4000, 3000), Image.Resampling.BICUBIC).save(file, "JPEG", quality=90)
    return file.getvalue()


PHOTOGRAPH = _photograph()
GRIDS, UPLOADS = Deed("windows", "kernel=2", _edit_or_setting), Deed("image", "source=upload", _new_picture)
EMPTY_GRIDS, EMPTY_UPLOADS = Deed("", "", _new_grid), Deed("", "upload=1", _new_picture)


def _pids(server: Server | School) -> list[int]:
    replicas = server.replicas.values() if isinstance(server, School) else [server]
    return [replica.process.pid for replica in replicas]


def processor(server: Server | School) -> float:
    """Seconds that a server has computed, all threads and replicas together."""
    return sum(_processor(pid) for pid in _pids(server))


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def resident(server: Server | School) -> float:
    """Megabytes of memory that a server holds, all replicas together."""
    return sum(_resident(pid) for pid in _pids(server))


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


async def settled(server: Server | School, seconds: float = 120) -> None:
    """Return when the server has computed next to nothing for some seconds, at the latest after `seconds`."""
    quiet = 0
    for _ in range(int(seconds)):
        before = processor(server)
        await asyncio.sleep(1)
        quiet = quiet + 1 if processor(server) - before < _QUIET else 0
        if quiet == _REST:
            return


async def crowd(
    server: Server | School, deed: Deed, sessions: int, *, every: float, times: int, seed: int = 1
) -> Figures:
    """`sessions` open the page, then each acts `times` times, once every `every` seconds, at a moment of its own.

    A run that keeps its learner waiting beyond the next action delays that one, and its wait counts from when it was
    due. The first sessions come before all others, so that they find a warm server.
    """
    warm = min(sessions, _WARM) if isinstance(server, School) else 1
    figures = Figures(sessions, warm=warm)
    async with AsyncExitStack() as stack:
        door = asyncio.Semaphore(_AT_ONCE)

        async def enter() -> tuple[Session, Run] | None:
            async with door:
                try:
                    session = await stack.enter_async_context(opened(server.url, deed.page))
                    return session, await session.run(deed.query)
                except (OSError, TimeoutError) as error:
                    figures.errors.append(f"while it opened: {error!r}")
                    return None

        inside = [await enter() for _ in range(warm)]
        for one in filter(None, inside):
            await deed.act(*one, random.Random(0))
        await settled(server)
        figures.before = resident(server)
        inside += await asyncio.gather(*(enter() for _ in range(sessions - warm)))
        await _act(figures, deed, [one for one in inside if one], every, times, seed, server)
        figures.after = resident(server)
    return figures


async def _act(
    figures: Figures,
    deed: Deed,
    inside: list[tuple[Session, Run]],
    every: float,
    times: int,
    seed: int,
    server: Server | School,
) -> None:
    started, before = time.perf_counter(), processor(server)

    async def learner(number: int, session: Session, run: Run) -> None:
        dice = random.Random(seed * 1000 + number)
        first = started + dice.random() * every
        for count in range(times):
            due = first + count * every
            await asyncio.sleep(max(0, due - time.perf_counter()))
            try:
                figures.took(await deed.act(session, run, dice), due)
            except (OSError, TimeoutError) as error:
                figures.errors.append(repr(error))
                return

    await asyncio.gather(*(learner(number, *one) for number, one in enumerate(inside)))
    figures.wall, figures.cpu = time.perf_counter() - started, processor(server) - before
