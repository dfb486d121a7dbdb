"""Random questions to ONNX's pooling operators, legal and illegal, and onnxruntime's own answers to them."""

import warnings
from importlib import import_module

import numpy as np


def question(op, rng):
    """(arrays, attributes) for the operator of this name."""
    rank = int(rng.integers(1, 4))
    sizes = rng.integers(1, (14, 9, 6)[rank - 1], rank)
    shape = (int(rng.integers(0 if rng.random() < 0.1 else 1, 4)), int(rng.integers(1, 4)), *(int(n) for n in sizes))
    dtypes = ["float32"] * 6 + ["float16"] + (["float64", "int8", "uint8"] if op == "MaxPool" else [])
    # GlobalMaxPool's NaN and -inf depend on how many values onnxruntime takes at a time.
    x = _values(shape, rng.choice(dtypes), rng, () if op == "GlobalMaxPool" else (np.nan, -np.inf))
    if op.startswith("Global"):
        return [x], {"p": int(rng.integers(1, 4))} if op == "GlobalLpPool" else {}
    if op == "MaxUnpool":
        return _unpooling(x, rng)
    return [x], _attributes(op, rank, rng)


def _values(shape, dtype, rng, poisons):
    x = rng.integers(-9, 10, shape)
    if np.dtype(dtype).kind != "f":
        return x.astype(dtype)
    x = np.asarray(x / 7).astype(dtype)
    for poison in poisons:
        x[rng.random(shape) < rng.choice([0, 0, 0, 0.1, 0.5])] = poison
    return x


def _attributes(op, rank, rng):
    def some(low, high):
        return [int(v) for v in rng.integers(low, high + 1, rank)]

    kernel, slack = some(1, 4), rng.random() < 0.05
    pads = [int(rng.integers(0, k + slack)) for k in kernel * 2]
    auto = str(rng.choice(["SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"]))
    offers = {
        "strides": (0.7, some(1 if rng.random() < 0.97 else 0, 4)),
        "dilations": (0.4, some(1 if rng.random() < 0.97 else 0, 3)),
        "ceil_mode": (0.5, int(rng.integers(0, 2))),
        **({"auto_pad": (1, auto)} if rng.random() < 0.35 else {"pads": (0.7, pads)}),
    }
    own = {
        "MaxPool": {"storage_order": (0.5, int(rng.integers(0, 2)))},
        "AveragePool": {"count_include_pad": (0.5, int(rng.integers(0, 2)))},
        "LpPool": {"p": (0.8, int(rng.integers(1, 5)))},
    }
    offers |= own[op]
    return {"kernel_shape": kernel, **{k: v for k, (chance, v) in offers.items() if rng.random() < chance}}


def _unpooling(x, rng):
    rank = x.ndim - 2
    kernel, strides = ([int(v) for v in rng.integers(1, 4, rank)] for _ in range(2))
    pads = [int(rng.integers(0, (k + 1) // 2)) for k in kernel * 2]
    each = zip(x.shape[2:], strides, kernel, pads[:rank], pads[rank:], strict=True)
    sizes = [(n - 1) * s + k - low - high for n, s, k, low, high in each]
    cells = int(np.prod(x.shape[:2])) * int(np.prod(sizes))
    indices = rng.integers(0 if rng.random() < 0.95 else -1, max(1, cells + (rng.random() < 0.05)), x.shape)
    return [x, indices], {"kernel_shape": kernel, "strides": strides, "pads": pads}


def differs(asked):
    """Where onnxruntime leaves the specification: not to be asked."""
    auto, steps = asked.get("auto_pad", "NOTSET"), asked.get("strides", [1] * 3)
    # The size of SAME ignores dilations, and its padding becomes negative where windows leave gaps.
    gaps = any(s > k for s, k in zip(steps, asked.get("kernel_shape", []), strict=False))
    if auto.startswith("SAME") and (gaps or max(asked.get("dilations", [1])) > 1):
        return True
    # ceil_mode adds a window to VALID, which the specification's formula does not.
    return auto == "VALID" and asked.get("ceil_mode", 0) == 1


def onnxruntimes_answer(op, arrays, asked):
    """What onnxruntime answers, a list of arrays, or None where it refuses or answers without a cell."""
    onnxruntime, helper = import_module("onnxruntime"), import_module("onnx.helper")
    code = helper.np_dtype_to_tensor_dtype
    names, outs = ["X", "I"][: len(arrays)], ["Y", "Indices"] if op == "MaxPool" else ["Y"]
    ins = [helper.make_tensor_value_info(n, code(a.dtype), a.shape) for n, a in zip(names, arrays, strict=True)]
    types = [code(arrays[0].dtype), code(np.dtype(np.int64))]
    told = [helper.make_tensor_value_info(out, kind, None) for out, kind in zip(outs, types, strict=False)]
    graph = helper.make_graph([helper.make_node(op, names, outs, **asked)], "pooling", ins, told)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    options = onnxruntime.SessionOptions()
    options.log_severity_level, options.intra_op_num_threads = 4, 1
    try:
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        return session.run(None, dict(zip(names, arrays, strict=True)))
    except Exception as error:
        if type(error).__module__.startswith("onnxruntime"):
            return None
        raise


def own_cases(ops):
    """(name, op, arrays, attributes, expected) of ONNX's own tests of these operators."""
    helper = import_module("onnx.helper")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # from the tests of other operators
        cases = import_module("onnx.backend.test.case.node").collect_testcases(None)
    found = []
    for case in cases:
        if [node.op_type for node in case.model.graph.node] not in [[op] for op in ops]:
            continue
        (node,) = case.model.graph.node
        told = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        asked = {name: value.decode() if isinstance(value, bytes) else value for name, value in told.items()}
        found += [(case.name, node.op_type, ins, asked, outs) for ins, outs in case.data_sets]
    return found
