"""The theme of a joint targeted area inspection, in its own words: 'children living with domestic abuse'.

Up to 2019 every letter evaluates 'abuse and neglect', and its 'deep dive' sentence tells the theme. Since 2021 the first
sentence does ('the multi-agency response to … in X'), or the section about the inspection's focus.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.opening_paragraphs import opening_paragraphs, paragraphs_under
from ofsted_watch.extraction.pdf import Text
from ofsted_watch.extraction.sentence_ends import sentences_of

_DEEP_DIVE = re.compile(
    r"[‘'“\"]?deep[ -]dive[’'”\"]? (?:focus(?:ed)? )?(?:on|into) (?:the )?(?:(?:multi-agency )?response to |experiences? of )?"
    r"(?P<theme>.+?)\.?\d{0,2}$",
    re.IGNORECASE | re.DOTALL,
)
_RESPONSE = re.compile(r"\bmulti-?agency response to (?P<theme>.+?)\.?\d{0,2}$", re.IGNORECASE | re.DOTALL)
_FOCUS = re.compile(
    r"^the focus of (?:this|the) (?:joint )?inspection was (?:on )?(?P<theme>.+?)\.?\d{0,2}$", re.IGNORECASE | re.DOTALL
)
_PLACE = re.compile(r"^(?P<theme>.+) in (?:the )?[A-Z].*$", re.DOTALL)
_FOCUS_HEADING = re.compile(r"\bfocus of (?:the|this) inspection\b", re.IGNORECASE)


def joint_theme(title: str, sentences: Iterable[str]) -> str | None:
    """The theme that these sentences or the title say; None where none does.

    The 'deep dive' counts first, then the response that was inspected, without the name of the place at its end.
    """
    phrases = list(sentences)
    for phrase, pattern in _candidates(title, phrases):
        if match := pattern.search(phrase):
            return _without_place(match["theme"]) if pattern is not _FOCUS else match["theme"]
    return None


def _candidates(title: str, sentences: list[str]) -> Iterator[tuple[str, re.Pattern[str]]]:
    yield from ((sentence, _DEEP_DIVE) for sentence in sentences)
    yield from ((sentence, _RESPONSE) for sentence in sentences)
    yield title, _RESPONSE
    yield from ((sentence, _FOCUS) for sentence in sentences)


def _without_place(phrase: str) -> str:
    place = _PLACE.match(phrase)
    return (place["theme"] if place else phrase).strip()


def with_joint_theme(text: Text, letter: Letter) -> Letter:
    """The theme of a joint inspection. Comes after `with_subject` and `with_sections`."""
    headings = [heading for heading in letter.headings if _FOCUS_HEADING.search(heading)]
    under = (paragraph for heading in headings for paragraph in paragraphs_under(text, heading))
    paragraphs = (*opening_paragraphs(text, letter.headings), *under)
    sentences = (sentence for paragraph in paragraphs for sentence in sentences_of(paragraph.text))
    return replace(letter, theme=joint_theme(letter.title or "", sentences))
