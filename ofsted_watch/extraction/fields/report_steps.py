"""Steps that several kinds of letter share: each reads a field with its module and fills it in."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction.fields import dates
from ofsted_watch.extraction.fields.bound_reports import first_report
from ofsted_watch.extraction.fields.missing_year import span_without_year
from ofsted_watch.extraction.fields.named_authority import AuthorityStep, named_in
from ofsted_watch.extraction.fields.people import people_of_report
from ofsted_watch.extraction.fields.titles import title
from ofsted_watch.extraction.pdf import Text


def with_title(text: Text, letter: Letter) -> Letter:
    """The title above the inspection's dates."""
    return replace(letter, title=title(text))


def with_authority(patterns: Sequence[re.Pattern[str]]) -> AuthorityStep:
    """The authority that the title names in one of these patterns (group `name`), and its URN where the register knows it.

    The step raises AuthorityNotNamed.
    """

    return AuthorityStep(lambda _text, letter, register: named_in(letter.title, patterns, register))


def with_published(text: Text, letter: Letter) -> Letter:
    """The publication date, where the first page prints one. Raises DatesNotRead for words there that are no date."""
    return replace(letter, published=dates.published(text))


def with_inspection_dates(text: Text, letter: Letter) -> Letter:
    """First and last day of the inspection; a year left out is taken from the publication date, if it is printed, or
    from what the letter and the calendar bear out. Raises DatesNotRead.
    """
    try:
        first, last = dates.inspection_dates(text, not_after=letter.published)
    except dates.YearLeftOut as left_out:
        first, last = span_without_year(left_out.text, text.plain)
    return replace(letter, inspection_start=first, inspection_end=last)


def with_people(text: Text, letter: Letter) -> Letter:
    """The inspectors and who led: from 'Lead inspector' on the first page, or the team list near the end of a SIF report."""
    people = people_of_report(first_report(text))
    return replace(letter, inspectors=people.inspectors, lead_inspector=people.lead)
