"""A scene in words, for those who cannot see its drawing."""

from pooling.export import reading
from pooling.export.reading import Json

_SPOKEN = 64  # values of a grid that are read out


def words(scene: Json, at: reading.Window, *, blanks: bool) -> tuple[str, str]:
    """Title and description of a scene with a chosen window."""
    grids = {panel["id"]: panel for panel in scene["panels"]}
    hidden = {reading.answers(link) for link in scene["links"]} if blanks else set()
    operations = list(dict.fromkeys(link["operation"] for link in scene["links"] if link["operation"]))
    named = [f"{panel['name']}, {panel['size']}" for panel in scene["panels"]]
    title = f"Pooling ({', '.join(operations)}): {'; '.join(named)}"
    read = [_grid(panel, panel["id"] in hidden) for panel in scene["panels"]]
    window = reading.place(scene)
    lines = [_line(link, grids[link["input"]], at, blanks) for link in scene["links"]]
    chosen = f"Chosen window: row {window[0] + 1}, column {window[1] + 1}."
    return title, " ".join([*read, chosen, *filter(None, lines)])


def _grid(panel: Json, hidden: bool) -> str:
    if hidden:
        return f"{panel['name']}: to be filled in."
    if len(panel["text"]) > _SPOKEN:
        return f"{panel['name']}: {len(panel['rows'])} by {len(panel['columns'])} cells."
    width = len(panel["columns"])
    texts = [text or "no value" for text in panel["text"]]
    rows = [", ".join(texts[start : start + width]) for start in range(0, len(texts), width)]
    return f"{panel['name']}: {'; '.join(rows)}."


def _line(link: Json, panel: Json, at: reading.Window, blanks: bool) -> str:
    text = "".join(text for text, _ in reading.terms(link, panel, at, blanks=blanks))
    return f"{text}." if text else ""
