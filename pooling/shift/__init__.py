"""What a shift of the input does to a pooled map: measures, closed forms, and trials to check one with the other.

`measures` compare two maps, `forms` are the closed forms, `claims` and `trials` set each beside what a seed and
a number of trials find, `sweeps` follow a map and its pools over many shifts. All their names are here.
"""

from pooling.shift.chances import Claim
from pooling.shift.claims import CLAIMS, Kind, Number, claim
from pooling.shift.forms import (
    bernoulli_max,
    best_cardinality,
    blur_phases,
    blur_total_invariance,
    exponential_max,
    impulse_invariance,
    neighbour_share,
    normal_max_mean,
    survival,
)
from pooling.shift.measures import (
    Motion,
    Stability,
    cosine_similarity,
    equivariance,
    moved,
    stability,
    total_variation,
    unchanged_share,
)
from pooling.shift.sweeps import POOLERS, Compared, Pooler, Sweep, compare, sweep
from pooling.shift.trials import Interval, measure, normal, wilson
from pooling.shift.zhang import zhang

__all__ = [
    "CLAIMS",
    "POOLERS",
    "Claim",
    "Compared",
    "Interval",
    "Kind",
    "Motion",
    "Number",
    "Pooler",
    "Stability",
    "Sweep",
    "bernoulli_max",
    "best_cardinality",
    "blur_phases",
    "blur_total_invariance",
    "claim",
    "compare",
    "cosine_similarity",
    "equivariance",
    "exponential_max",
    "impulse_invariance",
    "measure",
    "moved",
    "neighbour_share",
    "normal",
    "normal_max_mean",
    "stability",
    "survival",
    "sweep",
    "total_variation",
    "unchanged_share",
    "wilson",
    "zhang",
]
