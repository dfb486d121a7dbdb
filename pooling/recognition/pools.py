"""The pools that may stand between filters and classifier, and what an earlier run found for some of them."""

from typing import NamedTuple

from pooling.placement import Global, Place, Window
from pooling.types import TYPES

_PLACES: dict[str, Place] = {
    "2/2": Window(2),
    "3/2": Window(3, 2),
    "4/4": Window(4),
    "7/7": Window(7),
    "global": Global(),
}


class Pool(NamedTuple):
    """A type with its default parameter, where its windows lie, and its name for a learner."""

    type: str
    place: Place
    label: str


def _label(type: str, window: str) -> str:
    return f"{TYPES[type].label}{', ' if window == 'global' else ' '}{window}"


# By names that an address can hold: "max-3-2" has windows of 3 x 3 at stride 2.
POOLS: dict[str, Pool] = {
    f"{type}-{window.replace('/', '-')}": Pool(type, place, _label(type, window))
    for type in TYPES
    for window, place in _PLACES.items()
}


class Earlier(NamedTuple):
    """Shares from 0 to 1 that one earlier run found, and its cosine."""

    accuracy: float
    same: float
    cosine: float


# The same experiment with scikit-learn's logistic regression: one seed, a canvas of 16, 8 filters, 1 px four ways.
EARLIER: dict[str, Earlier] = {
    "subsample-2-2": Earlier(0.981, 0.426, 0.551),
    "max-2-2": Earlier(0.986, 0.615, 0.800),
    "average-2-2": Earlier(0.983, 0.534, 0.797),
    "maxblur-2-2": Earlier(0.986, 0.710, 0.907),
    "max-3-2": Earlier(0.989, 0.747, 0.888),
    "max-7-7": Earlier(0.896, 0.692, 0.966),
    "average-global": Earlier(0.644, 1.000, 1.000),
}
