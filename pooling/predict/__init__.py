"""Predict first: the right answers to a pooling, and the wrong ones that are likely, each with what to say to it.

A *table* is plain JSON, one entry a window (see `tables`): the stage looks a learner's number up in it, and so may
anything else that asks. Every number in it comes out of the library, pooled in the way that the mistake would pool.
"""

from pooling.predict.backward import backward
from pooling.predict.forward import forward
from pooling.predict.size import size

__all__ = ["backward", "forward", "size"]
