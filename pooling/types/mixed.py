"""Mixed pooling gives max one share of the answer and average the rest (Lee, Gallagher and Tu, 2016)."""

from pooling.types.average import AVERAGE
from pooling.types.base import Arithmetic, Array, Floats, Parameter, PoolingType, Question
from pooling.types.max import MAX
from pooling.types.spelling import Term, Told, average, largest


class _Mixed(PoolingType):
    def values(self, ask: Question) -> Array:
        share, largest, average = ask.number, MAX.values(ask), AVERAGE.values(ask)
        # Where one of them has no share its infinities must have none either.
        if share in (0, 1):
            return (largest if share else average).astype(ask.floating, copy=False)
        mixed: Array = share * largest.astype(float) + (1 - share) * average.astype(float)
        return mixed.astype(ask.floating)

    def gradient(self, ask: Question, _values: Array, grad: Floats, tie: str) -> Floats:
        largest, average = MAX.values(ask), AVERAGE.values(ask)
        of_max = MAX.gradient(ask, largest, ask.number * grad, tie)
        return of_max + AVERAGE.gradient(ask, average, (1 - ask.number) * grad, tie)


def _spelled(told: Told) -> Term:
    if told.number in (0, 1):
        return largest() if told.number else average()
    return told.number * largest() + (1 - told.number) * average()


MIXED = _Mixed(
    name="mixed",
    label="Mixed",
    order=9,
    formula=r"\alpha \max_{t \in W} x_t + \frac{1 - \alpha}{|W|} \sum_{t \in W} x_t",
    meaning="What lies between the maximum and the average of this window, by the share that max is given?",
    use="Where one cannot decide between max and average; the share may be learned.",
    source="Lee, Gallagher and Tu, 2016",
    padding="The maximum never takes padding; the average counts it only if count_include_pad says so.",
    arithmetic=Arithmetic("{param}·max + {rest}·(", " + ", ") / {count}"),
    param=Parameter("alpha", (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1), 0.5, "0 is the average, 1 is max"),
    counts=True,
    spelled=_spelled,
)
