"""Prints deploy/CAPACITY.md's tables: `python -m tests.load --sessions 1 30 100 200 --uploads 30 --soak 3000`.

Everything that it starts listens on this machine alone, and ends with it.
"""

import argparse
import asyncio
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from tests.browser.serving import Server
from tests.deploy.proxied import School, proxied
from tests.load.measuring import EMPTY_GRIDS, EMPTY_UPLOADS, GRIDS, UPLOADS, Deed, Figures, crowd
from tests.load.servers import ours, peer
from tests.load.soak import soak

_HEAD = """| sessions | page | actions | median ms | 95th percentile ms | errors | one core | ms a run | MB a session |
|---:|---|---:|---:|---:|---:|---:|---:|---:|"""


Serve = Callable[[], AbstractContextManager[Server | School]]


def _row(name: str, found: Figures) -> str:
    return (
        f"| {found.sessions} | {name} | {len(found.seconds)} | {found.median:.0f} | {found.tail:.0f}"
        f" | {len(found.errors)} | {found.cpu / found.wall:.0%} | {found.cost:.1f} | {found.memory:.2f} |"
    )


def _beside(deeds: list[tuple[Serve, str, Deed]], sessions: int, every: float, times: int) -> None:
    """One after the other, each on a server of its own."""
    for serve, name, deed in deeds:
        with serve() as server:
            found = asyncio.run(crowd(server, deed, sessions, every=every, times=times))
        print(_row(name, found), flush=True)
        for error in dict.fromkeys(found.errors):
            print(f"    {found.errors.count(error)} x {error}", file=sys.stderr)


def main() -> None:
    """Measure what was asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="*", default=[1, 30])
    parser.add_argument("--seconds", type=float, default=60, help="that each crowd acts")
    parser.add_argument("--every", type=float, default=5, help="seconds between two actions of a session")
    parser.add_argument("--uploads", type=int, default=0, help="sessions that bring a 12-megapixel JPEG within 10 s")
    parser.add_argument("--replicas", action="store_true", help="each crowd also over two behind nginx")
    parser.add_argument("--soak", type=int, default=0, help="runs without a pause, for the growth of memory")
    asked = parser.parse_args()
    print(_HEAD)
    for sessions in asked.sessions:
        times = max(1, round(asked.seconds / asked.every))
        deeds: list[tuple[Serve, str, Deed]] = [(peer, "empty", EMPTY_GRIDS), (ours, "/windows", GRIDS)]
        if asked.replicas:
            deeds.append((proxied, "/windows, two replicas", GRIDS))
        _beside(deeds, sessions, asked.every, times)
    if asked.uploads:
        bringing: list[tuple[Serve, str, Deed]] = [
            (peer, "empty, upload", EMPTY_UPLOADS),
            (ours, "/image, upload", UPLOADS),
        ]
        _beside(bringing, asked.uploads, 10, 1)
    if asked.soak:
        with ours() as server:
            print("\n" + asyncio.run(soak(server, asked.soak)).told)


if __name__ == "__main__":
    main()
