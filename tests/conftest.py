"""Settings for every test."""

import os

import pytest
from hypothesis import settings

# The first example may compile a kernel, which no deadline of milliseconds allows for.
settings.register_profile("lab", deadline=None)
settings.register_profile("lab-ci", settings.get_profile("lab"), derandomize=True, print_blob=True)
settings.load_profile("lab-ci" if os.environ.get("CI") == "true" else "lab")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless it is asked for (-m in addopts would be lost beside another -m)."""
    if "slow" in config.option.markexpr:
        return
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("slow")])
    items[:] = [item for item in items if not item.get_closest_marker("slow")]
