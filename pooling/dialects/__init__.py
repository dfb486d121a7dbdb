"""Pooling under the names, defaults, index conventions and quirks of five frameworks, over NumPy arrays.

One module a framework: keras, tensorflow, pytorch, onnx, flax. Import the one you speak; none of them needs
its framework.
"""
