"""The table and the plot in benchmarks/README.md."""

import statistics
from datetime import date
from html import escape
from importlib.metadata import version
from pathlib import Path

from benchmarks.pools.cases import Case
from benchmarks.pools.measuring import Row
from benchmarks.pools.peers import PEERS

_README = Path(__file__).parents[1] / "README.md"
_PLOT = Path(__file__).parents[1] / "pools.svg"
_BEGIN, _END = "<!-- measured: begin -->", "<!-- measured: end -->"
_PACKAGES = {"PyTorch": "torch", "OpenCV": "opencv-python-headless", "TensorFlow": "tensorflow-cpu"}


def said(row: Row) -> Row:
    """The row, which it also prints."""
    print(row.case.name, *(f"{name} {1e6 * seconds:.1f}" for name, seconds in row.seconds.items()), "us", flush=True)
    return row


def write(
    rows: list[Row],
    growth: list[Row],
    shared: list[tuple[Case, float, float]],
    cold: dict[str, list[float]],
    installed: list[str],
) -> None:
    """Put what was measured between the README's markers, and the plot beside it."""
    parts = [
        _machine(installed),
        _table(rows),
        f"![ratios]({_PLOT.name})",
        _growth(growth),
        _shared(shared),
        _cold(cold),
    ]
    before, _, rest = _README.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    text = "\n\n".join([before + _BEGIN, *parts, _END]) + after
    _README.write_text(text, encoding="utf-8")
    _PLOT.write_text(_plot(rows), encoding="utf-8")


def _machine(installed: list[str]) -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    names = ", ".join(f"{name} {version(_PACKAGES.get(name, name.lower()))}" for name in installed)
    missing = ", ".join(name for name in PEERS if name not in installed)
    return f"Measured on {date.today()}, one thread of {models[0] if models else 'an unknown processor'}: {names}." + (
        f" Not installed: {missing}." if missing else ""
    )


def _table(rows: list[Row]) -> str:
    names = ["ours", "copy", *PEERS]
    head = ["microseconds", *names, "fastest peer / ours"]
    lines = [head, ["---", *["--:"] * (len(names) + 1)]]
    for row in rows:
        times = [f"{1e6 * row.seconds[name]:.1f}" if name in row.seconds else "–" for name in names]
        lines.append([row.case.name, *times, f"**{row.ratio:.2f}**" if row.ratio else "no peer"])
    ratios = [row.ratio for row in rows if row.ratio]
    mean = statistics.geometric_mean(ratios)
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return text + f"\n\nGeometric mean of the last column: **{mean:.2f}**. Peers that cannot say a row have –."


def _growth(rows: list[Row]) -> str:
    lines = ["Nanoseconds an output at stride 1 on 1024×1024, by the window's side:", ""]
    for kind in ("max", "average"):
        times = {row.case.kernel: row.seconds["ours"] * 1e9 / 1024**2 for row in rows if row.case.type == kind}
        shown = ", ".join(f"{k}: {value:.2f}" for k, value in times.items())
        lines.append(f"- {kind}: {shown}; from 3 to 63 it grows {times[63] / times[3]:.2f} times")
    return "\n".join(lines)


def _shared(rows: list[tuple[Case, float, float]]) -> str:
    lines = [
        f"- {case.name}: {1e6 * one:.0f} us in one thread, {1e6 * two:.0f} us in two, {one / two:.2f} times as fast"
        for case, one, two in rows
    ]
    return "\n".join(["Two threads:", "", *lines])


def _cold(cold: dict[str, list[float]]) -> str:
    lines = [
        f"- {name}: import {took[0]:.2f} s, first max {took[1]:.2f} s, first average {took[2]:.2f} s"
        for name, took in cold.items()
    ]
    return "\n".join(["Cold start, each line a new process:", "", *lines])


def _plot(rows: list[Row]) -> str:
    """A bar a row: how many times our time the fastest peer takes; the line stands at once."""
    rows = [row for row in rows if row.ratio]
    unit, left, line = 80, 380, 18
    bars = []
    for index, row in enumerate(rows):
        ratio, y = row.ratio or 0.0, 30 + index * line
        length = unit * min(ratio, 6)
        hue = "#2a6f97" if ratio >= 1 else "#c1121f"
        bars.append(f'<text x="{left - 8}" y="{y + 11}" text-anchor="end">{escape(row.case.name)}</text>')
        bars.append(f'<rect x="{left}" y="{y}" width="{length:.0f}" height="13" fill="{hue}"/>')
        bars.append(f'<text x="{left + length + 5:.0f}" y="{y + 11}">{ratio:.1f}</text>')
    height = 40 + len(rows) * line
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="930" height="{height}" font-family="sans-serif" '
        f'font-size="12"><rect width="930" height="{height}" fill="#ffffff"/>'
        f'<text x="{left}" y="18">fastest peer\'s time / ours (bars end at 6)</text>{"".join(bars)}'
        f'<line x1="{left + unit}" x2="{left + unit}" y1="24" y2="{height - 10}" stroke="#000000"/></svg>\n'
    )
