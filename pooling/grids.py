"""Small grids that a learner types, pastes, shares or picks: text <-> array, presets, limits checked."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pooling import limits

Grid = NDArray[np.float64]

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_LARGEST = 10**limits.GRID_DIGITS
_DECIMALS = 6


class GridRefused(ValueError):
    """A grid that cannot be taken; the message is one sentence for the learner."""


def number(text: str) -> float:
    """Return the value of one cell's text, rounded to 6 decimals; GridRefused says why it is none."""
    clean = text.strip().replace("\N{MINUS SIGN}", "-")
    if not _NUMBER.fullmatch(clean):
        shown = clean if len(clean) <= 20 else clean[:20] + "..."
        raise GridRefused(f'"{shown}" is not a number that a cell can hold; write one like 3, -2 or 0.5.')
    value = float(clean)
    if not abs(value) < _LARGEST:
        raise GridRefused(f"{clean} is too large; a cell holds numbers between -{_LARGEST - 1:,} and {_LARGEST - 1:,}.")
    return round(value, _DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0


def spell(value: float, decimals: int = _DECIMALS) -> str:
    """Return the shortest decimal text of a finite value: 3, -2, 0.5; infinities as -inf and inf."""
    if not math.isfinite(value):
        return str(float(value))
    if value == int(value):
        return str(int(value))  # most cells, and no work for the digits that they do not have
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def parse(text: str) -> Grid:
    """Return the float64 grid (rows, columns) that an address spells: rows by ";", values by ","."""
    _check_length(text)
    return from_rows([row.split(",") for row in text.strip().strip(";").split(";")])


def unparse(grid: Grid) -> str:
    """Return the address text of a grid: the inverse of parse."""
    return ";".join(",".join(spell(value) for value in row) for row in grid)


def from_rows(rows: list[list[str]]) -> Grid:
    """Return the float64 grid of texts; GridRefused where it is ragged, too large or not all numbers."""
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        raise GridRefused(
            f"The rows of this grid have {min(widths)} to {max(widths)} cells; all rows need the same number."
        )
    check_size(len(rows), widths.pop() if widths else 0)
    return np.array([[number(cell) for cell in row] for row in rows])


def check_size(rows: int, columns: int) -> None:
    """Raise GridRefused unless 1 <= rows, columns <= limits.GRID_SIDE."""
    if not (1 <= rows <= limits.GRID_SIDE and 1 <= columns <= limits.GRID_SIDE):
        most = limits.GRID_SIDE
        raise GridRefused(f"This grid has {rows:,} x {columns:,} cells; 1 x 1 to {most} x {most} can be shown.")


def paste(grid: Grid, row: int, column: int, text: str) -> Grid:
    """Return a copy of grid with a block of spreadsheet text laid at (row, column); the grid grows where it must.

    Cells are parted by tabs (then a comma is a decimal comma), else by commas, semicolons or blanks; rows by line
    ends, or by semicolons where commas part the cells.
    """
    _check_length(text)
    if "\t" not in text and "," in text and ";" in text:
        text = text.replace(";", "\n")  # as an address writes a grid
    block = from_rows([_cells(line) for line in text.strip("\r\n").splitlines()])
    rows, columns = max(grid.shape[0], row + block.shape[0]), max(grid.shape[1], column + block.shape[1])
    check_size(rows, columns)
    grown = resize(grid, rows, columns)
    grown[row : row + block.shape[0], column : column + block.shape[1]] = block
    return grown


def resize(grid: Grid, rows: int, columns: int) -> Grid:
    """Return grid cut or filled with zeros to (rows, columns)."""
    check_size(rows, columns)
    result = np.zeros((rows, columns))
    kept = grid[:rows, :columns]
    result[: kept.shape[0], : kept.shape[1]] = kept
    return result


def _check_length(text: str) -> None:
    if len(text) > limits.GRID_TEXT:
        raise GridRefused(f"This grid's text has {len(text):,} characters; at most {limits.GRID_TEXT:,} can be read.")


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.replace(",", ".") for cell in line.split("\t")]
    return re.split(r"[,;]\s*|\s+", line.strip())


