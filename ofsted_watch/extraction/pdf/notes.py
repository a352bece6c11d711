"""Notes on a page (annotations): what was put upon it after it was made, and is seen by whoever opens it."""

import re
from collections.abc import Sequence

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import Matrix, apply_matrix_pt, decode_text

from ofsted_watch.extraction.pdf.optional_content import Layers, LayerState
from ofsted_watch.extraction.pdf.shapes import NOTHING, Box, box_of, common

_HIDDEN = 2
_NO_VIEW = 32
"""Flags (ISO 32000-1, table 165)."""
_ADDS_PRINT = frozenset({"FreeText", "Stamp", "Watermark", "Redact"})
"""Kinds that print words on the page or black it out: on a page that is proved they count wherever they stand."""
_NEVER_SEEN = frozenset({"Popup"})
_NEAR = 2.0
"""Points around a line that belong to it."""
_REVOKES = re.compile(
    r"withdraw|draft|supersed|amend|revis|correct|void|cancel|quash|revoke|rescind|embargo|not ?for|not ?approved|expired|error"
    r"|replac|judge?ment|grade|inadequate|outstanding|priority action",
    re.IGNORECASE,
)


def notes_on(number: int, page: PDFPage, ctm: Matrix, boxes: Sequence[Box], layers: Layers) -> list[str]:
    """What sets a letter aside because of a note on this page: one over a decisive line (`boxes`), one that adds print to a page
    that is proved, or one anywhere whose words withdraw or amend something.
    """
    notes = resolve1(page.annots) if page.annots else None
    for entry in notes if isinstance(notes, list) else ():
        note = resolve1(entry)
        if not isinstance(note, dict):
            continue
        kind = _name(note.get("Subtype"))
        if kind == "Link" and "AP" not in note:
            continue
        if not _is_seen(note, kind, layers):
            continue
        text = _text(note)
        box = _box(note, ctm)
        if any(common(box, (x0 - _NEAR, y0 - _NEAR, x1 + _NEAR, y1 + _NEAR)) != NOTHING for x0, y0, x1, y1 in boxes):
            return [f"Page {number}: a note ({kind}) lies over what is judged{_quoted(text)}"]
        if kind in _ADDS_PRINT and (boxes or _REVOKES.search(text)):
            return [f"Page {number}: a note ({kind}) was put on the page{_quoted(text)}"]
        if _REVOKES.search(_name(note.get("Name"))):
            return [f"Page {number}: the page is stamped '{_name(note.get('Name'))}'"]
    return []


def _is_seen(note: dict[str, object], kind: str, layers: Layers) -> bool:
    flags = resolve1(note.get("F"))
    if kind in _NEVER_SEEN or (isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW)):
        return False
    if layers.state(note.get("OC")) is LayerState.OFF:
        return False
    # A form's field is drawn by its appearance alone.
    return kind != "Widget" or isinstance(resolve1(note.get("AP")), dict)


def _text(note: dict[str, object]) -> str:
    """The note's words and, where its appearance shows strings, those."""
    contents = resolve1(note.get("Contents"))
    text = decode_text(contents) if isinstance(contents, bytes) else ""
    appearance = resolve1(note.get("AP"))
    drawn = resolve1(appearance.get("N")) if isinstance(appearance, dict) else None
    if isinstance(drawn, PDFStream):
        strings = re.findall(rb"\(((?:[^()\\]|\\.)*)\)", drawn.get_data())
        text = f"{text} {b''.join(strings).decode('latin-1')}"
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return f": '{text[:60]}'" if text else ""


def _box(note: dict[str, object], ctm: Matrix) -> Box:
    corners = resolve1(note.get("Rect"))
    numbers = [resolve1(number) for number in corners] if isinstance(corners, list) else []
    if len(numbers) != 4 or not all(isinstance(number, int | float) for number in numbers):
        return (-1e6, -1e6, 1e6, 1e6)  # without a place of its own, it may be anywhere
    x0, y0, x1, y1 = (float(number) for number in numbers)
    return box_of([apply_matrix_pt(ctm, (x0, y0)), apply_matrix_pt(ctm, (x1, y1))])


def _name(value: object) -> str:
    value = resolve1(value)
    return str(value.name) if isinstance(value, PSLiteral) else ""
