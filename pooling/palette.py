"""The look of a window: a hue and a line pattern, the same on the stage, in figures and in exports.

Every hue holds a contrast of 3:1 on its background. Two hues that share a line pattern stay apart under protanopia,
deuteranopia and tritanopia (the tests simulate all three), so colour is never the only sign.
"""

LIGHT = ("#0b5cad", "#a6431c", "#0a6e4f", "#7b3f98", "#8a6100", "#00707f", "#c9308a", "#394b59")
DARK = ("#6db6ff", "#ff9d6c", "#5fd3a8", "#d6a3ef", "#f2c14e", "#5ad1e0", "#f47fff", "#b8e986")

# SVG stroke-dasharray in units of the stroke's width: solid, dashed, dotted, dash-dot.
PATTERNS = ("", "2.4 1.4", "0.1 1.8", "3 1.4 0.1 1.4")

LIGHT_BACKGROUND, LIGHT_MUTED = "#ffffff", "#5a6270"
DARK_BACKGROUND, DARK_MUTED = "#0f1318", "#a3adba"


def hue(row: int, column: int) -> int:
    """Return the index of the hue of the window that makes output cell (row, column).

    Steps of 2 down and 1 across keep all eight neighbours of a window in other hues.
    """
    return (2 * row + column) % len(LIGHT)
