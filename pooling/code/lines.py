"""Lines of Python as black lays them out."""

from collections.abc import Iterator

WIDTH = 88
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def fitted(line: str, indent: int = 0, end: str = "") -> list[str]:
    """A statement, or a part of one that `end` follows, over as many lines as it takes."""
    whole = " " * indent + line + end
    opening = _last_opening(line)
    if len(whole) <= WIDTH or opening is None:
        return [whole]
    head, body, tail = line[: opening + 1], line[opening + 1 : _closing(line, opening)], line[_closing(line, opening) :]
    literal = not head[-2:-1].isalnum() and head[-2:-1] not in ("_", "]", ")")  # black gives each item its line
    inside = _inside(body, indent + 4, whole=not literal)
    return [" " * indent + head, *inside, " " * indent + tail + end]


def _inside(body: str, indent: int, *, whole: bool) -> list[str]:
    loops = list(_split(body, " for "))
    items = list(_split(body, ", "))
    if indent + len(body) <= WIDTH and (whole or len(loops) > 1 or len(items) == 1):
        return [" " * indent + body]
    if len(loops) > 1:
        parts = [loops[0], *(f"for {loop}" for loop in loops[1:])]
        return [line for part in parts for line in fitted(part, indent)]
    return [line for item in items for line in fitted(item, indent, ",")]


def _split(text: str, mark: str) -> Iterator[str]:
    """The parts of text between marks that stand in no bracket."""
    depth = start = 0
    for at, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth == 0 and at >= start and text.startswith(mark, at):
            yield text[start:at]
            start = at + len(mark)
    yield text[start:]


def _last_opening(text: str) -> int | None:
    """Where the last bracket opens that stands in no other and holds something."""
    depth, found = 0, None
    for at, sign in enumerate(text):
        if sign in _CLOSING:
            found = at if depth == 0 and text[at + 1] != _CLOSING[sign] else found
            depth += 1
        depth -= sign in ")]}"
    return found


def _closing(text: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth == 0:
            return at
    raise AssertionError(f"no bracket closes in {text}")


def tuple_of(values: tuple[int, ...]) -> str:
    """One number if all are the same, else a tuple."""
    return str(values[0]) if len(set(values)) == 1 else str(values)


def number(value: float) -> str:
    """A number as one writes it: 3, not 3.0; 0.7, not 0.7000000000000001."""
    return f"{value:.12g}"
