"""How the cheetah is posed: the address' numbers for it, and a slider for each."""

from dataclasses import asdict, dataclass

import streamlit as st

from pages._ui import state
from pages._ui.reader import Reader

KERNELS = ("2", "4", "8", "16")  # each divides the picture's side
_KERNEL = "8"


@dataclass(frozen=True)
class Pose:
    """Where the cheetah is: down and right in pixels, rotate and tilt in degrees, scale a factor."""

    down: float = 0.0
    right: float = 0.0
    rotate: float = 0.0
    tilt: float = 0.0
    scale: float = 1.0


@dataclass(frozen=True)
class _Slider:
    label: str
    name: str  # in a sentence
    bounds: tuple[float, float]
    step: float
    format: str


_SLIDERS = {
    "down": _Slider("Shift down", "shift down", (-8.0, 8.0), 0.5, "%.1f px"),
    "right": _Slider("Shift right", "shift right", (-8.0, 8.0), 0.5, "%.1f px"),
    "rotate": _Slider("Rotate", "rotation", (-45.0, 45.0), 1.0, "%d°"),
    "tilt": _Slider("Tilt", "tilt", (-45.0, 45.0), 1.0, "%d°"),
    "scale": _Slider("Scale", "scale", (0.7, 1.4), 0.05, "× %.2f"),
}
PARAMETERS = (*_SLIDERS, "picture_kernel")


def read() -> tuple[Pose, int, tuple[str, ...]]:
    """Return the pose, the kernel on the picture, and a sentence for all that the address cannot have."""
    reader = Reader(st.query_params.to_dict())
    pose = Pose(**{key: _number(reader, key, default) for key, default in asdict(Pose()).items()})
    kernel = int(reader.word("picture_kernel", KERNELS, _KERNEL))
    return pose, kernel, tuple(reader.notices)


def _number(reader: Reader, key: str, default: float) -> float:
    slider = _SLIDERS[key]
    return reader.decimal(key, default, slider.bounds, slider.step, slider.name)


def canonical(pose: Pose, kernel: int) -> dict[str, str]:
    """Return the parameters of a pose, without the defaults."""
    texts = {key: text for key, number in asdict(pose).items() if (text := _spell(key, number))}
    return texts | ({} if str(kernel) == _KERNEL else {"picture_kernel": str(kernel)})


def _spell(key: str, number: float) -> str | None:
    return None if number == getattr(Pose(), key) else f"{number:g}"


def sliders(pose: Pose) -> None:
    """Draw one slider for each number of the pose, and a button that sets them all back."""
    for key, slider in _SLIDERS.items():
        if key not in state.locks():
            _slider(key, slider, getattr(pose, key))
    away = dict.fromkeys(_SLIDERS)
    st.button("Reset pose", disabled=pose == Pose(), on_click=lambda: state.write(**away))


def _slider(key: str, slider: _Slider, number: float) -> None:
    state.show_in(key, number)
    st.slider(
        slider.label,
        *slider.bounds,
        step=slider.step,
        format=slider.format,
        key=key,
        on_change=state.on_change(key, lambda moved: {key: _spell(key, round(moved, 6))}),
    )


def window(kernel: int) -> None:
    """Choose the window on the picture; its stride is as long."""
    if "picture_kernel" in state.locks():
        return
    key = "picture_kernel"
    state.show_in(key, str(kernel))

    def changed() -> None:
        chosen = st.session_state[key] or str(kernel)
        state.write(picture_kernel=None if chosen == _KERNEL else chosen)

    st.segmented_control(
        "Window on the picture, pixels a side",
        KERNELS,
        key=key,
        on_change=changed,
    )
