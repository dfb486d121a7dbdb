"""Values as CSV and NPY. Every number is written so that reading it gives the same number again."""

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def csv(values: ArrayLike, planes: Sequence[str] = ()) -> bytes:
    """A table of values (H, W): H lines of W numbers, parted by commas, UTF-8.

    With planes, values are (len(planes), H, W): plane after plane, each line beginning with its plane's name.
    Raises ValueError for other shapes.
    """
    array = np.asarray(values)
    wanted = (len(planes),) if planes else ()
    if array.ndim != 2 + len(wanted) or array.shape[: len(wanted)] != wanted:
        raise ValueError(f"values must have shape {(*wanted, 'H', 'W')}, got {array.shape}")
    named = zip(planes, array, strict=True) if planes else [("", array)]
    lines = [_line(name, row) for name, plane in named for row in plane]
    return "".join(lines).encode()


def _line(name: str, row: np.ndarray) -> str:
    # str of a NumPy scalar is the shortest text that its own dtype reads back; tolist() would widen float32.
    return ",".join([*([name] if name else []), *map(str, row)]) + "\n"


def npy(values: ArrayLike) -> bytes:
    """The array as a file for numpy.load, dtype and shape kept. Raises TypeError for arrays of objects."""
    array = np.asarray(values)
    if array.dtype.hasobject:
        raise TypeError(f"values must be numbers, got {array.dtype}")
    file = io.BytesIO()
    np.save(file, array, allow_pickle=False)
    return file.getvalue()
