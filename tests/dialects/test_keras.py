"""Keras' layers: closed answers, the slow twins, what is refused, and Keras itself where it is installed."""

import inspect
import os
import warnings

import numpy as np
import pytest

from pooling.dialects import keras
from tests.pooling import twins

RANKS = (1, 2, 3)
KINDS = ("MaxPooling", "AveragePooling")
ROW = np.array([1, 2, 3, 4, 5, 6], np.float32)
SQUARE = np.arange(16, dtype=np.float32).reshape(1, 4, 4, 1)


def layer(kind, rank, *args, **kwargs):
    return getattr(keras, f"{kind}{rank}D")(*args, **kwargs)


def questions(count, seed, gaps=True):
    """Layers with their inputs: (name, arguments, x), all of them legal; gaps: strides may exceed the window."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        rank = int(rng.integers(1, 4))
        shape = rng.integers(1, (12, 8, 5)[rank - 1], rank)
        kernel = tuple(int(size) for size in np.minimum(rng.integers(1, 5, rank), shape))
        stride = tuple(int(rng.integers(1, 5 if gaps else size + 1)) for size in kernel)
        data_format = str(rng.choice(["channels_last", "channels_first"]))
        order = (2, *shape, 3) if data_format == "channels_last" else (2, 3, *shape)
        x = (rng.integers(-9, 10, order) / 7).astype(rng.choice(["float32", "float64"]))
        choice = str(rng.choice(["", "", "Global", "Adaptive"]))
        if choice == "Global":
            settings = {"keepdims": bool(rng.integers(2))}
        elif choice == "Adaptive":
            settings = {"output_size": tuple(int(size) for size in rng.integers(1, 7, rank))}
        else:
            settings = {"pool_size": kernel, "strides": stride, "padding": str(rng.choice(["valid", "SAME"]))}
        yield f"{choice}{rng.choice(KINDS)}{rank}D", settings | {"data_format": data_format}, x


def from_twin(name, settings, x):
    """The same by the slow twins: channels moved by hand, windows from the formulas."""
    first, rank = settings["data_format"] == "channels_first", x.ndim - 2
    planes = x if first else np.moveaxis(x, -1, 1)
    shape = planes.shape[2:]
    if "keepdims" in settings:
        axes = [twins.adaptive_windows(n, 1) for n in shape]
    elif "output_size" in settings:
        axes = [twins.adaptive_windows(n, out) for n, out in zip(shape, settings["output_size"], strict=True)]
    else:
        per_axis = zip(shape, settings["pool_size"], settings["strides"], strict=True)
        axes = [twins.axis_windows(n, k, s, settings["padding"].lower(), 1, False) for n, k, s in per_axis]
    values = twins.twin("max" if "Max" in name else "average", planes, axes, rank)
    if settings.get("keepdims") is False:
        return values.reshape(values.shape[:2])
    return values if first else np.moveaxis(values, 1, -1)


@pytest.mark.parametrize(("name", "settings", "x"), list(questions(80, seed=1)))
def test_layers_answer_as_their_slow_twins(name, settings, x):
    made = getattr(keras, name)(**settings)
    before, answer = x.copy(), made(x)
    assert answer.dtype == np.float32
    assert answer.shape == made.compute_output_shape(x.shape)
    np.testing.assert_allclose(answer, from_twin(name, settings, x), rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(x, before)


def test_strides_default_to_the_pool_size_and_pool_size_to_two():
    for rank in RANKS:
        plain = layer("MaxPooling", rank)
        assert (plain.pool_size, plain.strides, plain.padding, plain.name) == ((2,) * rank, (2,) * rank, "valid", None)
        assert plain.data_format == "channels_last"
        assert layer("MaxPooling", rank, 3).strides == (3,) * rank
        assert layer("AveragePooling", rank, 3, 1).strides == (1,) * rank
        with pytest.raises(TypeError, match="pool_size"):
            layer("AveragePooling", rank)


def test_arguments_may_be_given_by_position_in_keras_order():
    for kind in KINDS:
        made = layer(kind, 2, (2, 3), (1, 2), "same", "channels_first", "pool")
        assert made.get_config() == {
            "name": "pool",
            "data_format": "channels_first",
            "pool_size": (2, 3),
            "strides": (1, 2),
            "padding": "same",
        }


def test_every_argument_of_the_max_layers():
    x = np.array([[1, -2, 3, 4], [5, 0, -1, 8], [9, 7, 6, 2], [-3, -4, -5, -6]], np.float32)
    last, first = x[None, :, :, None], x[None, None]
    assert keras.MaxPooling2D(pool_size=2)(last)[0, :, :, 0].tolist() == [[5, 8], [9, 6]]
    assert keras.MaxPooling2D(pool_size=[1, 4])(last)[0, :, :, 0].tolist() == [[4], [8], [9], [-3]]
    assert keras.MaxPooling2D(2, strides=1)(last)[0, :, :, 0].tolist() == [[5, 3, 8], [9, 7, 8], [9, 7, 6]]
    assert keras.MaxPooling2D(2, data_format="channels_first")(first)[0, 0].tolist() == [[5, 8], [9, 6]]
    assert keras.MaxPooling1D(3, padding="same")(ROW[:4].reshape(1, 4, 1)).ravel().tolist() == [2, 4]
    assert keras.MaxPooling1D((3,), 2, "valid", "channels_first")(ROW.reshape(1, 1, 6)).ravel().tolist() == [3, 5]
    cube = np.arange(27, dtype=np.float32).reshape(1, 3, 3, 3, 1)
    assert keras.MaxPooling3D((1, 2, 3), padding="same")(cube)[0, :, :, 0, 0].tolist() == [[5, 8], [14, 17], [23, 26]]


@pytest.mark.parametrize("padding", ["same", "SAME", "Same", "sAmE"])
def test_padding_is_read_in_any_case_and_kept_as_it_was_given(padding):
    made = keras.MaxPooling2D(3, 2, padding)
    # TensorFlow's odd pad is at the end: PyTorch's padding=1 would answer 5, 7, 13, 15.
    assert made(SQUARE).ravel().tolist() == [10, 11, 14, 15]
    assert made.padding == padding
    assert made.compute_output_shape((None, 4, 4, 1)) == (None, 2, 2, 1)


def test_an_average_never_counts_padding():
    answer = keras.AveragePooling1D(3, 2, "same")(ROW.reshape(1, 6, 1))
    assert answer.ravel().tolist() == [2, 4, 5.5]  # not (5 + 6 + 0) / 3


def test_global_layers_drop_their_axes_unless_told_to_keep_them():
    x = np.arange(24, dtype=np.float64).reshape(2, 2, 2, 3)
    assert keras.GlobalMaxPooling2D()(x).tolist() == [[9, 10, 11], [21, 22, 23]]
    assert keras.GlobalAveragePooling2D(keepdims=True)(x).shape == (2, 1, 1, 3)
    assert keras.GlobalMaxPooling2D(keepdims=True).compute_output_shape((8, None, None, 3)) == (8, 1, 1, 3)
    first = keras.GlobalAveragePooling2D("channels_first", True)(x)
    assert first.shape == (2, 2, 1, 1) and first.ravel().tolist() == [2.5, 8.5, 14.5, 20.5]
    assert keras.GlobalMaxPooling2D(name="g").compute_output_shape((None, None, 5, 3)) == (None, 3)
    assert keras.GlobalMaxPooling1D()(np.zeros((0, 4, 2))).shape == (0, 2)


def test_adaptive_layers_may_ask_for_more_than_there_is():
    x = np.array([0, 3, 9], np.float32).reshape(1, 3, 1)
    assert keras.AdaptiveMaxPooling1D(2)(x).ravel().tolist() == [3, 9]
    assert keras.AdaptiveAveragePooling1D((4,))(x).ravel().tolist() == [0, 1.5, 6, 9]
    assert keras.AdaptiveMaxPooling2D((2, 1)).compute_output_shape((None, None, 5, 3)) == (None, 2, 1, 3)


@pytest.mark.parametrize(("given", "after_max", "after_mean"), [
    ("float64", "float32", "float32"),
    ("float16", "float32", "float32"),
    ("uint8", "uint8", "float32"),
    ("int64", "int64", "float32"),
])  # fmt: skip
def test_floats_become_float32_and_max_keeps_integers(given, after_max, after_mean):
    x = np.array([3, 4], given).reshape(1, 2, 1)
    for max_layer in (keras.MaxPooling1D(), keras.GlobalMaxPooling1D(), keras.AdaptiveMaxPooling1D(1)):
        assert max_layer(x).dtype == after_max and max_layer(x).item() == 4
    for mean_layer in (keras.AveragePooling1D(2), keras.GlobalAveragePooling1D(), keras.AdaptiveAveragePooling1D(1)):
        assert mean_layer(x).dtype == after_mean and mean_layer(x).item() == 3.5


def test_nan_propagates_and_minus_infinity_stays():
    x = np.array([np.nan, 1, 2, 3, -np.inf, -np.inf], np.float32).reshape(1, 6, 1)
    np.testing.assert_array_equal(keras.MaxPooling1D()(x).ravel(), [np.nan, 3, -np.inf])


def test_a_layer_can_be_made_again_from_its_configuration():
    for made in (
        keras.MaxPooling3D(2, name="a"),
        keras.GlobalMaxPooling1D(keepdims=True),
        keras.AdaptiveMaxPooling2D(3),
    ):
        again = type(made).from_config(made.get_config())
        assert again.get_config() == made.get_config()
        assert repr(again) == repr(made)


def test_output_shapes_of_sizes_that_are_not_known_yet():
    assert keras.MaxPooling2D().compute_output_shape((None, None, 5, 3)) == (None, None, 2, 3)
    assert keras.MaxPooling2D(data_format="channels_first").compute_output_shape([8, 3, 5, None]) == (8, 3, 2, None)


def test_the_short_names_are_the_same_classes():
    for rank in RANKS:
        assert getattr(keras, f"MaxPool{rank}D") is getattr(keras, f"MaxPooling{rank}D")
        assert getattr(keras, f"AvgPool{rank}D") is getattr(keras, f"AveragePooling{rank}D")
        assert getattr(keras, f"GlobalMaxPool{rank}D") is getattr(keras, f"GlobalMaxPooling{rank}D")
        assert getattr(keras, f"GlobalAvgPool{rank}D") is getattr(keras, f"GlobalAveragePooling{rank}D")


@pytest.mark.parametrize(("make", "said"), [
    (lambda: keras.MaxPooling2D((2,)), r"`pool_size` argument must be a tuple of 2 integers > 0.*\(2,\)"),
    (lambda: keras.MaxPooling1D((2, 2)), r"`pool_size` argument must be a tuple of 1 integers > 0"),
    (lambda: keras.MaxPooling3D((2, 2)), r"`pool_size` argument must be a tuple of 3 integers > 0"),
    (lambda: keras.MaxPooling2D(0), "pool_size=0"),
    (lambda: keras.MaxPooling2D(2.5), "pool_size=2.5"),
    (lambda: keras.MaxPooling2D("ab"), "pool_size='ab'"),
    (lambda: keras.AveragePooling2D(2, -1), "strides=-1"),
    (lambda: keras.AveragePooling2D(2, (1, 0)), r"strides=\(1, 0\)"),
    (lambda: keras.MaxPooling2D(2, padding="causal"), "'valid' or 'same' in any case, received 'causal'"),
    (lambda: keras.MaxPooling2D(2, padding=1), "received 1"),
    (lambda: keras.MaxPooling2D(2, data_format="NHWC"), "'channels_first' or 'channels_last', received 'NHWC'"),
    (lambda: keras.AdaptiveMaxPooling2D(0), "output_size=0"),
    (lambda: keras.AdaptiveMaxPooling2D((2,)), r"output_size=\(2,\)"),
])  # fmt: skip
def test_what_the_constructors_refuse(make, said):
    with pytest.raises(ValueError, match=said):
        make()


@pytest.mark.parametrize("ask", [lambda made, x: made(x), lambda made, x: made.compute_output_shape(x.shape)])
def test_what_the_layers_refuse(ask):
    for kind in (*KINDS, *(f"Global{kind}" for kind in KINDS)):
        made = layer(kind, 2, **({} if kind.startswith("Global") else {"pool_size": 2}))
        with pytest.raises(ValueError, match=r"expected ndim=4, found ndim=3 in shape \(4, 4, 1\)"):
            ask(made, SQUARE[0])
    with pytest.raises(ValueError, match=r"zero or less for inputs.shape=\(1, 4, 4, 1\).*5 does not fit 4 cells"):
        ask(keras.MaxPooling2D(5, 1), SQUARE)
    assert ask(keras.MaxPooling2D(5, 1, "same"), SQUARE) is not None


def test_channels_last_memory_comes_out_contiguous():
    x = np.ones((2, 6, 6, 3), np.float32)
    assert keras.MaxPooling2D()(x).flags.c_contiguous
    assert keras.AveragePooling2D(3, 1, "same")(x).flags.c_contiguous


@pytest.fixture(scope="module")
def theirs():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        return pytest.importorskip("keras")


def test_signatures_are_those_of_keras(theirs):
    for name in [name for name in dir(keras) if name[-1] == "D" and "Pool" in name]:
        ours = inspect.signature(getattr(keras, name)).parameters
        real = inspect.signature(getattr(theirs.layers, name)).parameters
        named = [key for key in real if key not in ("self", "kwargs")]
        assert [key for key in ours if key in named] == named
        for key in named:
            default = real[key].default
            assert ours[key].default in (default, *(default[:1] if isinstance(default, tuple) else ()))


def test_layers_answer_as_keras_itself(theirs):
    # No gaps: Keras on TensorFlow's CPU reads other cells than elsewhere under "same" in 3D.
    for name, settings, x in questions(120, seed=2, gaps=False):
        ours, real = getattr(keras, name)(**settings), getattr(theirs.layers, name)(**settings)
        told = theirs.ops.convert_to_numpy(real(x))
        answer = ours(x)
        assert (answer.shape, answer.dtype) == (told.shape, told.dtype), (name, settings)
        np.testing.assert_allclose(answer, told, rtol=2e-6, atol=1e-6, err_msg=f"{name} {settings}")
