"""What a network costs, in a learner's words: amounts, differences, and what one cell sees."""

from math import floor, log10, prod

from pages._ui.networks import NetworkState, cells
from pooling.network import Row, Summary

_DIGITS = 4
_FIXED = "\N{NO-BREAK SPACE}"
_LARGE = ((1e9, "billion"), (1e6, "million"))
_BYTES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def amount(number: float) -> str:
    """Return a count in words of at most four digits: "138.4 million"; below a million in full."""
    return _scaled(number, _LARGE, "")


def memory(count: float) -> str:
    """Return bytes in kB, MB or GB (powers of a thousand)."""
    return _scaled(count, _BYTES, " bytes")


def _scaled(number: float, units: tuple[tuple[float, str], ...], plain: str) -> str:
    for size, unit in units:
        if number >= size:
            return f"{_digits(number / size)} {unit}"
    return f"{number:,.0f}{plain}"


def _digits(number: float) -> str:
    text = f"{number:,.{max(0, _DIGITS - 1 - floor(log10(number)))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def times(before: float, after: float) -> str:
    """Return a ratio: "× 761", "× 3.8", "× 1.02"."""
    ratio = after / before
    return f"× {ratio:,.0f}" if ratio >= 100 else f"× {ratio:.3g}"


def shape(row: Row) -> str:
    """Return an output's shape: channels × rows × columns, or the number of units."""
    if len(row.output_shape) == 1:
        return f"{row.output_shape[0]:,} units"
    return " × ".join(map(str, row.output_shape))


# ---- who pays ----------------------------------------------------------------------------------------------


def pays(now: NetworkState) -> str:
    """Say which layer pays most for what became of the pools; while they are kept, ask for it."""
    if now.pools == "kept":
        return "Replace the pools, or remove them: here stands what that costs, and which layer pays."
    if now.before == now.after:
        return "Nothing changes: this network has no pool with a window, only global ones, and those stay."
    rise, dearest = _dearest(now.before, now.after)
    if rise == 0:
        return _spared(now)
    before = {row.name: row for row in now.before.rows}
    if all("pooling" in before[row.name].kind for row in dearest):
        return _learns(dearest, before[dearest[0].name].parameters)
    return _reads_more(now, dearest[0])


def _dearest(before: Summary, after: Summary) -> tuple[int, list[Row]]:
    """Return the largest rise in parameters, and the layers of after that have it."""
    known = {row.name: row.parameters for row in before.rows}
    rises = [row.parameters - known[row.name] for row in after.rows]
    largest = max(rises)
    return largest, [row for row, rise in zip(after.rows, rises, strict=True) if rise == largest]


def _learns(convolutions: list[Row], learned: int) -> str:
    first, *more = convolutions
    others = f"**{more[0].name}**" if len(more) == 1 else f"{len(more)} others"
    names = f"**{first.name}** and {others}" if more else f"**{first.name}**"
    numbers = f"**{first.parameters:,}** numbers"
    if not more:
        return f"{names} pays most: as a convolution it learns {numbers}, as a pool it learned {learned or 'none'}."
    return f"{names} pay most: as convolutions they learn {numbers} each, as pools they learned {learned or 'none'}."


def _spared(now: NetworkState) -> str:
    work = now.before.multiply_adds, now.after.multiply_adds
    price = f" The price is work: {times(*work).replace(' ', _FIXED)} multiply-adds." if work[0] < work[1] else ""
    last = next((row for row in now.after.rows if row.kind.startswith("global")), None)
    why = f": **{last.name}** still makes one number of each channel, however large the map" if last else ""
    return f"No layer learns more numbers{why}.{price}"


def _reads_more(now: NetworkState, after: Row) -> str:
    inputs = [_inputs(now, summary, after.name) for summary in (now.before, now.after)]
    return (
        f"**{after.name}** pays most: it now reads **{inputs[1]:,}** numbers instead of {inputs[0]:,},"
        f" and each of its {after.output_shape[0]:,} units has a weight for every one."
    )


def _inputs(now: NetworkState, summary: Summary, name: str) -> int:
    """Return how many numbers the layer of this name reads."""
    names = [row.name for row in summary.rows]
    shapes = [now.network.input_shape, *(row.output_shape for row in summary.rows)]
    return prod(shapes[names.index(name)])


# ---- what a cell sees --------------------------------------------------------------------------------------


def sees(now: NetworkState) -> str:
    """Say which input cells the chosen cell sees, and how much of that is padding."""
    rows, columns = now.row.receptive_field
    who = f"Row {now.cell[0] + 1}, column {now.cell[1] + 1} of {' × '.join(map(str, cells(now.row)))}"
    if len(now.row.output_shape) == 1:
        who = "Every unit"
    elif cells(now.row) == (1, 1):
        who = "Its only cell"
    part = [field.cells(place, now.side) for field, place in zip(now.row.fields, now.cell, strict=True)]
    whole = all(len(seen) == now.side for seen in part)
    where = "the whole picture" if whole else f"{_span('row', part[0])}, {_span('column', part[1])}"
    return f"{who} sees {rows} × {columns} cells of the input: {where}{_padding(now)}."


def _span(what: str, seen: range) -> str:
    if len(seen) < 2:
        return f"{what} {seen.stop}" if seen else f"no {what}"
    return f"{what}s {seen.start + 1} to {seen.stop}"


def _padding(now: NetworkState) -> str:
    """Name the padding that the chosen cell's field overlaps, edge by edge."""
    edges = (("above", "below"), ("to the left", "to the right"))
    ends = [field.padding(place, now.side) for field, place in zip(now.row.fields, now.cell, strict=True)]
    found = [
        f"{width} {edge}"
        for pair, names in zip(ends, edges, strict=True)
        for width, edge in zip(pair, names, strict=True)
        if width
    ]
    return f"; the rest is padding ({', '.join(found)})" if found else ", no padding"
