"""A pool for every point on which the frameworks are known to disagree."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from pooling.frameworks.ask import Ask

_NAN, _INF = np.nan, np.inf
_CLASSIC = [[1, 0, 2, 3], [3, 2, 6, 4], [4, 1, 0, 2], [0, 8, 5, 7]]
_RAMP = np.arange(16).reshape(4, 4)
_SIX = [1, 2, 3, 4, 5, 6]
_NANS = [[_NAN, 1, 5, 2], [3, 4, _NAN, 8], [1, 2, _NAN, _NAN], [3, 9, _NAN, _NAN]]
_HOLES = [[-_INF, -_INF, 1, 2], [-_INF, -_INF, -_INF, 3], [4, -_INF, 0, -2], [5, 6, -1, -_INF]]
_WIDE = [[16777217, 0], [1, 2], [4, 1], [0, 8]]


@dataclass(frozen=True, eq=False)
class Preset:
    """A question worth asking; its name is also that of the reason (see reasons) and of the lesson's section."""

    name: str
    label: str
    ask: Ask


def _preset(name: str, label: str, x: Any, *args: Any, dtype: Any = np.float32, **settings: Any) -> Preset:
    return Preset(name, label, Ask(np.asarray(x, dtype), *args, **settings))


_ALL = (
    _preset("same", '"Same" padding, stride 2', _RAMP, "max", 3, 2, "same"),
    _preset("stride", "The stride you did not set", _CLASSIC, "max", 2),
    _preset("average-same", '"Same" under an average', _SIX, "average", 3, 2, "same"),
    _preset("pad-counts", "Does padding count in an average?", _CLASSIC, "average", 3, 3, 1),
    _preset("odd-pad", "The odd cell of padding", _RAMP, "max", 3, 2, "same_lower"),
    _preset("pad-limit", "How much padding is allowed?", _CLASSIC, "max", 2, 2, 2),
    _preset("nan", "NaN under max", _NANS, "max", 2, 2),
    _preset("infinity", "A window of all −∞", _HOLES, "max", 2, 2),
    _preset("integers", "Whole numbers under an average", [-1, -2, 3, 4, 5, 8], "average", 2, 2, dtype=np.int64),
    _preset("lp", "Lp of negative numbers", [3, -4, 1, 2], "lp", 2, 2, param=1),
    _preset("lp-ceil", "Lp with ceil", [1, 1, 7], "lp", 2, 2, ceil=True, param=1),
    _preset("dilation", "Dilation with same padding", _SIX, "max", 3, 1, "same", dilation=2),
    _preset("too-large", "A kernel larger than the input", [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "max", 4, 2),
    _preset("spelling", "Capital letters", _CLASSIC, "max", 2, 2, "same", spelling="same"),
    _preset("cast", "Large whole numbers in TensorFlow", _WIDE, "max", 2, 2, dtype=np.int64),
    _preset("vectors", "NCHW_VECT_C", _CLASSIC, "max", 2, 2, dtype=np.int8, layout="vectors"),
)
PRESETS = {preset.name: preset for preset in _ALL}
