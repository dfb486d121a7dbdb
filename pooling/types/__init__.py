"""Every pooling type by its name, in the order of lists. A new type is a new file in this folder."""

from importlib import import_module
from pkgutil import iter_modules

from pooling.types.base import Arithmetic, Parameter, PoolingType, Question

__all__ = ["TYPES", "Arithmetic", "Parameter", "PoolingType", "Question"]


def _found() -> dict[str, PoolingType]:
    modules = [import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__)]
    types = {id(item): item for module in modules for item in vars(module).values()}
    found = [item for item in types.values() if isinstance(item, PoolingType)]
    return {item.name: item for item in sorted(found, key=lambda item: (item.order, item.name))}


TYPES: dict[str, PoolingType] = _found()
