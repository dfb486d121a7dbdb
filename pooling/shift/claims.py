"""What theory says about shifts and chance, and what each claim is about: a table that a page or a test can walk."""

from collections.abc import Callable
from dataclasses import dataclass

from pooling.shift import chances
from pooling.shift.chances import Claim


@dataclass(frozen=True)
class Number:
    """A number that a claim is about: its name, what a learner calls it, its range and its default."""

    name: str
    label: str
    lowest: float
    highest: float
    default: float
    step: float = 1


@dataclass(frozen=True)
class Kind:
    """A family of claims: its label, what is measured, the closed form in LaTeX, its source, its numbers, its maker."""

    label: str
    measured: str
    formula: str
    source: str
    numbers: tuple[Number, ...]
    make: Callable[..., Claim]


def claim(name: str, **numbers: float) -> Claim:
    """The claim of CLAIMS[name], with its default for a number that is not given.

    Raises ValueError for an unknown name or number and for a number out of its range or between its steps.
    """
    if name not in CLAIMS:
        raise ValueError(f"claim must be one of {', '.join(CLAIMS)}, got {name!r}")
    known = {number.name: number for number in CLAIMS[name].numbers}
    for key, value in numbers.items():
        if key not in known:
            raise ValueError(f"claim {name} has the numbers {', '.join(known) or 'none'}, got {key!r}")
        _check(known[key], value)
    given = {key: numbers.get(key, number.default) for key, number in known.items()}
    whole = {key: int(value) if known[key].step == 1 else value for key, value in given.items()}
    return CLAIMS[name].make(**whole)


def _check(number: Number, value: float) -> None:
    if not number.lowest <= value <= number.highest or (number.step == 1 and value != int(value)):
        kind = "a whole number " if number.step == 1 else ""
        raise ValueError(f"{number.name} must be {kind}from {number.lowest:g} to {number.highest:g}, got {value}")


_SIDE = Number("side", "Window k, cells a side", 1, 16, 2)
_STRIDE = Number("every", "Stride s", 1, 16, 2)
_SHIFT = Number("move", "Shift t, cells", 0, 16, 1)
_TAPS = Number("taps", "Taps n in a window", 1, 64, 4)
_LENGTH = Number("length", "Taps of the blur filter", 1, 7, 3)
_HERE = "Derived here"
_BOUREAU = "Boureau, Ponce and LeCun, 2010"


def _chance(name: str, label: str, default: float) -> Number:
    return Number(name, label, 0.01, 0.99, default, 0.01)


CLAIMS: dict[str, Kind] = {
    "lone": Kind(
        "A lone pixel, max",
        "Share of single steps that leave the max-pooled map as it was",
        r"\frac{s - 1}{s} \text{ if } s \text{ divides } k, \text{ else } \max\left(0, \frac{s - 2}{s}\right)",
        _HERE,
        (_SIDE, _STRIDE),
        lambda side, every: chances.lone(side, every, "max"),
    ),
    "lone_average": Kind(
        "A lone pixel, average",
        "Share of single steps that leave the average-pooled map as it was",
        r"\frac{s - 1}{s} \text{ if } s \text{ divides } k, \text{ else } \max\left(0, \frac{s - 2}{s}\right)",
        _HERE,
        (_SIDE, _STRIDE),
        lambda side, every: chances.lone(side, every, "average"),
    ),
    "neighbours": Kind(
        "Three of eight",
        "Share of the steps to a neighbour that leave the max-pooled map as it was",
        r"\frac{p + p^2}{2}, \quad p = \frac{k - 1}{k}",
        _HERE,
        (_SIDE,),
        chances.neighbours,
    ),
    "survival": Kind(
        "Random values, max",
        "Share of max outputs that stay when the values move",
        r"\max\left(0, \frac{k - t}{k + t}\right)",
        _HERE,
        (_SIDE, _SHIFT),
        lambda side, move: chances.survival(side, move, "max"),
    ),
    "survival_average": Kind(
        "Random values, average",
        "Share of average outputs that stay when the values move",
        r"0 \text{ for every } t \neq 0",
        _HERE,
        (_SIDE, _SHIFT),
        lambda side, move: chances.survival(side, move, "average"),
    ),
    "bernoulli": Kind(
        "On or off: mean of the max",
        "Mean of the max of taps that are 1 with probability p",
        r"1 - (1 - p)^n",
        _BOUREAU,
        (_chance("p", "Chance p that a tap is on", 0.1), _TAPS),
        chances.bernoulli,
    ),
    "bernoulli_variance": Kind(
        "On or off: variance of the max",
        "Variance of the max of taps that are 1 with probability p",
        r"m (1 - m), \quad m = 1 - (1 - p)^n",
        _BOUREAU,
        (_chance("p", "Chance p that a tap is on", 0.1), _TAPS),
        chances.bernoulli_spread,
    ),
    "gap": Kind(
        "On or off: two classes",
        "Distance between the two classes' mean max",
        r"(1 - p_2)^n - (1 - p_1)^n",
        _BOUREAU,
        (_chance("p1", "Chance p₁ in class 1", 0.4), _chance("p2", "Chance p₂ in class 2", 0.1), _TAPS),
        chances.gap,
    ),
    "exponential": Kind(
        "Exponential taps: mean of the max",
        "Mean of the max of exponential taps of mean 1",
        r"1 + \frac{1}{2} + \dots + \frac{1}{n}",
        _BOUREAU,
        (_TAPS,),
        chances.exponential,
    ),
    "exponential_variance": Kind(
        "Exponential taps: variance of the max",
        "Variance of the max of exponential taps of mean 1",
        r"1 + \frac{1}{4} + \dots + \frac{1}{n^2}",
        _BOUREAU,
        (_TAPS,),
        chances.exponential_spread,
    ),
    "noise": Kind(
        "Pure noise, max",
        "Mean of the max of taps of pure noise (mean 0, standard deviation 1)",
        r"n \int x\, \varphi(x)\, \Phi(x)^{n - 1}\, dx",
        _HERE,
        (_TAPS,),
        chances.noise,
    ),
    "noise_average": Kind(
        "Pure noise, average",
        "Variance of the average of taps of pure noise (mean 0, standard deviation 1)",
        r"\frac{1}{n}",
        _HERE,
        (_TAPS,),
        chances.noise_average,
    ),
    "blur": Kind(
        "Blur phases",
        "Share of single steps of a lone pixel that leave the sum of the blur-pooled map as it was",
        r"\frac{\#\{i : w_i = w_{i+1}\}}{s}, \quad w_i = \sum_{j \equiv i \,(s)} b_j",
        "Derived from Zhang, 2019",
        (_LENGTH, _STRIDE),
        lambda length, every: chances.blur_total(length, every),
    ),
    "max_rolled": Kind(
        "Only moved? Max",
        "Share of circular shifts after which the max-pooled row is only moved",
        r"\frac{1}{s}",
        _HERE,
        (_STRIDE,),
        lambda every: chances.rolled(every, "max"),
    ),
    "aps": Kind(
        "Only moved? Adaptive polyphase",
        "Share of circular shifts after which the adaptively sampled row is only moved",
        r"1",
        "Chaman and Dokmanić, 2021",
        (_STRIDE,),
        lambda every: chances.rolled(every, "aps"),
    ),
    "global": Kind(
        "The whole map, max",
        "Share of circular shifts that leave the maximum of the whole row as it was",
        r"1",
        _HERE,
        (Number("cells", "Cells of the row", 2, 64, 16),),
        chances.whole_row,
    ),
}
