"""Text for drawings: how wide it is, and the few signs that Pillow's own font lacks, as lines.

Pillow brings one font, the same on every machine. Its widths decide the layout; an SVG is fitted to them.
"""

from functools import lru_cache
from math import pi, sin

from PIL import ImageFont

from pooling.export.shapes import Point

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Line = tuple[Point, ...]

_EM = 200  # pixels at which widths are measured: they are rounded to whole ones
_SMALL = 0.6  # of a raised digit
RISE = 0.34  # of the em, from the baseline to where a raised digit stands
_LOOP = [(sin(t * pi / 12), sin(t * pi / 6) / 2) for t in range(25)]  # a figure of eight

# Lines in the unit of the em, the baseline at 0 and up positive; the number is how far the next sign stands.
SIGNS: dict[str, tuple[float, tuple[Line, ...]]] = {
    "−": (0.6, (((0.08, 0.3), (0.5, 0.3)),)),
    "×": (0.6, (((0.13, 0.13), (0.47, 0.47)), ((0.13, 0.47), (0.47, 0.13)))),
    "≈": (
        0.6,
        tuple(
            tuple((0.08 + 0.042 * i, at + 0.05 * sin(i * pi / 5)) for i in range(11))  # one wave
            for at in (0.22, 0.4)
        ),
    ),
    "∞": (0.9, (tuple((0.45 + 0.36 * x, 0.3 + 0.34 * y) for x, y in _LOOP),)),
    "Σ": (0.66, (((0.57, 0.6), (0.57, 0.7), (0.1, 0.7), (0.38, 0.36), (0.1, 0.02), (0.57, 0.02), (0.57, 0.12)),)),
    "→": (0.9, (((0.08, 0.3), (0.8, 0.3)), ((0.58, 0.47), (0.8, 0.3), (0.58, 0.13)))),
}
RAISED = {"²": "2", "³": "3"}


@lru_cache(maxsize=64)
def font(pixels: int) -> Font:
    """Pillow's own font with an em of so many pixels."""
    return ImageFont.load_default(pixels)


@lru_cache(maxsize=4096)
def width(text: str, size: float) -> float:
    """How wide a text is with an em of `size` pixels."""
    return sum(_width(kind, run) for kind, run in runs(text)) * size


def _width(kind: str, run: str) -> float:
    if kind:
        return SIGNS[run][0] if kind == "sign" else _SMALL * _width("", RAISED[run])
    return font(_EM).getlength(run) / _EM


def runs(text: str) -> list[tuple[str, str]]:
    """A text in pieces: ("", of the font), ("sign", one drawn sign) or ("raised", one raised digit)."""
    found: list[tuple[str, str]] = []
    for sign in text:
        kind = "sign" if sign in SIGNS else "raised" if sign in RAISED else ""
        if found and not kind and not found[-1][0]:
            found[-1] = ("", found[-1][1] + sign)
        else:
            found.append((kind, sign))
    return found


def placed(text: str, size: float) -> list[tuple[str, str, float, float]]:
    """The pieces of a text with where each begins and its em: (kind, piece, x, size)."""
    found, x = [], 0.0
    for kind, run in runs(text):
        found.append((kind, run, x, _SMALL * size if kind == "raised" else size))
        x += _width(kind, run) * size
    return found
