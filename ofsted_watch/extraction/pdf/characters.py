"""One way to write each character: spaces, bullets, soft hyphens and ligatures as letters are to be read."""

import re

BULLET = "•"
"""The one sign for a bullet, whatever the producer drew."""

_BULLETS = (
    "\uf0b7\uf06e\uf02d\uf0a7\uf0be\uf0d8\uf076\uf0fc\u25fc\u25aa\u25a0\u25fe\u25cf\u25e6\u2043\u2219\u00b7\u27a2\u2756\u2023"
    "\u25cb\u25a1\u25ab\u25ba\u25b8\u25b6\u25c6\u25c7\u25d8\u2713\u2714\u2794\u2192\u00bb\u2610\u2751\u2981\u26ab\u2b24\u2b1b"
)
_SPACES = re.compile("[\u00a0\u202f\u2000-\u200a\u205f\u3000\t\r\n\f\v ]+")
_NOTHING = re.compile("[\u200b-\u200d\u2060\ufeff\x00-\x08\x0e-\x1f]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_LEADING_BULLET = re.compile(rf"\s*(?:[{BULLET}{_BULLETS}\ue000-\uf8ff]|\(cid:\d+\))\s*(?=\S|$)")
_MARKDOWN_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
"""Some copies of letters went through a converter that left its marks around headings."""
SOFT_HYPHEN = "\u00ad"
_CUT_WORD = re.compile(r"(?<=\w)\ufffe(?=[a-zà-öø-ÿ])")
_CUT_MARK = "\ufffe"
"""Some producers write it for the hyphen at a line's end, whether the word has a hyphen ('Oldacre-Roe') or was split."""


def bullet_of(text: str) -> str | None:
    """The text after a leading bullet sign, or None where the line does not begin with one.

    '(cid:127)' (a font without a name for its bullet) and every private-use character count as a sign.
    """
    match = _LEADING_BULLET.match(text)
    return None if match is None else text[match.end() :]


def clean(text: str) -> str:
    """A line's text with one kind of space, one kind of bullet, no ligatures and no soft hyphens but one at its very end.

    A soft hyphen at the end stays, because it says that the word goes on in the next line. U+FFFE becomes a hyphen at the end
    and before a capital; inside a word it says that a line ended there, and goes.
    """
    text = _NOTHING.sub("", text)
    text = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)
    if _CUT_MARK in text:
        text = _CUT_WORD.sub("", text).replace(_CUT_MARK, "-")
    after = bullet_of(text)
    if after is not None:
        text = f"{BULLET} {after}"
    text = _MARKDOWN_BOLD.sub(r"\1", _SPACES.sub(" ", text)).strip()
    goes_on = text.endswith(SOFT_HYPHEN)
    return text.replace(SOFT_HYPHEN, "") + (SOFT_HYPHEN if goes_on else "")
