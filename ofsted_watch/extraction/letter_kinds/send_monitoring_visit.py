"""What follows an area SEND inspection: the revisit after a written statement of action (to 2022), the monitoring inspection
since. It says whether progress is made and gives no grade.
"""

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.extraction.fields.improvements import ListForm, with_improvements
from ofsted_watch.extraction.fields.progress import with_progress
from ofsted_watch.extraction.fields.send_steps import (
    is_send_follow_up,
    with_area,
    with_area_dates,
    with_area_people,
)
from ofsted_watch.extraction.fields.summary import with_summary_of_letter
from ofsted_watch.extraction.fields.visit_scope import with_send_scope
from ofsted_watch.extraction.fields.visit_steps import (
    with_letter_date,
    with_ordinal,
    with_priority_action,
    with_sections,
    with_subject,
)
from ofsted_watch.extraction.letter_kinds.kind import Kind

KIND = Kind(
    name=LetterKind.SEND_MONITORING_VISIT,
    title_phrase="area SEND monitoring visit",
    matches=is_send_follow_up,
    steps=(
        with_subject,
        with_area,
        with_letter_date,
        with_area_dates,
        with_area_people,
        with_ordinal,
        with_sections,
        with_improvements(ListForm(tables=True)),
        with_priority_action,
        with_send_scope,
        with_progress,
        with_summary_of_letter,
    ),
)
