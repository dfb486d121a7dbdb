"""Does pooling help recognition? Fixed filters, a pool and a linear classifier on real digits, moved by a pixel or two.

`measure` runs one pool once, `experiment` several pools several times and says after each how far it is, `summarise`
puts repeats together, and `frontier` finds the pools that no other beats.
"""

from pooling.recognition.classifier import Classifier, fit
from pooling.recognition.measuring import TESTED, TRAINED, Measured, Step, experiment, laid, measure
from pooling.recognition.pools import EARLIER, POOLS, Earlier, Pool
from pooling.recognition.results import Spread, Summary, frontier, summarise
from pooling.recognition.setup import CANVASES, DISTANCES, FILTERS, WAYS, Setup

__all__ = [
    "CANVASES",
    "DISTANCES",
    "EARLIER",
    "FILTERS",
    "POOLS",
    "TESTED",
    "TRAINED",
    "WAYS",
    "Classifier",
    "Earlier",
    "Measured",
    "Pool",
    "Setup",
    "Spread",
    "Step",
    "Summary",
    "experiment",
    "fit",
    "frontier",
    "laid",
    "measure",
    "summarise",
]
