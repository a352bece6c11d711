"""Words from outside, as they may be shown on one line: in a mail, on a terminal, in a log."""

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, direction and zero-width characters, halves of pairs, private ones, line and paragraph separators."""


def visible(words: str) -> str:
    """The words without what cannot be seen: each white space is a space, each control or direction character is left out.

    An escape sequence would take over a terminal, a line break forge a line of a log, a right-to-left override turn a
    sentence round.
    """
    if words.isprintable():
        return words
    return "".join(" " if char.isspace() else "" if unicodedata.category(char) in _INVISIBLE else char for char in words)
