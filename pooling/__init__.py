"""Pooling as convolutional neural networks do it, on NumPy arrays, with every step to look at.

`pool` answers, a place (`Window`, `Adaptive`, `Global`, `Fractional`) says how windows lie, `TYPES` what becomes of
them. The rooms beside them (`pooling.gradient`, `pooling.dialects`, `pooling.code`, `pooling.shift`, ...) are imported
when they are first named.
"""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from pooling.apply import Pooled, pool
from pooling.placement import Adaptive, Fractional, Global, Plan, Window
from pooling.types import TYPES

__all__ = ["TYPES", "Adaptive", "Fractional", "Global", "Plan", "Pooled", "Window", "pool"]

_ROOMS = frozenset(info.name for info in iter_modules(__path__))


def __getattr__(name: str) -> ModuleType:
    if name in _ROOMS:
        return import_module(f"pooling.{name}")
    raise AttributeError(f"module 'pooling' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_ROOMS})
