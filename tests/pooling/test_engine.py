"""What the kernels promise beyond their values: no copies, threads, a cache, bounds."""

import os
import subprocess
import sys
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from pooling import Adaptive, Window, engine, limits, pool
from pooling.engine import additive, extreme_small, idempotent, sums_small, threads, walk, winners
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


def slow(x, window, name):
    """Windows as NumPy sees them: an identity around x, a view of every window, one reduction."""
    limit = np.finfo(x.dtype) if x.dtype.kind == "f" else np.iinfo(x.dtype)
    identity = {"max": -np.inf, "min": np.inf} if x.dtype.kind == "f" else {"max": limit.min, "min": limit.max}
    taps, counts = (
        np.lib.stride_tricks.sliding_window_view(padded, window.effective_kernel, (1, 2, 3)[: window.rank])[
            :, *(slice(None, None, s) for s in window.stride), *(slice(None, None, d) for d in window.dilation)
        ]
        for padded in (
            np.pad(x, [(0, 0), *window.padding], constant_values=identity.get(name, 0)),
            np.pad(np.ones((1, *x.shape[1:])), [(0, 0), *window.padding]),
        )
    )
    inner = tuple(range(-window.rank, 0))
    if name in identity:
        return (taps.max if name == "max" else taps.min)(inner)
    with np.errstate(invalid="ignore"):
        return taps.sum(inner, dtype=np.float64) / (counts.sum(inner) if name == "average" else 1)


def check(x, window, name):
    expected = slow(x, window, name)
    channels_last = np.moveaxis(np.ascontiguousarray(np.moveaxis(x, 0, -1)), -1, 0)
    for array in (x, channels_last):
        values = pool(array, window, type=name).values
        if name in ("max", "min"):
            assert values.dtype == x.dtype
            np.testing.assert_array_equal(values, expected)
        else:
            dtype = x.dtype if x.dtype.kind == "f" else np.dtype(np.float64)
            assert values.dtype == dtype
            tolerance = {"float16": 1e-3, "float32": 1e-6}.get(dtype.name, 1e-13)
            scale = np.abs(x.astype(float)).max()  # opposite numbers may leave next to nothing of themselves
            np.testing.assert_allclose(values, expected, rtol=tolerance, atol=tolerance * scale)


def numbers(rng, dtype, shape):
    if np.dtype(dtype).kind == "f":
        return rng.standard_normal(shape).astype(dtype)
    info = np.iinfo(dtype)
    return rng.integers(info.min, info.max, shape, dtype, endpoint=True)


def kinds(window, shape, inner=1):
    axes = window.plan(shape).axes
    return walk._plane(axes[0], axes[1], inner).kind


@pytest.mark.parametrize("name", ["max", "min", "average", "sum"])
@pytest.mark.parametrize("kernel", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 27, 28, 31, 63])
def test_every_way_of_walking_is_right(name, kernel):
    rng = np.random.default_rng(kernel)
    for stride in (1, 2, 3, 4, 6, kernel):
        padding = (int(rng.integers(0, kernel)), int(rng.integers(0, kernel)))
        for shape in ((kernel + 5, kernel), (kernel, kernel + 18), (2 * kernel + 3, 3 * kernel + 1)):
            window = Window((kernel, kernel), stride, (padding, padding[::-1]))
            check(numbers(rng, "float32", (3, *shape)), window, name)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int64", "float16", "float64"])
@pytest.mark.parametrize("name", ["max", "min", "average"])
def test_every_dtype_goes_every_way(name, dtype):
    rng = np.random.default_rng(0)
    windows = Window(2), Window(3, 2, 1), Window(3, 1, 1), Window(9, 1, 4), Window(9, 2, 3), Window(2, 1, 1, 2)
    for window in windows:
        check(numbers(rng, dtype, (9, 21, 20)), window, name)  # 9 channels: a pixel is a vector by itself
        check(numbers(rng, dtype, (2, 20, 21)), window, name)


def test_there_is_a_test_for_every_kernel():
    found = {kinds(window, (20, 20)) for window in (Window(2), Window(3, 2, 1), Window(3, 1, 1), Window(9, 1, 4))}
    found |= {kinds(window, (20, 20), inner=9) for window in (Window(2), Window(3, 2, 1))}
    assert found == set(idempotent._KERNELS) == set(additive._KERNELS)
    assert kinds(Window(2, padding=1), (20, 20)) == "short"  # a window that is cut by the border


