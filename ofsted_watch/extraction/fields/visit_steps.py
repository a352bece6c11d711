"""Steps that letters share, visit letters first of all: each reads a field with its module and fills it in."""

import re
from dataclasses import replace

from ofsted_watch.domain.findings import ImprovementKind
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import DatesNotRead, PriorityActionUnclear
from ofsted_watch.extraction.fields.improvements import ListForm, with_improvements
from ofsted_watch.extraction.fields.letter_authority import with_authority_in
from ofsted_watch.extraction.fields.names import each_once
from ofsted_watch.extraction.fields.ordinal import ordinal_visit
from ofsted_watch.extraction.fields.people import People, people_in_sentences
from ofsted_watch.extraction.fields.previous_judgement import previous_judgement
from ofsted_watch.extraction.fields.priority_action import names_areas_for_priority_action
from ofsted_watch.extraction.fields.sections import sections_of
from ofsted_watch.extraction.fields.subject_line import letter_date, letter_form, misprinted_date, opening, subject
from ofsted_watch.extraction.fields.titles import title
from ofsted_watch.extraction.fields.visit_dates import published_by_misprint, visit_span
from ofsted_watch.extraction.pdf import Text

_CHILDRENS_SERVICES = r"children(?:['’]?s)?['’]? (?:social care |social work |and famil(?:y|ies)['’]? )?services?"
_BEFORE_VISIT = (
    r"(?:(?:re|the|an?|ofsted(?:['’]s)?|\(?ilacs\)?|\(?covid-19\)?|inspection of local authority children['’]s services|"
    r"coronavirus|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|\d{1,2}(?:st|nd|rd|th)|report|letter|findings|outcome|of|on|from)[ :,–-]+)*"
)
_WHEN_IT_WAS = re.compile(
    r"\b[Tt]h(?:e|is) (?:[a-z]+ )?(?:re)?(?:visit|inspection) (?:took place|was (?:carried out|conducted|undertaken|held))\b[^.]*"
)
_AUTHORITY_NAMES = (
    re.compile(
        rf"\bvisit (?:to|of|in|at|:|–|-) (?:the )?{_CHILDRENS_SERVICES} (?:in|at|of|for) (?:the )?(?P<name>.+)$", re.IGNORECASE
    ),
    re.compile(
        rf"\bvisit(?: (?:to|of|in|at)|:| –| -) (?:the )?(?P<name>.+?)(?:['’]s?)?,?(?: local authority)?(?:['’]s)?"
        rf"(?:[ :–-]+{_CHILDRENS_SERVICES}.*)?$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?P<name>.+?)(?: local authority)?[ :,–-]+(?:focuss?ed|monitoring|assurance) visit", re.IGNORECASE),
)
"""'Focused visit to Leeds children's services', 'Monitoring visit of X local authority', 'Leeds: focused visit'."""

_JOINT_KINDS = frozenset({LetterKind.JTAI, LetterKind.AREA_SEND, LetterKind.SEND_MONITORING_VISIT})
"""Kinds of which other inspectorates are authors too: their areas for priority action are the letter's own."""


def is_visit(text: Text, phrase: str) -> bool:
    """Whether a letter's subject says that it is such a visit; `words` is a pattern, such as 'monitoring'.

    The subject must begin with it, or a name stand before it: what else the subject or the letter mentions is no kind.
    """
    about = subject(text) or title(text) or ""
    if re.search(r"\b(?:SEND|special educational needs)\b", about):
        return False
    ends = r"(?: letter| report| to (?:its )?children['’]s services)?$"
    return bool(re.match(rf"^{_BEFORE_VISIT}{phrase} visit\b|^.{{3,80}}?[ :,–-]{phrase} visit{ends}", about, re.IGNORECASE))


def with_subject(text: Text, letter: Letter) -> Letter:
    """The subject line after 'Dear …', or the title above a report's dates."""
    return replace(letter, title=subject(text) or title(text))


with_visited_authority = with_authority_in(_AUTHORITY_NAMES)
"""The authority of a visit letter; its URN where the register knows it."""


def with_letter_date(text: Text, letter: Letter) -> Letter:
    """The date in the letter's head. Raises DatesNotRead for a day that does not exist."""
    return replace(letter, published=letter_date(text))


def with_visit_dates(text: Text, letter: Letter) -> Letter:
    """First and last day of the visit: from the opening sentences, else from one that says when it took place.

    They bear out which day the letter's head means where that has a digit too many. Raises DatesNotRead and DatesContradict.
    """
    try:
        first, last = visit_span(opening(text), published=letter.published)
    except DatesNotRead:
        first, last = visit_span(" ".join(_WHEN_IT_WAS.findall(text.plain)), published=letter.published)
    dated = replace(letter, inspection_start=first, inspection_end=last)
    misprint = misprinted_date(text) if letter.published is None else None
    if misprint is None or (day := published_by_misprint(misprint[1], last)) is None:
        return dated
    return replace(dated, published=day, dates_note=f"The head of the letter prints '{misprint[0]}'.")


def with_people(text: Text, letter: Letter) -> Letter:
    """The inspectors that the opening names, in order; failing that, the first sentence of the letter that does."""
    return with_these(letter, people_of_letter(text))


def people_of_letter(text: Text) -> People:
    """The inspectors that a letter's sentences name. What stands below 'Yours sincerely' is no sentence."""
    people = people_in_sentences(opening(text))
    if people.inspectors:
        return people
    form = letter_form(text)
    return people_in_sentences(Text(text.pages, text.paragraphs[: form.end]).plain if form else text.plain)


def with_these(letter: Letter, *teams: People) -> Letter:
    """A letter with these inspectors, each person once; the lead is the first one stated."""
    names = tuple(name for people in teams for name in people.inspectors)
    lead = next((people.lead for people in teams if people.lead), None)
    return replace(letter, inspectors=each_once(names), lead_inspector=lead)


def with_ordinal(text: Text, letter: Letter) -> Letter:
    """Which visit in a row this is, where the subject or a sentence says so."""
    return replace(letter, ordinal_visit=ordinal_visit(f"{letter.title or ''}.\n\n{text.plain}"))


def with_previous_judgement(text: Text, letter: Letter) -> Letter:
    """The authority's last overall judgement that the letter recalls."""
    return replace(letter, previous_judgement=previous_judgement(text.plain, letter.authority))


def with_sections(text: Text, letter: Letter) -> Letter:
    """The headings in order, and what stands under each."""
    sections = sections_of(text)
    return replace(letter, headings=tuple(section.heading for section in sections), sections=sections)


def with_priority_action(text: Text, letter: Letter) -> Letter:
    """Whether it names areas for priority action. Comes after `with_sections` and `with_improvements`.

    Raises PriorityActionUnclear, also where a list of priority actions stands in a letter that seems to name none.
    """
    is_joint = letter.kind in _JOINT_KINDS
    named = names_areas_for_priority_action(letter.sections, text.plain, is_joint=is_joint)
    listed = next((item.text for item in letter.improvements if item.kind is ImprovementKind.PRIORITY_ACTION), None)
    if listed is not None and not named:
        raise PriorityActionUnclear(f"'{listed[:120]}' stands in a list of priority actions, and the letter seems to name none.")
    return replace(letter, areas_for_priority_action=named)


VISIT_STEPS = (
    with_subject,
    with_visited_authority,
    with_letter_date,
    with_visit_dates,
    with_people,
    with_ordinal,
    with_previous_judgement,
    with_sections,
    with_improvements(ListForm()),
    with_priority_action,
)
"""What a letter after a visit to one authority says: focused, monitoring and assurance visits."""
