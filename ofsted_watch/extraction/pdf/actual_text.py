"""Characters that a PDF gives in words beside the print (/ActualText): taken where the font itself does not say what it prints.

A ligature drawn as one nameless glyph is read as its letters. Print that has letters of its own is read as printed,
whatever the words beside it say: nobody sees those.
"""

import re

from ofsted_watch.extraction.pdf.document import unescaped
from ofsted_watch.extraction.pdf.glyphs import Glyphs

_ENTRY = re.compile(rb"/ActualText\s*+(?:<(?P<hexadecimal>[0-9A-Fa-f\s]*+)>|(?P<string>\((?:[^()\\]|\\[\s\S])*+\)))")
_NAMELESS = re.compile(r"(?:[\x00-\x1f\ufffd\ue000-\uf8ff]|\(cid:\d+\))+")
_LETTERS_OF_A_LIGATURE = 3
"""At most, for each glyph: 'ffi'. More words than that are no spelling of what is drawn."""


def actual_text_in(properties: bytes) -> str | None:
    """The words that a property list in the content stream gives, None where it gives none."""
    entry = _ENTRY.search(properties)
    if entry is None:
        return None
    if entry["hexadecimal"] is not None:
        digits = b"".join(entry["hexadecimal"].split())
        return decoded(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii")))
    return decoded(unescaped(entry["string"]))


def decoded(string: bytes) -> str:
    """A text string of a PDF: UTF-16 or UTF-8 where its first bytes say so."""
    if string.startswith(b"\xfe\xff"):
        return string[2:].decode("utf-16-be", "replace")
    return string[3:].decode("utf-8", "replace") if string.startswith(b"\xef\xbb\xbf") else string.decode("latin-1")


def spell_out(pieces: list[Glyphs], start: int, text: str) -> None:
    """Gives the pieces from `start` on this text, where they are glyphs without a name."""
    marked = pieces[start:]
    printed = "".join(piece.text for piece in marked)
    glyphs = len(re.sub(r"\(cid:\d+\)", "x", printed))
    if marked and _NAMELESS.fullmatch(printed) and 0 < len(text) <= _LETTERS_OF_A_LIGATURE * glyphs and text.isalpha():
        pieces[start] = marked[0]._replace(text=text)
        for place, piece in enumerate(marked[1:], start=start + 1):
            pieces[place] = piece._replace(text="")
