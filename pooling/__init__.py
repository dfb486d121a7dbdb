"""Pooling as convolutional neural networks do it, on NumPy arrays, with every step to look at."""

from pooling.apply import Pooled, pool
from pooling.placement import Adaptive, Fractional, Global, Plan, Window
from pooling.types import TYPES

__all__ = ["TYPES", "Adaptive", "Fractional", "Global", "Plan", "Pooled", "Window", "pool"]
