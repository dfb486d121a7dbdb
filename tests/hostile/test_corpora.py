"""Pillow's own test pictures, and damaged files of ours: each ends in a picture or a refusal, quickly and small."""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import PIL
import pytest

from tests.hostile.jail import Verdict, judged
from tests.hostile.mutants import mutants
from tests.pooling.hostile_pictures import bomb

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limits of a process are Linux's")

_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or tempfile.gettempdir(), "pooling-lab-cache")


@pytest.fixture(scope="session")
def pillows() -> list[Path]:
    """The test pictures of the Pillow that is installed, from its source distribution, kept outside the project."""
    folder = _CACHE / f"pillow-{PIL.__version__}"
    if not (folder / "whole").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _fetch(folder)
        (folder / "whole").touch()
    return sorted(path for path in folder.rglob("Tests/images/**/*") if path.is_file())


def _fetch(folder: Path) -> None:
    wanted = f"pillow=={PIL.__version__}"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", "pillow", "-d", str(folder), wanted]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        (archive,) = folder.glob("pillow-*.tar.gz")
    except (subprocess.SubprocessError, ValueError):
        pytest.skip("Pillow's source distribution cannot be fetched here")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")


def assert_clean(verdicts: list[Verdict]) -> None:
    assert [verdict for verdict in verdicts if not verdict.clean] == []


def test_one_hundred_and_fifty_of_pillows_pictures(pillows: list[Path]) -> None:
    verdicts = judged(pillows[:: max(1, len(pillows) // 150)][:150])
    assert_clean(verdicts)
    assert {"picture", "refused"} == {verdict.ending for verdict in verdicts}


@pytest.mark.slow
def test_all_of_pillows_pictures(pillows: list[Path]) -> None:
    assert len(pillows) > 1000
    assert_clean(judged(pillows))


@pytest.mark.parametrize("count", [200, pytest.param(20_000, marks=pytest.mark.slow)])
def test_damaged_files(count: int, tmp_path: Path) -> None:
    paths = []
    for name, data in mutants(count, seed=count):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    verdicts = judged(paths)
    assert_clean(verdicts)
    assert len(verdicts) == count
    assert {"picture", "refused"} == {verdict.ending for verdict in verdicts}


def test_the_jail_sees_what_is_too_large_and_what_crashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bomb.png").write_bytes(bomb())
    paths = [tmp_path / "bomb.png", tmp_path / "not there.png"]
    assert [verdict.ending for verdict in judged(paths)] == ["refused", "crashed"]
    for name in ("PICTURE_PIXELS", "PICTURE_SIDE"):
        monkeypatch.setenv(f"POOLING_LAB_{name}", "400000000")
    large, _ = judged(paths)
    assert large.ending == "needed more memory", "once the limits are lifted"
    assert not large.clean
