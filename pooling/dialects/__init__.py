"""Pooling under the names, defaults, index conventions and quirks of five frameworks, over NumPy arrays.

One module a framework: keras, tensorflow, pytorch, onnx, flax. None of them needs its framework, and each is
imported when it is first named.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

_DIALECTS = frozenset(info.name for info in iter_modules(__path__) if not info.name.startswith("_"))


def __getattr__(name: str) -> ModuleType:
    if name in _DIALECTS:
        return import_module(f"pooling.dialects.{name}")
    raise AttributeError(f"module 'pooling.dialects' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_DIALECTS})
