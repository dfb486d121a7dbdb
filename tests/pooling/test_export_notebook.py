"""A notebook reproduces a pool, value by value, and its scripts are Python."""

import ast
import io
import sys
import zipfile
from typing import Any

import nbformat
import numpy as np
import pytest

from pooling import Adaptive, Pooled, Window, code, export, links, pool
from tests import notebook as runner

GRID = np.array([[1, 0, 2, 3], [3, 2, 6, 4], [4, 1, 0, 2], [0, 8, 5, 7]])
RNG = np.random.default_rng(5)


def cells(pooled: Pooled, **more: str) -> list[nbformat.NotebookNode]:
    made = nbformat.reads(export.notebook(pooled, **more).decode(), as_version=4)
    nbformat.validate(made)
    return made.cells


@pytest.mark.parametrize(
    "pooled",
    [
        pool(GRID, 2),
        pool([1.5, np.inf, np.nan, -2.0, 4], Adaptive((3,)), type="average"),
    ],
    ids=["classic", "odd"],
)
def test_it_runs_and_answers_the_same(pooled: Pooled) -> None:
    made = nbformat.reads(export.notebook(pooled).decode(), as_version=4)
    made.cells.append(
        nbformat.v4.new_code_cell("print(grid.dtype, result.values.dtype, result.values.tobytes().hex())")
    )
    done = runner.run(made)
    told = done.cells[-1].outputs[0].text.split()
    assert told == [str(pooled.input.dtype), str(pooled.values.dtype), pooled.values.tobytes().hex()]
    skipped = [cell for cell in done.cells if "skip-execution" in cell.metadata.get("tags", ())]
    assert skipped and all(cell.execution_count is None for cell in skipped)


def test_a_large_input_is_packed() -> None:
    pooled = pool(RNG.normal(size=(2, 90, 91)).astype(np.float32), Window(3, 2, "same"), type="gem", param=2)
    names: dict[str, Any] = {}
    for cell in cells(pooled)[1:3]:
        exec(cell.source, names)
    np.testing.assert_array_equal(names["grid"], pooled.input)
    np.testing.assert_array_equal(names["result"].values, pooled.values)
    assert names["result"].values.dtype == np.float32


def test_it_shows_figure_stage_link_and_frameworks() -> None:
    sources = [cell.source for cell in cells(pool(GRID, 2))]
    whole = "\n".join(sources)
    assert all(call in whole for call in ("figures.heatmaps(result)", "export.svg(result)", "links.link(result)"))
    for name, label in code.LABELS.items():
        assert name == "numpy" or any(source.startswith(f"# {label}. Needs ") for source in sources)
    assert "assert_allclose" in sources[-1]
    link = links.link(pool(GRID, 2))
    assert any(link in cell.source and cell.cell_type == "markdown" for cell in cells(pool(GRID, 2), link=link))


def test_what_cannot_be_shown_is_left_out() -> None:
    volume = "\n".join(cell.source for cell in cells(pool(np.arange(8).reshape(2, 2, 2), Window(2, rank=3))))
    assert "figures" not in volume.replace("pooling-lab[figures]", "") and "links" not in volume
    with pytest.raises(ValueError, match="at most 262,144 values, got 262,656"):
        export.notebook(pool(np.zeros((513, 512)), 2))


def test_the_same_pool_gives_the_same_bytes() -> None:
    assert export.notebook(pool(GRID, 2)) == export.notebook(pool(GRID, 2))
    assert export.scripts(pool(GRID, 2)) == export.scripts(pool(GRID, 2))


def test_without_nbformat_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbformat", None)
    with pytest.raises(ImportError, match=r'pip install "pooling-lab\[notebook\]"'):
        export.notebook(pool(GRID, 2))


@pytest.mark.parametrize(
    "pooled", [pool(GRID, 2), pool(GRID[0], Window((3,)), type="median"), pool(GRID, 2, type="aps")]
)
def test_scripts_are_files_of_python(pooled: Pooled) -> None:
    with zipfile.ZipFile(io.BytesIO(export.scripts(pooled))) as archive:
        assert archive.namelist() == [f"{pooled.type.name}_pooling_{name}.py" for name in code.FRAMEWORKS]
        read = {name: archive.read(name).decode() for name in archive.namelist()}
    for text in read.values():
        ast.parse(text)
    heads = [text.splitlines()[0] for text in read.values()]
    assert all("y is pooled from x, a floating array (N, " in head for head in heads)
