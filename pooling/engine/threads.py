"""Large work in several threads: the kernels let go of Python's lock, so they run side by side."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from itertools import pairwise

from pooling import limits

# Numbers of input a task gets at least. To wake a thread takes 150 to 450 us here (two virtual processors): at
# 3 million numbers in 64 planes two threads were 1.5 times as fast, at 0.8 million still slower than one.
_LARGE = 2**20

_inside = threading.local()


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads - 1, "pooling")  # the caller works too


def worth(size: int) -> bool:
    """That many numbers of input are worth sharing out, and this is not a task itself."""
    return limits.THREADS > 1 and size >= 2 * _LARGE and not getattr(_inside, "task", False)


def share(run: Callable[[int, int, int, int], None], planes: int, lines: int, size: int) -> None:
    """Do `run(first plane, last, first line, last)` for all lines of all planes, in several calls if it is worth it.

    Whole planes are shared out: the halves of one plane were never quicker in two threads, up to 8 million numbers.
    A call from inside a task does its work alone, so that tasks never wait for one another.
    """
    parts = min(limits.THREADS, size // _LARGE, planes)
    if not worth(size) or parts < 2:
        run(0, planes, 0, lines)
        return
    _spread(run, [(a, b, 0, lines) for a, b in _split(planes, parts)])


def _split(count: int, parts: int) -> list[tuple[int, int]]:
    bounds = [count * part // parts for part in range(parts + 1)]
    return [(a, b) for a, b in pairwise(bounds) if a < b]


def _spread(run: Callable[[int, int, int, int], None], tasks: list[tuple[int, int, int, int]]) -> None:
    waiting = iter(tasks)
    lock = threading.Lock()

    def work() -> None:
        _inside.task = True
        try:
            while True:
                with lock:
                    task = next(waiting, None)
                if task is None:
                    return
                run(*task)
        finally:
            _inside.task = False

    helpers = [_pool(limits.THREADS).submit(work) for _ in range(min(limits.THREADS, len(tasks)) - 1)]
    try:
        work()
    finally:
        for helper in helpers:
            helper.cancel()  # one that has not begun has nothing left to do
        wait(helpers)
    for helper in helpers:
        if not helper.cancelled():
            helper.result()