@pytest.mark.parametrize("window", [Window(2), Window(3, 2, 1), Window(3, 1, 1), Window(7, 1, 3), Window(5, 3, 2)])
@pytest.mark.parametrize("poison", [np.nan, np.inf, -np.inf])
def test_a_bad_cell_anywhere_spoils_its_own_windows_only(window, poison):
    clean = np.random.default_rng(5).standard_normal((9, 10)).astype(np.float32)
    planes = np.stack([clean] * clean.size)
    planes.reshape(clean.size, clean.size)[np.diag_indices(clean.size)] = poison
    for name in ("max", "min", "average"):
        expected = slow(planes, window, name)
        np.testing.assert_allclose(pool(planes, window, type=name).values, expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", ["max", "average"])
def test_volumes_of_many_slabs_are_one_answer(name, monkeypatch):
    x = np.random.default_rng(6).standard_normal((2, 12, 9, 8))
    for window in (Window((2, 2, 2)), Window((3, 3, 3), 1, 1), Window((7, 7, 3), 1, (3, 3, 1))):
        whole = pool(x, window, type=name).values
        np.testing.assert_allclose(whole, slow(x, window, name), rtol=1e-12, atol=1e-12)
        with monkeypatch.context() as patch:
            patch.setattr(walk, "_SLAB", 1)
            np.testing.assert_array_equal(pool(x, window, type=name).values, whole)
    values = pool(x, Adaptive((5, 4, 3)), type=name).values[..., 0, 0, 0]
    corner = x[:, :3, :3, :3]
    np.testing.assert_allclose(values, corner.max((1, 2, 3)) if name == "max" else corner.mean((1, 2, 3)), rtol=1e-13)


@pytest.fixture
def shared(monkeypatch):
    monkeypatch.setattr(limits, "THREADS", 3)
    monkeypatch.setattr(threads, "_LARGE", 1)


@pytest.mark.parametrize("name", ["max", "average"])
@pytest.mark.parametrize("shape", [(1, 40, 30), (2, 40, 30), (7, 40, 30), (50, 3, 3), (1, 1, 40)])
def test_shared_work_is_the_same_work(name, shape, shared):
    x = np.random.default_rng(7).standard_normal(shape).astype(np.float32)
    for window in (Window(2, 2, ((1, 1), (0, 0))), Window((3, 3), 1, 1), Window((3, 3), 2, 1), Window(2)):
        if min(x.shape[1:]) + 2 * min(window.padding[0]) >= max(window.kernel_size):
            check(x, window, name)
    if shape[1] == 40:
        check(x, Window(15, 1, 7), name)
        check(x, Window((9, 9), 2, 4), name)


def test_threads_change_no_bit(monkeypatch):
    x = np.random.default_rng(10).standard_normal((1, 90, 40))
    answers = []
    for count in (1, 2, 3):
        monkeypatch.setattr(limits, "THREADS", count)
        monkeypatch.setattr(threads, "_LARGE", 1)
        answers.append([pool(x, Window(k, 1, k // 2), type="average").values for k in (2, 3, 9, 31)])
    for others in answers[1:]:
        for one, other in zip(answers[0], others, strict=True):
            np.testing.assert_array_equal(one, other)


def test_shared_calls_from_many_threads_neither_wait_for_one_another_nor_mix(shared):
    planes = np.random.default_rng(8).random((12, 3, 40, 40))
    expected = pool(planes, Window(3, 1, 1)).values
    with ThreadPoolExecutor(6) as callers:
        for values in callers.map(lambda plane: pool(plane, Window(3, 1, 1)).values, [*planes] * 5):
            assert any(np.array_equal(values, other) for other in expected)


def test_a_task_does_not_share_its_own_work(shared):
    seen = []

    def outer(first, last, _begin, _end):
        seen.append(threads.worth(1000))
        threads.share(lambda a, b, c, d: seen.append((a, b, c, d)), 5, 5, 1000)

    threads.share(outer, 3, 1, 1000)
    assert seen.count(False) == 3
    assert seen.count((0, 5, 0, 5)) == 3
    assert threads.worth(1000)


def test_an_error_in_a_task_is_raised(shared):
    def fail(first, _last, _begin, _end):
        raise ValueError(f"plane {first}")

    with pytest.raises(ValueError, match="plane"):
        threads.share(fail, 9, 1, 1000)
    assert threads.worth(1000)


@pytest.mark.parametrize("name", ["max", "average"])
@pytest.mark.parametrize("window", [Window(2), Window(3, 2, 1), Window(7, 1, 3), Window(31, 1, 15)])
def test_extra_memory_is_less_than_a_plane(name, window):
    x = np.random.default_rng(9).random((2, 600, 500), np.float32)
    values = pool(x, window, type=name).values
    tracemalloc.start()
    pool(x, window, type=name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - values.nbytes < values.nbytes // 2 + 500_000


def test_after_warming_up_the_app_compiles_nothing():
    engine.warm_up()
    kernels = {
        kernel
        for module in (extreme_small, idempotent, sums_small, additive, winners)
        for kernel in vars(module).values()
        if hasattr(kernel, "signatures")
    }
    before = [len(kernel.signatures) for kernel in kernels]
    assert len(kernels) == 36
    for dtype in ("float32", "float64", "uint8"):
        for name in ("max", "min", "average", "sum"):
            for place in (2, Window(3, 2, "same"), Window(2, 1, dilation=2), Window(9, 1, 4), Adaptive(3)):
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


def test_no_kernel_reads_beyond_its_arrays():
    """The kernels as plain Python, where NumPy refuses an index beyond an array; compiled, they would read on."""
    code = """
import numpy as np
from numba.core import extending
extending._Intrinsic.__call__ = lambda _, array=None: array  # words to the compiler, which is not there
from pooling import Adaptive, Global, Window, pool
x = np.random.default_rng(0).integers(0, 99, (2, 7, 6))
places = [Window(2), Window(3, 2, 1), Window(3, 1, "same", 2), Window(3, 2, ceil_mode=True), Adaptive(4),
    Window(7, 1, 3), Window(5, 4, 2), Window((4, 5), 1, ((0, 3), (4, 1))), Window(2, padding="same"), Global()]
for dtype in ("float32", "float64", "uint8", "int64"):
    for name in ("max", "min", "average", "sum"):
        for place in places:
            pool(x.astype(dtype), place, type=name).switches
            pool(np.moveaxis(np.ones((7, 6, 9), dtype), -1, 0), place, type=name)
        pool(np.moveaxis(x.astype(dtype), 0, -1), Window((2,), 1, ((1, 0),)), type=name)
"""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=environment, timeout=300)
