"""Pooled -> scene: everything that the stage draws, as plain JSON.

A scene is *panels* (grids of cells with text, tint and marks) and *links*. A link ties an input panel to an output
panel: which drawn rows and columns each window reads, which windows read each drawn row and column, and for each
window its hue, winner, ties and arithmetic. The browser looks all of this up; it never works out a window.
"""

from pooling.scene.backward import backward, unpooled
from pooling.scene.forward import compare, of
from pooling.scene.slices import slices

__all__ = ["backward", "compare", "of", "slices", "unpooled"]
