"""Each script does what pool does: executed in NumPy always, in a framework where it is installed."""

import ast
import dataclasses
import importlib
import itertools
import re
import shutil
import subprocess

import numpy as np
import pytest

from pooling import TYPES, Adaptive, Fractional, Global, Window, code, pool
from pooling.code.lines import fitted
from pooling.legal import nearest_legal
from pooling.types.spelling import largest, smallest

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


@pytest.mark.parametrize("seed", range(4))
def test_numpy_answers_as_pool(seed):
    for question in questions(120, seed):
        check("numpy", *question)


@pytest.mark.parametrize("framework", [name for name in code.FRAMEWORKS if name != "numpy"])
def test_frameworks_answer_as_pool(framework):
    pytest.importorskip(MODULES[framework])
    for question in questions(60, 11):
        check(framework, *question)


@pytest.mark.parametrize("framework", code.FRAMEWORKS)
@pytest.mark.parametrize("type_", TYPES)
def test_every_type_is_said_or_regretted(framework, type_):
    for place in (Window(3, 2, ((0, 1), (1, 1)), 2, ceil_mode=True), Adaptive((3, 2)), Global(), Fractional(3, 1)):
        source = code.source(framework, place, type=type_, shape=(8, 7))
        assert source.exact or source.note
        if TYPES[type_].spelled is not None:
            assert (source.framework == framework and "y = " in source.text) or "(y,) = " in source.text


def test_texts_are_well_kept():
    for x, place, asked in questions(150, 12):
        for framework in code.FRAMEWORKS:
            source = code.source(framework, place, shape=x.shape[2:], **asked)
            ast.parse(source.text)
            assert source.text.endswith("\n") and not source.text.startswith("\n")
            assert max(map(len, source.text.splitlines())) <= 88
            assert not source.note or source.note.endswith(".")
            assert source.layout in ("channels_first", "channels_last")
            assert unused_imports(source.text) == []


def unused_imports(text):
    names = re.findall(r"^(?:import|from) .*?(\w+)$", text, re.MULTILINE)
    return [name for name in names if len(re.findall(rf"\b{name}\b", text)) < 2]


@pytest.mark.skipif(shutil.which("ruff") is None, reason="ruff lays the texts out to compare with")
def test_texts_are_laid_out_as_black_does(tmp_path):
    for number, (x, place, asked) in enumerate(questions(150, 13)):
        for framework in code.FRAMEWORKS:
            text = code.source(framework, place, shape=x.shape[2:], **asked).text
            (tmp_path / f"{framework}_{number}.py").write_text(text)
    command = ["ruff", "format", "--isolated", "--line-length", "88", "--diff", str(tmp_path)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).stdout == ""


# What one wants to read, to the letter. In all of them the padding is what each framework is asked for differently.
SPOKEN = {
    ("keras", Window(2), "max"): "y = keras.layers.MaxPooling2D(2)(x)",
    ("keras", Window(3, 2, "same"), "average"): 'y = keras.layers.AveragePooling2D(3, strides=2, padding="same")(x)',
    ("keras", Adaptive(3), "max"): "y = keras.layers.AdaptiveMaxPooling2D(3)(x)",
    ("keras", Global(3), "average"): "y = keras.layers.GlobalAveragePooling3D(keepdims=True)(x)",
    ("tensorflow", Window(3, 2, "same"), "max"): 'y = tf.nn.max_pool(x, ksize=3, strides=2, padding="SAME")',
    ("tensorflow", Window(3, 1, 0, 2), "average"): ('y = tf.nn.pool(x, [3, 3], "AVG", dilations=[2, 2])'),
    ("pytorch", Window(3, 2, 1), "max"): "y = F.max_pool2d(x, 3, stride=2, padding=1)",
    ("pytorch", Window(3, 2, 1, 2, True), "max"): (
        "y = F.max_pool2d(x, 3, stride=2, padding=1, dilation=2, ceil_mode=True)"
    ),
    ("pytorch", Window(3, 2, 1), "average"): ("y = F.avg_pool2d(x, 3, stride=2, padding=1, count_include_pad=False)"),
    ("pytorch", Adaptive((3, 2)), "average"): "y = F.adaptive_avg_pool2d(x, (3, 2))",
    ("flax", Window(2), "max"): "y = nn.max_pool(x, (2, 2), strides=(2, 2))",
    ("flax", Window(3, 2, "same"), "average"): (
        'y = nn.avg_pool(x, (3, 3), strides=(2, 2), padding="SAME", count_include_pad=False)'
    ),
    ("onnx", Window(2), "max"): ('helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[2, 2], strides=[2, 2])'),
    ("numpy", Global(), "max"): "y = x.max(axis=(2, 3), keepdims=True)",
}


