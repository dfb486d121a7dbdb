"""Which of the known disagreements a question touches."""

from collections.abc import Callable, Sequence

import numpy as np

from pooling.frameworks.answers import Answer
from pooling.frameworks.ask import Ask
from pooling.placement import lay

_Rule = Callable[[Ask], bool]


def reasons(ask: Ask, given: Sequence[Answer]) -> list[str]:
    """The names of the presets whose point applies, as keys of PRESETS; none where nothing is known to differ.

    given: the answers to ask; "same" applies only if PyTorch's answer is not TensorFlow's.
    """
    found = [name for name, rule in _RULES.items() if rule(ask)]
    return [name for name in found if name != "same" or _apart(given)]


def _apart(given: Sequence[Answer]) -> bool:
    by = {answer.framework: answer.values for answer in given}
    one, other = by["pytorch"], by["tensorflow"]
    return one is None or other is None or not np.array_equal(one, other, equal_nan=True)


def _odd(ask: Ask) -> bool:
    return ask.padding == "same_lower" and any(low != high for low, high in ask.pads)


def _beyond_half(ask: Ask) -> bool:
    return not isinstance(ask.padding, str) and any(
        max(pair) > k // 2 for pair, k in zip(ask.pads, ask.kernel, strict=True)
    )


def _too_large(ask: Ask) -> bool:
    axes = zip(ask.x.shape, ask.reach, ask.pads, strict=True)
    return any(reach > n + sum(pair) for n, reach, pair in axes)


def _hangs_over(ask: Ask) -> bool:
    """Whether ceil lays a window that ends beyond the input."""
    axes = zip(ask.x.shape, ask.kernel, ask.stride or ask.kernel, ask.pads, ask.dilation, strict=True)
    return any(lay(*axis, True).out > lay(*axis, False).out for axis in axes)


def _padded(ask: Ask) -> bool:
    return any(map(any, ask.pads))


_RULES: dict[str, _Rule] = {
    "stride": lambda ask: ask.stride is None,
    "spelling": lambda ask: bool(ask.spelling),
    "same": lambda ask: ask.padding == "same" and not ask.spelling,
    "average-same": lambda ask: ask.type == "average" and isinstance(ask.padding, str) and _padded(ask),
    "pad-counts": lambda ask: ask.type == "average" and not isinstance(ask.padding, str),
    "odd-pad": _odd,
    "pad-limit": _beyond_half,
    "nan": lambda ask: ask.type == "max" and bool(np.isnan(ask.x).any()),
    "infinity": lambda ask: ask.type == "max" and bool(np.isneginf(ask.x).any()),
    "integers": lambda ask: ask.x.dtype.kind == "i" and (ask.type == "average" or ask.rank == 1),
    "lp": lambda ask: ask.type == "lp" and bool((ask.x < 0).any()),
    "lp-ceil": lambda ask: ask.type == "lp" and ask.ceil and _hangs_over(ask),
    "dilation": lambda ask: max(ask.dilation) > 1,
    "too-large": _too_large,
    "cast": lambda ask: ask.type == "max" and ask.x.dtype.name in ("float64", "int64") and ask.rank == 2,
    "vectors": lambda ask: ask.layout == "vectors",
}
