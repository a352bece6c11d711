"""Whether progress is made, as a monitoring visit letter says it: 'the local authority is making some progress, but …'.

Letters use the word in many senses that are none of it: children's progress, 'reviewed the progress made', work in progress.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ofsted_watch.domain.findings import Passage
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.opening_paragraphs import opening_paragraphs, paragraphs_under
from ofsted_watch.extraction.pdf import Paragraph, Text
from ofsted_watch.extraction.sentence_ends import sentences_of

_HOW_MUCH = r"(?:(?!progress\b)[\w’'-]+,? ){0,6}?"
_PACE = (
    r"(?:slow|steady|good|limited|insufficient|inadequate|variable|uneven|inconsistent|mixed|positive|evident|significant|"
    r"too|very|poor)"
)
_MADE = re.compile(
    rf"\b(?:is|are|was|were|been) (?:not )?(?:yet |now |also )?making {_HOW_MUCH}progress\b"
    rf"|\b(?:has|have|had) (?:not |now |also |already |only )*(?:yet )?made {_HOW_MUCH}progress\b"
    rf"|\bmakes? {_HOW_MUCH}progress\b"
    rf"|\bprogress\b[^.;]{{0,120}}? (?:has|have|had) (?:not |now |also |already |since )*(?:yet )?been (?:made|{_PACE}|seen|"
    rf"sustained|achieved)\b"
    rf"|\bprogress\b[^.;]{{0,120}}? (?:is|remains|was|continues to be) (?:still |being |now |not )*(?:made|{_PACE})\b"
    rf"|\bprogress made\b[^.;]{{0,80}}? (?:is|has been|remains) {_PACE}\b"
    r"|\bprogress has (?:stalled|slowed|not met|met)\b"
    r"|\bthere (?:is|has been|is now) (?:[\w’'-]+ ){0,4}(?:progress\b|improvements? since\b)"
    r"|\bevidence of (?:[\w’'-]+ ){0,3}progress\b",
    re.IGNORECASE,
)
_PACE_OF_CHANGE = re.compile(
    r"\bpace of (?:[\w’'-]+ )?(?:change|improvement|progress|reform)\b[^.;]{0,60}? (?:is|has|remains|was|needs)\b"
    r"|\b(?:improvements?|change) (?:is|has been|are|have been|remains) (?:[\w’'-]+ ){0,2}(?:slow|limited|insufficient|steady)\b"
    r"|\b(?:has|have) (?:not )?taken (?:[\w’'-]+ ){0,3}action to (?:address|improve|remedy|resolve)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"\b(?:has|have) (?:not |since |now |also |all |significantly |further )*(?:improved|deteriorated|declined|been "
    r"strengthened|strengthened)\b",
    re.IGNORECASE,
)
_RECALLS_AN_INSPECTION = re.compile(r"\b(?:since|from) the (?:[\w-]+ ){0,2}(?:inspection|visit)\b", re.IGNORECASE)
"""'Since the last inspection, the help for children in need has improved.'"""

_OF_CHILDREN = re.compile(
    r"\b(?:children|pupils|young people|they|care leavers|child|parents|families|students|learners)(?: and young people)?"
    r"(?: (?:in care|with SEND|looked after|in need|who [\w ,’'-]{1,60}?))?,? (?:(?:to|can|do|who|not|also|often|now|"
    r"generally|usually|"
    r"typically) )*(?:is|are|was|were|make|makes|have|has|had|been)\b[^.;]{0,40}?\bprogress\b"
    r"|\b(?:children|pupils|young people|child|plan|plans|student)[’'](?:s)? (?:[\w-]+ ){0,3}progress\b"
    r"|\bprogress (?:of|for|in) (?:the |their |these |individual |all |most )*(?:children|pupils|young people|plan|case|"
    r"school|education|learning)\b"
    r"|\bprogress (?:at|in) school\b|\b(?:their|her|his) (?:own )?(?:\w+ )?progress\b|\bexperiences? and progress\b|\bwork in "
    r"progress\b",
    re.IGNORECASE,
)
_NOT_A_FINDING = re.compile(
    r"\b(?:whether|if|until|to ensure that|so that|in order (?:to|that)|to decide|to evaluate|to review|should|must|will need "
    r"to|would|"
    r"reviewed|evaluated|considered|monitor(?:s|ed)?|measur(?:e|es|ed|ing)|track(?:s|ed|ing)?|report(?:s|ed|ing)? on|"
    r"assess(?:ed)?) "
    r"(?:[\w’'-]+ ){0,5}$",
    re.IGNORECASE,
)
_SET_AGAINST_THE_SENTENCE_BEFORE = re.compile(r"^(?:However|Nevertheless|Nonetheless|But|Yet|Despite this|Even so|That said)\b")
_OVERALL = re.compile(
    r"^(?:\d+\.? )?(?:overview|headline findings|(?:summary of |main |overall |key )?findings(?: and evaluation of progress)?|"
    r"(?:findings and )?evaluation of progress|summary|outcome|(?:inspection |overall )?outcomes?(?: of (?:this|the) \w+)?|"
    r"progress.*)$",
    re.IGNORECASE,
)
"""Headings under which a letter sums up, in whatever order they stand."""


def progress_in(paragraphs: Iterable[Paragraph]) -> Passage | None:
    """The first sentence of these paragraphs that finds whether progress is made, whole; None where none does.

    The sentences right behind it that say more of it go with it; so does the one before, where it is set against it.
    """
    read = [(paragraph, sentences_of(paragraph.text)) for paragraph in paragraphs]
    for finds in (_finds_progress, _finds_pace, _finds_change):
        for paragraph, sentences in read:
            first = next((place for place, sentence in enumerate(sentences) if finds(sentence)), None)
            if first is None:
                continue
            last = first
            while last + 1 < len(sentences) and (finds(sentences[last + 1]) or _finds_pace(sentences[last + 1])):
                last += 1
            if first and _SET_AGAINST_THE_SENTENCE_BEFORE.match(sentences[first]):
                first -= 1
            return Passage(" ".join(sentences[first : last + 1]), paragraph.page)
    return None


def _finds_progress(sentence: str) -> bool:
    return _finds(_MADE, sentence)


def _finds_pace(sentence: str) -> bool:
    return _finds(_PACE_OF_CHANGE, sentence)


def _finds_change(sentence: str) -> bool:
    return bool(_RECALLS_AN_INSPECTION.search(sentence)) and _finds(_SINCE, sentence)


def _finds(pattern: re.Pattern[str], sentence: str) -> bool:
    if _OF_CHILDREN.search(sentence):
        return False
    return any(not _NOT_A_FINDING.search(sentence[: match.start()]) for match in pattern.finditer(sentence))


def with_progress(text: Text, letter: Letter) -> Letter:
    """Whether progress is made: from the opening, else from the first section that sums up. Comes after `with_sections`."""
    return replace(letter, progress=next((passage for place in _places(text, letter) if (passage := progress_in(place))), None))


def _places(text: Text, letter: Letter) -> Iterator[tuple[Paragraph, ...]]:
    yield opening_paragraphs(text, letter.headings)
    for heading in letter.headings:
        if _OVERALL.match(heading):
            yield paragraphs_under(text, heading)
