"""Each script does what pool does: executed in NumPy always, in a framework where it is installed."""

import ast
import importlib
import itertools
import re

import numpy as np
import pytest

from pooling import TYPES, Adaptive, Fractional, Global, Window, code, pool
from pooling.code.lines import fitted
from pooling.legal import nearest_legal

PARAMS = {
    "lp": [2, 1, 3, 2.5],
    "gem": [3, 1, 2.5],
    "logsumexp": [1, 0.1, 20],
    "mixed": [0.5, 0, 1, 0.3],
    "blur": [3, 1, 2, 5],
    "maxblur": [3, 1, 2, 4],
}
MODULES = {
    "keras": "keras",
    "tensorflow": "tensorflow",
    "pytorch": "torch",
    "flax": "flax",
    "onnx": "onnxruntime",
    "numpy": "numpy",
}


def random_place(rng, shape):
    rank = len(shape)
    kind = rng.choice(["window"] * 7 + ["adaptive", "global", "fractional"])
    if kind == "global":
        return Global(rank)
    if kind != "window":
        out = tuple(int(rng.integers(1, n + 1)) for n in shape)
        return Adaptive(out) if kind == "adaptive" else Fractional(out, int(rng.integers(9)), bool(rng.integers(2)))
    kernel, stride = rng.integers(1, 5, rank), rng.integers(1, 4, rank)
    dilation = rng.choice([1, 1, 2, 3]) * np.ones(rank, int) if rng.random() < 0.8 else rng.integers(1, 4, rank)
    padding = rng.choice(["valid", "same", "same_lower", "none", "alike", "pairs"])
    if padding == "none":
        padding = [(0, 0)] * rank
    elif padding == "alike":
        padding = [(int(rng.integers(1, 3)),) * 2] * rank
    elif padding == "pairs":
        padding = [tuple(rng.integers(0, 3, 2).tolist()) for _ in shape]
    else:
        padding = str(padding)
    settings = kernel.tolist(), stride.tolist(), padding, dilation.tolist(), bool(rng.integers(2))
    return nearest_legal(*settings, shape)[0]


def questions(count, seed):
    """Places on shapes and everything else that pool is asked, each type in turn."""
    rng = np.random.default_rng(seed)
    for type_ in itertools.islice(itertools.cycle(TYPES), count):
        rank = int(rng.integers(1, 4))
        shape = tuple(rng.integers(1, (14, 9, 6)[rank - 1], rank).tolist())
        place = random_place(rng, shape)
        asked = {"type": type_, "count_include_pad": bool(rng.integers(2))}
        asked["param"] = rng.choice(PARAMS[type_]) if type_ in PARAMS else None
        asked["seed"] = 5 if rng.integers(2) else None
        x = rng.normal(size=(2, 3, *shape)) * 2
        try:
            pool(x[:0], place, **asked)
        except ValueError:
            continue
        yield x, place, asked


def ran(source, x):
    """What a script answers, as (N, C, spatial...)."""
    if source.framework != "numpy":
        x = x.astype(np.float32)
    if source.layout == "channels_last":
        x = np.ascontiguousarray(np.moveaxis(x, 1, -1))
    if source.framework == "pytorch":
        x = importlib.import_module("torch").from_numpy(x)
    names = {"x": x}
    exec(compile(source.text, "<source>", "exec"), names)
    y = np.asarray(names["y"])
    return np.moveaxis(y, -1, 1) if source.layout == "channels_last" else y


def check(framework, x, place, asked):
    source = code.source(framework, place, shape=x.shape[2:], **asked)
    if not source.exact:
        assert source.note
        return
    want = pool(x, place, **asked).values
    got = ran(source, x)
    assert got.shape == want.shape, source.text
    within = {"rtol": 1e-9, "atol": 1e-9} if framework == "numpy" else {"rtol": 2e-4, "atol": 2e-5}
    np.testing.assert_allclose(got, want, **within, err_msg=source.text)
