"""What eyes see of a colour: its luminance, its place in CIELAB, and how three kinds of colour-blindness change it."""

import numpy as np

# Viénot, Brettel and Mollon (1999) for the red-green kinds, Brettel's plane for the blue-yellow one, linear RGB.
SEEN_BY = {
    "protanopia": np.array([[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]]),
    "deuteranopia": np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]),
    "tritanopia": np.array([[1, 0.14461, -0.14461], [0, 0.85924, 0.14076], [0, 0.85924, 0.14076]]),
}
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour: str | np.ndarray) -> np.ndarray:
    """Return "#rrggbb", or channels from 0 to 255 on the last axis, as linear RGB from 0 to 1."""
    given = [int(colour[i : i + 2], 16) for i in (1, 3, 5)] if isinstance(colour, str) else colour
    channels = np.asarray(given) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def lab(colours: np.ndarray) -> np.ndarray:
    """CIELAB of linear RGB colours, on the last axis."""
    x, y, z = np.moveaxis(np.cbrt(np.clip(colours, 0, 1) @ _XYZ.T / [0.9505, 1.0, 1.089]), -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)
