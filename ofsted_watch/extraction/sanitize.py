"""Words from outside, as they may be shown on one line: in a mail, on a terminal, in a log."""

import re
import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Control, direction and zero-width characters, halves of pairs, private ones and those that Unicode has not given (some of
which are invisible by its rules), line and paragraph separators."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""The same for whole texts; their line breaks and tabs may stay."""


def sanitize(text: str) -> str:
    """The words without what cannot be seen: each white space is a space, each control or direction character is left out.

    An escape sequence would take over a terminal, a line break forge a line of a log, a right-to-left override turn a
    sentence round.
    """
    if text.isprintable():
        return text
    return "".join(" " if char.isspace() else "" if unicodedata.category(char) in _INVISIBLE else char for char in text)


def sanitize_lines(page: str) -> str:
    """A whole text without what cannot be seen; its lines stay."""
    # Nearly every page needs nothing, and this tells so a hundred times faster than the pattern.
    if page.replace("\n", " ").replace("\t", " ").replace("\N{NO-BREAK SPACE}", " ").isprintable():
        return page
    return _UNSEEN.sub("", page)
