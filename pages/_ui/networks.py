"""The state of the page about whole networks: which one, what becomes of its pools, which cell of which layer."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from pages._ui import state
from pages._ui.reader import Reader
from pooling import limits, stacks
from pooling.network import ARCHITECTURES, Network, Row, Summary

OWN = "own"
NETS = {name: network.label for name, network in ARCHITECTURES.items()} | {OWN: "Your own stack"}
POOLS = {"kept": "Kept", "strided": "Strided convolutions", "removed": "Removed"}
NET, STACK = "vgg16", "conv16k3,max2,conv32k3,max2,global,dense10"
SIDE, SMALLEST_SIDE = 32, 16  # of the input of an own stack; the smallest is that of the drawn cheetah

Cell = tuple[int, int]


@dataclass(frozen=True)
class NetworkState:
    """The page's state, legal in every part.

    `before` is the network as it was published or built, `after` with its pools as asked; `layer` counts after's
    rows. spelled, asked: the layers of an own stack, and as they were typed. notices: see State.
    """

    net: str
    pools: str
    spelled: tuple[str, ...]
    asked: str
    network: Network
    before: Summary
    after: Summary
    layer: int
    cell: Cell
    lock: frozenset[str]
    notices: tuple[str, ...]

    @property
    def own(self) -> bool:
        """Whether the learner built it."""
        return self.net == OWN

    @property
    def side(self) -> int:
        """Rows, and columns, of the input."""
        return self.network.input_shape[1]

    @property
    def row(self) -> Row:
        """The chosen layer."""
        return self.after.rows[self.layer]


def read() -> NetworkState:
    """Return the state of the page from its address."""
    reader = Reader(st.query_params.to_dict())
    net = reader.word("net", NETS, NET, "network")
    stack = _stack(reader) if net == OWN else None
    network = stack.network if stack else ARCHITECTURES[net]
    pools = _pools(reader, network)
    before, after = _summaries(network, pools)
    layer = _layer(reader, before, after)
    return NetworkState(
        net=net,
        pools=pools,
        spelled=stack.spelled if stack else (),
        asked=reader.asked.get("layers", STACK) if stack else "",
        network=network,
        before=before,
        after=after,
        layer=layer,
        cell=_cell(reader, after.rows[layer]),
        lock=state.locks(),
        notices=tuple(reader.notices),
    )


@lru_cache(maxsize=64)
def _summaries(network: Network, pools: str) -> tuple[Summary, Summary]:
    return network.summary(), _changed(network, pools).summary()


def _changed(network: Network, pools: str) -> Network:
    if pools == "strided":
        return network.with_strided_convolutions()
    return network.without_pools() if pools == "removed" else network


def _stack(reader: Reader) -> stacks.Stack:
    """Return the asked stack, as far as it can be built; the default where not even its first layer can."""
    side = reader.whole("side", SIDE, SMALLEST_SIDE, limits.STACK_SIDE, "side of the input")
    stack = stacks.longest(reader.asked.get("layers", STACK), side)
    if stack.refusal:
        reader.notices.append(f"The stack is cut short: {stack.refusal}.")
    if stack.spelled:
        return stack
    reader.notices.append("A stack has at least one layer; the one that this page begins with is shown.")
    return stacks.longest(STACK, side)


def _pools(reader: Reader, network: Network) -> str:
    pools = reader.word("pools", POOLS, "kept", "way with pools")
    if _changed(network, pools).layers:
        return pools
    reader.notices.append("This stack has nothing but pools; they are kept.")
    return "kept"


def _layer(reader: Reader, before: Summary, after: Summary) -> int:
    """Return the asked layer's place in after; for a removed pool, that of the layer before it."""
    names = [row.name for row in after.rows]
    asked = reader.asked.get("layer", "")
    all_names = [row.name for row in before.rows]
    if asked in names or asked not in all_names:
        return names.index(reader.word("layer", names, names[standard_layer(after)]))
    stays = [name for name in all_names[: all_names.index(asked)] if name in names]
    near = stays[-1] if stays else names[0]
    reader.notices.append(f"{asked} is removed; {near} is shown.")
    return names.index(near)


def standard_layer(summary: Summary) -> int:
    """Return the last layer that still has rows and columns, else the last."""
    maps = [place for place, row in enumerate(summary.rows) if row.output_shape[1:] > (1, 1)]
    return maps[-1] if maps else len(summary.rows) - 1


def cells(row: Row) -> Cell:
    """Return how many rows and columns of cells a layer has; the units of a dense layer all see the same."""
    return row.output_shape[1:] if len(row.output_shape) == 3 else (1, 1)


def standard_cell(row: Row) -> Cell:
    """Return the cell in the middle."""
    rows, columns = cells(row)
    return rows // 2, columns // 2


def _cell(reader: Reader, row: Row) -> Cell:
    asked = reader.ints("cell")
    if asked is None:
        return standard_cell(row)
    limits_ = cells(row)
    place = (asked * 2)[:2]
    clamped = min(max(place[0], 0), limits_[0] - 1), min(max(place[1], 0), limits_[1] - 1)
    if clamped != place:
        last = "x".join(str(limit - 1) for limit in limits_)
        reader.notices.append(f"The cells of {row.name} go from 0x0 to {last}; {spell_cell(clamped)} is shown.")
    return clamped


def spell_cell(cell: Cell) -> str:
    """Return the address' text of a cell: row and column from 0."""
    return "x".join(map(str, cell))


def canonical(now: NetworkState) -> Mapping[str, str]:
    """Return the shortest parameters that show the same thing."""
    names = [row.name for row in now.after.rows]
    return state.shortest(
        {
            "net": (now.net, NET),
            "pools": (now.pools, "kept"),
            "layers": (",".join(now.spelled), STACK if now.own else ""),
            "side": (str(now.side), str(SIDE) if now.own else str(now.side)),
            "layer": (names[now.layer], names[standard_layer(now.after)]),
            "cell": (spell_cell(now.cell), spell_cell(standard_cell(now.row))),
        }
    )
