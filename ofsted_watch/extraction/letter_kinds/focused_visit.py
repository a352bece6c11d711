"""Focused visit (from 2018, under ILACS): a day or two on one part of the service. No grades.

It may name areas for priority action.
"""

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.extraction.fields.summary import with_summary_of_letter
from ofsted_watch.extraction.fields.topics import with_topics
from ofsted_watch.extraction.fields.visit_scope import with_scope
from ofsted_watch.extraction.fields.visit_steps import VISIT_STEPS, is_visit
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text


def _matches(text: Text) -> bool:
    return is_visit(text, "focus(?:s?ed)?")


KIND = Kind(
    name=LetterKind.FOCUSED_VISIT,
    title_phrase="focused visit",
    matches=_matches,
    steps=(*VISIT_STEPS, with_scope, with_topics, with_summary_of_letter),
)
