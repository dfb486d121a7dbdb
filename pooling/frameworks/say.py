"""The same pool in each of five frameworks' words. What a framework cannot be told raises Unsaid."""

from collections.abc import Callable
from typing import Any

import numpy as np

from pooling.apply import pool
from pooling.dialects import flax, keras, onnx, pytorch, tensorflow
from pooling.frameworks.ask import Array, Ask, Numbers
from pooling.frameworks.call import Call, Name, Unsaid, short, written
from pooling.placement import PADDING_WORDS, Pairs

_X = Name("x")
_ONE = {"max": "Max", "average": "Average", "lp": "Lp"}
_SHORTER = {"float64": np.float32, "int64": np.int32}  # JAX has no 64-bit numbers unless told
_FORMATS = {"first": ("NCW", "NCHW"), "vectors": ("NCHW_VECT_C", "NCHW_VECT_C")}


def in_keras(ask: Ask) -> Call:
    """keras.layers.MaxPooling2D(...)(x)."""
    name = f"{_ONE[ask.type]}Pooling{ask.rank}D"
    _need(ask.type != "lp", "Keras has no Lp pooling.")
    _need(not ask.ceil, f"{name} has no ceil_mode: it rounds down with 'valid', up with 'same'.")
    _need(max(ask.dilation) == 1, f"{name} has no dilation.")
    _need(
        isinstance(ask.padding, str),
        f"{name} takes 'valid' or 'same', no numbers. A ZeroPadding{ask.rank}D layer before it adds zeros, which "
        "then take part as if they were values.",
    )
    _need(not (ask.pad_counts and ask.padding != "valid"), f"{name} never counts padding.")
    word = ask.spelling or str(ask.padding)
    settings = _given(strides=ask.stride and short(ask.stride), padding=_unless(word, "valid"))
    if ask.layout != "last":
        settings["data_format"] = "channels_first" if ask.layout == "first" else "NCHW_VECT_C"
    size = short(ask.kernel)

    def run(x: Array) -> Any:
        return getattr(keras, name)(size, **settings)(x)

    layout = "first" if ask.layout == "first" else "last"
    return Call(written(name, size, **settings) + "(x)", run, layout, ask.stride or ask.kernel, _word(ask))


def in_tensorflow(ask: Ask) -> Call:
    """tf.nn.max_pool(x, ...), or tf.nn.pool(x, ...) where there is dilation."""
    _need(ask.type != "lp", "TensorFlow has no Lp pooling.")
    _need(not ask.ceil, 'tf.nn has no ceil_mode: it rounds down with "VALID", up with "SAME".')
    _need(not (ask.pad_counts and ask.padding != "valid"), "tf.nn never counts padding.")
    padding = ask.spelling or (ask.padding.upper() if isinstance(ask.padding, str) else _tensor_pairs(ask))
    stride = ask.stride and short(ask.stride)
    if max(ask.dilation) > 1:
        return _dilated(ask, padding)
    name = "max_pool" if ask.type == "max" else "avg_pool"
    data_format = _FORMATS[ask.layout][ask.rank - 1] if ask.layout in _FORMATS else None
    settings = _given(ksize=_listed(short(ask.kernel)), strides=_listed(stride), padding=padding)
    settings |= _given(data_format=data_format)

    def run(x: Array) -> Any:
        return getattr(tensorflow, name)(x, **settings)

    return Call(written(f"tf.nn.{name}", _X, **settings), run, ask.layout, ask.stride or ask.kernel, _word(ask))


def _dilated(ask: Ask, padding: Any) -> Call:
    settings = _given(
        window_shape=list(ask.kernel),
        pooling_type="MAX" if ask.type == "max" else "AVG",
        strides=ask.stride and list(ask.stride),
        padding=padding,
        dilations=list(ask.dilation),
    )
    text = written("tf.nn.pool", _X, **settings)
    return Call(text, lambda x: tensorflow.pool(x, **settings), "last", ask.stride or (1,) * ask.rank, _word(ask))


def in_pytorch(ask: Ask) -> Call:
    """torch.nn.functional.max_pool2d(x, ...)."""
    name = {"max": "max_pool", "average": "avg_pool", "lp": "lp_pool"}[ask.type] + f"{ask.rank}d"
    pads = _symmetric(ask)
    settings: dict[str, Any] = _given(stride=ask.stride and short(ask.stride))
    if ask.type == "lp":
        _need(max(pads) == 0, f"F.{name} has no padding argument: F.pad(x, ...) goes before it.")
    elif ask.spelling:
        settings["padding"] = ask.spelling
    elif max(pads):
        settings["padding"] = short(pads)
    _need(ask.type == "max" or max(ask.dilation) == 1, f"F.{name} has no dilation.")
    settings |= _given(dilation=_unless(short(ask.dilation), 1), ceil_mode=ask.ceil or None)
    settings |= _given(count_include_pad=ask.pad_counts) if ask.type == "average" else {}
    size = short(ask.kernel)
    sizes = {"norm_type": ask.param, "kernel_size": size} if ask.type == "lp" else {}
    args = () if sizes else (size,)

    def run(x: Array) -> Any:
        return getattr(pytorch, name)(x, *args, **sizes, **settings)

    pairs = tuple((pad, pad) for pad in pads)
    counted = ask.type == "average" and ask.pad_counts is not False
    text = written(f"F.{name}", _X, *args, **sizes, **settings)
    return Call(text, run, "first", ask.stride or ask.kernel, pairs, counted)


