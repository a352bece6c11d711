"""Stand-alone review of a Local Safeguarding Children Board (2013 to 2017): one grade, for the board, not the authority."""

import re

from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.extraction.fields.improvements import BOARD, ListForm, with_improvements
from ofsted_watch.extraction.fields.report_steps import (
    with_authority,
    with_inspection_dates,
    with_people,
    with_published,
    with_title,
)
from ofsted_watch.extraction.fields.safeguarding_board import BOARD_REVIEW, with_board
from ofsted_watch.extraction.fields.single_inspection import is_single_inspection
from ofsted_watch.extraction.fields.titles import title
from ofsted_watch.extraction.fields.visit_steps import with_sections
from ofsted_watch.extraction.letter_kinds.kind import Kind
from ofsted_watch.extraction.pdf import Text

_BOARD = r"(?:local )?safeguarding children(?:['’]s)? board"
_TITLES = (
    re.compile(rf"^(?P<name>.+?)(?:['’]s)?(?: {_BOARD}(?: \(\w+\))?)?,? review of the effectiveness of", re.IGNORECASE),
    re.compile(rf"review of the effectiveness of (?:the )?(?!the |local )(?P<name>.+?)(?:['’]s)? {_BOARD}", re.IGNORECASE),
    re.compile(rf"review of the effectiveness of (?:the )?{_BOARD}(?: \(\w+\))?(?: in|:| –| -)? (?P<name>.+)$", re.IGNORECASE),
)


def _matches(text: Text) -> bool:
    return BOARD_REVIEW.search(title(text) or "") is not None and not is_single_inspection(text)


KIND = Kind(
    name=LetterKind.LSCB_REVIEW,
    title_phrase="review of a Local Safeguarding Children Board",
    matches=_matches,
    steps=(
        with_title,
        with_authority(_TITLES),
        with_published,
        with_inspection_dates,
        with_people,
        with_sections,
        with_improvements(ListForm(is_report=True, numbered=True, subheadings=True, addressee=BOARD)),
        with_board,
    ),
)
