"""A passage → its sentences. Whoever writes mails needs it too, so it imports nothing of the reader."""

import re

_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][’”\"')])|(?<=[a-z)’][.!?]\d))(?<!\bSt\.)(?<!\bNo\.)\s+(?=[A-Z‘“])")


def sentences_of(phrase: str) -> list[str]:
    """The sentences of a paragraph, each with its stop."""
    return _SENTENCE_END.split(phrase)
