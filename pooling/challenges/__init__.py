"""Challenges: small tasks about pooling, made from a seed and checked by computing.

`CHALLENGES` holds them in the order of lessons; `CHALLENGES[name].task(seed)` is one to solve. A new one is a function
with `@challenge` in the file of its topic or in a new file of this folder.
"""

from importlib import import_module
from pkgutil import iter_modules

from pooling.challenges.asks import Asks, Choice, Edit, Number, Settings, Size
from pooling.challenges.base import TOPICS, Challenge, Task

__all__ = ["CHALLENGES", "TOPICS", "Asks", "Challenge", "Choice", "Edit", "Number", "Settings", "Size", "Task"]


def _found() -> dict[str, Challenge]:
    modules = [import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__)]
    found = {id(item): item for module in modules for item in vars(module).values() if isinstance(item, Challenge)}
    ordered = sorted(found.values(), key=lambda item: (TOPICS.index(item.topic), item.order))
    return {item.name: item for item in ordered}


CHALLENGES: dict[str, Challenge] = _found()
