"""Decodes each file in a process of its own that may compute and hold little: `python -m tests.hostile.jail FILE...`.

Prints a line for each file: picture, refused, or what went wrong; then its processor seconds, its megabytes and its
name. The processes are forked from one that has imported the library, so that a file costs milliseconds.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS, MEGABYTES = 1.0, 200
_ENDINGS = ("picture", "refused", "crashed", "needed more memory")


@dataclass(frozen=True)
class Verdict:
    """What became of one file."""

    name: str
    ending: str
    seconds: float
    megabytes: float

    @property
    def clean(self) -> bool:
        """Whether it ended in a picture or a refusal, within the limits."""
        return self.ending in _ENDINGS[:2] and self.seconds <= SECONDS and self.megabytes <= MEGABYTES


def judged(paths: Sequence[Path]) -> list[Verdict]:
    """What becomes of each file, in the order of the paths."""
    command = [sys.executable, "-m", "tests.hostile.jail"]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    files = "\n".join(map(str, paths))
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        command, input=files, cwd=root, env=environment, capture_output=True, text=True, check=True, timeout=1800
    )
    lines = (line.split("\t") for line in ran.stdout.splitlines())
    return [Verdict(name, ending, float(seconds), float(size)) for ending, seconds, size, name in lines]


def _decode(path: str) -> int:
    from pooling import images, sounds

    try:
        (sounds.decode if path.endswith(".wav") else images.decode)(Path(path).read_bytes())
    except ValueError as refusal:
        sentence = str(refusal)
        short = isinstance(refusal.__cause__, MemoryError)
        return 3 if short else 1 if sentence.endswith(".") and "\n" not in sentence else 2
    except BaseException:
        return 2
    return 0


def _limit(base: int) -> None:
    """Numba's and Python's own address space is not the file's: only what comes on top of it counts."""
    most = base + MEGABYTES * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))  # it counts whole seconds: an endless loop ends here
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # and nothing of a file is written anywhere


def _addresses() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def _tried(path: str) -> str:
    base, (heard, say) = _addresses(), os.pipe()
    child = os.fork()
    if not child:
        # A fork does not begin with all of its parent's pages: what it holds now is what the file's share counts from.
        os.write(say, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).encode())
        _limit(base)
        os._exit(_decode(path))
    _, status, used = os.wait4(child, 0)
    held = int(os.read(heard, 20))
    os.close(heard)
    os.close(say)
    code = os.waitstatus_to_exitcode(status)
    ending = _ENDINGS[code] if 0 <= code < len(_ENDINGS) else f"ended by signal {-code}"
    grown = (used.ru_maxrss - held) / 1024
    return f"{ending}\t{used.ru_utime + used.ru_stime:.3f}\t{grown:.1f}\t{path}"


if __name__ == "__main__":
    from PIL import Image

    from pooling import images, sounds  # noqa: F401 (before the first fork)

    Image.init()
    for name in sys.stdin.read().splitlines():
        sys.stdout.write(_tried(name) + "\n")
        sys.stdout.flush()
