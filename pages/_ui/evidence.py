"""What shows that a claim holds or not: a stage, a table of counted numbers or a script, one for each card."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import streamlit as st

from pages._ui import costs, stage, tables
from pooling import Window, code, grids, pool, scene
from pooling.challenges.views import lone
from pooling.dialects import keras, tensorflow
from pooling.network import ARCHITECTURES, Convolution, Network, Row

_NOISE = 512  # cells a side: the mean of so many windows is known to two decimals
STEPS = {"place": 2, "variance": 2}  # the window that is chosen at first, where it is not the first one
_SPATIAL = (16, 9, 11)  # sizes along the axes of a tensor, as many as it has


def show(name: str, step: int) -> None:
    """Draw the evidence about the card of this name."""
    EVIDENCE[name](step)


def _stage(drawn: dict[str, Any], name: str, step: int) -> None:
    windows = len(drawn["links"][0]["result"])
    stage.show({**drawn, "step": min(step, windows - 1)}, key=f"evidence-{name}")


def _essential(_step: int) -> None:
    vgg = ARCHITECTURES["vgg16"]
    both = {"Five max pools": vgg.summary(), "Five strided convolutions": vgg.with_strided_convolutions().summary()}
    rows = [
        (name, costs.shape(_last_map(found.rows)), f"{found.parameters:,}", costs.amount(found.multiply_adds))
        for name, found in both.items()
    ]
    tables.show(("VGG-16 with", "Last map", "Parameters", "Multiply-adds"), rows, "VGG-16 with pools and without")


def _last_map(rows: Sequence[Row]) -> Row:
    return next(row for row in reversed(rows) if len(row.output_shape) == 3)


def _resnet(_step: int) -> None:
    rows = ARCHITECTURES["resnet18"].summary().rows
    shrinking = [row for row in rows if row.kind not in ("convolution", "dense") and "shortcut" not in row.name]
    lines = [(row.name, row.kind, costs.shape(row)) for row in shrinking]
    tables.show(("Layer", "Kind", "Map behind it"), lines, "The layers of ResNet-18 that shrink the map")


def _image(step: int) -> None:
    channels = {f"Channel {number + 1}": pool(grids.preset("random", number, (4, 4)), 2) for number in range(2)}
    _stage(scene.compare(channels), "image", step)


def _noise(step: int) -> None:
    noise = np.random.default_rng(0).standard_normal((_NOISE, _NOISE))
    rows = []
    for kernel in (1, 2, 3):
        means = [pool(noise, kernel, type=name).values.mean() for name in ("max", "average")]
        spread = pool(noise, kernel, type="average").values.std()
        rows.append((f"{kernel} × {kernel}", *(f"{abs(mean):.2f}" for mean in means), f"{spread:.2f}"))
    heads = ("Window", "Mean of the max", "Mean of the average", "Spread of the average")
    tables.show(heads, rows, "What pooling does to noise of mean 0 and spread 1")
    corner = noise[:4, :4].round(1)
    _stage(scene.compare({"Max": pool(corner, 2), "Average": pool(corner, 2, type="average")}), "noise", step)


def _variance(step: int) -> None:
    both = {f"Row {row}, column {column}": _four((4, 4), (row - 1, column - 1)) for row, column in ((4, 2), (3, 1))}
    _stage(scene.compare(both), "variance", step)


def _four(shape: tuple[int, int], cell: tuple[int, int]) -> Any:
    return pool(lone(shape, cell, 4), 2)


def _filter(_step: int) -> None:
    chosen = [row for row in ARCHITECTURES["vgg16"].summary().rows if row.name in ("conv1_2", "pool1")]
    reads = ("3 × 3 cells of all 64 channels", "2 × 2 cells of its own channel")
    rows = [(row.name, row.kind, f"{row.parameters:,}", read) for row, read in zip(chosen, reads, strict=True)]
    tables.show(("Layer", "Kind", "Weights and biases", "One answer reads"), rows, "A convolution and a pool of VGG-16")


def _lost(step: int) -> None:
    _stage({**scene.unpooled(pool(grids.preset("article"), 2)), "below": True}, "lost", step)


def _overfitting(_step: int) -> None:
    vgg = ARCHITECTURES["vgg16"]
    kept, removed = (network.summary().rows for network in (vgg, vgg.without_pools()))
    rows = []
    for name in ("conv5_3", "pool5", "fc6"):
        pair = [next((row for row in found if row.name == name), None) for found in (kept, removed)]
        rows.append((name, *("none" if row is None else f"{row.parameters:,}" for row in pair)))
    tables.show(("Parameters of", "With pools", "Without pools"), rows, "Where pools save weights in VGG-16")


def _cost(_step: int) -> None:
    rows = []
    for side in (32, 64, 128, 256):
        network = Network("", "", (1, side, side), (("conv", Convolution(1, Window(3, 1, 1))),))
        work = network.summary().multiply_adds
        rows.append((f"{side} × {side}", f"{side * side:,}", f"{work:,}"))
    heads = ("Map", "Cells", "Multiply-adds of one 3 × 3 filter")
    tables.show(heads, rows, "Twice the side is four times the work")


def _place(step: int) -> None:
    cells = ((4, 2), (3, 1))
    for first, shape in ((1, (4, 4)), (0, (6, 6))):
        pair = {f"({i}, {j}) from {first}": _four(shape, (i - first, j - first)) for i, j in cells}
        if first:
            _stage(scene.compare(pair), "place", step)
        else:
            stage.show(scene.compare(pair, step=7), key="evidence-place-0", stepper=False)


def _sizes(_step: int) -> None:
    rows = []
    for rank, size in ((1, 2), (2, (2, 3)), (3, (2, 3, 2))):
        layer = getattr(keras, f"MaxPooling{rank}D")
        x = np.zeros((1, *_SPATIAL[:rank], 1), np.float32)
        rows.append((f"MaxPooling{rank}D(pool_size={size})", _times(x.shape), _times(layer(pool_size=size)(x).shape)))
    tables.show(("Layer", "Input", "Output"), rows, "One number an axis, and strides of the same")


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def _gone(_step: int) -> None:
    st.code(code.source("keras", 2, shape=(4, 4)).text, language="python")


def _signature(_step: int) -> None:
    calls: tuple[tuple[int, dict[str, Any]], ...] = (
        (1, {"ksize": 2, "strides": 2, "padding": "VALID"}),
        (2, {"ksize": 2, "strides": 2, "padding": "VALID"}),
        (3, {"ksize": 2, "strides": 2, "padding": "SAME"}),
        (2, {"ksize": 3, "strides": 2, "padding": [[0, 0], [1, 1], [1, 1], [0, 0]]}),
    )
    rows = []
    for rank, given in calls:
        x = np.zeros((1, *_SPATIAL[:rank], 1), np.float32)
        spelled = ", ".join(f"{name}={value!r}" for name, value in given.items())
        answer = tensorflow.max_pool(x, **given)
        rows.append((f"tf.nn.max_pool(x, {spelled})", _times(x.shape), _times(answer.shape)))
    tables.show(("Call", "x", "Answer"), rows, "Calls of today, and the shapes that they give")


def _swapped(step: int) -> None:
    grid = grids.preset("ramp")
    both = {word.upper(): pool(grid, Window(2, 2, word)) for word in ("valid", "same")}
    _stage(scene.compare(both), "swapped", step)


EVIDENCE: dict[str, Callable[[int], None]] = {
    "essential": _essential,
    "resnet": _resnet,
    "image": _image,
    "noise": _noise,
    "variance": _variance,
    "filter": _filter,
    "lost": _lost,
    "overfitting": _overfitting,
    "cost": _cost,
    "place": _place,
    "sizes": _sizes,
    "gone": _gone,
    "signature": _signature,
    "swapped": _swapped,
}
