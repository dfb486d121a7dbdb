"""The totals of a network as three large numbers, and its layers as a table that folds by stage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

import streamlit as st

from pages._ui import costs
from pages._ui.networks import NetworkState
from pooling.network import Row, Summary

_STYLE = Path(__file__).parents[2] / "assets" / "network.css"
_HEADS = ("Layer", "Kind", "Output", "Parameters", "Multiply-adds", "Memory, {unit}", "One cell sees")
_BYTES = {"MB": 1e6, "kB": 1e3}


def stage(row: Row) -> str:
    """Return the stage that a layer of a residual network belongs to: "layer1" of "layer1.0.conv2"."""
    return row.name.partition(".")[0]


# ---- totals ------------------------------------------------------------------------------------------------


def totals(now: NetworkState) -> None:
    """Draw the three totals; where pools are changed, with ratio and difference."""
    before, after = now.before, now.after
    parts = [
        _Total("Parameters", before.parameters, after.parameters, costs.amount),
        _Total("Multiply-adds for one picture", before.multiply_adds, after.multiply_adds, costs.amount),
        _Total("Memory of all outputs", before.activation_bytes, after.activation_bytes, costs.memory),
    ]
    changed = now.pools != "kept"
    numbers = "".join(_number(total, _note(total) if changed else _exact(total)) for total in parts)
    st.html(_STYLE)
    st.html(f'<dl class="totals">{numbers}</dl>')


@dataclass(frozen=True)
class _Total:
    label: str
    before: int
    after: int
    spelled: Callable[[float], str]


def _number(total: _Total, note: str) -> str:
    number, _, unit = total.spelled(total.after).partition(" ")
    return f"<div><dt>{total.label}</dt><dd><strong>{number}</strong> {unit}<span>{note}</span></dd></div>"


def _exact(total: _Total) -> str:
    """Return all digits of a total that was shortened; a line keeps its height without them."""
    unit = " bytes" if total.spelled is costs.memory else ""
    return f"{total.after:,}{unit}" if " " in total.spelled(total.after) else "&nbsp;"


def _note(total: _Total) -> str:
    """Return ratio and difference to the network with its pools."""
    more = total.after - total.before
    if not (more and total.before):
        return f"{total.spelled(more)} more" if more else "as before"
    what = f"{total.spelled(abs(more))} {'more' if more > 0 else 'less'}"
    return f"<b>{costs.times(total.before, total.after)}</b> {what}"


# ---- the table ---------------------------------------------------------------------------------------------


def table(summary: Summary) -> None:
    """Draw a row a layer; stages of several layers fold into one line with their totals."""
    unit = "MB" if summary.activation_bytes >= _BYTES["MB"] else "kB"
    parts, plain = list[str](), list[Row]()
    for _, group in groupby(summary.rows, key=stage):
        rows = list(group)
        if len(rows) == 1:
            plain += rows
            continue
        parts += [_table(plain, unit, head=not parts), _folded(rows, unit)]
        plain = []
    parts.append(_table(plain, unit, head=not parts))
    st.html(f'<div class="ledger" role="region" aria-label="Layer by layer" tabindex="0">{"".join(parts)}</div>')


def _table(rows: Sequence[Row], unit: str, *, head: bool) -> str:
    if not rows:
        return ""
    heads = "".join(f'<th scope="col">{text.format(unit=unit)}</th>' for text in _HEADS)
    hidden = "" if head else ' class="unseen"'
    body = "".join(_line(row, unit) for row in rows)
    return f"<table><thead{hidden}><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _line(row: Row, unit: str) -> str:
    mark = ' class="pool"' if "pooling" in row.kind else ""
    name, *texts = _texts([row], row.name, row.kind, unit)
    cells = "".join(f"<td>{escape(text)}</td>" for text in texts)
    return f'<tr{mark}><th scope="row">{escape(name)}</th>{cells}</tr>'


def _folded(rows: Sequence[Row], unit: str) -> str:
    blocks = len({row.name.rpartition(".")[0] for row in rows})
    texts = _texts(rows, stage(rows[0]), f"{blocks} blocks, {len(rows)} convolutions", unit)
    cells = "".join(f"<span>{escape(text)}</span>" for text in texts)
    return f"<details><summary>{cells}</summary>{_table(rows, unit, head=False)}</details>"


def _texts(rows: Sequence[Row], name: str, kind: str, unit: str) -> tuple[str, ...]:
    """Return the texts of one line: the totals of some layers, and what the last of them gives and sees."""
    last, total = rows[-1], Summary(tuple(rows))
    return (
        name,
        kind,
        costs.shape(last),
        f"{total.parameters:,}",
        f"{total.multiply_adds:,}",
        f"{total.activation_bytes / _BYTES[unit]:,.3f}",
        " × ".join(map(str, last.receptive_field)),
    )
