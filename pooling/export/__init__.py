"""Answers as files to keep: bytes of a table or of an array."""

from pooling.export.arrays import csv, npy

__all__ = ["csv", "npy"]
