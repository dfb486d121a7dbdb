"""How the picture is posed: the address' numbers for it, and a slider for each."""

from dataclasses import asdict, dataclass

import streamlit as st

from pages._ui import state
from pages._ui.reader import Reader


@dataclass(frozen=True)
class Pose:
    """Shifts in pixels; rotate, tilt and shear in degrees; scale and brightness as factors; noise in grey levels."""

    down: float = 0.0
    right: float = 0.0
    rotate: float = 0.0
    tilt: float = 0.0
    shear: float = 0.0
    scale: float = 1.0
    brightness: float = 1.0
    noise: float = 0.0


@dataclass(frozen=True)
class _Slider:
    label: str
    name: str  # in a sentence
    bounds: tuple[float, float]
    step: float
    format: str


REACH = 32  # pixels of a shift: an eighth of the picture
_SLIDERS = {
    "down": _Slider("Shift down", "shift down", (-float(REACH), float(REACH)), 0.5, "%.1f px"),
    "right": _Slider("Shift right", "shift right", (-float(REACH), float(REACH)), 0.5, "%.1f px"),
    "rotate": _Slider("Rotate", "rotation", (-45.0, 45.0), 1.0, "%d°"),
    "tilt": _Slider("Tilt", "tilt", (-45.0, 45.0), 1.0, "%d°"),
    "shear": _Slider("Shear", "shear", (-45.0, 45.0), 1.0, "%d°"),
    "scale": _Slider("Scale", "scale", (0.7, 1.4), 0.05, "× %.2f"),
    "brightness": _Slider("Brightness", "brightness", (0.4, 1.6), 0.05, "× %.2f"),
    "noise": _Slider("Noise", "noise", (0.0, 64.0), 2.0, "%d"),
}
PARAMETERS = tuple(_SLIDERS)


def read(reader: Reader) -> Pose:
    """Return the asked pose."""
    return Pose(**{key: _number(reader, key, default) for key, default in asdict(Pose()).items()})


def _number(reader: Reader, key: str, default: float) -> float:
    slider = _SLIDERS[key]
    return reader.decimal(key, default, slider.bounds, slider.step, slider.name)


def canonical(pose: Pose) -> dict[str, str]:
    """Return the parameters of a pose, without the defaults."""
    return {key: text for key, number in asdict(pose).items() if (text := spell(key, number))}


def spell(key: str, number: float) -> str | None:
    """Return a number of the pose as the address has it, None for the default."""
    return None if number == getattr(Pose(), key) else f"{number:g}"


def sliders(pose: Pose) -> None:
    """Draw one slider for each number of the pose, and a button that sets them all back."""
    for key in _SLIDERS:
        slider(key, pose)
    away = dict.fromkeys(_SLIDERS)
    st.button("Reset pose", disabled=pose == Pose(), on_click=lambda: state.write(**away))


def slider(key: str, pose: Pose) -> None:
    """Draw the slider for one number of the pose."""
    if key in state.locks():
        return
    state.show_in(key, getattr(pose, key))
    st.slider(
        _SLIDERS[key].label,
        *_SLIDERS[key].bounds,
        step=_SLIDERS[key].step,
        format=_SLIDERS[key].format,
        key=key,
        on_change=state.on_change(key, lambda moved: {key: spell(key, round(moved, 6))}),
    )
