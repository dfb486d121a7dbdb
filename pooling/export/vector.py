"""Drawing -> SVG: text stays text, nothing is fetched, nothing runs."""

from html import escape

from pooling.apply import Pooled
from pooling.export import reading
from pooling.export.layout import compose
from pooling.export.reading import Json
from pooling.export.shapes import Area, Box, Drawing, Point, Shape, Strokes, Words

_FONTS = "'Source Sans 3', 'Source Sans Pro', system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"


def svg(what: Pooled | Json, *, dark: bool = False, blanks: bool = False) -> bytes:
    """A scene as an SVG file, with a title and a description for screen readers; a Pooled stands for its scene.

    blanks: without the answers, for a worksheet. ValueError for more than limits.EXPORT_CELLS cells.
    """
    return _file(compose(reading.seen(what), dark=dark, blanks=blanks)).encode()


def _file(drawing: Drawing) -> str:
    width, height = _number(drawing.width), _number(drawing.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-labelledby="title desc" font-family="{_FONTS}" font-variant-numeric="tabular-nums">'
    )
    said = f'<title id="title">{_text(drawing.title)}</title>\n<desc id="desc">{_text(drawing.description)}</desc>'
    ground = f'<rect width="100%" height="100%" fill="{drawing.ground}"/>'
    return "\n".join([head, said, ground, *map(_shape, drawing.shapes), "</svg>\n"])


def _shape(shape: Shape) -> str:
    match shape:
        case Box():
            return _box(shape)
        case Strokes():
            path = "".join(f"M{_points(line)}" for line in shape.lines)
            ends = 'stroke-linecap="round" stroke-linejoin="round"'
            return f'<path d="{path}" fill="none" stroke="{shape.colour}" stroke-width="{shape.thick:g}" {ends}/>'
        case Area():
            return f'<path d="M{_points(shape.points)}Z" fill="{shape.colour}"/>'
        case Words():
            return _words(shape)


def _box(box: Box) -> str:
    lengths = {"x": box.x, "y": box.y, "width": box.width, "height": box.height, "rx": box.radius}
    place = " ".join(f'{name}="{_number(length)}"' for name, length in lengths.items() if length or name != "rx")
    line = ""
    if box.stroke:
        line = f' stroke="{box.stroke}" stroke-width="{box.thick:g}"'
    if box.pattern:
        dashes = " ".join(_number(float(part) * box.thick) for part in box.pattern.split())
        ends = ' stroke-linecap="round"' if "0.1" in box.pattern else ""
        line += f' stroke-dasharray="{dashes}"{ends}'
    return f'<rect {place} fill="{box.fill or "none"}"{line}/>'


def _words(words: Words) -> str:
    extra = ' text-anchor="middle"' if words.centred else ""
    if words.bold:
        extra += ' font-weight="700"'
    if words.halo:
        extra += f' stroke="{words.halo}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
    # Whatever font a viewer has, the pieces of a line meet where the layout lets them, and a number fits its cell.
    extra += f' textLength="{_number(words.width)}" lengthAdjust="spacingAndGlyphs"'
    place = f'x="{_number(words.x)}" y="{_number(words.y)}" font-size="{_number(words.size)}"'
    return f'<text {place} fill="{words.colour}"{extra}>{_text(words.text)}</text>'


def _points(points: tuple[Point, ...]) -> str:
    return "L".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    # XML has no place for control characters, escaped or not.
    return escape("".join(sign for sign in text if sign.isprintable()), quote=False)
