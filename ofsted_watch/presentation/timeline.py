"""An authority's history as steps in time, one row for each of the five strands: for the picture and its table. Pure."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.history import History, Inspection
from ofsted_watch.domain.identifiers import FileNumber
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Letter
from ofsted_watch.presentation.labels import (
    SEND_SHORT,
    STRANDS,
    TOPICS,
    format_day,
    grade_label,
    kind_label,
    person_sentence,
    sentence,
)
from ofsted_watch.presentation.tables import grade_or_why

_NOT_READ = "report not read"


@dataclass(frozen=True, slots=True)
class Step:
    """The state from one inspection to the next (or to today): a grade, or None and in `text` why there is none.

    `follows_gap` where nothing is compared with the step before: one of the two is a report that is not read.
    """

    start: date
    end: date
    grade: Grade | None
    text: str
    follows_gap: bool = False


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One strand over time, oldest first."""

    name: str
    steps: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """'Leadership: good from 3 May 2019, inadequate from 4 March 2026.'"""
        return f"{self.name}: {', '.join(f'{step.text} from {format_day(step.start)}' for step in self.steps)}."


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One graded inspection as a row of the table beside the picture; `cells` are in the order of the strands.

    `read_by` says that a person read its grades.
    """

    published: date
    kind: str
    file_number: FileNumber
    cells: tuple[tuple[str, Grade | None, str], ...]
    read_by: str | None = None


@dataclass(frozen=True, slots=True)
class OtherLetter:
    """A letter without these grades: its day, and what it is about: a topic, a theme, an outcome, or else its kind."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`rows` is empty where no graded inspection is known. `visits` are all other letters."""

    rows: tuple[TimelineRow, ...]
    notified: tuple[TimelineEntry, ...]
    visits: tuple[OtherLetter, ...]
    today: date


def about(letter: Letter) -> str:
    """'front door', 'SEND: inconsistent', 'JTAI: neglect', 'monitoring visit': what a letter without compared grades is about."""
    if letter.kind == LetterKind.JTAI:
        return f"JTAI: {letter.theme}" if letter.theme else "JTAI"
    if letter.kind in (LetterKind.AREA_SEND, LetterKind.SEND_MONITORING_VISIT):
        outcome = next((judged.grade for judged in letter.judgements if judged.grade in SEND_SHORT), None)
        return f"SEND: {SEND_SHORT[outcome]}" if outcome else "SEND"
    if letter.topics:
        return ", ".join(TOPICS[topic].removeprefix("the ") for topic in letter.topics[:2])
    return kind_label(letter.kind).removesuffix(" letter").removesuffix(" report")


def timeline_of(history: History, today: date) -> Timeline:
    """The timeline of a history until today."""
    inspections = history.inspections
    return Timeline(
        rows=tuple(_row(strand, history, today) for strand in Strand) if inspections else (),
        notified=tuple(_notified(inspection) for inspection in reversed(inspections)),
        visits=tuple(OtherLetter(other.published, about(other.stored.letter)) for other in history.others),
        today=today,
    )


def _row(strand: Strand, history: History, today: date) -> TimelineRow:
    inspections = history.inspections
    # An inspection dated after today has a wrong date from Ofsted; its step must not run backwards.
    ends = [later.published for _, later in pairwise(inspections)] + [max(today, inspections[-1].published)]
    steps = list(_unread_before(history))
    for place, (inspection, end) in enumerate(zip(inspections, ends, strict=True)):
        later = inspections[place + 1] if place + 1 < len(inspections) else None
        unread = sorted(gap.published for gap in _gaps_after(history, inspection, later))
        stops = [min(max(day, inspection.published), end) for day in unread]
        is_after_gap = bool(history.gaps_before(inspection))
        steps.append(Step(inspection.published, (*stops, end)[0], *_grade_and_text(inspection, strand), is_after_gap))
        steps += [Step(day, until, None, _NOT_READ, True) for day, until in pairwise((*stops, end))]
    return TimelineRow(sentence(STRANDS[strand]), tuple(steps))


def _gaps_after(history: History, inspection: Inspection, later: Inspection | None) -> list[Gap]:
    """The unread reports of their own between an inspection and the next one, or since the last one."""
    if later is not None:
        return [gap for gap in history.gaps_between(inspection, later) if gap.after is None]
    return [gap for gap in history.gaps if gap.after is None and gap.published >= inspection.published]


def _unread_before(history: History) -> list[Step]:
    """The unread reports before the first inspection."""
    first = history.inspections[0].published
    days = [gap.published for gap in history.gaps if gap.after is None and gap.published < first]
    return [Step(day, until, None, _NOT_READ, True) for day, until in pairwise((*sorted(days), first))]


def _notified(inspection: Inspection) -> TimelineEntry:
    letter, listing = inspection.stored.letter, inspection.stored.listing
    cells = tuple((sentence(STRANDS[strand]), *_grade_and_text(inspection, strand)) for strand in Strand)
    read_by = person_sentence(letter.read_by) if letter.read_by else None
    return TimelineEntry(inspection.published, sentence(kind_label(letter.kind)), listing.file_number, cells, read_by)


def _grade_and_text(inspection: Inspection, strand: Strand) -> tuple[Grade | None, str]:
    judged = inspection.strands().get(strand)
    return (judged.grade if judged else None, grade_label(grade_or_why(inspection, strand)))
