"""The grade of a Local Safeguarding Children Board (LSCB), which Ofsted reviewed from 2013 to 2017.

It stands on the first page (2014), at the head of the board's own section far inside, or both.
"""

import re
from dataclasses import replace

from ofsted_watch.domain.grades import Grade, grade_of
from ofsted_watch.domain.model import Letter
from ofsted_watch.errors import IncompleteJudgements, UnlistedGrade, WitnessesDisagree
from ofsted_watch.extraction.fields.joined_lines import Flow, flow_of, on_one_line
from ofsted_watch.extraction.fields.printed_grades import END, GRADE, flexible
from ofsted_watch.extraction.pdf import Text

BOARD_REVIEW = re.compile(
    r"\breview of the effectiveness of (?:.{0,60} )?(?:safeguarding children(?:['’]s)? board|lscb\b)", re.IGNORECASE
)
"""In a title: this report judges the board (alone, or beside the authority's services)."""

GRADES_OF_BOARD = frozenset({Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE})

_VERDICT = flexible(r" (?:is |are )?(?:that it )?(?:is )?(?:judged )?(?:to be |as )?(?P<grade>") + GRADE + ")"
_BOARD = re.compile(
    flexible(
        r"^[ \t]*(?:the effectiveness of )?(?:the )?(?:(?:st\.|[\w’'&,-]+) ){0,7}?"
        r"(?:safeguarding children(?:['’]s)? board(?: \(\w+\))?|lscb)"
    )
    + _VERDICT
    + rf"(?:{END}|\s+because\b)",
    re.IGNORECASE | re.MULTILINE,
)
_ARRANGEMENTS = re.compile(
    flexible(
        r"^[ \t]*the arrangements in place to evaluate the effectiveness of what is done by the authority and board partners"
        r" to safeguard and promote the welfare of children"
    )
    + _VERDICT
    + END,
    re.IGNORECASE | re.MULTILINE,
)


def with_board(text: Text, letter: Letter) -> Letter:
    """The grade of the board, where the report reviews it.

    Raises WitnessesDisagree for two grades, UnlistedGrade for one that boards are not given, IncompleteJudgements when
    the title promises a review and no grade is found.
    """
    return replace(letter, lscb=board_grade(text, demanded=BOARD_REVIEW.search(letter.title or "") is not None))


def board_grade(text: Text, *, demanded: bool) -> Grade | None:
    """The grade that all places which judge the board agree on; None where there is none and none is `demanded`."""
    flow = flow_of(text.lines)
    stated = {
        grade_of(on_one_line(match["grade"])): f"'{on_one_line(match[0])}' (page {flow.at(match.start('grade')).page})"
        for pattern in (_BOARD, _ARRANGEMENTS)
        for match in pattern.finditer(flow.text)
        if _is_no_prose(flow, match)
    }
    if len(stated) > 1:
        raise WitnessesDisagree(f"The letter contradicts itself about the safeguarding board: {' but '.join(stated.values())}")
    if unlisted := stated.keys() - GRADES_OF_BOARD:
        raise UnlistedGrade(f"The letter seems to judge a safeguarding board '{min(unlisted)}', which no framework does")
    if not stated and demanded:
        raise IncompleteJudgements("The title promises a review of the safeguarding board, but no grade for it can be pointed to")
    return next(iter(stated), None)


def _is_no_prose(flow: Flow, match: re.Match[str]) -> bool:
    """A verdict stands on the first page, in bold type, ends its sentence or has its own subject; prose may just break there."""
    line = flow.at(match.start("grade"))
    phrase = match[0].strip().lower()
    whole = phrase.endswith((".", "because")) or phrase.startswith(("the effectiveness of", "the arrangements"))
    return line.page == 1 or line.bold or whole
