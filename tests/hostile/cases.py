"""What comes over the wire from someone who means no good, or a slip of the hand, and the sentence that answers it.

said is the sentence (or a part of it) that the page must say as plain text; "" where there is nothing to say and the
page must simply be there.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Address:
    """A page at an address."""

    page: str
    query: str
    said: str


@dataclass(frozen=True)
class Edit:
    """What is sent to the stage of /windows as the learner's edit."""

    sent: Any
    said: str


@dataclass(frozen=True)
class Widget:
    """A value that no browser would send for a widget."""

    page: str
    kind: str
    key: str
    value: dict[str, Any] = field(hash=False)
    said: str = ""


_IGNORED = "This edit could not be read."
_SCRIPT = "<script>alert(1)</script>"

ADDRESSES = {
    "a kernel of words": Address("windows", "kernel=many", '"many" is no kernel that this page knows'),
    "a kernel of nothing": Address("windows", "kernel=", '"" is no kernel that this page knows'),
    "a kernel of 0": Address("windows", "kernel=0", "0"),
    "a negative kernel": Address("windows", "kernel=-3", "-3"),
    "a kernel beyond any grid": Address("windows", "kernel=999999", "kernel"),
    "a kernel of forty digits": Address("windows", "kernel=" + "9" * 40, "1000000"),
    "a kernel of a hundred digits": Address("windows", "kernel=" + "9" * 100, "is no kernel that this page knows"),
    "a kernel in Arabic digits": Address("windows", "kernel=%D9%A5", "is no kernel that this page knows"),
    "a kernel of five axes": Address("windows", "kernel=2x2x2x2x2", "is no kernel that this page knows"),
    "a kernel as an exponent": Address("windows", "kernel=1e9", '"1e9" is no kernel that this page knows'),
    "a kernel that is markup": Address("windows", f"kernel={_SCRIPT}", f'"{_SCRIPT[:24]}..." is no kernel'),
    "a stride of 0": Address("windows", "stride=0", "stride"),
    "a stride beyond the grid": Address("windows", "stride=999", "A stride of 999 steps over all 4 cells; 4 is used."),
    "a dilation of 0": Address("windows", "dilation=0", "Dilation must be at least 1, so 1 is used instead of 0."),
    "a dilation beyond the grid": Address("windows", "kernel=2&dilation=99", "dilation"),
    "a dilation that leaves nothing between two windows": Address(
        "types",
        "grid=8,2;5,7&kernel=1x2&stride=1x2&dilation=1x3&padding=0:0x2:2&ceil=1",
        "Dilation 3 steps over all of 2 columns; 2 is used.",
    ),
    "padding that would leave a window empty": Address("windows", "kernel=2&padding=2", "padding"),
    "padding of a million": Address("windows", "padding=1000000:1000000", "padding"),
    "padding of half a pair": Address("windows", "padding=1:", "is no padding that this page knows"),
    "padding of a negative": Address("windows", "padding=-1", "padding"),
    "an unknown type": Address(
        "windows", "type=__class__", '"__class__" is no type that this page knows; max is shown.'
    ),
    "a type as a path": Address("types", "type=../../etc/passwd", '"../../etc/passwd" is no type'),
    "a param of infinity": Address("windows", "type=lp&param=inf", '"inf" is no'),
    "a param of nan": Address("windows", "type=gem&param=nan", '"nan" is no'),
    "a param beyond its range": Address("windows", "type=gem&param=99999999", "goes from"),
    "a flag of 2": Address("windows", "ceil=2", '"2" is no ceil'),
    "a seed below 0": Address("windows", "source=random&seed=-1", "The seed lies between 0 and"),
    "a seed of forty digits": Address("windows", "source=random&seed=" + "8" * 40, "The seed lies between 0 and"),
    "a source as a file": Address("windows", "source=file:///etc/passwd", '"file:///etc/passwd" is no source'),
    "a size of a million": Address(
        "windows", "size=1000000x1000000", "A grid has 1 to 32 cells a side; 32 x 32 is shown."
    ),
    "a step beyond the last window": Address("windows", "step=999999999", ""),
    "an unknown name": Address("windows", "__proto__=1&constructor=2&x=%00", ""),
    "a name twice": Address("windows", "kernel=2&kernel=3", ""),
    "bytes that are no text": Address("windows", "kernel=%FF%FE", "is no kernel that this page knows"),
    "a lock on everything": Address("windows", "lock=kernel,source,type,tools,stepper,<b>", ""),
    "a lock of ten thousand": Address("windows", "lock=" + ",".join(f"x{i}" for i in range(10_000)), ""),
    "a picture as a path": Address("image", "source=../../app.py", '"../../app.py" is no picture that this page knows'),
    "a filter that is none": Address("image", "show=eval(1)", '"eval(1)" is no part of this picture'),
    "a lens outside": Address("image", "lens=9999x9999", "The lens stays inside the"),
    "a negative lens": Address("image", "lens=-1x-1", "The lens stays inside the"),
    "more poolings than there are": Address("image", "again=99", "The number of poolings lies between 1 and"),
    "a picture's kernel too large": Address(
        "image", "kernel=500", "A kernel has at most 64 cells a side here, not 500"
    ),
    "too much to gather": Address("image", "type=median&kernel=64&stride=1", "the limit is 10,000,000"),
    "too much to gather at random": Address("image", "type=stochastic&kernel=60&stride=1&seed=3", "the limit is"),
    "a fourth axis": Address("dimensions", "rank=4", '"4" is no number of axes'),
    "a volume's kernel too large": Address(
        "dimensions", "rank=3&kernel=32", "A kernel has at most 4 cells a side here"
    ),
    "a slice that is not there": Address("dimensions", "rank=3&slice=999", "The slice lies between 0 and"),
    "a turn by a million": Address("dimensions", "rank=3&turn=1000000", "The turn goes from 0 to 345 by 15"),
    "a signal of words": Address("dimensions", "grid=a,b", "Another signal is shown instead."),
    "a signal too long": Address("dimensions", "grid=" + ",".join("1" * 200), "128"),
    "a network of a thousand layers": Address(
        "network", "net=own&layers=" + ",".join(["max1"] * 1000), "number of layers lies between 1 and 32"
    ),
    "a network of a huge channel": Address(
        "network", "net=own&layers=conv999999999k3", "number of channels lies between 1 and 4096"
    ),
    "a network of no layers": Address("network", "net=own&layers=%F0%9F%92%A5", "is no layer"),
    "a network on a huge picture": Address("network", "net=own&side=999999&layers=conv8", "side of the input"),
}

