"""The summary: what a report says between its grades and its first heading, a letter between its opening and that heading."""

import re
from collections.abc import Iterable
from dataclasses import replace

from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields.opening_paragraphs import opening_paragraphs
from ofsted_watch.extraction.fields.visit_scope import scope_of
from ofsted_watch.extraction.pdf import Paragraph, Text
from ofsted_watch.extraction.sentence_ends import sentences_of

_HEADING_AT_END = re.compile(r"(?<=[.!?]) ?(?:What needs to improve\b[^.!?]{0,60}\??|Areas? for improvement)\d?:?\s*$")
"""The first heading, come out as the end of the last paragraph."""

_OF_THE_VISIT = re.compile(
    r"^(?:This letter|(?:I am|We are) writing|Thank you|Following (?:the|our|this) (?:\w+ ){0,3}(?:inspection|visit|"
    r"publication)|Between \d|On \d|From \d|"
    r"(?:This|The) (?:\w+ ){0,3}(?:visit|inspection|revisit)(?: \(JTAI\))? (?:was|took|is|has been|included|used|formed)\b|It "
    r"was (?:carried out|an?)\b|"
    r"(?:This|It) was the (?:\w+ ){1,4}(?:visit|inspection|revisit)\b|The (?:visit|inspection|revisit)s? (?:was|were) (?:led|"
    r"carried)|"
    r"The (?:lead inspector|inspectors?|inspection team|team|methodology|judgements?|findings in this letter|names?)\b|"
    r"(?:Inspectors|We|They) (?:also )?(?:were|had|are|looked|considered|reviewed|used|met|spoke|talked|evaluated|sampled|"
    r"tracked|observed|"
    r"held|read|gathered|scrutinised|would like)\b|"
    r"(?:Her|His) Majesty['’]s|Ofsted\b|During (?:the|this|our)|Throughout this|In this letter|As a result of the findings|"
    r"A (?:wide |broad |full )?(?:range|variety) of evidence|Evidence\b|No graded judgement|For the purposes? of)",
    re.IGNORECASE,
)
"""How the sentences of an opening begin that tell of the visit and not of what was found."""

_ABOUT_THE_LETTER = re.compile(
    r"\b(?:this letter|outlines? (?:our|the) findings|ILACS\) framework|in line with the inspection of local authority|"
    r"functions are delegated)\b",
    re.IGNORECASE,
)
_LEAST = 40
"""Characters. What is shorter on a line of its own is no summary."""


def with_summary_of_report(text: Text, letter: Letter) -> Letter:
    """The paragraphs between the grades and the first heading, parted by a blank line. Comes after `with_sections`."""
    return _with_summary(letter, opening_paragraphs(text, letter.headings))


def with_summary_of_letter(text: Text, letter: Letter) -> Letter:
    """The paragraphs of a letter's opening that say what was found, and not who came, when, why and how.

    Most letters have none: what was found stands under 'Headline findings'. Comes after `with_sections`.
    """
    return _with_summary(letter, (p for p in opening_paragraphs(text, letter.headings) if _says_findings(p)))


def _with_summary(letter: Letter, paragraphs: Iterable[Paragraph]) -> Letter:
    printed = [(p.page, f"• {p.text}" if p.kind == "bullet" else _HEADING_AT_END.sub("", p.text)) for p in paragraphs]
    passages = [(page, phrase) for page, phrase in printed if len(phrase) >= _LEAST]
    if not passages:
        return replace(letter, summary=None, summary_page=None)
    return replace(letter, summary="\n\n".join(phrase for _, phrase in passages), summary_page=passages[0][0])


def _says_findings(paragraph: Paragraph) -> bool:
    if paragraph.kind == "bullet":
        return False
    first = sentences_of(paragraph.text)[0]
    return not (_OF_THE_VISIT.match(first) or _ABOUT_THE_LETTER.search(first) or scope_of([paragraph]))
