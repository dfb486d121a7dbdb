"""What an administrator sets: refused with one sentence at the start, and listed where they look."""

import os
import re
import runpy
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement

from pages._ui.frame import VERSION
from pooling import limits
from tests.browser.serving import ROOT

_SOURCE = str(ROOT / "pooling" / "limits.py")
_ROW = re.compile(r"^\| `([A-Z_]+)` \| `?([^|`]+?)`? \|", re.MULTILINE)


def read(monkeypatch: pytest.MonkeyPatch, **settings: str) -> dict[str, object]:
    for name, value in settings.items():
        monkeypatch.setenv(f"POOLING_LAB_{name}", value)
    return runpy.run_path(_SOURCE)


def test_the_list_in_deploy_names_every_setting_and_what_it_is_unless_set() -> None:
    listed = dict(_ROW.findall((ROOT / "deploy" / "README.md").read_text(encoding="utf-8")))
    known = {name: str(value) for name, value in limits.DEFAULTS.items()} | {"THREADS": "up to 4"}
    assert listed == known


def test_a_setting_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch, GRID_SIDE="24", FRAME_ANCESTORS="'self'")
    assert (found["GRID_SIDE"], found["FRAME_ANCESTORS"]) == (24, "'self'")


@pytest.mark.parametrize("value", ["", "0", "-1", "1.5", "many", "٥", "1e3", "9" * 13, "9" * 50, " 8"])
def test_a_number_that_cannot_be_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(
        ValueError, match=r"^POOLING_LAB_GRID_SIDE must be a whole number from 1 to 1000000000000, got "
    ):
        read(monkeypatch, GRID_SIDE=value)


@pytest.mark.parametrize("value", ["*", "'none'", "'self'", "https://a.example https://*.b.example:8443", "a.example"])
def test_frames_may_be_opened_to_some(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, FRAME_ANCESTORS=value)["FRAME_ANCESTORS"] == value


@pytest.mark.parametrize("value", ["", "*; script-src *", "https://a.example, *", "a\r\nSet-Cookie: b=c"])
def test_a_word_that_would_change_the_policy_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="FRAME_ANCESTORS must be"):
        read(monkeypatch, FRAME_ANCESTORS=value)


def test_a_slip_in_a_name_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"^POOLING_LAB_GRID_SIZE is no setting"):
        read(monkeypatch, GRID_SIZE="24")


def test_the_server_does_not_start_and_says_why_in_one_sentence() -> None:
    environment = {**os.environ, "POOLING_LAB_WORK": "a lot"}
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", "0"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode != 0
    said = ended.stderr.strip().splitlines()
    assert said[-1].startswith("Pooling Lab cannot start: POOLING_LAB_WORK must be a whole number")
    assert not any("Traceback" in line for line in said)


def test_the_version_under_every_page_is_the_package_s() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION


def test_the_locked_packages_are_those_that_the_app_asks_for() -> None:
    locked = dict(
        re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / "deploy" / "requirements.lock").read_text(), re.MULTILINE)
    )
    asked = [Requirement(line) for line in (ROOT / "requirements.txt").read_text().splitlines() if line[0] != "#"]
    assert asked
    for requirement in asked:
        assert locked[requirement.name] in requirement.specifier, requirement.name
