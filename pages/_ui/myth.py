"""The state of the myths page: which card is open, what was said to it, and which were answered in this session."""

from dataclasses import dataclass
from functools import lru_cache

import streamlit as st

from pages._ui import lessons, state
from pages._ui.evidence import STEPS
from pages._ui.lessons import Lesson
from pages._ui.reader import HUGE, Reader

VERDICTS = {"true": "True", "false": "False", "half": "Half-true"}
_ANSWERED = "myths/answered"


@dataclass(frozen=True)
class Myth:
    """A sentence that is often written. verdict: a key of VERDICTS; text: why, in Markdown."""

    name: str
    short: str
    claim: str
    verdict: str
    source: str
    text: str


@dataclass(frozen=True)
class Opened:
    """The open card. said: what the learner answered, "" where nothing yet."""

    myth: Myth
    said: str
    step: int
    lock: frozenset[str]
    notices: tuple[str, ...]


@lru_cache(maxsize=4)
def load(name: str = "myths") -> dict[str, Myth]:
    """Return the cards of a lesson: its sections that begin with a claim."""
    sections = lessons.load(name).sections
    return {key: _card(key, text) for key, text in sections.items() if "\nClaim: " in text}


def _card(name: str, section: str) -> Myth:
    head, _, text = section.partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    return Myth(name, said["Short"], said["Claim"], said["Verdict"], said["Source"], text)


def read() -> Opened:
    """Return the card that the address asks for; an answer is marked."""
    reader = Reader(st.query_params.to_dict())
    cards = load()
    name = reader.word("myth", cards, next(iter(cards)))
    said = reader.word("answer", ("", *VERDICTS), "", "verdict")
    if said:
        st.session_state.setdefault(_ANSWERED, {})[name] = said
    return Opened(
        cards[name], said, reader.whole("step", STEPS.get(name, 0), 0, HUGE), state.locks(), tuple(reader.notices)
    )


def canonical(now: Opened) -> dict[str, str]:
    """Return the shortest parameters that show the same card."""
    texts = {
        "myth": (now.myth.name, next(iter(load()))),
        "answer": (now.said, ""),
        "step": (str(now.step), str(STEPS.get(now.myth.name, 0))),
    }
    return state.shortest(texts)


def go(name: str) -> None:
    """Open another card, unanswered or as it was answered."""
    state.write(myth=name, answer=_answers().get(name), step=None)


def _answers() -> dict[str, str]:
    return dict(st.session_state.get(_ANSWERED, {}))


def marks(now: Opened) -> None:
    """Draw the list of all, with what was answered."""
    if "myth" in now.lock:
        return
    cards, answers = load(), _answers()
    right = sum(cards[name].verdict == said for name, said in answers.items())
    st.markdown(f"**{len(answers)} of {len(cards)}** answered, {right} of them right")
    state.show_in("myth", now.myth.name)

    def label(name: str) -> str:
        if name not in answers:
            return cards[name].short
        return f"{cards[name].short} :material/{'check' if answers[name] == cards[name].verdict else 'close'}:"

    opened = state.when_changed("myth", lambda: go(st.session_state["myth"]))
    st.radio("Claims", list(cards), key="myth", format_func=label, on_change=opened)


def card(now: Opened, lesson: Lesson) -> str:
    """Draw the claim, the question, and once it is answered the verdict with its source; return the verdict."""
    st.markdown(f"> “{now.myth.claim}”")
    state.show_in("answer", now.said or None)
    st.radio(
        "True, false or half-true?",
        list(VERDICTS),
        index=None,
        key="answer",
        format_func=VERDICTS.__getitem__,
        horizontal=True,
        on_change=state.on_change("answer", lambda said: {"answer": said}),
    )
    if not now.said:
        st.caption(lesson.sections["Unanswered"])
        return ""
    right = now.said == now.myth.verdict
    verdict = VERDICTS[now.myth.verdict]
    beside = "So you said." if right else f"You said {VERDICTS[now.said].lower()}."
    st.html(f'<p class="verdict {"right" if right else "wrong"}"><b>{verdict}.</b> {beside}</p>')
    st.markdown(now.myth.text)
    return f"{verdict}. {beside}"


def following(now: Opened) -> None:
    """Draw the button that opens the next card."""
    names = list(load())
    after = names[names.index(now.myth.name) + 1 :]
    if after and "myth" not in now.lock:
        st.button("Next claim", icon=":material/arrow_forward:", key="following", on_click=lambda: go(after[0]))
