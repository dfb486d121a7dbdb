"""A network as a row of blocks with what each layer costs, and the input cells that one cell of a layer sees."""

import base64
from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import streamlit as st

from pages._ui import costs, ledger, networks, state
from pages._ui.components import component
from pages._ui.networks import NetworkState
from pooling import images, palette, samples
from pooling.network import Row, Summary

_component = component("network")
_LEAST_MARGIN = 1 / 8  # of the input's side, around the picture: room for the padding that a cell sees

_QUANTITIES: dict[str, tuple[Callable[[Row], int], Callable[[float], str]]] = {
    "Parameters": (attrgetter("parameters"), costs.amount),
    "Multiply-adds": (attrgetter("multiply_adds"), costs.amount),
    "Memory": (attrgetter("activation_bytes"), costs.memory),
}


def show(now: NetworkState) -> None:
    """Draw the network; a layer or a cell that is chosen in it is written into the address."""
    data = _drawn(now.after, now.network.input_shape) | {
        "chosen": now.layer,
        "cell": list(now.cell),
        "sentence": costs.sees(now),
    }
    _component(key="network", data=data, on_chosen_change=_chosen)


@lru_cache(maxsize=64)
def _drawn(summary: Summary, input_shape: tuple[int, int, int]) -> dict[str, Any]:
    channels, side, _ = input_shape
    return {
        "picture": _picture(side, channels),
        "side": side,
        "margin": _margin(summary, side),
        "layers": [_layer(row, summary) for row in summary.rows],
        "stages": [[name, len(list(rows))] for name, rows in groupby(summary.rows, key=ledger.stage)],
        "most": [_most(summary, *quantity) for quantity in _QUANTITIES.values()],
        "quantities": list(_QUANTITIES),
        "hues": {"light": palette.LIGHT, "dark": palette.DARK},
    }


@lru_cache(maxsize=16)
def _picture(side: int, channels: int) -> str:
    picture = samples.cheetah(side)
    shown = picture if channels > 1 else images.to_uint8(images.grey(picture), 0, 255)
    return "data:image/png;base64," + base64.b64encode(images.png(shown)).decode()


def _margin(summary: Summary, side: int) -> int:
    """Return how many cells around the picture are drawn: the padding that a map's middle cell sees, and some more."""
    maps = [row for row in summary.rows if networks.cells(row) > (1, 1)]
    padding = [
        max(field.padding(place, side))
        for row in maps
        for field, place in zip(row.fields, networks.standard_cell(row), strict=True)
    ]
    return max(round(_LEAST_MARGIN * side), max(padding, default=0) + side // 16)


def _layer(row: Row, summary: Summary) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "family": _family(row.kind),
        "shape": costs.shape(row),
        "cells": list(networks.cells(row)) if len(row.output_shape) == 3 else None,
        "begins": [field.begins(count) for field, count in zip(row.fields, networks.cells(row), strict=True)],
        "sees": list(row.receptive_field),
        "shares": [size(row) / max(1, *(size(other) for other in summary.rows)) for size, _ in _QUANTITIES.values()],
        "texts": [spelled(size(row)) for size, spelled in _QUANTITIES.values()],
    }


def _family(kind: str) -> str:
    return "pooling" if "pooling" in kind else kind.partition(" ")[0]


def _most(summary: Summary, size: Callable[[Row], int], spelled: Callable[[float], str]) -> str:
    largest = max(summary.rows, key=size)
    return f"most: {largest.name}, {spelled(size(largest))}" if size(largest) else ""


def _chosen() -> None:
    """Write the layer and its cell into the address; what comes over the wire may be anything."""
    chosen: Any = st.session_state["network"].get("chosen")
    if not isinstance(chosen, dict):
        return
    name, cell = chosen.get("layer"), chosen.get("cell")
    whole = isinstance(cell, list) and len(cell) == 2 and all(type(part) is int and part >= 0 for part in cell)
    if isinstance(name, str) and cell is not None and whole:
        state.write(layer=name, cell=networks.spell_cell((cell[0], cell[1])))
