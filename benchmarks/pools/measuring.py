"""How a time is taken."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np

from benchmarks.pools.cases import Case
from benchmarks.pools.peers import PEERS, Run, copy, ours
from pooling import limits

_ROUND = 0.001  # seconds that a contestant works in a round, at least one call
_TRIES = 6
_SLOW = 20  # a peer that takes so many times our time is measured in one round only

_COLD = """
import time
start = time.perf_counter()
import numpy as np
import pooling
print(time.perf_counter() - start)
x = np.ones((1, 1, 64, 64), np.float32)
for name in ("max", "average"):
    start = time.perf_counter()
    pooling.pool(x, pooling.Window({window}), type=name)
    print(time.perf_counter() - start)
"""


def one_thread() -> None:
    """Hold ourselves and the peers, none of which is imported yet, to one thread."""
    for name in ("OMP_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ[name] = "1"
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    limits.THREADS = 1


@dataclass(frozen=True)
class Row:
    """Medians in seconds by contestant; ours and copy are always there."""

    case: Case
    seconds: dict[str, float]

    @property
    def peers(self) -> dict[str, float]:
        """The others' times."""
        return {name: time for name, time in self.seconds.items() if name not in ("ours", "copy")}

    @property
    def ratio(self) -> float | None:
        """The fastest peer's time over ours."""
        return min(self.peers.values()) / self.seconds["ours"] if self.peers else None


def measured(case: Case, peers: list[str], rounds: int) -> Row:
    """Medians over rounds in which everyone has a turn; each peer's answer is compared with ours first."""
    memory = case.memory()
    runs: dict[str, Run] = {"ours": ours(case, memory), "copy": copy(case, memory)}
    expected = runs["ours"]()
    for name in peers:
        run = PEERS[name][1](case, memory)
        if run is not None:
            np.testing.assert_allclose(run(), expected, rtol=1e-4, atol=1e-5, err_msg=f"{name}: {case.name}")
            runs[name] = run
    return Row(case, _medians(runs, rounds))


def _medians(runs: dict[str, Run], rounds: int) -> dict[str, float]:
    first = {name: _seconds(run, 1) for name, run in runs.items()}
    slow = {name for name, seconds in first.items() if seconds > max(0.02, _SLOW * first["ours"])}
    calls = {name: max(1, int(_ROUND / seconds)) for name, seconds in first.items()}
    times: dict[str, list[float]] = {name: [first[name]] if name in slow else [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            if name not in slow:
                times[name].append(_undisturbed(run, calls[name]))
    return {name: statistics.median(values) for name, values in times.items()}


def _undisturbed(run: Run, calls: int) -> float:
    """A time in which the machine gave the processor to no one else, or the shortest of several."""
    run()  # the one before has filled the caches with its own things
    times = []
    for _ in range(_TRIES):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw
        times.append(_seconds(run, calls))
        if resource.getrusage(resource.RUSAGE_SELF).ru_nivcsw == before:
            return times[-1]
    return min(times)


def _seconds(run: Run, calls: int) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        run()
    return (time.perf_counter() - start) / calls


def shared(case: Case, rounds: int) -> tuple[Case, float, float]:
    """The case in one thread and in two."""
    memory = case.memory()
    run = ours(case, memory)

    def two() -> object:
        with patch.object(limits, "THREADS", 2):
            return run()

    medians = _medians({"ours": run, "two": two}, rounds)  # type: ignore[dict-item]
    return case, medians["ours"], medians["two"]


def cold_start() -> dict[str, list[float]]:
    """Seconds of the import, the first max and the first average, in processes of their own."""
    answers = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, cache, window in (
            ("2×2, nothing cached", "a", "2"),
            ("2×2, cached", "a", "2"),
            ("3×3 at stride 1, nothing cached", "b", "3, 1, 1"),
            ("31×31 at stride 1, nothing cached", "c", "(31, 7), 1, (15, 0)"),
        ):
            environment = {**os.environ, "NUMBA_CACHE_DIR": str(Path(folder, cache))}
            code = _COLD.format(window=window)
            done = subprocess.run(
                [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
            )
            answers[name] = [float(line) for line in done.stdout.split()]
    return answers
