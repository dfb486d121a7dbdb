"""Random questions to PyTorch's pooling functions, legal and illegal, and PyTorch's own answers to them."""

import warnings
from importlib import import_module

import numpy as np

MAX = [f"max_pool{rank}d" for rank in (1, 2, 3)]
AVERAGE = [f"avg_pool{rank}d" for rank in (1, 2, 3)]
NORM = [f"lp_pool{rank}d" for rank in (1, 2, 3)]
ADAPTIVE = [f"adaptive_{kind}_pool{rank}d" for kind in ("max", "avg") for rank in (1, 2, 3)]
UNPOOL = [f"max_unpool{rank}d" for rank in (1, 2, 3)]
FORWARD = [*MAX, *AVERAGE, *NORM, *ADAPTIVE, *UNPOOL, "fractional_max_pool2d"]
BACKWARD = [f"{name}_backward" for name in (*MAX, *AVERAGE)]

DTYPES = ["float32"] * 6 + ["float64"] * 3 + ["float16", "int64", "int64", "int32", "uint8", "int8"]


def question(name, rng):
    """(arrays, keyword arguments) for the function of this name."""
    rank = int(name.replace("_backward", "")[-2])
    shape = _shape(rank, rng)
    if name.startswith("max_unpool"):
        return _unpooling(rank, shape, rng)
    if name.startswith("adaptive_avg") and (0 in shape or len(shape) not in (rank + 1, rank + 2)):
        # PyTorch makes a mean of a single output and then forgets its own checks of size and rank.
        shape = (2,) * (rank + 1)
    floats = name.endswith("backward") or name.startswith("adaptive_avg")
    x = _values(shape, rng.choice(DTYPES[:9] if floats else DTYPES), rng)
    if name.startswith("adaptive"):
        return [x], _adaptive(name, rank, rng)
    if name.startswith("fractional"):
        return [x], _fractional(x, rng)
    return [x], _windows(name, shape[-rank:], rng)


def _shape(rank, rng):
    spatial = rng.integers(1, (14, 9, 6)[rank - 1], rank)
    lead = [int(n) for n in rng.integers(1, 4, 1 + rng.integers(0, 2))]
    if rng.random() < 0.06:
        lead[int(rng.integers(len(lead)))] = 0
    if rng.random() < 0.02:
        spatial[0] = 0
    if rng.random() < 0.02:
        lead = lead[:-1] if rng.random() < 0.5 else [1, 1, 2]
    return (*lead, *(int(n) for n in spatial))


def _values(shape, dtype, rng):
    x = rng.integers(-9, 10, shape)
    if np.dtype(dtype).kind != "f":
        return x.astype(dtype)
    x = x / np.asarray(7, dtype) if rng.random() < 0.7 else rng.standard_normal(shape)
    x = np.asarray(x).astype(dtype)
    for poison in (np.nan, np.inf, -np.inf):
        x[rng.random(x.shape) < rng.choice([0, 0, 0, 0.1, 0.5])] = poison
    return x


def _sizes(rank, low, high, rng):
    values = [int(v) for v in rng.integers(low, high + 1, rank)]
    kind = rng.random()
    if kind < 0.3:
        return values[0]
    if kind < 0.4:
        return tuple(values[:1])
    return tuple(values) if kind < 0.8 else values


def _some(rng, offers):
    """Of {name: (chance, value)} each with its chance."""
    return {name: value for name, (chance, value) in offers.items() if rng.random() < chance}


def _windows(name, spatial, rng):
    rank, backward = len(spatial), name.endswith("backward")
    kernel = _sizes(rank, 1, 4, rng)
    norms = [1, 2, 3, 1.0, 2.0, 3.0, 0.5, 2.5, -1.0, np.inf, -np.inf]
    offers = {
        "stride": (0.7, _sizes(rank, 1 if rng.random() < 0.97 else 0, 4, rng)),
        "ceil_mode": (0.5, bool(rng.random() < 0.6)),
    }
    if name.startswith("lp"):
        return {"norm_type": norms[rng.integers(len(norms))], "kernel_size": kernel, **_some(rng, offers)}
    offers["padding"] = (0.6, _padding(kernel, rank, rng))
    if name.startswith("avg"):
        divisor = int(rng.choice([1, 2, 3, 7, -2, 0], p=[0.2, 0.2, 0.2, 0.2, 0.17, 0.03]))
        offers["count_include_pad"] = (0.5, bool(rng.random() < 0.4))
        offers["divisor_override"] = (0.4 if rank > 1 else 0, divisor)
    else:
        # Where a window reads no cell, PyTorch's gradient writes beyond its arrays and ends the process.
        widest = min(4, *spatial) if backward else 4
        offers["dilation"] = (0.4 if widest else 0, _sizes(rank, 1 if rng.random() < 0.97 else 0, max(1, widest), rng))
        offers["return_indices"] = (0 if backward else 0.9, bool(rng.random() < 0.7))
    return {"kernel_size": kernel, **_some(rng, offers)}


