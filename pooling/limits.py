"""Every limit of the library and the app, named once.

An administrator may set each by an environment variable of the same name with the prefix POOLING_LAB_
(POOLING_LAB_PICTURE_BYTES=8000000). They are read when the process starts; a value that is not a positive whole
number, or a name that is none of these, stops it there with a sentence. deploy/README.md lists them.
"""

import os
import re

PREFIX = "POOLING_LAB_"
DEFAULTS: dict[str, int | str] = {}  # what each setting is where nothing is set
_LARGEST = 10**12  # what is set to more is a slip of the finger
_ANCESTORS = re.compile(r"\*|'(none|self)'|(\S+://)?[\w.*-]+(:[\d*]+)?( (\S+://)?[\w.*-]+(:[\d*]+)?)*", re.ASCII)


def _setting(name: str, default: int) -> int:
    DEFAULTS[name] = default
    text = os.environ.get(PREFIX + name, str(default))
    if not (text.isascii() and text.isdecimal() and len(text) < 40 and 1 <= int(text) <= _LARGEST):
        raise ValueError(f"{PREFIX}{name} must be a whole number from 1 to {_LARGEST}, got {text[:40]!r}")
    return int(text)


def _ancestors(name: str, default: str) -> str:
    DEFAULTS[name] = default
    text = os.environ.get(PREFIX + name, default).strip()
    if not _ANCESTORS.fullmatch(text):
        raise ValueError(f"{PREFIX}{name} must be *, 'none', 'self' or addresses with blanks between, got {text!r}")
    return text


# A grid that is typed, pasted or shared in an address.
GRID_SIDE = _setting("GRID_SIDE", 32)
GRID_DIGITS = _setting("GRID_DIGITS", 6)  # a cell's value lies strictly within +-10**GRID_DIGITS
GRID_TEXT = _setting("GRID_TEXT", 20_000)  # characters of one grid in an address or a paste

# A picture that comes from outside.
PICTURE_BYTES = _setting("PICTURE_BYTES", 24 * 1024 * 1024)
PICTURE_PIXELS = _setting("PICTURE_PIXELS", 25_000_000)
PICTURE_SIDE = _setting("PICTURE_SIDE", 12_000)
PICTURE_WORKING_SIDE = _setting("PICTURE_WORKING_SIDE", 1024)  # larger ones are reduced to this
PICTURE_POOLED_SIDE = _setting("PICTURE_POOLED_SIDE", 512)  # on a page that pools them, to this
PICTURE_KERNEL = _setting("PICTURE_KERNEL", 64)  # cells of a window along an axis of a picture
PICTURE_DECODERS = _setting("PICTURE_DECODERS", 2)  # pictures decoded at the same time

# A signal, and a sound that comes from outside.
SIGNAL_LENGTH = _setting("SIGNAL_LENGTH", 128)  # values of a signal that is typed or drawn
SOUND_BYTES = _setting("SOUND_BYTES", 8 * 1024 * 1024)
SOUND_SECONDS = _setting("SOUND_SECONDS", 10)
SOUND_CHANNELS = _setting("SOUND_CHANNELS", 8)

# A volume, and a moving picture whose frames are its slices.
VOLUME_SIDE = _setting("VOLUME_SIDE", 32)  # cells along each axis; larger ones are reduced to this
VOLUME_KERNEL = _setting("VOLUME_KERNEL", 4)  # cells of a window along an axis of a volume
MOVING_FRAMES = _setting("MOVING_FRAMES", 240)  # of all its frames together, PICTURE_PIXELS is the limit

# A network that is built in an address: layers, cells along a side of its input, of a window and its steps, and the
# channels or units of one layer.
STACK_LAYERS = _setting("STACK_LAYERS", 32)
STACK_SIDE = _setting("STACK_SIDE", 512)
STACK_KERNEL = _setting("STACK_KERNEL", 64)
STACK_CHANNELS = _setting("STACK_CHANNELS", 4096)

# Work that a single call of the app may start: elements of the output times taps of a window.
WORK = _setting("WORK", 400_000_000)
GATHERED = _setting("GATHERED", 10_000_000)  # the same for a type that sees a window's taps together: 0.3 s

# Cells of one map of a Plotly figure: each carries its hover text to the browser.
FIGURE_CELLS = _setting("FIGURE_CELLS", 65_536)
# A drawing of a scene, and one that moves.
EXPORT_CELLS = _setting("EXPORT_CELLS", 4096)  # of all its grids together
EXPORT_PIXELS = _setting("EXPORT_PIXELS", 16_000_000)
EXPORT_FRAMES = _setting("EXPORT_FRAMES", 100)  # windows that a GIF steps over
EXPORT_TAPS = _setting("EXPORT_TAPS", 100_000)  # taps along all axes of a plan that is written down
EXPORT_VALUES = _setting("EXPORT_VALUES", 262_144)  # values of an input that a notebook carries
WORKSHEET_WINDOWS = _setting("WORKSHEET_WINDOWS", 36)  # blanks that fit on one sheet of paper

# Threads that one large pooling call may use; more than 4 wait for the memory, not for the processor.
THREADS = _setting("THREADS", min(4, os.cpu_count() or 1))

# Who may show the app in a frame: * for everyone (it keeps no secret and knows no one), or 'none', or the schools'
# addresses ("https://school.example https://*.lms.example").
FRAME_ANCESTORS = _ancestors("FRAME_ANCESTORS", "*")

for _name in os.environ:
    if _name.startswith(PREFIX) and _name.removeprefix(PREFIX) not in DEFAULTS:
        raise ValueError(f"{_name} is no setting; deploy/README.md lists them")
