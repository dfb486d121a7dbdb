"""Files of values: what is read back is what was written, digit by digit."""

import io

import numpy as np
import pytest

from pooling import Window, export, pool

RNG = np.random.default_rng(8)
VALUES = [
    np.array([[3, 0], [255, 17]], np.uint8),
    np.array([[-1, 2, 3]], np.int64),
    RNG.normal(size=(5, 4)),
    RNG.normal(size=(3, 2)).astype(np.float32) / 3,
    np.array([[np.inf, -np.inf, np.nan, -0.0, 1e-300]]),
]


@pytest.mark.parametrize("values", VALUES)
def test_a_table_reads_back(values: np.ndarray) -> None:
    read = np.loadtxt(io.BytesIO(export.csv(values)), delimiter=",", dtype=values.dtype, ndmin=2)
    np.testing.assert_array_equal(read, values)


def test_a_table_is_what_a_spreadsheet_expects() -> None:
    assert export.csv(np.array([[1, 20], [3, 4]])) == b"1,20\n3,4\n"
    assert export.csv(np.array([[0.1, 2.5]], np.float32)) == b"0.1,2.5\n"


def test_planes_have_names() -> None:
    values = np.arange(8).reshape(2, 2, 2)
    assert export.csv(values, ("red", "blue")) == b"red,0,1\nred,2,3\nblue,4,5\nblue,6,7\n"


@pytest.mark.parametrize(
    ("shape", "planes", "sentence"),
    [
        ((4,), (), r"\('H', 'W'\), got \(4,\)"),
        ((2, 2, 2), (), r"got \(2, 2, 2\)"),
        ((2, 2, 2), ("red",), r"\(1, 'H', 'W'\), got \(2, 2, 2\)"),
        ((2, 2), ("red", "blue"), r"\(2, 'H', 'W'\), got \(2, 2\)"),
    ],
)
def test_other_shapes_are_refused(shape: tuple[int, ...], planes: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        export.csv(np.zeros(shape), planes)


@pytest.mark.parametrize("values", [*VALUES, np.zeros((2, 3, 4, 5), np.float16)])
def test_an_array_reads_back(values: np.ndarray) -> None:
    read = np.load(io.BytesIO(export.npy(values)), allow_pickle=False)
    assert read.dtype == values.dtype
    np.testing.assert_array_equal(read, values)


def test_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="values must be numbers, got object"):
        export.npy([{}])


def test_a_pool_is_written_by_its_values_or_its_switches() -> None:
    pooled = pool([[1, 0, 2, 3], [3, 2, 6, 4]], 2)
    assert export.csv(pooled) == b"3,6\n" and export.csv(pooled, switches=True) == b"4,6\n"
    for switches, array in ((False, pooled.values), (True, pooled.switches)):
        read = np.load(io.BytesIO(export.npy(pooled, switches=switches)), allow_pickle=False)
        assert read.dtype == array.dtype
        np.testing.assert_array_equal(read, array)


def test_a_signal_is_one_row_and_a_volume_has_named_slices() -> None:
    assert export.csv(pool([1, 5, 2, 4], Window((2,)))) == b"5,4\n"
    volume = pool(np.arange(64).reshape(4, 4, 4), Window(2, rank=3))
    assert export.csv(volume) == b"slice 1,21,23\nslice 1,29,31\nslice 2,53,55\nslice 2,61,63\n"


def test_switches_that_are_not_there_are_refused() -> None:
    with pytest.raises(ValueError, match="average pooling has no switches"):
        export.csv(pool(np.ones((2, 2)), 2, type="average"), switches=True)
    with pytest.raises(TypeError, match="switches are those of a Pooled, got ndarray"):
        export.npy(np.ones(3), switches=True)
