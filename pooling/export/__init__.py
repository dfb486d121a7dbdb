"""Answers as files to keep: pictures of what stands on the stage, tables, arrays, the plan, a notebook.

`svg`, `png` and `gif` draw a scene, or a Pooled as its scene; the others write down a Pooled. Each returns bytes.
"""

from pooling.export.arrays import csv, npy
from pooling.export.moving import gif
from pooling.export.notebooks import notebook
from pooling.export.plans import plan
from pooling.export.raster import png
from pooling.export.scripts import scripts
from pooling.export.vector import svg

__all__ = ["csv", "gif", "notebook", "npy", "plan", "png", "scripts", "svg"]
