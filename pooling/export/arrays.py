"""Values as CSV and NPY. Every number is written so that reading it gives the same number again."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from pooling.apply import Array, Pooled


def csv(values: Pooled | ArrayLike, planes: Sequence[str] = (), *, switches: bool = False) -> bytes:
    """A table of values (H, W): H lines of W numbers, parted by commas, UTF-8.

    With planes, values are (len(planes), H, W): plane after plane, each line beginning with its plane's name. Of a
    Pooled, the values or the switches; one row if it has one axis, and a volume's slices are named. Raises ValueError
    for other shapes, and for switches where there are none.
    """
    array = _asked(values, switches)
    if isinstance(values, Pooled) and array.ndim == 1:
        array = array[None]
    if isinstance(values, Pooled) and array.ndim == 3 and not planes:
        planes = [f"slice {number + 1}" for number in range(len(array))]
    wanted = (len(planes),) if planes else ()
    if array.ndim != 2 + len(wanted) or array.shape[: len(wanted)] != wanted:
        raise ValueError(f"values must have shape {(*wanted, 'H', 'W')}, got {array.shape}")
    named = zip(planes, array, strict=True) if planes else [("", array)]
    lines = [_line(name, row) for name, plane in named for row in plane]
    return "".join(lines).encode()


def _line(name: str, row: np.ndarray) -> str:
    # str of a NumPy scalar is the shortest text that its own dtype reads back; tolist() would widen float32.
    return ",".join([*([name] if name else []), *map(str, row)]) + "\n"


def npy(values: Pooled | ArrayLike, *, switches: bool = False) -> bytes:
    """The array as a file for numpy.load, dtype and shape kept: of a Pooled, its values or its switches.

    Raises TypeError for arrays of objects, ValueError for switches where there are none.
    """
    array = _asked(values, switches)
    if array.dtype.hasobject:
        raise TypeError(f"values must be numbers, got {array.dtype}")
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()


def _asked(values: Pooled | ArrayLike, switches: bool) -> Array:
    if not isinstance(values, Pooled):
        if switches:
            raise TypeError(f"switches are those of a Pooled, got {values.__class__.__name__}")
        return np.asarray(values)
    if not switches:
        return values.values
    if values.switches is None:
        raise ValueError(f"{values.type.name} pooling has no switches: its answers are none of the taps")
    return values.switches