GRIDS = {
    "ragged": Address(
        "windows", "grid=1,2;3", "The rows of this grid have 1 to 2 cells; all rows need the same number."
    ),
    "no number": Address("windows", "grid=1,x", '"x" is not a number that a cell can hold'),
    "nothing": Address("windows", "grid=", "is not a number that a cell can hold"),
    "only rows": Address("windows", "grid=;;;", "is not a number that a cell can hold"),
    "nan": Address("windows", "grid=nan,1", '"nan" is not a number'),
    "infinity": Address("windows", "grid=inf,-inf", '"inf" is not a number'),
    "an exponent": Address("windows", "grid=1e308", "is too large; a cell holds numbers between"),
    "an exponent of a hundred digits": Address(
        "windows", "grid=1e" + "9" * 100, "is not a number that a cell can hold"
    ),
    "hexadecimal": Address("windows", "grid=0x10", '"0x10" is not a number'),
    "underscores": Address("windows", "grid=1_000", '"1_000" is not a number'),
    "a formula": Address("windows", "grid==1%2B1", '"=1+1" is not a number'),
    "markup": Address("windows", f"grid={_SCRIPT},1", f'"{_SCRIPT[:20]}..." is not a number'),
    "Markdown": Address("windows", "grid=**b**[x](javascript:1)", '"**b**[x](javascript:..." is not a number'),
    "33 rows": Address(
        "windows", "grid=" + ";".join("1" * 33), "This grid has 33 x 1 cells; 1 x 1 to 32 x 32 can be shown."
    ),
    "ten thousand columns": Address("windows", "grid=" + ",".join("1" * 10_000), "This grid has 1 x 10,000 cells"),
    "a text of 30,000": Address("windows", "grid=" + "1" * 30_000, "30,000 characters; at most 20,000 can be read."),
    "a number of 5,000 digits": Address("windows", "grid=" + "1" * 5_000, "is too large"),
    "negative zero": Address("windows", "grid=-0,0;0,0", ""),
}

