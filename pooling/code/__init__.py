"""The same pooling as source text for Keras, TensorFlow, PyTorch, JAX / Flax, ONNX and NumPy."""

from pooling.code.source import FRAMEWORKS, LABELS, Source, source

__all__ = ["FRAMEWORKS", "LABELS", "Source", "source"]
