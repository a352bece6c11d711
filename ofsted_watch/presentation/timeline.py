"""An authority's history as steps in time, one row for each of the five lines: what the picture and its table show. Pure."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from ofsted_watch.domain.grades import Grade, Line
from ofsted_watch.domain.history import History, Inspection
from ofsted_watch.presentation.labels import LINES, day_in_words, kind_in_words, sentence
from ofsted_watch.presentation.tables import grade_or_why
from ofsted_watch.web.authority_filter import grade_in_words


@dataclass(frozen=True, slots=True)
class Step:
    """What held from one inspection to the next (or to today): a grade, or None and in `words` why there is none."""

    start: date
    end: date
    grade: Grade | None
    words: str


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One line through time, oldest first."""

    name: str
    steps: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """'Leadership: good from 3 May 2019, inadequate from 4 March 2026.'"""
        return f"{self.name}: {', '.join(f'{step.words} from {day_in_words(step.start)}' for step in self.steps)}."


@dataclass(frozen=True, slots=True)
class Told:
    """One graded inspection as a row of the table beside the picture; `cells` are in the order of the lines."""

    published: date
    kind: str
    file_number: str
    cells: tuple[tuple[str, Grade | None, str], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """`rows` is empty where no graded inspection is known. `visits` are the days of all other letters."""

    rows: tuple[StoryRow, ...]
    told: tuple[Told, ...]
    visits: tuple[date, ...]
    today: date


def story_of(history: History, today: date) -> Story:
    """The story that a history tells until today."""
    inspections = history.inspections
    return Story(
        rows=tuple(_row(line, inspections, today) for line in Line) if inspections else (),
        told=tuple(_told(inspection) for inspection in reversed(inspections)),
        visits=tuple(other.published for other in history.others),
        today=today,
    )


def _row(line: Line, inspections: tuple[Inspection, ...], today: date) -> StoryRow:
    # An inspection dated after today is a date that Ofsted set wrong; its step must not run backwards.
    ends = [later.published for _, later in pairwise(inspections)] + [max(today, inspections[-1].published)]
    steps = tuple(
        Step(inspection.published, end, *_grade_and_words(inspection, line))
        for inspection, end in zip(inspections, ends, strict=True)
    )
    return StoryRow(sentence(LINES[line]), steps)


def _told(inspection: Inspection) -> Told:
    letter, listing = inspection.kept.letter, inspection.kept.listing
    cells = tuple((sentence(LINES[line]), *_grade_and_words(inspection, line)) for line in Line)
    return Told(inspection.published, sentence(kind_in_words(letter.kind)), listing.file_number, cells)


def _grade_and_words(inspection: Inspection, line: Line) -> tuple[Grade | None, str]:
    judged = inspection.lines().get(line)
    return (judged.grade if judged else None, grade_in_words(grade_or_why(inspection, line)))