def _padding(kernel, rank, rng):
    """Up to half of each kernel, so that most questions are legal; now and then one more."""
    each = list(kernel) if isinstance(kernel, tuple | list) else [kernel]
    halves = [k // 2 for k in (each if len(each) == rank else each * rank)]
    return tuple(int(rng.integers(0, half + 1 + (rng.random() < 0.06))) for half in halves)


def _adaptive(name, rank, rng):
    wanted = _sizes(rank, 0 if rng.random() < 0.1 else 1, 9, rng)
    if isinstance(wanted, tuple | list) and rng.random() < 0.4:
        wanted = tuple(None if rng.random() < 0.5 else v for v in wanted)
    return {"output_size": wanted, **({"return_indices": bool(rng.random() < 0.7)} if "max" in name else {})}


def _fractional(x, rng):
    asked = {"kernel_size": _sizes(2, 1, 3, rng), "return_indices": bool(rng.random() < 0.7)}
    if rng.random() < 0.7:
        asked["output_size"] = _sizes(2, 0 if rng.random() < 0.1 else 1, 6, rng)
    else:
        asked["output_ratio"] = tuple(float(v) for v in rng.random(2))
    batch = x.shape[0] if x.ndim == 4 else 1
    samples = rng.random((batch, x.shape[-3] if x.ndim > 2 else 1, 2))
    asked["_random_samples"] = samples.astype(x.dtype if x.dtype.kind == "f" else np.float32)
    return asked


def _unpooling(rank, shape, rng):
    kernel, stride = (tuple(int(v) for v in rng.integers(1, 4, rank)) for _ in range(2))
    padding = tuple(int(rng.integers(0, k // 2 + 1)) for k in kernel)
    usual = [(n - 1) * s - 2 * p + k for n, s, p, k in zip(shape[-rank:], stride, padding, kernel, strict=False)]
    asked = {"kernel_size": kernel, "stride": stride, "padding": padding}
    size = usual
    if rng.random() < 0.5:
        size = [n + int(rng.integers(-s, s + 1)) for n, s in zip(usual, stride, strict=False)]
        asked["output_size"] = (*shape[:-rank], *size) if rng.random() < 0.3 else tuple(size)
    beyond = int(np.prod(size)) + (rng.random() < 0.03)
    indices = rng.integers(0 if rng.random() < 0.97 else -1, max(1, beyond), shape)
    return [_values(shape, rng.choice(["float32", "float64", "float16"]), rng), indices], asked


def torchs_answer(name, arrays, asked, grad=None):
    """What torch.nn.functional answers, a list of arrays, or None where it refuses."""
    torch = import_module("torch")
    torch.set_num_threads(1)
    tensors = [torch.from_numpy(np.array(array)) for array in arrays]
    asked = {key: torch.from_numpy(value) if isinstance(value, np.ndarray) else value for key, value in asked.items()}
    function = getattr(torch.nn.functional, name.replace("_backward", ""))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if name.endswith("_backward"):
                return _gradient(function, tensors[0], asked, torch, grad)
            answer = function(*tensors, **asked)
        except (RuntimeError, TypeError, ValueError, IndexError, ZeroDivisionError):
            return None
    return [part.numpy() for part in (answer if isinstance(answer, tuple) else (answer,))]


def _gradient(function, x, asked, torch, rng):
    x.requires_grad_()
    answer = function(x, **asked)
    grad = torch.from_numpy(rng.integers(-9, 10, tuple(answer.shape)).astype(x.detach().numpy().dtype))
    answer.backward(grad)
    return [grad.numpy(), x.grad.numpy()]
