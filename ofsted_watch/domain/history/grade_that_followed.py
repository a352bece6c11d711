"""The grade that Ofsted gave next after a letter asked for something. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.history.inspections import History, Inspection
from ofsted_watch.domain.identifiers import FileNumber
from ofsted_watch.domain.letter_kind import LetterKind

STRAND_OF_TOPIC: dict[LetterTopic, Strand] = {
    LetterTopic.FRONT_DOOR: Strand.HELP_PROTECTION,
    LetterTopic.HELP_PROTECTION: Strand.HELP_PROTECTION,
    LetterTopic.CHILDREN_IN_CARE: Strand.CHILDREN_IN_CARE,
    LetterTopic.PERMANENCE: Strand.CHILDREN_IN_CARE,
    LetterTopic.CARE_LEAVERS: Strand.CARE_LEAVERS,
    LetterTopic.LEADERSHIP: Strand.LEADERSHIP,
}
"""The strand whose judgement covers a topic; any other topic stands in several, and goes with the overall effectiveness."""

_SEND = frozenset({LetterKind.AREA_SEND, LetterKind.SEND_MONITORING_VISIT})


class NoGrade(StrEnum):
    """Why no grade followed."""

    NO_INSPECTION_SINCE = "no_inspection_since"
    REPORT_NOT_READ = "report_not_read"
    """A report that is published and not read may be the one that followed."""
    NOT_GIVEN = "not_given"
    JUDGED_TOGETHER = "judged_together"
    """Care leavers: the inspection judged them together with children in care."""


@dataclass(frozen=True, slots=True)
class FollowedGrade:
    """The grade of the next graded inspection: of a strand, or of the SEND outcome for an item about that.

    `why` is why there is none, None exactly if there is one. `published` and `file_number` are the inspection's, None if it is
    not known.
    """

    area: Strand | Area
    grade: Grade | None
    why: NoGrade | None
    published: date | None = None
    file_number: FileNumber | None = None


def grades_that_followed(history: History, asked: Inspection, topics: Sequence[LetterTopic]) -> tuple[FollowedGrade, ...]:
    """For each strand of these topics (for none: overall effectiveness) the grade given next after `asked` was published.

    An item of a SEND letter is followed by the outcome of the next area SEND inspection.
    """
    if asked.stored.letter.kind in _SEND:
        return (_send_outcome(history, asked),)
    later = next((inspection for inspection in history.inspections if inspection.published > asked.published), None)
    strands = {STRAND_OF_TOPIC.get(topic, Strand.OVERALL) for topic in topics} or {Strand.OVERALL}
    unread = _is_unread_between(history, asked, later)
    return tuple(_of_strand(strand, later, unread=unread) for strand in Strand if strand in strands)


def _of_strand(strand: Strand, later: Inspection | None, *, unread: bool) -> FollowedGrade:
    if unread:
        return FollowedGrade(strand, None, NoGrade.REPORT_NOT_READ)
    if later is None:
        return FollowedGrade(strand, None, NoGrade.NO_INSPECTION_SINCE)
    place = (later.published, later.stored.listing.file_number)
    judged = later.strands().get(strand)
    if judged:
        return FollowedGrade(strand, judged.grade, None, *place)
    areas = {judgement.area for judgement in later.stored.letter.judgements}
    together = strand is Strand.CARE_LEAVERS and Area.CARE_AND_LEAVERS in areas
    return FollowedGrade(strand, None, NoGrade.JUDGED_TOGETHER if together else NoGrade.NOT_GIVEN, *place)


def _is_unread_between(history: History, asked: Inspection, later: Inspection | None) -> bool:
    return any(
        gap.after in later.hashes
        if later and gap.after
        else gap.published >= asked.published and (later is None or gap.published <= later.published)
        for gap in history.gaps
    )


def _send_outcome(history: History, asked: Inspection) -> FollowedGrade:
    for inspection in history.others:
        letter = inspection.stored.letter
        if letter.kind == LetterKind.AREA_SEND and inspection.published > asked.published:
            outcome = next((each for each in letter.judgements if each.area is Area.SEND_OUTCOME), None)
            place = (inspection.published, inspection.stored.listing.file_number)
            why = None if outcome else NoGrade.NOT_GIVEN
            return FollowedGrade(Area.SEND_OUTCOME, outcome.grade if outcome else None, why, *place)
    return FollowedGrade(Area.SEND_OUTCOME, None, NoGrade.NO_INSPECTION_SINCE)
