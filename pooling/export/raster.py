"""Drawing -> pixels, with Pillow: drawn larger and averaged down, so that edges are smooth and colours stay."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from math import hypot
from typing import Any

from PIL import Image, ImageDraw

from pooling import limits
from pooling.apply import Pooled
from pooling.export import lettering, reading
from pooling.export.dashes import dashed, outline
from pooling.export.layout import compose
from pooling.export.reading import Json
from pooling.export.shapes import Area, Box, Drawing, Point, Shape, Strokes, Words

_FINER = 3  # times as many pixels a side are drawn as are kept
_TILE = 128  # pixels a side that are drawn at a time
_BOLD = 0.018  # of the em: the font has no bold face, its letters are drawn thicker
_RIM = 1.5  # pixels of the screen: what a halo adds around a letter
_SIGN = 0.075  # of the em: how thick a drawn sign is


def png(what: Pooled | Json, *, dark: bool = False, blanks: bool = False, scale: int = 2) -> bytes:
    """A scene as a PNG file, `scale` pixels a pixel of the screen; a Pooled stands for its scene.

    blanks: without the answers, for a worksheet. ValueError for more than limits.EXPORT_CELLS cells or
    limits.EXPORT_PIXELS pixels.
    """
    file = io.BytesIO()
    picture(compose(reading.seen(what), dark=dark, blanks=blanks), scale).save(file, format="PNG")
    return file.getvalue()


def picture(drawing: Drawing, scale: int) -> Image.Image:
    """The drawing as an RGB picture. ValueError for a scale below 1 or more pixels than limits.EXPORT_PIXELS."""
    whole = Image.new("RGB", size(drawing, scale), drawing.ground)
    for tile in tiles(drawing, scale):
        whole.paste(tile.picture(), tile.corner)
    return whole


def size(drawing: Drawing, scale: int) -> tuple[int, int]:
    """Width and height in pixels; raises what `picture` raises."""
    if isinstance(scale, bool) or not isinstance(scale, int):
        raise TypeError(f"scale must be a whole number, got {scale!r}")
    if scale < 1:
        raise ValueError(f"scale must be at least 1, got {scale}")
    width, height = int(drawing.width) * scale, int(drawing.height) * scale
    if width * height > limits.EXPORT_PIXELS:
        raise ValueError(f"a picture has at most {limits.EXPORT_PIXELS:,} pixels, got {width} x {height}")
    return width, height


@dataclass(frozen=True)
class Tile:
    """A part of a picture with all shapes that touch it: two tiles that are equal look the same."""

    corner: tuple[int, int]
    scale: int
    ground: str
    shapes: tuple[Shape, ...]

    def picture(self) -> Image.Image:
        """Its pixels, RGB."""
        side = _TILE * _FINER
        fine = Image.new("RGB", (side, side), self.ground)
        pen = _Pen(ImageDraw.Draw(fine), self.scale * _FINER, (self.corner[0] * _FINER, self.corner[1] * _FINER))
        for shape in self.shapes:
            pen.draw(shape)
        return fine.reduce(_FINER)


def tiles(drawing: Drawing, scale: int) -> Iterator[Tile]:
    """The picture in squares, row by row: memory stays small, and steps of a GIF share what does not change."""
    width, height = size(drawing, scale)
    touching: dict[tuple[int, int], list[Shape]] = {}
    for shape in drawing.shapes:
        left, top, right, bottom = (int(edge * scale // _TILE) for edge in _extent(shape))
        for place in product(range(left, right + 1), range(top, bottom + 1)):
            touching.setdefault(place, []).append(shape)
    for row, column in product(range(-(-height // _TILE)), range(-(-width // _TILE))):
        shapes = tuple(touching.get((column, row), ()))
        yield Tile((column * _TILE, row * _TILE), scale, drawing.ground, shapes)


def _extent(shape: Shape) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a shape, with room for what rounding adds."""
    match shape:
        case Box():
            edge = shape.thick + 1
            return shape.x - edge, shape.y - edge, shape.x + shape.width + edge, shape.y + shape.height + edge
        case Words():
            left = shape.x - shape.width / 2 if shape.centred else shape.x
            return left - 4, shape.y - 1.1 * shape.size, left + shape.width + 4, shape.y + 0.5 * shape.size
        case _:
            points = shape.points if isinstance(shape, Area) else [point for line in shape.lines for point in line]
            across, down = [x for x, _ in points], [y for _, y in points]
            edge = 1 + getattr(shape, "thick", 0)
            return min(across) - edge, min(down) - edge, max(across) + edge, max(down) + edge


