"""What a drawing is made of. Lengths are pixels of a screen; both writers, SVG and PNG, know these and no more."""

from dataclasses import dataclass

from pooling import palette

Point = tuple[float, float]


@dataclass(frozen=True)
class Look:
    """The stage's colours on one ground."""

    hues: tuple[str, ...]
    ground: str
    text: str
    muted: str
    hair: str
    hatch: str
    empty: str
    card: str

    def hue(self, index: int | None) -> str:
        """The colour of a window; muted where a cell belongs to none or to several."""
        return self.muted if index is None else self.hues[index % len(self.hues)]

    def tint(self, index: int | None, level: float) -> str:
        """The ground of a cell: 6 to 32% of its window's hue, in steps of 2 so that a GIF's colours suffice."""
        percent = 6 + 2 * round(13 * level) if 0 <= level <= 1 else 6
        return mixed(self.hue(index), self.ground, (60 if index is None else 100) * percent / 10_000)


_LIGHT = Look(
    palette.LIGHT, palette.LIGHT_BACKGROUND, "#14171c", palette.LIGHT_MUTED, "#d6dae0", "#dfe1e5", "#e2e4e7", "#f5f7fa"
)
_DARK = Look(
    palette.DARK, palette.DARK_BACKGROUND, "#e9edf2", palette.DARK_MUTED, "#303843", "#262c34", "#2a3038", "#181e26"
)


def look(dark: bool) -> Look:
    """Colours for dark or for light ground."""
    return _DARK if dark else _LIGHT


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of "#rrggbb"."""
    red, green, blue = bytes.fromhex(colour[1:])
    return red, green, blue


def mixed(colour: str, ground: str, share: float) -> str:
    """The colour that a share of one colour makes on another."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    return "#" + bytes(int(below + (top - below) * share + 0.5) for top, below in pairs).hex()


@dataclass(frozen=True)
class Box:
    """A rectangle. `pattern` is one of palette.PATTERNS; its lengths count in strokes, the stroke lies on the edge."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    thick: float = 1
    pattern: str = ""
    radius: float = 0


@dataclass(frozen=True)
class Strokes:
    """Lines of one colour and thickness, each through its points."""

    lines: tuple[tuple[Point, ...], ...]
    colour: str
    thick: float


@dataclass(frozen=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    colour: str


@dataclass(frozen=True)
class Words:
    """Text on the baseline (x, y), `width` wide, centred on x or beginning there.

    halo: the colour of a rim that keeps it apart from what lies below.
    """

    x: float
    y: float
    text: str
    size: float
    colour: str
    width: float
    bold: bool = False
    centred: bool = False
    halo: str = ""


Shape = Box | Strokes | Area | Words


@dataclass(frozen=True)
class Drawing:
    """Shapes in the order in which they are drawn, and the words that stand for them where nobody sees them."""

    width: float
    height: float
    ground: str
    shapes: tuple[Shape, ...]
    title: str
    description: str
