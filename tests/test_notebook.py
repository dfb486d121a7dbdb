"""The example notebook runs from top to bottom and shows what the repository's copy shows."""

import os
import re
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from tests import notebook as example

LARGEST = 300_000  # bytes of the file: it is read in a browser


def told(cell: NotebookNode) -> list[tuple[str, str]]:
    """What a cell shows in text, without the addresses of objects; a figure by the words that describe it."""
    found = []
    for output in cell.get("outputs", ()):
        data = output.get("data", {"stream": output.get("text", "")})
        kind = next((kind for kind in (example.FIGURE, "text/html", "text/plain") if kind in data), "stream")
        text = data[kind]["layout"]["meta"]["description"] if kind == example.FIGURE else data[kind]
        found.append((kind, re.sub(r"0x[0-9a-f]+", "0x", text)))
    return found


@pytest.fixture(scope="module")
def committed() -> NotebookNode:
    return example.load()


@pytest.fixture(scope="module")
def fresh(committed: NotebookNode) -> NotebookNode:
    return example.run(committed)


def test_it_shows_what_it_shows_now(committed: NotebookNode, fresh: NotebookNode) -> None:
    for before, after in zip(committed.cells, fresh.cells, strict=True):
        assert told(before) == told(after), f"{before.source}\n\nRun `python -m tests.notebook` and look at the change."
    assert sum(len(told(cell)) for cell in fresh.cells) >= 10


def test_figures_have_a_still_beside_them_and_the_file_is_small(committed: NotebookNode) -> None:
    shown = [output.data for cell in committed.cells for output in cell.get("outputs", ()) if "data" in output]
    figures = [data for data in shown if example.FIGURE in data]
    assert figures and all("image/png" in data for data in figures)
    assert example.NOTEBOOK.stat().st_size < LARGEST


def test_it_tells_of_no_machine(committed: NotebookNode) -> None:
    text = example.NOTEBOOK.read_text(encoding="utf-8")
    places = (Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix), example.NOTEBOOK.parents[1])
    assert not any(str(place) in text for place in places if len(place.parts) > 1)
    assert [cell.execution_count for cell in committed.cells if cell.cell_type == "code"] == list(
        range(1, 1 + sum(cell.cell_type == "code" for cell in committed.cells))
    )


def test_a_cell_that_raises_fails_and_leaves_no_kernel_behind() -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in ("import os\nos.getpid()", "1 / 0")]
    broken = nbformat.v4.new_notebook(cells=cells)
    with example.started(broken) as client, pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        client.execute()
    kernel = int(broken.cells[0].outputs[0].data["text/plain"])
    assert kernel != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)
