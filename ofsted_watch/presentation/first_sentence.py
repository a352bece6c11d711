"""The first sentence of what a report says in its summary: the reason for a judgement, in the report's own text. Pure."""

import re

_END = re.compile(r"(?<=[.!?])[”’\"]?\s+(?=[A-Z‘“])")
_LONGEST = 320


def first_sentence(text: str | None) -> str | None:
    """The first sentence on one line; None if there is no text, or if the sentence is too long to be one."""
    if text is None:
        return None
    plain = " ".join(text.split())
    sentence = _END.split(plain, maxsplit=1)[0]
    return sentence if sentence and len(sentence) <= _LONGEST else None
