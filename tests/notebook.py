"""Runs the example notebook as a reader would: in a kernel of its own, from the first cell to the last.

`python -m tests.notebook` runs it and writes what it showed into the file, with a still picture beside each
figure, since GitHub draws no Plotly.
"""

import base64
import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image
from plotly.offline import get_plotlyjs

from tests.browser.chromium import launched

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "examples" / "pooling_in_a_notebook.ipynb"
FIGURE = "application/vnd.plotly.v1+json"
_SECONDS = 300
_WIDTH, _HEIGHT = 760, 420
_COLOURS = 48
_DRAW = """([figure, width, height]) => Plotly.toImage(
    {data: figure.data, layout: {...figure.layout, width, height: figure.layout.height || height}},
    {format: "png", width, height: figure.layout.height || height})"""


@contextmanager
def started(notebook: NotebookNode) -> Iterator[NotebookClient]:
    """A client whose kernel runs in an empty folder, knows nobody's settings and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pooling-lab-") as home:
        # The kernel's and our own: the file that tells where a kernel listens is written by this process.
        own = dict.fromkeys(("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"), home)
        environment = {"PYTHONPATH": str(ROOT), "PLOTLY_RENDERER": "plotly_mimetype"}
        with patch.dict(os.environ, {**own, **environment}):
            yield NotebookClient(
                notebook,
                timeout=_SECONDS,
                kernel_name="python3",
                resources={"metadata": {"path": home}},
                record_timing=False,
            )


def run(notebook: NotebookNode) -> NotebookNode:
    """A copy of the notebook with fresh outputs; nbclient's CellExecutionError if a cell raises."""
    fresh: NotebookNode = nbformat.from_dict(json.loads(json.dumps(notebook)))
    with started(fresh) as client:
        client.execute()
    return fresh


def load() -> NotebookNode:
    """The notebook as it stands in the repository."""
    return nbformat.read(NOTEBOOK, as_version=4)


def _with_stills(notebook: NotebookNode) -> None:
    """Put a PNG beside every figure."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    shown = [output.data for output in outputs if FIGURE in output.get("data", {})]
    with launched() as browser:
        page = browser.new_page()
        page.add_script_tag(content=get_plotlyjs())
        for data in shown:
            url = page.evaluate(_DRAW, [data[FIGURE], _WIDTH, _HEIGHT])
            data["image/png"] = _small(base64.b64decode(url.partition(",")[2]))


def _small(png: bytes) -> str:
    """The picture in base64, with few colours: a figure has no more."""
    file = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS).save(file, format="PNG", optimize=True)
    return base64.b64encode(file.getvalue()).decode()


def write() -> None:
    """Run the notebook and keep what it shows, but nothing that tells of this machine."""
    fresh = run(load())
    _with_stills(fresh)
    for output in (output for cell in fresh.cells for output in cell.get("outputs", ())):
        output.get("data", {}).pop("image/jpeg", None)  # Pillow shows each picture twice
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    fresh.metadata = nbformat.from_dict({"kernelspec": kernel, "language_info": {"name": "python"}})
    nbformat.validate(fresh)
    nbformat.write(fresh, NOTEBOOK)


if __name__ == "__main__":
    write()