@dataclass(frozen=True)
class Preset:
    """A grid that is worth looking at: `make(rows, columns, seed)` draws it at any size."""

    name: str
    label: str
    rows: int
    columns: int
    make: Callable[[int, int, int], Grid]


_ARTICLE = np.array([[1.0, 0, 2, 3], [3, 2, 6, 4], [4, 1, 0, 2], [0, 8, 5, 7]])


def _article(rows: int, columns: int, seed: int) -> Grid:
    tiled = np.tile(_ARTICLE, (-(-rows // 4), -(-columns // 4)))
    return tiled[:rows, :columns].copy()


def _ramp(rows: int, columns: int, seed: int) -> Grid:
    return np.arange(rows * columns, dtype=float).reshape(rows, columns)


def _bright(rows: int, columns: int, seed: int) -> Grid:
    grid = np.zeros((rows, columns))
    grid[(rows - 1) // 2, (columns - 1) // 2] = 9
    return grid


def _negative(rows: int, columns: int, seed: int) -> Grid:
    return np.subtract(-1.0, _random(rows, columns, seed))


def _ties(rows: int, columns: int, seed: int) -> Grid:
    return np.minimum(_random(rows, columns, seed), 4.0)


def _checkerboard(rows: int, columns: int, seed: int) -> Grid:
    return np.where(np.indices((rows, columns)).sum(axis=0) % 2, 9.0, 0.0)


def _random(rows: int, columns: int, seed: int) -> Grid:
    return np.random.default_rng(seed).integers(0, 10, (rows, columns)).astype(np.float64)


def _tear(rows: int, columns: int, seed: int) -> Grid:
    grid = np.zeros((rows, columns))
    grid[min(3, rows - 1), min(1, columns - 1)] = 4
    return grid


def _signal(rows: int, columns: int, seed: int) -> Grid:
    row = np.round(4 * np.sin(np.arange(columns) * 0.9) + 4, 1)
    return np.tile(row, (rows, 1))


def _patch(rows: int, columns: int, seed: int) -> Grid:
    # Imported when asked for: no other grid needs pictures.
    from pooling import maps
    from pooling.samples import cheetah

    answers = maps.of(cheetah(), "tear_line").astype(np.float64)
    # Every fifth pixel around the eyes: twelve of them span both tear lines. Larger grids come round again.
    places = (np.arange(length) * 5 + start for length, start in ((rows, 130), (columns, 100)))
    return np.round(100 * answers[np.ix_(*(place % side for place, side in zip(places, answers.shape, strict=True)))])


PRESETS = {
    preset.name: preset
    for preset in (
        Preset("article", "The classic 4 x 4", 4, 4, _article),
        Preset("ramp", "Ramp: 0, 1, 2, ...", 5, 5, _ramp),
        Preset("bright", "One bright pixel", 6, 6, _bright),
        Preset("negative", "All negative", 4, 4, _negative),
        Preset("ties", "Ties", 4, 4, _ties),
        Preset("checkerboard", "Checkerboard", 6, 6, _checkerboard),
        Preset("random", "Random", 6, 6, _random),
        Preset("tear", "The tear line answers 4", 4, 4, _tear),
        Preset("signal", "One row: a 1D signal", 1, 12, _signal),
        Preset("patch", "A patch of a picture: the tear lines", 8, 12, _patch),
    )
}

SEEDED = ("random", "negative", "ties")  # presets that the seed changes


def preset(name: str, seed: int = 0, size: tuple[int, int] | None = None) -> Grid:
    """Return the float64 grid of PRESETS[name], at its own size or at (rows, columns)."""
    chosen = PRESETS[name]
    rows, columns = size or (chosen.rows, chosen.columns)
    check_size(rows, columns)
    return chosen.make(rows, columns, seed)
