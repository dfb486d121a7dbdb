"""The state of the challenges page: one task, made from the address' seed, and the answer that the address holds."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages._ui import state
from pages._ui.reader import HUGE, Reader
from pooling import links
from pooling.challenges import CHALLENGES, TOPICS, Challenge, Task, views

FIRST = next(iter(CHALLENGES))
NUMBERS = {name: number for number, name in enumerate(CHALLENGES, start=1)}
HELP = 3  # two hints, then the answer

_ANSWERS = ("answer", "grid", "kernel", "stride", "padding", "dilation", "param")  # whatever may hold an answer
_SOLVED = "challenges/solved"


@dataclass(frozen=True)
class Solving:
    """answer: None where there is none yet. wrong: what is wrong with it, "" where nothing is. help: 0 to HELP.

    unread: sentences about an answer in the address that cannot be one; notices: about everything else.
    """

    name: str
    seed: int
    task: Task[Any]
    answer: Any | None
    wrong: str
    help: int
    step: int
    lock: frozenset[str]
    unread: tuple[str, ...]
    notices: tuple[str, ...]

    @property
    def challenge(self) -> Challenge:
        """What the task is one of."""
        return CHALLENGES[self.name]

    @property
    def right(self) -> bool:
        """Whether the answer is a right one."""
        return self.answer is not None and not self.wrong

    @property
    def told(self) -> bool:
        """Whether the learner gave up and reads the answer."""
        return self.help == HELP


def read() -> Solving:
    """Return the task that the address asks for, and the answer that it holds; a right one is marked."""
    asked = st.query_params.to_dict()
    reader = Reader(asked)
    name = reader.word("challenge", CHALLENGES, FIRST)
    seed = reader.whole("seed", 0, 0, links.LARGEST_SEED, "set")
    task = CHALLENGES[name].task(seed)
    answer, unread = task.asks.read(asked)
    now = Solving(
        name=name,
        seed=seed,
        task=task,
        answer=answer,
        wrong="" if answer is None else task.judge(answer),
        help=reader.whole("hint", 0, 0, HELP, "number of hints"),
        step=reader.whole("step", task.step, 0, HUGE),
        lock=state.locks(),
        unread=unread,
        notices=tuple(reader.notices),
    )
    if now.right and not now.told:
        st.session_state.setdefault(_SOLVED, set()).add((seed, name))
    return now


def canonical(now: Solving) -> dict[str, str]:
    """Return the shortest parameters that show the same task, with its answer."""
    texts = {
        "challenge": (now.name, FIRST),
        "seed": (str(now.seed), "0"),
        "hint": (str(now.help), "0"),
        "step": (str(now.step), str(now.task.step)),
    }
    answer = {} if now.answer is None else now.task.asks.spell(now.answer)
    return {**state.shortest(texts), **answer}


def solved(seed: int) -> frozenset[str]:
    """Return the names of the challenges of a seed that were solved in this session."""
    return frozenset(name for of, name in st.session_state.get(_SOLVED, ()) if of == seed)


def go(**changes: str | None) -> None:
    """Go to another challenge or another set: what was answered stays behind."""
    state.write(**{**dict.fromkeys(_ANSWERS), "hint": None, "step": None, **changes})


def after(name: str) -> str | None:
    """Return the next challenge, None behind the last."""
    names = list(CHALLENGES)
    return next(iter(names[names.index(name) + 1 :]), None)


def drawn(now: Solving) -> dict[str, Any]:
    """Return the scene: the learner's own grid or settings, else the question, uncovered once it is answered."""
    own = now.task.asks.begun
    if own is not None:
        return now.task.scene(own if now.answer is None else now.answer, now.step)
    return now.task.scene(now.task.solution if now.right or now.told else None, now.step)


def explained(now: Solving) -> dict[str, Any] | None:
    """Return the scene of one right answer for who gave up, where the stage shows the learner's own."""
    if not now.told or now.task.asks.begun is None:
        return None
    return views.fixed(now.task.scene(now.task.solution, now.step), "grid", "grad")


def marks(now: Solving) -> None:
    """Draw the list of all: a number each, by topic, a tick where it is solved."""
    if "challenge" in now.lock:
        return
    done = solved(now.seed)
    st.markdown(f"**{len(done)} of {len(CHALLENGES)}** solved")
    for topic in TOPICS:
        _topic(now, topic, done)


def _topic(now: Solving, topic: str, done: frozenset[str]) -> None:
    names = [name for name, item in CHALLENGES.items() if item.topic == topic]
    key = f"topic-{topic.lower()}"
    state.show_in(key, now.name if now.name in names else None)

    opened = state.when_changed(key, lambda: go(challenge=st.session_state[key] or now.name))
    st.pills(
        topic,
        names,
        key=key,
        format_func=lambda name: f"{NUMBERS[name]}{' :material/check:' if name in done else ''}",
        on_change=opened,
    )


def numbers(now: Solving) -> None:
    """Choose another set of numbers for the same challenges."""
    if "seed" in now.lock:
        return
    state.show_in("set", now.seed)
    st.number_input(
        "Set",
        0,
        links.LARGEST_SEED,
        step=1,
        key="set",
        help="Every set has other numbers. Who opens the same link has the same ones.",
        on_change=state.when_changed("set", lambda: go(seed=str(st.session_state["set"]))),
    )
