"""The peers: each makes, for a case, a function without arguments that takes NumPy and gives NumPy.

A peer that is not installed, or cannot say the case, makes None. One thread each.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from benchmarks.pools.cases import Array, Case
from pooling import pool

Run = Callable[[], Array]
Maker = Callable[[Case, Array], Run | None]


def ours(case: Case, memory: Array) -> Run:
    """`pooling.pool`, values only."""
    window = case.window
    if case.channels_last:
        return lambda: np.moveaxis(_values(np.moveaxis(memory, -1, 1), case, window), 1, -1)
    return lambda: _values(memory, case, window)


def _values(x: Array, case: Case, window: Any) -> Array:
    return pool(x, window, type=case.type, count_include_pad=True).values


def torch(case: Case, memory: Array) -> Run | None:
    """torch.nn.functional on a tensor that shares NumPy's memory; channels_last where that is its order."""
    if case.dtype == "uint8" and (case.type == "average" or case.channels_last):
        return None
    torch = import_module("torch")
    torch.set_num_threads(1)
    functional = torch.nn.functional
    function = functional.max_pool2d if case.type == "max" else functional.avg_pool2d
    setting = (case.kernel, case.stride, case.padding)

    def run() -> Array:
        x = torch.from_numpy(memory)
        if case.channels_last:
            x = x.permute(0, 3, 1, 2)
        y = function(x, *setting)
        answer: Array = (y.permute(0, 2, 3, 1) if case.channels_last else y).numpy()
        return answer

    return run


def onnxruntime(case: Case, memory: Array) -> Run | None:
    """A model of one operator; it knows no channels-last order."""
    if case.channels_last or (case.type == "average" and case.dtype == "uint8"):
        return None
    onnx, runtime = import_module("onnx"), import_module("onnxruntime")
    helper, kind = onnx.helper, onnx.TensorProto.UINT8 if case.dtype == "uint8" else onnx.TensorProto.FLOAT
    setting = {"kernel_shape": [case.kernel] * 2, "strides": [case.stride] * 2, "pads": [case.padding] * 4}
    if case.type == "average":
        setting["count_include_pad"] = 1  # type: ignore[assignment]
    node = helper.make_node("MaxPool" if case.type == "max" else "AveragePool", ["x"], ["y"], **setting)
    ends = [[helper.make_tensor_value_info(name, kind, [None] * 4)] for name in "xy"]
    model = helper.make_model(
        helper.make_graph([node], "pool", *ends), opset_imports=[helper.make_opsetid("", 19)], ir_version=9
    )
    options = runtime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = runtime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"x": memory})[0]


def opencv(case: Case, memory: Array) -> Run | None:
    """Stride 1, then every stride-th; area resizing where an average's tiles do not overlap."""
    if case.type == "average" and case.dtype == "uint8":
        return None  # it would round to uint8
    k, s, p = case.kernel, case.stride, case.padding
    h, w = ((size + 2 * p - k) // s + 1 for size in case.shape[2:])
    one = _opencv_plane(case, h, w)

    def planes() -> Array:
        out = np.empty((*memory.shape[:2], h, w), memory.dtype)
        for plane, answer in zip(memory.reshape(-1, *memory.shape[2:]), out.reshape(-1, h, w), strict=True):
            answer[:] = one(plane)
        return out

    if case.channels_last:
        return lambda: np.stack([one(image) for image in memory])
    if case.shape[:2] == (1, 1):  # the answer is the array that OpenCV made
        return lambda: np.ascontiguousarray(one(memory[0, 0]))[None, None]
    return planes


def _opencv_plane(case: Case, h: int, w: int) -> Callable[[Array], Array]:
    cv2 = import_module("cv2")
    cv2.setNumThreads(1)
    k, s, p = case.kernel, case.stride, case.padding
    element, end = np.ones((k, k), np.uint8), (slice(None, h * s, s), slice(None, w * s, s))
    if case.type == "max":
        return lambda plane: cv2.dilate(plane, element, anchor=(p, p))[end]
    if k == s and p == 0:
        return lambda plane: cv2.resize(plane, (w, h), interpolation=cv2.INTER_AREA)
    border = cv2.BORDER_CONSTANT
    return lambda plane: cv2.blur(plane, (k, k), anchor=(p, p), borderType=border)[end]


def openvino(case: Case, memory: Array) -> Run | None:
    """A compiled model of one operator; float32 in its own order of channels only."""
    if case.channels_last or case.dtype == "uint8":
        return None
    ov = import_module("openvino")
    operators = ov.opset13
    x = operators.parameter(list(case.shape), np.float32)
    pads, setting = [case.padding] * 2, ([case.stride] * 2,)
    if case.type == "max":
        node = operators.max_pool(x, *setting, [1, 1], pads, pads, [case.kernel] * 2).output(0)
    else:
        node = operators.avg_pool(x, *setting, pads, pads, [case.kernel] * 2, False)
    choices = {"INFERENCE_NUM_THREADS": 1, "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
    compiled = ov.Core().compile_model(ov.Model([node], [x]), "CPU", choices)
    return lambda: compiled(memory)[0]


def tensorflow(case: Case, memory: Array) -> Run | None:
    """tf.nn, which pools channels-last only on a CPU, and pads an average only as SAME."""
    if not case.channels_last or case.dtype == "uint8" or (case.type == "average" and case.padding):
        return None
    tf = import_module("tensorflow")
    pads = [[0, 0], [case.padding] * 2, [case.padding] * 2, [0, 0]] if case.padding else "VALID"
    function = tf.nn.max_pool2d if case.type == "max" else tf.nn.avg_pool2d
    return lambda: function(memory, case.kernel, case.stride, pads).numpy()


def scipy(case: Case, memory: Array) -> Run | None:
    """A filter at stride 1, then every stride-th."""
    ndimage = import_module("scipy.ndimage")
    k, s, p = case.kernel, case.stride, case.padding
    spatial = (1, 2) if case.channels_last else (2, 3)
    size = tuple(k if axis in spatial else 1 for axis in range(4))
    # An even window lies half a cell lower there; the last windows of a border that is cut do not matter.
    origin = tuple(-((k - 1) // 2 + 1 - k % 2) * (k % 2 == 0) if axis in spatial else 0 for axis in range(4))
    outs = [(memory.shape[axis] + 2 * p - k) // s + 1 for axis in spatial]
    first = k // 2 - p if k % 2 else 0
    cut = [slice(first, first + out * s, s) for out in outs]
    chosen = (slice(None), *cut, slice(None)) if case.channels_last else (slice(None), slice(None), *cut)

    def run() -> Array:
        if case.type == "max":
            lowest = 0 if case.dtype == "uint8" else -np.inf
            wide = ndimage.maximum_filter(memory, size, origin=origin, mode="constant", cval=lowest)
        else:
            answer = np.float64 if case.dtype == "uint8" else memory.dtype
            wide = ndimage.uniform_filter(memory, size, output=answer, origin=origin, mode="constant")
        return np.ascontiguousarray(wide[chosen])

    return run


def copy(_case: Case, memory: Array) -> Run:
    """No pooling at all: a plain copy of the input."""
    return memory.copy


PEERS: dict[str, tuple[str, Maker]] = {
    "PyTorch": ("torch", torch),
    "onnxruntime": ("onnxruntime", onnxruntime),
    "OpenCV": ("cv2", opencv),
    "OpenVINO": ("openvino", openvino),
    "TensorFlow": ("tensorflow", tensorflow),
    "SciPy": ("scipy", scipy),
}
