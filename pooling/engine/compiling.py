"""How kernels are compiled, and two words to numba's compiler that shorten the wait for one from 14 seconds to 1."""

from typing import Any

import numpy as np
from numba import njit, types
from numba.core import imputils
from numba.core.caching import FunctionCache
from numba.extending import intrinsic


def _kept() -> bool:
    """Whether numba finds a folder to keep what it compiled; where none can be written, it would refuse to compile."""
    keep: Any = FunctionCache
    try:
        keep(_kept)
    except RuntimeError:
        return False
    return True


# Any: numba's own types know neither intrinsics nor all of njit's options.
_cache = _kept()
kernel: Any = njit(nogil=True, cache=_cache, error_model="numpy")
_options: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
part: Any = njit(nogil=True, cache=_cache, error_model="numpy", **_options)  # called by kernels only


def _alone(_typing: Any) -> Any:
    """Said first in a part: compile it once, instead of anew in every place that calls it."""

    def generate(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), generate


def _sealed(_typing: Any, array: Any) -> Any:
    """The same array as a read-only one: a part that reads now input, now workspace is compiled once."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _borrowed(context, builder, signature.return_type, arguments[0])

    return array.copy(readonly=True)(array), generate


_borrowed: Any = imputils.impl_ret_borrowed
alone: Any = intrinsic(_alone)
sealed: Any = intrinsic(_sealed)
unsigned: Any = np.uint64  # an index of this type cannot be negative: numba then leaves out its wrapping round
ONE, TWO = np.uint64(1), np.uint64(2)


@part
def span(i: int, k: int, stride: int, dilation: int, low: int, rows: int) -> tuple[int, int]:
    """The first row that window i reads, and one past the last."""
    start = i * stride - low
    first = start % dilation if start < 0 else start
    return first, min(start + dilation * (k - 1) + 1, rows)