class _Pen:
    """Draws shapes on a tile, `scale` of its pixels a pixel of the screen, whose corner is so many of them away."""

    def __init__(self, on: ImageDraw.ImageDraw, scale: int, corner: tuple[int, int]) -> None:
        self.on, self.scale, (self.left, self.top) = on, scale, corner

    def draw(self, shape: Shape) -> None:
        match shape:
            case Box():
                self._box(shape)
            case Strokes():
                for line in shape.lines:
                    self._line(line, shape.colour, shape.thick)
            case Area():
                self.on.polygon([self._at(point) for point in shape.points], fill=shape.colour)
            case Words():
                self._words(shape)

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale - self.left, point[1] * self.scale - self.top

    def _box(self, box: Box) -> None:
        if box.fill:
            self._plain(box, 0, fill=box.fill)
        if box.stroke and not box.pattern:
            self._plain(box, box.thick / 2, outline=box.stroke, width=max(1, round(box.thick * self.scale)))
        if box.stroke and box.pattern:
            for line in dashed(outline(box), [float(part) * box.thick for part in box.pattern.split()]):
                self._line(line, box.stroke, box.thick, round_ends="0.1" in box.pattern)

    def _plain(self, box: Box, more: float, **look: Any) -> None:
        left, top = self._at((box.x - more, box.y - more))
        right, bottom = self._at((box.x + box.width + more, box.y + box.height + more))
        # Pillow paints the last pixel too: cells must not overlap, nor leave a line free between them.
        corners = round(left), round(top), max(round(left), round(right) - 1), max(round(top), round(bottom) - 1)
        self.on.rounded_rectangle(corners, radius=(box.radius + more) * self.scale if box.radius else 0, **look)

    def _line(self, points: tuple[Point, ...], colour: str, thick: float, *, round_ends: bool = True) -> None:
        places = [self._at(point) for point in points]
        half = max(1, round(thick * self.scale)) / 2
        for (x1, y1), (x2, y2) in pairwise(places):
            if self._seen(x1, x2, half) and self._seen(y1, y2, half) and hypot(x2 - x1, y2 - y1) > half / 4:
                self.on.polygon(_bar(x1, y1, x2, y2, half), fill=colour)
        for x, y in places if round_ends else places[1:-1]:
            if half > 1 and self._seen(x, x, half) and self._seen(y, y, half):
                self.on.ellipse((x - half, y - half, x + half - 1, y + half - 1), fill=colour)

    @staticmethod
    def _seen(one: float, other: float, more: float) -> bool:
        """Whether anything between two places, and a little more, lies on the tile."""
        return max(one, other) + more >= 0 and min(one, other) - more <= _TILE * _FINER

    def _words(self, words: Words) -> None:
        left = words.x - words.width / 2 if words.centred else words.x
        for kind, piece, x, size in lettering.placed(words.text, words.size):
            if kind == "sign":
                for line in lettering.SIGNS[piece][1]:
                    points = tuple((left + x + size * a, words.y - size * b) for a, b in line)
                    self._line(points, words.colour, size * (_SIGN + 2 * _BOLD * words.bold))
            else:
                rise = words.size * lettering.RISE if kind else 0.0
                place = self._at((left + x, words.y - rise))
                self._letters(lettering.RAISED.get(piece, piece), place, size * self.scale, words)

    def _letters(self, text: str, place: Point, pixels: float, words: Words) -> None:
        thicker = max(1, round(pixels * _BOLD)) if words.bold else 0
        rim = round(_RIM * self.scale)
        for colour, stroke in ((words.halo, thicker + rim), (words.colour, thicker)):
            if colour:
                face = lettering.font(max(1, round(pixels)))
                self.on.text(place, text, fill=colour, font=face, anchor="ls", stroke_width=stroke)


def _bar(x1: float, y1: float, x2: float, y2: float, half: float) -> list[Point]:
    """A line as a polygon: Pillow's own lines of some thickness lie half a pixel off."""
    long = hypot(x2 - x1, y2 - y1) or 1.0
    across, down = (y2 - y1) / long * half, (x2 - x1) / long * half
    return [(x1 + across, y1 - down), (x2 + across, y2 - down), (x2 - across, y2 + down), (x1 - across, y1 + down)]
