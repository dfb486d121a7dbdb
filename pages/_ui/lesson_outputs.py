"""What a teacher takes away: the address, its QR code, a frame for a course page, a cell for a notebook."""

import io
import json
from base64 import b64encode
from html import escape
from urllib.parse import urlsplit

import segno
import streamlit as st

from pages._ui.lesson_link import Lesson
from pages._ui.lessons import Lesson as Prose

_QUIET = 4  # modules of white that the standard asks for around a code
_SVG_MODULE, _PNG_MODULE = 10, 24  # pixels a module
_DENSE = 300  # characters from which a code's squares are too small for the back row
_FRAME_HEIGHT = 860
_OWN_HOSTS = ("localhost", "127.0.0.1", "::1")


def code(address: str) -> segno.QRCode | None:
    """Return the QR code of an address, None where it is too long for any."""
    try:
        return segno.make_qr(address, error="m")
    except segno.DataOverflowError:
        return None


def svg(made: segno.QRCode) -> bytes:
    """Return a code as an SVG file, dark on white with its quiet zone."""
    out = io.BytesIO()
    made.save(out, kind="svg", scale=_SVG_MODULE, border=_QUIET, dark="#000", light="#fff")
    return out.getvalue()


def png(made: segno.QRCode) -> bytes:
    """Return a code as a PNG file that stays sharp on a poster."""
    out = io.BytesIO()
    made.save(out, kind="png", scale=_PNG_MODULE, border=_QUIET, dark="#000", light="#fff")
    return out.getvalue()


def link(lesson: Lesson, address: str, prose: Prose) -> None:
    """Draw the address and its QR code."""
    st.code(address, language=None, wrap_lines=True)
    made = code(address)
    if made is None:
        st.markdown(prose.sections["Too long"].format(characters=f"{len(address):,}"))
        return
    alt = escape(f"QR code of the lesson's address: {address}", quote=True)
    picture = b64encode(svg(made)).decode()
    st.html(f'<img class="qr" alt="{alt}" src="data:image/svg+xml;base64,{picture}">')
    if urlsplit(address).hostname in _OWN_HOSTS:
        st.markdown(prose.sections["Only here"])
    st.caption(prose.sections["Dense" if len(address) > _DENSE else "Point at it"])
    name = f"lesson-{lesson.page}"
    with st.container(key="qr-files", horizontal=True):
        st.download_button("QR code, SVG", lambda: svg(made), f"{name}.svg", "image/svg+xml", on_click="ignore")
        st.download_button("QR code, PNG", lambda: png(made), f"{name}.png", "image/png", on_click="ignore")
        st.link_button("Open the lesson", address)


def frame(lesson: Lesson, base: str) -> str:
    """Return the HTML that shows the lesson inside another page."""
    source = escape(lesson.address(base, embed=True), quote=True)
    title = escape(f"Pooling Lab: {lesson.place.title}", quote=True)
    return (
        f'<iframe src="{source}" title="{title}" width="100%" height="{_FRAME_HEIGHT}" style="border: 0" '
        'loading="lazy" allow="clipboard-write; fullscreen"></iframe>'
    )


def cell(lesson: Lesson, base: str) -> str:
    """Return a notebook's cell that shows the lesson and its link."""
    address, framed = lesson.address(base), lesson.address(base, embed=True)
    return (
        "from IPython.display import HTML, IFrame, display\n\n"
        f'display(IFrame({json.dumps(framed)}, width="100%", height={_FRAME_HEIGHT}))\n'
        f"display(HTML({json.dumps(_anchor(address))}))"
    )


def _anchor(address: str) -> str:
    return f'<a href="{escape(address, quote=True)}" target="_blank" rel="noopener">Open the lesson in a tab</a>'
