"""The outcome of an area SEND inspection since 2023: one of three fixed sentences under 'Inspection outcome'.

The framework (Ofsted and CQC, 2023) ties each outcome to what follows: about five years to the next inspection; about
three; or a priority action plan, a monitoring inspection within 18 months and a reinspection. What the report says
of that is the second witness.
"""

import re
from collections.abc import Iterator

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.errors import IncompleteJudgements, WitnessesDisagree
from ofsted_watch.extraction.fields.statement import Statement
from ofsted_watch.extraction.pdf import Paragraph, Text

_HEADING = re.compile(r"^(?:inspection )?outcomes?(?: of (?:this|the) inspection)?:?$", re.IGNORECASE)
_OUTCOMES = {
    Grade.POSITIVE: re.compile(
        r"\btypically leads? to positive (?:experiences?|outcomes?)(?: and (?:experiences?|outcomes?))?\b", re.IGNORECASE
    ),
    Grade.INCONSISTENT: re.compile(
        r"\bleads? to inconsistent (?:experiences?|outcomes?)(?: and (?:experiences?|outcomes?))?\b", re.IGNORECASE
    ),
    Grade.SYSTEMIC_FAILINGS: re.compile(r"\bwidespread (?:and ?/ ?or|and|or) systemic failings\b", re.IGNORECASE),
}
_FOLLOWS = {
    Grade.POSITIVE: re.compile(
        r"\bnext full (?:area send )?(?:re-?)?inspection will be within approximately (?:five|5) years\b", re.IGNORECASE
    ),
    Grade.INCONSISTENT: re.compile(
        r"\bnext full (?:area send )?inspection will be within approximately (?:three|3) years\b", re.IGNORECASE
    ),
    Grade.SYSTEMIC_FAILINGS: re.compile(
        r"\bmonitoring inspection will be carried out within\b|\bprepare and submit a priority action plan\b", re.IGNORECASE
    ),
}
_NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|rarely|seldom|hardly|scarcely|without|cannot|fail(?:s|ed|ing)? to)\b|n['’]t\b", re.IGNORECASE
)
_NEW_CLAUSE = re.compile(r"[;:]|, (?:and|but|which|so)\b|\b(?:but|however|although|whereas)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def outcome_statements(text: Text) -> tuple[Statement, ...]:
    """Every sentence under 'Inspection outcome' that gives the outcome or what follows from it.

    A sentence that denies an outcome ('do not typically lead to …') gives none. Raises IncompleteJudgements where the heading
    is missing, or none of the three sentences stands under it, WitnessesDisagree where an outcome is both given and denied.
    """
    under = list(_under_outcome(text))
    if not under:
        raise IncompleteJudgements("The report has no heading 'Inspection outcome', under which its outcome must stand")
    stated = list(_stated(under, _OUTCOMES, is_main=True))
    if not stated:
        raise IncompleteJudgements(
            f"Under 'Inspection outcome' on page {under[0].page} stands none of the three outcomes of an area SEND inspection"
        )
    for statement in stated:
        if denied := _denial(under, _OUTCOMES[statement.grade]):
            raise WitnessesDisagree(f"Page {statement.page} says '{statement.text}' and also '{denied}'")
    return (*stated, *_stated(under, _FOLLOWS, is_main=False))


def _denial(paragraphs: list[Paragraph], outcome: re.Pattern[str]) -> str | None:
    """The first sentence that denies this outcome."""
    for paragraph in paragraphs:
        for sentence in _SENTENCE_END.split(paragraph.text):
            if (match := outcome.search(sentence)) and _is_denied(sentence[: match.start()]):
                return sentence
    return None


def _is_denied(before: str) -> bool:
    """Whether a negation stands before the outcome, in its own clause."""
    return _NEGATION.search(_NEW_CLAUSE.split(before)[-1]) is not None


def _under_outcome(text: Text) -> Iterator[Paragraph]:
    is_below = False
    for paragraph in text.paragraphs:
        if is_below and paragraph.kind == "heading":
            return
        if is_below:
            yield paragraph
        is_below = is_below or bool(_HEADING.match(paragraph.text))


def _stated(paragraphs: list[Paragraph], patterns: dict[Grade, re.Pattern[str]], *, is_main: bool) -> Iterator[Statement]:
    for paragraph in paragraphs:
        for sentence in _SENTENCE_END.split(paragraph.text):
            for grade, pattern in patterns.items():
                match = pattern.search(sentence)
                if match and not _is_denied(sentence[: match.start()]):
                    yield Statement(Area.SEND_OUTCOME, grade, match[0], paragraph.page, sentence, "sentence", is_main)
