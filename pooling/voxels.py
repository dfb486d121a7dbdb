"""A volume as a picture of little boxes, cut open at a slice, with a window's edges drawn over it.

Seen from the front and above without perspective, so that equal cells are equally large wherever they lie. Drawn
from back to front on the processor: it needs no graphics card, looks the same everywhere and can be printed.
"""

import io
from dataclasses import dataclass
from itertools import product
from math import cos, hypot, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from pooling import images, palette

Floats = NDArray[np.float64]
Box = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]  # (first, end) of slices, rows, columns

_HEIGHT = radians(32)  # from where it is looked down on
_FINE = 2  # drawn that much larger, then reduced: smooth edges
_SHADES = (1.0, 0.78, 0.6)  # how bright a cell's top, its row side and its column side are
_SEAM = 0.82  # of a cell's edge, against its side
_FRAME = (128, 136, 148, 255)  # seen on light and on dark ground


@dataclass(frozen=True)
class View:
    """Where a volume is seen from: `turn` in degrees, and how large it and its picture are.

    extent: (slices, rows, columns) that fill the frame; a volume with fewer cells has larger ones.
    """

    extent: tuple[int, int, int]
    turn: float
    side: int = 360

    @property
    def _reach(self) -> tuple[float, float]:
        """Half the width and half the height of the frame on the picture, before it is scaled, at any turn."""
        slices, rows, columns = self.extent
        radius = hypot(rows, columns) / 2
        return radius, radius * sin(_HEIGHT) + slices / 2 * cos(_HEIGHT)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture in pixels."""
        across, down = self._reach
        return self.side, round(self.side * down / across)

    def on(self, points: Floats) -> Floats:
        """Picture places (n, 2) of points (n, 3), given as slice, row, column from the volume's corner."""
        up, row, column = (points - np.array(self.extent) / 2).T
        angle = radians(self.turn)
        across = column * cos(angle) - row * sin(angle)
        near = column * sin(angle) + row * cos(angle)
        down = near * sin(_HEIGHT) - up * cos(_HEIGHT)
        scale = (self.side / 2 - 4) / self._reach[0]
        width, height = self.size
        return np.stack([width / 2 + scale * across, height / 2 + scale * down], axis=1)


def draw(
    volume: NDArray[np.generic], view: View, *, low: float, high: float, hollow: bool, top: int, box: Box | None = None
) -> bytes:
    """A PNG file of the cells below slice `top` (0 to their number), coloured from low to high in viridis.

    hollow: cells of 0 or less are not drawn. box: edges to draw over it, in cells of the view's extent. The ground
    is transparent. ValueError for another number of axes than 3.
    """
    if volume.ndim != 3:
        raise ValueError(f"a volume has 3 axes, got shape {volume.shape}")
    width, height = view.size
    picture = Image.new("RGBA", (width * _FINE, height * _FINE))
    pencil = ImageDraw.Draw(picture)
    _edges(pencil, view, ((0, view.extent[0]), (0, view.extent[1]), (0, view.extent[2])), _FRAME, 1)
    _cells(pencil, view, np.asarray(volume[:top], np.float64), volume.shape[0], (low, high), hollow)
    if box is not None:
        _edges(pencil, view, box, (255, 255, 255, 255), 7)
        _edges(pencil, view, box, _rgba(palette.LIGHT[1]), 3)
    small = picture.convert("RGBa").resize((width, height), Image.Resampling.BOX).convert("RGBA")
    file = io.BytesIO()
    small.save(file, format="PNG")
    return file.getvalue()


def _cells(
    pencil: ImageDraw.ImageDraw, view: View, cells: Floats, slices: int, scale: tuple[float, float], hollow: bool
) -> None:
    """Draw every side that can be seen of every cell, the farthest cell first."""
    solid = cells > 0 if hollow else np.ones(cells.shape, bool)
    angle = radians(view.turn)
    toward = (1, 1 if cos(angle) >= 0 else -1, 1 if sin(angle) >= 0 else -1)
    seen = [np.argwhere(_side(solid, axis, toward[axis])) for axis in range(3)]
    owners = np.concatenate(seen)
    step = np.array(view.extent) / (slices, *cells.shape[1:])
    corners = np.concatenate([some[:, None] + _corners(axis, toward[axis]) for axis, some in enumerate(seen)]) * step
    places = (view.on(corners.reshape(-1, 3)) * _FINE).reshape(-1, 8)
    shades = np.repeat(_SHADES, [len(some) for some in seen])[:, None]
    colours = images.colour_scale(cells.reshape(len(cells), -1), *scale).reshape(*cells.shape, 3)
    fills = colours[tuple(owners.T)] * shades
    # Whatever the order of the axes, a cell hides only cells that are farther along none of them.
    order = np.lexsort((owners * toward).T[::-1])
    outlines, insides, seams = (some[order].tolist() for some in (places, _opaque(fills), _opaque(fills * _SEAM)))
    for outline, inside, seam in zip(outlines, insides, seams, strict=True):
        pencil.polygon(outline, fill=tuple(inside), outline=tuple(seam))


def _side(solid: NDArray[np.bool_], axis: int, toward: int) -> NDArray[np.bool_]:
    """Which cells have nothing before their side on an axis."""
    covered = np.zeros_like(solid)
    front, back = [slice(None)] * 3, [slice(None)] * 3
    front[axis], back[axis] = (slice(1, None), slice(None, -1)) if toward > 0 else (slice(None, -1), slice(1, None))
    covered[tuple(back)] = solid[tuple(front)]
    return solid & ~covered


def _corners(axis: int, toward: int) -> Floats:
    """The four corners of a cell's side, one after the other."""
    square = [(0, 0), (0, 1), (1, 1), (1, 0)]
    return np.insert(np.array(square, float), axis, 1 if toward > 0 else 0, axis=1)


def _edges(pencil: ImageDraw.ImageDraw, view: View, box: Box, colour: tuple[int, ...], width: int) -> None:
    """Draw the twelve edges of a box."""
    corners = list(product((0, 1), repeat=3))
    places = view.on(np.array([[box[axis][end] for axis, end in enumerate(corner)] for corner in corners], float))
    for (i, one), (j, other) in product(enumerate(corners), repeat=2):
        if i < j and sum(a != b for a, b in zip(one, other, strict=True)) == 1:
            line = [tuple(place) for place in (places[[i, j]] * _FINE).tolist()]
            pencil.line(line, fill=colour, width=width * _FINE // 2 + 1)


def _rgba(colour: str) -> tuple[int, ...]:
    return (*bytes.fromhex(colour.removeprefix("#")), 255)


def _opaque(colours: Floats) -> NDArray[np.uint8]:
    return np.insert(colours.astype(np.uint8), 3, 255, axis=1)
