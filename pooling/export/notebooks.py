"""A notebook that pools the same input in the same way, and says how the frameworks would be asked."""

import base64
import io
import zlib
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np

from pooling import code, limits, links
from pooling.apply import Array, Pooled
from pooling.export.scripts import scripted

_SPELLED = 4096  # values that are written as numbers; more are packed
_SKIPPED = {"tags": ["skip-execution"]}  # what runs a whole notebook leaves such a cell out
_PACKAGES = {
    "keras": "keras and one of its backends",
    "tensorflow": "tensorflow",
    "pytorch": "torch",
    "flax": "flax",
    "onnx": "onnx and onnxruntime",
}
_FIGURES = {1: "signal", 2: "heatmaps"}


def notebook(pooled: Pooled, *, link: str = "") -> bytes:
    """A Jupyter notebook (.ipynb) that reproduces a pool, shows it, and holds its code in each framework.

    link: an address at which the app shows it; without one, the notebook works it out where there is one. Cells of a
    framework are skipped when the whole notebook is run. ValueError for more than limits.EXPORT_VALUES values;
    ImportError without nbformat.
    """
    if pooled.input.size > limits.EXPORT_VALUES:
        raise ValueError(f"a notebook carries at most {limits.EXPORT_VALUES:,} values, got {pooled.input.size:,}")
    nbformat = _nbformat()
    cells = [*_asked(pooled), *_shown(pooled, link), *_frameworks(pooled)]
    nodes = [_node(nbformat.v4, number, *cell) for number, cell in enumerate(cells, 1)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = nbformat.v4.new_notebook(cells=nodes, metadata=kernel)
    nbformat.validate(made)
    text: str = nbformat.writes(made)
    return text.encode()


def _nbformat() -> ModuleType:
    try:
        return import_module("nbformat")
    except ModuleNotFoundError as error:
        if error.name != "nbformat":
            raise
        raise ImportError(
            'pooling.export.notebook writes with nbformat, which is missing: pip install "pooling-lab[notebook]"'
        ) from error


Cell = tuple[str, str, dict[str, Any]]  # kind, source, metadata


def _node(v4: ModuleType, number: int, kind: str, source: str, metadata: dict[str, Any]) -> Any:
    make = v4.new_markdown_cell if kind == "markdown" else v4.new_code_cell
    return make(source, id=f"cell-{number}", metadata=metadata)  # ids are drawn by lot otherwise


def _text(source: str) -> Cell:
    return "markdown", source, {}


def _code(source: str, metadata: dict[str, Any] | None = None) -> Cell:
    return "code", source, metadata or {}


def _asked(pooled: Pooled) -> list[Cell]:
    """The input, and the call that pools it: `grid` and `result`, names that no framework's script uses."""
    place = pooled.place
    heading = f"# {pooled.type.label} pooling\n\n{pooled.type.meaning}"
    needs = 'Needs `pip install "pooling-lab[figures]"`.'
    choices = {"type": pooled.type.name, "param": pooled.param, "seed": pooled.seed}
    if pooled.count_include_pad:
        choices["count_include_pad"] = True
    said = "".join(f", {name}={choice!r}" for name, choice in choices.items() if choice is not None)
    return [
        _text(f"{heading}\n\n{needs}"),
        _code(f"import numpy as np\n\nfrom pooling import {place.__class__.__name__}, pool\n\n{_grid(pooled.input)}"),
        _code(f"result = pool(grid, {place!r}{said})\nresult.values"),
        *([] if pooled.switches is None else [_code("result.switches  # where each answer stood in its plane")]),
    ]


def _grid(grid: Array) -> str:
    """An assignment that gives the same array, number by number."""
    if grid.size > _SPELLED:
        file = io.BytesIO()
        np.save(file, grid, allow_pickle=False)
        packed = base64.b64encode(zlib.compress(file.getvalue(), 9)).decode()
        opened = f'io.BytesIO(zlib.decompress(base64.b64decode("{packed}")))'
        return f"import base64\nimport io\nimport zlib\n\ngrid = np.load({opened})"
    text = _numbers(grid.tolist(), "    " * (grid.ndim > 1)).replace("inf", "np.inf").replace("nan", "np.nan")
    return f'grid = np.array({text}, dtype="{grid.dtype}")'


def _numbers(nested: Any, indent: str) -> str:
    """Nested lists, a row a line."""
    if not isinstance(nested, list) or not nested or not isinstance(nested[0], list):
        return repr(nested)
    rows = "".join(f"{indent}{_numbers(row, indent + '    ')},\n" for row in nested)
    return f"[\n{rows}{indent[4:]}]"


def _shown(pooled: Pooled, link: str) -> list[Cell]:
    """Figure and link."""
    cells = []
    rank = pooled.place.rank
    if pooled.input.ndim == rank and rank in _FIGURES and pooled.input.size <= limits.FIGURE_CELLS:
        cells.append(_code(f"from pooling import figures\n\nfigures.{_FIGURES[rank]}(result)"))
    if pooled.input.ndim == rank and rank in _FIGURES and _drawn(pooled) <= limits.EXPORT_CELLS:
        cells.append(_code("from IPython.display import SVG\n\nfrom pooling import export\n\nSVG(export.svg(result))"))
    if link:
        return [*cells, _text(f"[The same in Pooling Lab]({link})")]
    try:
        links.link(pooled)
    except ValueError:
        return cells  # no address can say it
    return [*cells, _code("from pooling import links\n\nlinks.link(result)  # where a local Pooling Lab shows it")]


def _drawn(pooled: Pooled) -> int:
    """Cells of a drawing, padding included."""
    sides = [axis.last - axis.first + 1 for axis in pooled.type.reads(pooled.plan, pooled.param).axes]
    return int(np.prod(sides)) + pooled.values.size


def _frameworks(pooled: Pooled) -> list[Cell]:
    """The code of each framework; NumPy's is run and compared."""
    cells = [_text("## The same elsewhere\n\nRun the cell of a framework that you have; the others are left out.")]
    for name, label in code.LABELS.items():
        found = scripted(pooled, name)
        if not found.exact:
            cells.append(_text(f"{label}: {found.note}"))
        elif name == "numpy":
            cells.append(_code(f"{_planes(pooled, found.layout, 'float64')}\n\n{found.text}{_compared(pooled)}"))
        else:
            cells.append(_code(_script(pooled, name, found), _SKIPPED))
    return cells


def _script(pooled: Pooled, name: str, found: code.Source) -> str:
    x = _planes(pooled, found.layout, "float32")
    if name == "pytorch":
        x = f"import torch\n\n{x}\nx = torch.from_numpy(x)"
    return f"# {code.LABELS[name]}. Needs {_PACKAGES[name]}.\n{x}\n\n{found.text}\nprint(np.asarray(y))"


def _planes(pooled: Pooled, layout: str, kind: str) -> str:
    """The input as the script's x: a batch of one, its planes as channels."""
    planes = f"grid.reshape(1, -1, {', '.join(map(str, pooled.plan.input_shape))})"
    if layout == "channels_last":
        planes = f"np.moveaxis({planes}, 1, -1)"
    return f'x = {planes}.astype("{kind}")'


def _compared(pooled: Pooled) -> str:
    """Both answers side by side, in double precision; of fewer digits the sums of large numbers differ."""
    if pooled.input.dtype.kind == "f" and pooled.input.dtype.itemsize < 8:
        return "\ny"
    return "\nnp.testing.assert_allclose(y.reshape(result.values.shape), result.values, rtol=1e-6, atol=1e-6)\ny"