@pytest.mark.parametrize("question", SPOKEN, ids=lambda question: f"{question[0]} {question[1]} {question[2]}")
def test_says_it_as_an_engineer_would(question):
    framework, place, type_ = question
    shape = (8, 7) if place.rank == 2 else (8, 7, 6)
    source = code.source(framework, place, type=type_, shape=shape)
    assert SPOKEN[question] in source.text.splitlines()[-1] or SPOKEN[question] in " ".join(source.text.split())
    assert source.exact


def test_torch_pads_beforehand_where_it_cannot_pad_so():
    source = code.source("pytorch", Window(3, 2, "same"), shape=(8, 8))
    assert "F.pad(x, (0, 1, 0, 1), value=-torch.inf)" in source.text  # 0 would win in a window of negative values
    assert "pads both sides alike" in source.note


def test_padding_does_not_count_unless_asked():
    window = Window(3, 1, ((1, 0), (0, 0)))
    dear = code.source("tensorflow", window, type="average", shape=(6, 6)).text
    cheap = code.source("tensorflow", window, type="average", count_include_pad=True, shape=(6, 6)).text
    assert "tf.ones_like(x)" in dear and "tf.ones_like" not in cheap


def test_without_a_shape_the_text_serves_every_size():
    source = code.source("numpy", Window(3, 2, 1), type="median")
    for shape in ((7, 9), (8, 8), (30, 11)):
        x = np.random.default_rng(0).normal(size=(1, 2, *shape))
        assert np.array_equal(ran(source, x), pool(x, Window(3, 2, 1), type="median").values)


def test_says_when_it_needs_the_shape():
    with pytest.raises(ValueError, match="shape must be given: PyTorch"):
        code.source("pytorch", Window(3, 2, "same"))
    assert "SAME" in code.source("tensorflow", Window(3, 2, "same")).text
    assert code.source("pytorch", Adaptive(3)).exact


def test_says_what_cannot_be_said():
    source = code.source("onnx", Window(2), type="stochastic", seed=1, shape=(4, 4))
    assert not source.exact and source.text.startswith("# ") and "draws" in source.note


def test_a_new_type_need_not_be_known_here(monkeypatch):
    """A type that spells nothing is refused in words; one that does is said by all."""
    range_ = dataclasses.replace(TYPES["max"], name="range", label="Range", spelled=None)
    monkeypatch.setitem(TYPES, "range", range_)
    assert not code.source("numpy", Window(2), type="range", shape=(4, 4)).exact
    spelled = dataclasses.replace(range_, spelled=lambda _: largest() - smallest())
    monkeypatch.setitem(TYPES, "range", spelled)
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    assert (ran(code.source("numpy", Window(2), type="range", shape=(4, 4)), x) == 5).all()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"framework": "caffe"}, "framework must be one of keras, tensorflow"),
        ({"type": "mode"}, "type must be one of max"),
        ({"param": 2}, "max pooling has no param"),
        ({"shape": (2, 2)}, "does not fit"),
    ],
)
def test_refuses_what_pool_refuses(asked, message):
    settings = {"framework": "numpy", "type": "max", "shape": (8, 8)} | asked
    with pytest.raises(ValueError, match=message):
        code.source(settings.pop("framework"), Window(3), **settings)


def test_lines_break_as_black_breaks_them():
    assert fitted("y = f(x)") == ["y = f(x)"]
    assert fitted(f"y = f({'a' * 50}, {'b' * 30})") == ["y = f(", f"    {'a' * 50}, {'b' * 30}", ")"]
    assert fitted(f"y = f({'a' * 60}, {'b' * 60})") == ["y = f(", f"    {'a' * 60},", f"    {'b' * 60},", ")"]
    assert fitted(f"y = [{'a' * 50}, {'b' * 31}]") == ["y = [", f"    {'a' * 50},", f"    {'b' * 31},", "]"]


def test_warns_of_powers_that_do_not_fit():
    said = code.source("pytorch", Window(2), type="lp", param=64, shape=(4, 4)).note
    assert "Powers of 64 fit only values from 0.26 to 4" in said
    assert "Powers" not in code.source("pytorch", Window(2), type="lp", param=3, shape=(4, 4)).note
    assert "Powers" not in code.source("numpy", Window(2), type="lp", param=64, shape=(4, 4)).note  # float64


def test_takes_a_number_for_a_window_as_pool_does():
    assert code.source("numpy", 2, shape=(4, 4)) == code.source("numpy", Window(2), shape=(4, 4))


def test_says_that_fractional_pooling_is_drawn_elsewhere():
    assert "those of seed 7 here" in code.source("pytorch", Fractional(3, 7), shape=(8, 8)).note


def test_asks_for_the_shape_where_only_larger_inputs_would_tell():
    with pytest.raises(ValueError, match="shape must be given"):
        code.source("numpy", Window(3, 2), type="subsample")  # 13 and 14 cells have six windows, 19 have nine
