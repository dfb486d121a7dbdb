"""Networks that are spelled: `conv16k3,max2,conv32k3s2,avg2,global,dense10` on a square colour picture.

conv16k3s2p1 is a convolution to 16 channels with kernel 3, stride 2 and padding 1 (unless said: kernel 3, stride 1 and
the padding that keeps the size of the map); max3s2p1 and avg2 are poolings (stride: the kernel; padding: none); global
is global average pooling; dense10 has 10 units.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from pooling import limits
from pooling.network import Convolution, Dense, Layer, Network, Pooling
from pooling.placement import Global, Window

CHANNELS = 3  # of the input

_NUMBER = r"\d{1,9}"
_SPELLED = re.compile(
    rf"(?P<kind>conv|max|avg|global|dense)(?P<n>{_NUMBER})?(k(?P<k>{_NUMBER}))?(s(?P<s>{_NUMBER}))?(p(?P<p>{_NUMBER}))?",
    re.ASCII,
)
_POOLS = {"max": "max", "avg": "average"}
_NEEDS = {"conv": "n", "max": "n", "avg": "n", "global": "", "dense": "n"}
_TAKES = {"conv": "nksp", "max": "nsp", "avg": "nsp", "global": "", "dense": "n"}


@dataclass(frozen=True)
class Stack:
    """The longest beginning of a spelling that is a network; refusal: the sentence about what follows it, or ""."""

    spelled: tuple[str, ...]
    network: Network
    refusal: str = ""


def layer(spelled: str) -> Layer:
    """The layer that a word such as "conv16k3" means. ValueError says what is wrong with it."""
    found = _SPELLED.fullmatch(spelled)
    given = {name: int(text) for name in "nksp" if found and (text := found[name]) is not None}
    if not found or not set(_NEEDS[found["kind"]]) <= set(given) <= set(_TAKES[found["kind"]]):
        shown = spelled if len(spelled) <= 24 else spelled[:24] + "..."
        raise ValueError(f'"{shown}" is no layer; write conv16k3, max2, avg2, global or dense10')
    return _MAKERS[found["kind"]](found["kind"], given)


def parse(text: str, side: int) -> Network:
    """The network that a text spells, on a colour picture of side x side cells. ValueError says where it ends."""
    stack = longest(text, side)
    if stack.refusal:
        raise ValueError(stack.refusal)
    return stack.network


def longest(text: str, side: int) -> Stack:
    """The longest beginning of a text that is a network on side x side cells; it may have no layer at all."""
    _bounded("side of the input", side, 1, limits.STACK_SIDE)
    kept: tuple[str, ...] = ()
    network = Network("Your own", "", (CHANNELS, side, side), ())
    counts: Counter[str] = Counter()
    for spelled in filter(None, (part.strip().lower() for part in text.split(","))):
        try:
            network = _longer(network, spelled, counts)
        except ValueError as error:
            return Stack(kept, network, str(error))
        kept = (*kept, spelled)
    return Stack(kept, network)


def _longer(network: Network, spelled: str, counts: Counter[str]) -> Network:
    number = len(network.layers) + 1
    _bounded("number of layers", number, 1, limits.STACK_LAYERS)
    try:
        made = layer(spelled)
    except ValueError as error:
        raise ValueError(f"layer {number}: {error}") from None
    kind = _name(made)
    longer = replace(network, layers=(*network.layers, (f"{kind}{counts[kind] + 1}", made)))
    longer.summary()  # refuses a layer that does not fit, by its name
    counts[kind] += 1
    return longer


def _name(made: Layer) -> str:
    if isinstance(made, Pooling):
        return "global" if isinstance(made.place, Global) else "pool"
    return "conv" if isinstance(made, Convolution) else "dense"


def _bounded(what: str, value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise ValueError(f"the {what} lies between {low} and {high}, got {value}")
    return value


def _window(kernel: int, given: dict[str, int], stride: int, padding: int) -> Window:
    _bounded("kernel", kernel, 1, limits.STACK_KERNEL)
    _bounded("stride", given.get("s", stride), 1, limits.STACK_KERNEL)
    return Window(kernel, given.get("s", stride), given.get("p", padding))


def _convolution(_: str, given: dict[str, int]) -> Layer:
    kernel = given.get("k", 3)
    channels = _bounded("number of channels", given["n"], 1, limits.STACK_CHANNELS)
    return Convolution(channels, _window(kernel, given, 1, (kernel - 1) // 2))


def _pooling(kind: str, given: dict[str, int]) -> Layer:
    return Pooling(_POOLS[kind], _window(given["n"], given, given["n"], 0))


def _global(_: str, __: dict[str, int]) -> Layer:
    return Pooling("average", Global())


def _dense(_: str, given: dict[str, int]) -> Layer:
    return Dense(_bounded("number of units", given["n"], 1, limits.STACK_CHANNELS))


_MAKERS: dict[str, Callable[[str, dict[str, int]], Layer]] = {
    "conv": _convolution,
    "max": _pooling,
    "avg": _pooling,
    "global": _global,
    "dense": _dense,
}
