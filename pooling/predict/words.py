"""How a question about a pooling type is put, what its rule is, and what is said to a number of no known mistake."""

from dataclasses import dataclass

from pooling.apply import Pooled
from pooling.grids import spell


@dataclass(frozen=True)
class Words:
    """question: {taps} is what the window holds. rule: the hint, and the end of many answers.

    tap: said to one of the window's numbers that is not the answer. other: to any other number.
    """

    question: str
    rule: str
    tap: str
    other: str


def _chooses(noun: str, rule: str, tap: str) -> Words:
    other = "{typed} does not stand in the window. The answer is one of its numbers."
    return Words(f"what is {noun} of {{taps}}?", rule, tap, other)


def _makes(noun: str, rule: str) -> Words:
    tap = "{typed} is one of the window's numbers. " + rule
    return Words(f"what is {noun} of {{taps}}?", rule, tap, "Not yet. " + rule)


_WORDS = {
    "max": _chooses(
        "the maximum",
        "Max pooling keeps the largest number of the window.",
        "{typed} stands in the window, but another number there is larger.",
    ),
    "min": _chooses(
        "the minimum",
        "Min pooling keeps the smallest number of the window.",
        "{typed} stands in the window, but another number there is smaller.",
    ),
    "median": _chooses(
        "the median",
        "Sort the window's numbers: the one in the middle stays, of an even number the lower of the two.",
        "{typed} stands in the window, but not in the middle when you sort its numbers.",
    ),
    "average": _makes("the average", "Average pooling adds the numbers up, then divides by how many count."),
    "sum": _makes("the sum", "Sum pooling adds the numbers up and divides by nothing."),
    "lp": _makes(
        "the L{param} norm",
        "Raise the size of each number to the power {param}, add up, and take the root of order {param}.",
    ),
    "gem": _makes(
        "the generalised mean with p = {param}",
        "Raise each number to the power {param}, average, then take the root of order {param}. Negative ones are 0.",
    ),
    "logsumexp": _makes(
        "the log-sum-exp with r = {param}",
        "Average exp({param}·x) over the window, take the logarithm, divide by {param}: nearly the maximum.",
    ),
    "soft": _makes("the SoftPool", "Each number counts with the weight exp(x), and the weights are divided out again."),
    "mixed": _makes("the mix", "Take {param} of the maximum and {rest} of the average, and add them up."),
    "stochastic": _makes(
        "the expected draw", "Add up the squares of the positive numbers and divide by the sum of these numbers."
    ),
    "subsample": _chooses(
        "the first",
        "Subsampling keeps the first number of the window and looks at no other.",
        "{typed} stands in the window, but it is not the first.",
    ),
    "blur": _makes(
        "the blurred value", "Multiply each number by its weight, add up, and divide by the sum of the weights."
    ),
    "maxblur": _makes(
        "the blurred maximum", "First take the maximum of a window at every cell, then blur these maxima."
    ),
    "aps": _chooses(
        "the kept number",
        "One place is kept in every window: that at which the kept numbers are strongest altogether.",
        "{typed} stands in the window, but another place in the windows is kept.",
    ),
}


def of(pooled: Pooled) -> Words:
    """Return the words for a pooling's type, with its own number in them; a new type asks in general words."""
    label, meaning = pooled.type.label, pooled.type.meaning
    general = Words(f"what does {label} make of {{taps}}?", meaning, f"Not yet. {meaning}", f"Not yet. {meaning}")
    said = _WORDS.get(pooled.type.name, general)
    number = pooled.param or 0.0
    filled = {"{param}": spell(number), "{rest}": spell(1 - number)}
    texts = [said.question, said.rule, said.tap, said.other]
    for hole, text in filled.items():
        texts = [sentence.replace(hole, text) for sentence in texts]
    return Words(*texts)
