"""The learner's pool as a script in each framework, to copy or to keep."""

import streamlit as st

from pages._ui import state
from pages._ui.asking import Asking
from pages._ui.lessons import Lesson
from pooling import code
from pooling.code import Source
from pooling.frameworks import Ask


def show(now: Asking, lesson: Lesson) -> None:
    """Draw one framework's script with a button that copies and one that downloads it, or why there is none."""
    st.markdown(lesson.sections["Scripts"])
    if "script" not in now.lock:
        state.show_in("script", now.script)
        written = state.on_change("script", lambda name: {"script": name or now.script})
        label = "Framework"
        names = list(code.FRAMEWORKS)
        st.segmented_control(label, names, key="script", format_func=code.LABELS.__getitem__, on_change=written)
    try:
        found = source(now.script, now.ask)
    except ValueError as refused:
        st.markdown(lesson.sections["No script"].format(reason=refused))
        return
    axes = "rows, columns" if now.ask.rank == 2 else "steps"
    st.markdown(f"{lesson.sections[found.layout].format(axes=axes)} {found.note}")
    st.code(found.text, language="python")
    name = f"{now.ask.type}_pooling_{now.script}.py"
    st.download_button(f"Download {name}", found.text, name, "text/x-python", key="download", on_click="ignore")


def source(framework: str, ask: Ask) -> Source:
    """Return the script of the windows as they are asked for; ValueError where the house refuses them."""
    padding = ((0, 0),) * ask.rank if ask.ceil and ask.padding == "valid" else ask.padding  # a word has no ceil
    window = ask.window(ask.stride or ask.kernel, padding)
    param = ask.param if ask.type == "lp" else None
    counts = bool(ask.pad_counts)
    return code.source(framework, window, type=ask.type, param=param, count_include_pad=counts, shape=ask.x.shape)
