"""The plan of a pool as JSON: where every window lies, with what each shape formula came to."""

import json
from typing import Any

from pooling import limits
from pooling.apply import Pooled
from pooling.placement import Axis


def plan(pooled: Pooled) -> bytes:
    """What was asked, and for each axis sizes, pads, windows, taps and the cells that no window reads, as JSON.

    Taps are cells of the unpadded axis, counted from 0; those below 0 and from `size` on are padding.
    ValueError for more than limits.EXPORT_TAPS taps along the axes.
    """
    taps = sum(axis.taps.size for axis in pooled.plan.axes)
    if taps > limits.EXPORT_TAPS:
        raise ValueError(f"a plan is written for at most {limits.EXPORT_TAPS:,} taps along its axes, got {taps:,}")
    said = {
        "type": pooled.type.name,
        "param": pooled.param,
        "count_include_pad": pooled.count_include_pad,
        "seed": pooled.seed,
        "place": repr(pooled.place),
        "input_shape": list(pooled.plan.input_shape),
        "output_shape": list(pooled.plan.output_shape),
        "axes": [_axis(axis) for axis in pooled.plan.axes],
    }
    return (json.dumps(said, indent=2, allow_nan=False) + "\n").encode()


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "size": axis.size,
        "kernel": axis.kernel,
        "stride": axis.stride,
        "dilation": axis.dilation,
        "effective_kernel": axis.dilation * (axis.kernel - 1) + 1,
        "padding": [axis.low, axis.high],
        "rule": axis.mode,
        "formula": axis.formula(),
        "windows": axis.out,
        "windows_before_ceil_dropped_one": axis.unclipped,
        "starts": axis.starts.tolist(),
        "taps": [row[there].tolist() for row, there in zip(axis.taps, axis.present, strict=True)],
        "unread": list(axis.unread),
    }
