"""Which area the label of a judgement means: by the terms that only this area has, not by whole sentences.

Labels vary: 'The experiences and progress of children care leavers', 'The impact of leaders on practice with children
and families', a word left out, moved, misprinted or added. A label means an area when it has the area's terms and no
word beyond the area's vocabulary: prose and the labels of other areas ('disabled children') have such a word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ofsted_watch.domain.grades import Area

LONGEST = 220
"""Characters. The longest label in use has 76; a few words and a heading of the table may come on top."""
_MISPRINTED_FROM = 8
"""Letters. Words as long as this may have one letter wrong; among shorter ones 'leaders' would become 'leavers'."""

_HEAD = re.compile(r"\s*(?:(?:key|judge?ments?|areas?|grades?)(?:[ \t]*[:|]|\b)\s*)+(?=\S)", re.IGNORECASE)
"""The heading of the table's columns ('Judgement', 'Key judgement Judgement grade'), which may run into the first label."""
_HEAD_BEFORE_GRADE = re.compile(r"\s+grade\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\d{1,2}(?:\.\d)?\.?\s+")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}\b|(?<=[^\W\d_])\s+\d(?=\s*:?\s*$)|[*†‡¹²³]")
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011\u00ad]\s*(?=\w)")
_ENUMERATES = re.compile(r"[,;/&+]")
_SEPARATES = re.compile(r"[:–—\s]+")
_SECOND_BEGINNING = re.compile(
    r"\S\s+(?:The|Overall|Impact|Experiences?)\b|\n\s*(?:(?i:the)\s+(?i:experiences?|impact|progress|overall)\b)|\s\d{1,2}\.(?:\d|\s)"
)
"""A second label in the same stretch of text: cells drawn in another order than they are printed."""
_ENDS_AS_PROSE = re.compile(r"\b(?:is|are|to be)\s*$", re.IGNORECASE)

NEUTRAL = frozenset(
    """
    a all and are as at authority authoritys by child children childrens families family for from in is its local of on
    or our people person persons that the their these this those to was were who with young
    """.split()  # noqa: SIM905  a list of words reads best as words
)
"""Words that any label may have and that change nothing about what it means."""


@dataclass(frozen=True, slots=True)
class AreaLabel:
    """How labels of an area are recognised.

    `areas` has one area; several where the terms leave open which of them is meant. `terms` is searched in the label
    in lower case, with single spaces, no apostrophes, and 'and' for each comma. `vocabulary` holds every word it may have.
    """

    areas: tuple[Area, ...]
    terms: re.Pattern[str]
    vocabulary: frozenset[str]


@dataclass(frozen=True, slots=True)
class AreaLabels:
    """The labels of a framework; the first that fits counts. `whole` finds the words that only a label in full has."""

    labels: tuple[AreaLabel, ...]
    whole: re.Pattern[str]

    @property
    def areas(self) -> frozenset[Area]:
        """Every area that one of these labels may mean."""
        return frozenset(area for label in self.labels for area in label.areas)


def area_label(area: Area | tuple[Area, ...], terms: str, vocabulary: str) -> AreaLabel:
    """A label of these terms (a regular expression), whose further words are the neutral ones and `vocabulary`'s."""
    areas = area if isinstance(area, tuple) else (area,)
    return AreaLabel(areas, re.compile(terms), NEUTRAL | frozenset(vocabulary.split()))


def areas_meant(printed: str, labels: AreaLabels) -> tuple[Area, ...]:
    """The areas that a label may mean, as printed with its line breaks: one, several, or none.

    The heading of the table, the number of the row and a footnote's sign may stand with it.
    """
    if len(printed) > LONGEST:
        return ()
    return _areas_meant(without_head(printed), labels)


def without_head(printed: str) -> str:
    """A label without the heading of the table's columns in front of it."""
    return printed[end_of_head(printed) :]


def end_of_head(printed: str) -> int:
    """Where in a stretch of text the heading of the table's columns ends; 0 where it does not begin with one."""
    head = _HEAD.match(printed)
    return head.end() if head else 0


def is_whole(printed: str, labels: AreaLabels) -> bool:
    """Whether a label is printed in full, so that it can be believed with nothing around it."""
    return labels.whole.search(" ".join(printed.lower().split())) is not None


def begins_as_label(printed: str) -> bool:
    """Whether a stretch of text begins as a label does: with a capital letter or the number of a row."""
    own = without_head(printed).lstrip()
    return own[:1].isupper() or _NUMBER.match(own) is not None


def _areas_meant(printed: str, labels: AreaLabels) -> tuple[Area, ...]:
    number = _NUMBER.match(printed)
    own = _HEAD_BEFORE_GRADE.sub("", printed[number.end() :] if number else printed)
    if _SECOND_BEGINNING.search(own.strip()) or _ENDS_AS_PROSE.search(own):
        return ()
    printed_words = _text(own)
    for label in labels.labels:
        phrase = _known_terms(printed_words, label.vocabulary)
        if phrase is not None and label.terms.search(phrase):
            return label.areas
    return ()


def _text(printed: str) -> list[str]:
    """The words of a label in lower case, without footnotes' signs; two that a hyphen joins are one: 'care-leavers'."""
    text = _FOOTNOTE.sub("", printed.lower()).replace("'", "").replace("’", "")
    text = _HYPHEN.sub("-", text)
    return _SEPARATES.sub(" ", _ENUMERATES.sub(" and ", text)).split()


def _known_terms(printed: list[str], vocabulary: frozenset[str]) -> str | None:
    """These words as the vocabulary has them, with single spaces; None when it does not have one of them."""
    phrase: list[str] = []
    for word in printed:
        known = _known(word, vocabulary)
        if "" in known:
            return None
        phrase += known
    return " ".join(phrase)


def _known(word: str, vocabulary: frozenset[str]) -> list[str]:
    """A printed word as the vocabulary has it; one that a hyphen splits as one or as two; '' for what it does not have."""
    if word in vocabulary:
        return [word]
    parts = word.split("-")
    if len(parts) > 1:
        whole = "".join(parts)
        return [whole] if whole in vocabulary else [known for part in parts for known in _known(part, vocabulary)]
    return [_corrected(word, vocabulary) or ""]


def _corrected(word: str, vocabulary: Iterable[str]) -> str | None:
    """The one long word of the vocabulary that differs in a later letter: left out, doubled, changed or swapped with the next."""
    if len(word) < _MISPRINTED_FROM - 1:
        return None
    long = (known for known in vocabulary if known[0] == word[0] and len(known) >= _MISPRINTED_FROM)
    near = [known for known in long if _differ_in_a_letter(word, known)]
    return near[0] if len(near) == 1 else None


def _differ_in_a_letter(term: str, other: str) -> bool:
    if abs(len(term) - len(other)) > 1:
        return False
    same = next((place for place, (a, b) in enumerate(zip(term, other, strict=False)) if a != b), min(len(term), len(other)))
    term, other = term[same:], other[same:]
    return term[1:] == other[1:] or term[1:] == other or term == other[1:] or (term[1::-1] == other[:2] and term[2:] == other[2:])
