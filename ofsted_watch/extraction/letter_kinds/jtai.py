"""Joint targeted area inspection (JTAI, from 2016): Ofsted, CQC, police and probation inspectors together. No grades.

Its title is the subject line, before 2020 (and again for some themes) with the theme before the authority's name:
'Joint targeted area inspection of the multi-agency response to abuse and neglect in Liverpool'.
"""

import re

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.extraction.fields.improvements import ListForm, with_improvements
from ofsted_watch.extraction.fields.joint_theme import with_joint_theme
from ofsted_watch.extraction.fields.letter_authority import with_authority_in
from ofsted_watch.extraction.fields.subject_line import subject
from ofsted_watch.extraction.fields.summary import with_summary_of_letter
from ofsted_watch.extraction.fields.titles import title
from ofsted_watch.extraction.fields.topics import with_topics
from ofsted_watch.extraction.fields.visit_scope import with_scope
from ofsted_watch.extraction.fields.visit_steps import (
    with_letter_date,
    with_people,
    with_priority_action,
    with_sections,
    with_subject,
    with_visit_dates,
)
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text

_JTAI = r"^(?:the |report of the |ofsted )?(?:joint targeted area inspection|JTAI)(?: \(JTAI\))?"
_TITLE = re.compile(rf"{_JTAI}(?! (?:re-?|monitoring |follow-up )?visit)", re.IGNORECASE)
_THEME = (
    r"(?:response|services|arrangements|experiences?|identification|help|protection|exploitation|abuse|neglect|violence|harm)"
)
_AUTHORITY_NAMES = (
    re.compile(rf"\b{_THEME}\b.* in (?:the )?(?P<name>(?:(?! in ).)+?)(?: local authority)?(?: area)?$", re.IGNORECASE),
    re.compile(
        rf"{_JTAI}(?: of| in|:| –| -) (?:the )?(?!.*\bmulti-agency\b)(?P<name>.+?)(?: local authority)?(?: area)?$", re.IGNORECASE
    ),
)


def _matches(text: Text) -> bool:
    return bool(_TITLE.match(subject(text) or title(text) or ""))


KIND = Kind(
    name=LetterKind.JTAI,
    title_phrase="joint targeted area inspection",
    matches=_matches,
    steps=(
        with_subject,
        with_authority_in(_AUTHORITY_NAMES),
        with_letter_date,
        with_visit_dates,
        with_people,
        with_sections,
        with_improvements(ListForm(subheadings=True, subheadings_alike=True, names_party=True)),
        with_priority_action,
        with_joint_theme,
        with_scope,
        with_topics,
        with_summary_of_letter,
    ),
)
