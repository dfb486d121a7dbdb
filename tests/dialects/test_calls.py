"""The line of text that pooling.frameworks writes for a framework, run by that framework itself."""

import os
import warnings

import numpy as np
import pytest

from pooling.frameworks import PRESETS, Ask, answers

NAN, INF = np.nan, np.inf


def questions(count, seed):
    """Pools of every kind, with settings that some of the frameworks refuse."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        rank = int(rng.integers(1, 3))
        x = (rng.integers(-9, 10, rng.integers(3, 8, rank)) / 7).astype(np.float32)
        pads = tuple(tuple(int(pad) for pad in rng.integers(0, 2, 2)) for _ in range(rank))
        forms = ("valid", "same", "same_lower", int(rng.integers(0, 3)), pads)
        yield Ask(
            x,
            str(rng.choice(["max", "average", "lp"], p=(0.5, 0.35, 0.15))),
            tuple(int(size) for size in rng.integers(1, 4, rank)),
            None if rng.random() < 0.2 else tuple(int(step) for step in rng.integers(1, 4, rank)),
            forms[rng.integers(len(forms))],
            dilation=int(rng.choice([1, 1, 1, 2])),
            ceil=bool(rng.random() < 0.2),
            pad_counts=(None, True, False)[rng.integers(3)],
            param=int(rng.integers(1, 4)),
        )


ASKED = [*(preset.ask for preset in PRESETS.values()), *questions(60, seed=1)]


def tensor(ask, shape):
    """The plane as the call takes it."""
    return ask.x.reshape(shape)


def plane(values, ask):
    """What an answer says of the plane."""
    return np.asarray(values).reshape([size for size in np.shape(values) if size != 1] or [1])


def hold(framework, run, asked=ASKED, count=30):
    """Every call answers as its text does, and is refused where its text is."""
    answered = 0
    for ask in asked:
        answer = next(answer for answer in answers(ask) if answer.framework == framework)
        if not answer.call or ask.layout == "vectors":
            continue
        told = run(answer.call, tensor(ask, answer.taken))
        assert (told is None) == (answer.values is None), (answer.call, answer.refused, told)
        if told is not None:
            np.testing.assert_allclose(plane(told, ask), plane(answer.values, ask), rtol=2e-6, err_msg=answer.call)
            answered += 1
    assert answered >= count


def refused(run, *kinds):
    """What run answers, or None where it raises one of these."""
    try:
        return run()
    except kinds:
        return None


def filled(told):
    """An answer that has a cell, else None."""
    return None if told is None or 0 in told.shape else told


@pytest.fixture(autouse=True)
def quiet():
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("JAX_PLATFORMS", "cpu")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def test_pytorch_runs_its_calls():
    torch = pytest.importorskip("torch")

    def run(text, x):
        names = {"F": torch.nn.functional, "x": torch.from_numpy(x)}
        return refused(lambda: eval(text, names), RuntimeError, TypeError)

    hold("pytorch", run)


def test_tensorflow_runs_its_calls():
    tf = pytest.importorskip("tensorflow")

    def run(text, x):
        # In a graph: without one, some windows that do not fit give an empty array and others end the process.
        ask = tf.function(lambda: eval(text, {"tf": tf, "x": x}))
        return refused(ask, ValueError, TypeError, tf.errors.OpError)

    hold("tensorflow", run, count=15)


def test_keras_runs_its_calls():
    keras = pytest.importorskip("keras")
    if keras.backend.backend() != "jax":
        pytest.skip("the dialect follows Keras on JAX: KERAS_BACKEND=jax")

    def run(text, x):
        # Keras refuses an empty answer when a model is built, where it knows the sizes beforehand.
        return filled(refused(lambda: eval(text, {**vars(keras.layers), "x": x}), ValueError))

    hold("keras", run, count=20)


def test_flax_runs_its_calls():
    nn = pytest.importorskip("flax.linen")
    from jax import lax
    from jax import numpy as jnp

    def run(text, x):
        return refused(lambda: eval(text, {"nn": nn, "lax": lax, "jnp": jnp, "x": jnp.asarray(x)}), ValueError)

    hold("flax", run)


def test_onnxruntime_runs_its_calls():
    onnx, runtime = pytest.importorskip("onnx"), pytest.importorskip("onnxruntime")
    runtime.set_default_logger_severity(4)

    def run(text, x):
        node = eval(text, {"make_node": onnx.helper.make_node})
        kinds = [onnx.helper.np_dtype_to_tensor_dtype(kind) for kind in (x.dtype, x.dtype, np.dtype(np.int64))]
        named = zip(["x", *node.output], kinds, strict=False)
        ends = [onnx.helper.make_tensor_value_info(name, kind, None) for name, kind in named]
        graph = onnx.helper.make_graph([node], "pool", ends[:1], ends[1:])
        model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 22)], ir_version=10)
        session = refused(lambda: runtime.InferenceSession(model.SerializeToString()), Exception)
        # The dialect refuses what onnxruntime now refuses, now answers without a cell.
        return None if session is None else filled(refused(lambda: session.run(None, {"x": x})[0], Exception))

    # With auto_pad and dilation or gaps onnxruntime leaves the specification, which the dialect follows.
    hold("onnx", run, [ask for ask in ASKED if ask.padding not in ("same", "same_lower") or not _gaps(ask)])


def _gaps(ask):
    steps = zip(ask.stride or ask.kernel, ask.kernel, strict=True)
    return max(ask.dilation) > 1 or any(step > size for step, size in steps)