EDITS = {
    "no grids": Edit({"edit": {"sequence": 1}}, _IGNORED),
    "grids that are text": Edit({"edit": {"sequence": 1, "grids": "1,2"}}, _IGNORED),
    "another parameter": Edit({"edit": {"sequence": 1, "grids": {"lock": [["1"]]}}}, _IGNORED),
    "rows that are numbers": Edit({"edit": {"sequence": 1, "grids": {"grid": [1, 2]}}}, _IGNORED),
    "cells that are numbers": Edit({"edit": {"sequence": 1, "grids": {"grid": [[1, 2]]}}}, _IGNORED),
    "no rows": Edit({"edit": {"sequence": 1, "grids": {"grid": []}}}, "This grid has 0 x 0 cells"),
    "a thousand rows": Edit(
        {"edit": {"sequence": 1, "grids": {"grid": [["1"]] * 1000}}}, "This grid has 1,000 x 1 cells"
    ),
    "ragged rows": Edit(
        {"edit": {"sequence": 1, "grids": {"grid": [["1"], ["1", "2"]]}}}, "all rows need the same number"
    ),
    "a cell of markup": Edit(
        {"edit": {"sequence": 1, "grids": {"grid": [[_SCRIPT]]}}}, "is not a number that a cell can hold"
    ),
    "a paste nowhere": Edit(
        {"edit": {"sequence": 1, "grids": {"grid": [["1"]]}, "pasted": {"name": "grid", "row": "x"}}},
        "This paste could not be read.",
    ),
    "a paste at infinity": Edit(
        {
            "edit": {
                "sequence": 1,
                "grids": {"grid": [["1"]]},
                "pasted": {"name": "grid", "row": 1e308, "column": 0, "text": "1"},
            }
        },
        "cells; 1 x 1 to 32 x 32 can be shown.",
    ),
    "a paste of 30,000": Edit(
        {
            "edit": {
                "sequence": 1,
                "grids": {"grid": [["1"]]},
                "pasted": {"name": "grid", "row": 0, "column": 0, "text": "1" * 30_000},
            }
        },
        "at most 20,000 can be read.",
    ),
    "a sequence that is a list": Edit({"edit": {"sequence": [1], "grids": {}}}, ""),
    "an edit that is a list": Edit({"edit": [1, 2]}, ""),
    "a step that is text": Edit({"step": "../../x"}, ""),
    "a step below 0": Edit({"step": -5}, ""),
    "a step of a hundred digits": Edit({"step": 10**100}, ""),
    "no object": Edit([1, 2, 3], ""),
    "a very deep object": Edit("[" * 500 + "]" * 500, ""),
}

WIDGETS = {
    "a kernel of 10**18": Widget("windows", "number_input", "kernel", {"int_value": 10**18}),
    "a kernel below 0": Widget("windows", "number_input", "kernel", {"int_value": -7}),
    "a kernel that is text": Widget("windows", "number_input", "kernel", {"string_value": "3"}),
    "a type that is not offered": Widget("windows", "selectbox", "type", {"string_value": "__import__('os')"}),
    "an option that is not there": Widget("windows", "selectbox", "source", {"string_value": "nope"}),
    "a flag that is a number": Widget("windows", "checkbox", "ceil", {"double_value": 0.5}),
    "a slider beyond its end": Widget("image", "slider", "again", {"double_array_value": {"data": [1e300]}}),
    "a slider of nothing": Widget("image", "slider", "again", {"double_array_value": {"data": []}}),
}
