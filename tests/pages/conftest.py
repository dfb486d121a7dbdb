"""What all tests of pages need."""

import pytest

from pages._ui import state


@pytest.fixture(autouse=True)
def _reads_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The learner of these tests sees what is shown anew and answers it in no time."""
    monkeypatch.setattr(state, "_REACTION", 0)
