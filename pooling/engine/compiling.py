"""Two words to numba's compiler, which shorten the wait for a kernel from 14 seconds to 1."""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core.imputils import impl_ret_borrowed
from numba.extending import intrinsic


@intrinsic
def alone(typing: Any) -> Any:
    """Said first in a kernel's part: compile it once, instead of anew wherever it is called."""

    def generate(context: Any, builder: ir.IRBuilder, _signature: Any, _arguments: Any) -> Any:
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), generate


@intrinsic
def sealed(typing: Any, array: Any) -> Any:
    """The same array as a read-only one: a part that reads input and workspace is compiled once."""

    def generate(context: Any, builder: ir.IRBuilder, signature: Any, arguments: Any) -> Any:
        return impl_ret_borrowed(context, builder, signature.return_type, arguments[0])

    return array.copy(readonly=True)(array), generate