def in_onnx(ask: Ask) -> Call:
    """onnx.helper.make_node("MaxPool", ...), as onnxruntime runs it."""
    name = f"{_ONE[ask.type]}Pool"
    settings: dict[str, Any] = {"kernel_shape": list(ask.kernel)}
    if ask.type == "lp":
        settings["p"] = int(ask.param) if ask.param.is_integer() else ask.param
    settings |= _given(strides=ask.stride and list(ask.stride))
    if ask.spelling or ask.padding in ("same", "same_lower"):
        settings["auto_pad"] = ask.spelling or {"same": "SAME_UPPER", "same_lower": "SAME_LOWER"}[str(ask.padding)]
    elif not isinstance(ask.padding, str):
        settings["pads"] = [low for low, _ in ask.padding] + [high for _, high in ask.padding]
    if max(ask.dilation) > 1:
        settings["dilations"] = list(ask.dilation)
    settings |= _given(ceil_mode=1 if ask.ceil else None)
    if ask.type == "average" and ask.pad_counts is not None:
        settings["count_include_pad"] = int(ask.pad_counts)

    def run(x: Array) -> Any:
        answer = getattr(onnx, name)(x, **settings)
        return answer[0] if ask.type == "max" else answer

    # Not asked for its indices, onnxruntime loses or keeps a NaN by its place in the register.
    outputs = ["y", "indices"] if np.isnan(ask.x).any() and ask.type == "max" else ["y"]
    text = written("make_node", name, ["x"], outputs, **settings)
    padding = ((0, 0),) * ask.rank if ask.padding == "valid" else ask.padding
    return Call(text, run, "first", ask.stride or (1,) * ask.rank, padding, bool(ask.pad_counts))


def in_flax(ask: Ask) -> Call:
    """flax.linen.max_pool(x, ...), or lax.reduce_window where there is dilation."""
    _need(ask.type != "lp", "Flax has no Lp pooling.")
    _need(not ask.ceil, "flax.linen has no ceil_mode: it rounds down with 'VALID', up with 'SAME'.")
    padding = ask.spelling or (ask.padding.upper() if isinstance(ask.padding, str) else ask.padding)
    if max(ask.dilation) > 1:
        return _windowed(ask, padding)
    name = "max_pool" if ask.type == "max" else "avg_pool"
    settings = _given(strides=ask.stride, padding=_unless(padding, "VALID"))
    if ask.type == "average":
        settings |= _given(count_include_pad=ask.pad_counts)

    def run(x: Array) -> Any:
        return getattr(flax, name)(x, ask.kernel, **settings)

    counted = ask.type == "average" and ask.pad_counts is not False
    text = written(f"nn.{name}", _X, ask.kernel, **settings)
    return Call(text, run, "last", ask.stride or (1,) * ask.rank, _word(ask), counted)


def _windowed(ask: Ask, padding: Any) -> Call:
    _need(ask.type == "max", "flax.linen.avg_pool has no dilation.")
    stride = ask.stride or (1,) * ask.rank
    least = Name("-jnp.inf" if ask.x.dtype.kind == "f" else "jnp.iinfo(x.dtype).min")
    pairs = padding if isinstance(padding, str) else ((0, 0), *padding, (0, 0))
    args = (_X, least, Name("lax.max"), (1, *ask.kernel, 1), (1, *stride, 1), pairs)
    text = written("lax.reduce_window", *args, window_dilation=(1, *ask.dilation, 1))

    def run(x: Array) -> Any:
        shorter = x.astype(_SHORTER.get(x.dtype.name, x.dtype))
        return pool(shorter[..., 0], ask.window(stride, _word(ask))).values[..., None]

    return Call(text, run, "last", stride, _word(ask))


# ---- what several of them share ----------------------------------------------------------------------------


def _need(fine: bool, sentence: str) -> None:
    if not fine:
        raise Unsaid(sentence)


def _given(**settings: Any) -> dict[str, Any]:
    """The settings that are not left to the framework."""
    return {name: value for name, value in settings.items() if value is not None}


def _unless(value: Any, default: Any) -> Any:
    return None if value == default else value


def _listed(value: int | Numbers | None) -> int | list[int] | None:
    return list(value) if isinstance(value, tuple) else value


def _word(ask: Ask) -> Pairs | str:
    """The padding that is meant, be it spelled in a framework's own way."""
    word = ask.spelling.lower()
    return word if word in PADDING_WORDS else ask.padding


def _tensor_pairs(ask: Ask) -> list[list[int]]:
    """Explicit padding as tf.nn takes it: a pair per tensor axis."""
    pairs, none = [list(pair) for pair in ask.pads], [0, 0]
    return [none, *pairs, none] if ask.layout == "last" else [none, none, *pairs]


def _symmetric(ask: Ask) -> Numbers:
    """PyTorch's padding: one number per axis. For "same", a word that it does not know, what people write for it."""
    if not isinstance(ask.padding, str):
        _need(
            all(low == high for low, high in ask.padding),
            f"PyTorch pads both ends alike, not {ask.padding}: F.pad(x, ..., value=-inf) goes before the pool.",
        )
        return tuple(low for low, _ in ask.padding)
    if ask.padding == "valid":
        return (0,) * ask.rank
    return tuple((cells - 1) // 2 for cells in ask.reach)


FRAMEWORKS: dict[str, Callable[[Ask], Call]] = {
    "keras": in_keras,
    "tensorflow": in_tensorflow,
    "pytorch": in_pytorch,
    "onnx": in_onnx,
    "flax": in_flax,
}
LABELS = {"keras": "Keras", "tensorflow": "TensorFlow", "pytorch": "PyTorch", "onnx": "ONNX", "flax": "Flax (JAX)"}
