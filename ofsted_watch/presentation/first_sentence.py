"""The first sentence of what a report says in its summary: the reason for a judgement, in the report's own text. Pure."""

from ofsted_watch.extraction.sentence_ends import sentences_of

_LONGEST = 320


def first_sentence(text: str | None) -> str | None:
    """The first sentence on one line; None if there is no text, or if the sentence is too long to be one."""
    if text is None:
        return None
    sentence = sentences_of(" ".join(text.split()))[0]
    return sentence if sentence and len(sentence) <= _LONGEST else None
