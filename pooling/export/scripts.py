"""The code of a pool in each framework, a file each."""

import io
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pooling import code
from pooling.apply import Pooled

_AXES = {"channels_first": "(N, C, {axes})", "channels_last": "(N, {axes}, C)"}
_SPATIAL = {1: "W", 2: "H, W", 3: "D, H, W"}


def scripts(pooled: Pooled) -> bytes:
    """A ZIP file with a script a framework; each makes y of a floating array x, whose axes its first line names."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in code.FRAMEWORKS:
            found = scripted(pooled, name)
            axes = _AXES[found.layout].format(axes=_SPATIAL[pooled.place.rank])
            head = f"# {code.LABELS[name]}: y is pooled from x, a floating array {axes}.\n"
            # A fixed date (the earliest there is): the same pool gives the same bytes.
            archive.writestr(ZipInfo(f"{pooled.type.name}_pooling_{name}.py"), f"{head}\n{found.text}")
    return file.getvalue()


def scripted(pooled: Pooled, framework: str) -> code.Source:
    """The code of one framework that answers as this pool did."""
    asked: dict[str, Any] = {"type": pooled.type.name, "param": pooled.param, "seed": pooled.seed}
    counts, shape = pooled.count_include_pad, pooled.plan.input_shape
    return code.source(framework, pooled.place, count_include_pad=counts, shape=shape, **asked)
