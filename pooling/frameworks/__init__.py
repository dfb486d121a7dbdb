"""One pool asked of five frameworks: what each would be told, what it answers, where they differ and why."""

from pooling.frameworks.answers import Answer, agreeing, answers, differing, drawn
from pooling.frameworks.ask import LAYOUTS, TYPES, Ask
from pooling.frameworks.presets import PRESETS, Preset
from pooling.frameworks.reasons import reasons
from pooling.frameworks.say import LABELS

__all__ = [
    "LABELS",
    "LAYOUTS",
    "PRESETS",
    "TYPES",
    "Answer",
    "Ask",
    "Preset",
    "agreeing",
    "answers",
    "differing",
    "drawn",
    "reasons",
]
