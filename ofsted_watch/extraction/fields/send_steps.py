"""What area SEND inspections and the visits that follow them share: their titles, the area, the days, the inspectors."""

import re
from dataclasses import replace

from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields import dates
from ofsted_watch.extraction.fields.letter_authority import with_authority_in
from ofsted_watch.extraction.fields.subject_line import opening, subject
from ofsted_watch.extraction.fields.team_lists import people_in_signature_table, people_in_team
from ofsted_watch.extraction.fields.titles import title
from ofsted_watch.extraction.fields.visit_dates import visit_span
from ofsted_watch.extraction.fields.visit_steps import people_of_letter, with_these
from ofsted_watch.extraction.pdf import Text

_SEND = re.compile(r"\b(?:SEND|special educational needs)\b", re.IGNORECASE)
_FOLLOW_UP = re.compile(r"\bre-?visit|\bmonitoring (?:visit|inspection)|\bfollow-up\b", re.IGNORECASE)
_INSPECTION = re.compile(r"\b(?:re-?)?inspection\b", re.IGNORECASE)
_AREA_NAMES = (
    re.compile(
        r"(?:inspection|revisit|re-visit|visit)(?: (?:of|in|to)|:| –| -) (?:the )?(?:local area of )?"
        r"(?P<name>(?!special|services|SEND).+?)(?:['’]s)?(?: local area(?: partnership)?| area)?$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:SEND\)?|disabilit(?:y|ies)(?: \(SEND\))?) (?:inspection )?(?:in|of) (?:the )?"
        r"(?P<name>(?:(?! in ).)+?)(?: local area(?: partnership)?)?$"
    ),
)

with_area = with_authority_in(_AREA_NAMES)
"""The authority whose local area was inspected. Raises AuthorityNotNamed."""


def is_send_inspection(text: Text) -> bool:
    """Whether the title says area SEND inspection, in any of its forms since 2016, and no visit that follows one."""
    title_text = _title(text)
    return bool(_SEND.search(title_text) and _INSPECTION.search(title_text) and not _FOLLOW_UP.search(title_text))


def is_send_follow_up(text: Text) -> bool:
    """Whether the title says that a SEND inspection is followed up: a revisit (to 2022) or a monitoring inspection."""
    title_text = _title(text)
    return bool(_SEND.search(title_text) and _FOLLOW_UP.search(title_text))


def with_area_dates(text: Text, letter: Letter) -> Letter:
    """First and last day: from 'Inspection dates' on the first page of a report, from the opening of a letter.

    The report's running footer sometimes contradicts its first page; the page counts. Raises DatesNotRead.
    """
    if dates.dates_label(text.pages[0]) is not None:
        first, last = dates.inspection_dates(text)
    else:
        first, last = visit_span(opening(text), published=letter.published)
    return replace(letter, inspection_start=first, inspection_end=last)


def with_area_people(text: Text, letter: Letter) -> Letter:
    """The inspectors of the team list, or those that a letter's opening and the table under its signature name."""
    return with_these(letter, people_in_team(text), people_of_letter(text), people_in_signature_table(text))


def _title(text: Text) -> str:
    return subject(text) or title(text) or ""
