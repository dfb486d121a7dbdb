"""Records the golden answers again from the real frameworks, which must be installed beside the tests.

    python -m tests.golden.record           compares: says which recorded answers have changed
    python -m tests.golden.record --write   writes the new answers and the frameworks' versions

The questions stay those of cases.json; the answers lie in arrays.npz. The versions in cases.json are those of
the frameworks that gave them, on a CPU.
"""

import argparse
import json
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
# ONNX 21: onnxruntime has no GlobalLpPool for later ones.
OPSET = 21
# Without oneDNN TensorFlow 2.21 misplaces three-dimensional SAME windows whose stride exceeds their kernel.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")


def pytorch(op, inputs, args):
    """torch.nn.functional; a gradient through its autograd."""
    import torch

    tensors = [torch.from_numpy(array.copy()) for array in inputs]
    if not op.endswith("_backward"):
        answer = getattr(torch.nn.functional, op)(*tensors, **args)
        return [part.numpy() for part in (answer if isinstance(answer, tuple) else (answer,))]
    x, grad = tensors
    getattr(torch.nn.functional, op.removesuffix("_backward"))(x.requires_grad_(), **args).backward(grad)
    return [x.grad.numpy()]


def tensorflow(op, inputs, args):
    """tf.nn."""
    import tensorflow as tf

    answer = getattr(tf.nn, op)(*inputs, **args)
    return [part.numpy() for part in (answer if isinstance(answer, tuple) else (answer,))]


def keras(op, inputs, args):
    """keras.layers, on TensorFlow."""
    import keras as framework

    return [np.asarray(getattr(framework.layers, op)(**args)(inputs[0]))]


def onnx(op, inputs, args):
    """One node in onnxruntime."""
    import onnxruntime
    from onnx import helper

    names = ["Y", "Indices"] if op == "MaxPool" else ["Y"]
    code = helper.np_dtype_to_tensor_dtype
    dtypes = [code(inputs[0].dtype), code(np.dtype(np.int64))]
    told = [helper.make_tensor_value_info("X", dtypes[0], inputs[0].shape)]
    made = [helper.make_tensor_value_info(name, dtype, None) for name, dtype in zip(names, dtypes, strict=False)]
    graph = helper.make_graph([helper.make_node(op, ["X"], names, **args)], "pooling", told, made)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # it warns of every ceil_mode that drops a window
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(None, {"X": inputs[0]})


FRAMEWORKS = {"pytorch": pytorch, "tensorflow": tensorflow, "keras": keras, "onnx": onnx}


def recorded():
    """(cases.json as it is, the arrays by name)."""
    with np.load(FOLDER / "arrays.npz") as file:
        arrays = {name: file[name] for name in file.files}
    return json.loads((FOLDER / "cases.json").read_text(encoding="utf-8")), arrays


def same(a, b):
    """Equal, floats within a few units of float32's last place."""
    exact = a.dtype.kind in "iub"
    return a.dtype == b.dtype and a.shape == b.shape and np.allclose(a, b, 0 if exact else 1e-5, 1e-6, equal_nan=True)


def again(case, arrays):
    """{name: array} of the case's outputs, computed now."""
    answers = FRAMEWORKS[case["dialect"]](case["op"], [arrays[name] for name in case["inputs"]], case["args"])
    return dict(zip(case["outputs"], answers, strict=True))


def _versions(names):
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def main():
    """Compare, or write with --write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the new answers and versions")
    write = parser.parse_args().write
    told, arrays = recorded()
    changed = []
    for case in told["cases"]:
        answers = again(case, arrays)
        if not all(same(arrays[name], answer) for name, answer in answers.items()):
            changed.append(case["id"])
            arrays |= answers if write else {}
    print(f"{len(told['cases'])} answers, {len(changed)} changed: {', '.join(changed) or 'none'}")
    if write:
        told["versions"] = _versions(told["versions"])
        (FOLDER / "cases.json").write_text(json.dumps(told, indent=0), encoding="utf-8")
        np.savez_compressed(FOLDER / "arrays.npz", **arrays)


if __name__ == "__main__":
    main()
