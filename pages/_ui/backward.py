"""What the gradient page adds to a grid's state: which gradient flows back, and what becomes of ties."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages._ui import state
from pages._ui.reader import Reader
from pages._ui.state import State
from pooling import Pooled, grids
from pooling.gradient import TIES
from pooling.grids import GridRefused

FLOWS = {"ones": "All ones", "chosen": "Chosen window only", "own": "Your own"}
_TIE_LABELS = {"first": "The first of them", "shared": "All, in equal parts"}


@dataclass(frozen=True)
class Flow:
    """grad is float64, of the output's shape; choice is a key of FLOWS."""

    grad: np.ndarray
    choice: str
    tie: str
    notices: tuple[str, ...]


def read(now: State, pooled: Pooled) -> Flow:
    """Return the gradient that the address asks for, cut or filled with 0 to the output's size."""
    reader = Reader(now.asked)
    tie = reader.word("tie", TIES, "first")
    text = now.asked.get("grad", "ones")
    shape = (1, *pooled.values.shape)[-2:]
    grad, choice = np.ones(shape), "ones"
    if text == "chosen":
        grad, choice = np.zeros(shape), "chosen"
        grad.flat[min(now.step, grad.size - 1)] = 1
    elif text != "ones":
        try:
            grad, choice = grids.parse(text), "own"
        except GridRefused as refused:
            reader.notices.append(f"{refused} A gradient of ones is shown instead.")
    if grad.shape != shape:
        reader.notices.append(f"The output is {shape[0]} x {shape[1]} now, and your gradient is cut or filled with 0.")
        grad = _fitted(grad, shape)
    return Flow(grad.reshape(pooled.values.shape), choice, tie, tuple(reader.notices))


def _fitted(grad: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    rows, columns = min(grad.shape[0], shape[0]), min(grad.shape[1], shape[1])
    fitted = np.zeros(shape)
    fitted[:rows, :columns] = grad[:rows, :columns]
    return fitted


def canonical(flow: Flow) -> dict[str, str]:
    """Return the parameters of a flow, without the defaults."""
    texts = {"ones": "ones", "chosen": "chosen", "own": grids.unparse(np.atleast_2d(flow.grad))}
    grad = {} if flow.choice == "ones" else {"grad": texts[flow.choice]}
    return {**grad, **({} if flow.tie == "first" else {"tie": flow.tie})}


def controls(now: State, flow: Flow, pooled: Pooled) -> None:
    """Choose the gradient of the output and, for a type that picks a tap, whom a tie goes to."""
    if "grad" not in now.lock:
        state.show_in("grad", flow.choice)
        offered = [name for name in FLOWS if name != "own" or flow.choice == "own"]
        st.radio(
            "Gradient of the output",
            offered,
            key="grad",
            format_func=FLOWS.__getitem__,
            on_change=state.on_change("grad", lambda name: {"grad": None if name == "ones" else "chosen"}),
        )
    if "tie" not in now.lock and pooled.ties is not None and (pooled.ties > 1).any():
        state.show_in("tie", flow.tie)
        st.radio(
            "The gradient of a tie goes to",
            TIES,
            key="tie",
            format_func=_TIE_LABELS.__getitem__,
            on_change=state.on_change("tie", lambda whom: {"tie": None if whom == "first" else "shared"}),
        )
