"""What the kernels promise beyond their values: no copies, threads, a cache, bounds."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from pooling import Adaptive, Window, engine, pool
from pooling.engine import additive, idempotent, winners
from tests.pooling import twins

ROOT = Path(__file__).parents[2]


def test_channels_last_memory_is_not_copied():
    memory = np.random.default_rng(0).random((2, 6, 6, 3))
    x = np.moveaxis(memory, -1, 1)
    layout = engine.Layout.of(x, 2)
    assert layout.inner_last
    assert np.shares_memory(layout.block(x), memory)
    assert layout.block(x).shape == (2, 6, 6, 3)
    assert np.shares_memory(layout.plain(layout.block(x)), memory)
    assert layout.plain(layout.block(x)).shape == x.shape


def test_contiguous_memory_is_not_copied():
    x = np.random.default_rng(0).random((2, 3, 6, 6))
    layout = engine.Layout.of(x, 2)
    assert np.shares_memory(layout.block(x), x)
    assert layout.block(x).shape == (6, 6, 6, 1)


@pytest.mark.parametrize("shape", [(4, 4), (5, 5), (4, 7), (1, 2)])
@pytest.mark.parametrize("name", ["max", "min", "average", "sum"])
def test_the_shortcut_for_2x2_agrees_with_the_twin(name, shape):
    kernel = tuple(min(2, size) for size in shape)
    x = np.random.default_rng(1).integers(-9, 9, (3, *shape))
    axes = [twins.axis_windows(n, k, 2, (0, 0), 1, False) for n, k in zip(shape, kernel, strict=True)]
    values = pool(x, Window(kernel, 2), type=name).values
    np.testing.assert_array_equal(values, twins.twin(name, x, axes, 2))


def test_halves_are_only_windows_wholly_inside():
    def halves(window, n):
        return window.plan((n,)).axes[0].halves

    assert halves(Window((2,)), 5)
    assert not halves(Window((2,), ceil_mode=True), 5)
    assert not halves(Window((2,), padding=1), 4)
    assert not halves(Window((2,), dilation=2), 4)
    assert not Adaptive((2,)).plan((4,)).axes[0].halves


def test_a_gather_of_many_strips_is_one_answer(monkeypatch):
    x = np.random.default_rng(2).random((2, 9, 9))
    whole = pool(x, Window(3, 1, 1), type="median").values
    monkeypatch.setattr("pooling.engine.holistic._STRIP", 1)
    np.testing.assert_array_equal(pool(x, Window(3, 1, 1), type="median").values, whole)


def test_threads_pool_at_the_same_time():
    planes = np.random.default_rng(3).random((16, 40, 40))
    with ThreadPoolExecutor(4) as threads:
        values = list(threads.map(lambda plane: pool(plane, Window(3, 2, 1)).values, planes))
    np.testing.assert_array_equal(values, pool(planes, Window(3, 2, 1)).values)


def test_after_warming_up_the_app_compiles_nothing():
    engine.warm_up()
    kernels = [
        kernel
        for module in (idempotent, additive, winners)
        for kernel in vars(module).values()
        if hasattr(kernel, "signatures")
    ]
    before = [len(kernel.signatures) for kernel in kernels]
    assert len(kernels) == 12
    for dtype in ("float32", "float64", "uint8"):
        for name in ("max", "min", "average", "sum"):
            for place in (2, Window(3, 2, "same"), Window(2, 1, dilation=2), Adaptive(3)):
                x = np.ones((2, 8, 8), dtype)
                x.flags.writeable = name == "max"
                pooled = pool(x, place, type=name)
                assert (pooled.switches is None) == (pooled.ties is None)
                pool(np.moveaxis(np.ones((8, 8, 3), dtype), -1, 0), place, type=name)
    assert [len(kernel.signatures) for kernel in kernels] == before


def test_importing_compiles_nothing():
    code = """
import pooling
from pooling.engine import additive, idempotent, winners
kernels = [k for m in (idempotent, additive, winners) for k in vars(m).values() if hasattr(k, "signatures")]
assert kernels and not any(k.signatures for k in kernels)
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)


@pytest.mark.skipif(os.environ.get("NUMBA_BOUNDSCHECK") == "1", reason="this process checks bounds already")
def test_no_kernel_reads_beyond_its_arrays(tmp_path):
    """A process in which numba checks each index, with a cache of its own: the checks are not in its key."""
    environment = {**os.environ, "NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)}
    code = """
import numpy as np
from pooling import Adaptive, Global, Window, pool
x = np.random.default_rng(0).random((2, 7, 6))
places = [Window(2), Window(3, 2, 1), Window(3, 1, "same", 2), Window(3, 2, ceil_mode=True), Adaptive(4)]
places.append(Global())
for place in places:
    for name in ("max", "min", "average", "sum", "subsample"):
        answer = pool(x, place, type=name).switches
        pool(np.moveaxis(x, 0, -1), Window((2,), 1, ((1, 0),)), type=name)
"""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environment, timeout=300)
