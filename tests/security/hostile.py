"""Words that would do harm where they are shown, and what may never come out of us."""

import unicodedata

ESCAPES = "\x1b]0;mine\x07\x1b[2J\x9b31m"
TURNED_ROUND = "\u202e\u2066doog\u2069\u200b\ufeff"
FORGED_LINE = "\r\nError: forged\n2026-03-04 INFO forged"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>[x](javascript:alert(3))|`a`&#60;"
HOSTILE = f"Marsh{ESCAPES}{TURNED_ROUND}{FORGED_LINE}{MARKUP}"
FORMULA = "=HYPERLINK(A1)"


def unseen(text: str, *, but: str = "\n") -> set[str]:
    """The characters of a text that cannot be seen: control, direction and zero-width ones, except those in `but`."""
    return {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and char not in but}
