"""Assurance visit (autumn 2020 to 2021): held in place of inspections during the pandemic. No grades."""

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.extraction.fields.summary import with_summary_of_letter
from ofsted_watch.extraction.fields.topics import with_topics
from ofsted_watch.extraction.fields.visit_scope import with_scope
from ofsted_watch.extraction.fields.visit_steps import VISIT_STEPS, is_visit
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text


def _matches(text: Text) -> bool:
    return is_visit(text, "(?:focus(?:s?ed)? )?assurance")


KIND = Kind(
    name=LetterKind.ASSURANCE_VISIT,
    title_phrase="assurance visit",
    matches=_matches,
    steps=(*VISIT_STEPS, with_scope, with_topics, with_summary_of_letter),
)
