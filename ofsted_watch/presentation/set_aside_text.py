"""What a person who reviews a set-aside letter must see: why it was refused, what was read, on which pages. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.identifiers import Sha256
from ofsted_watch.domain.letter_dates import LetterDates
from ofsted_watch.domain.model import Judgement, Letter
from ofsted_watch.presentation.labels import GRADES, format_day, format_days, kind_label


@dataclass(frozen=True, slots=True)
class GradeRead:
    """A place that states a grade: what the reader read, and may have read wrongly."""

    area: Area
    grade: str
    page: int
    text: str


def fields_read(letter: Letter) -> tuple[tuple[str, str], ...]:
    """What was read of a letter, apart from its grades, as pairs of name and text; '-' where nothing was read."""
    days = format_days(letter.inspection_start, letter.inspection_end)
    priority = {True: "named", False: "none named", None: None}[letter.areas_for_priority_action]
    facts = (
        ("read as", kind_label(letter.kind)),
        ("title", letter.title),
        ("authority", letter.authority),
        ("published", format_day(letter.published) if letter.published else None),
        ("inspected", days),
        ("lead inspector", letter.lead_inspector),
        ("priority action", priority),
        ("pages", str(letter.pages) if letter.pages else None),
    )
    return tuple((name, text or "-") for name, text in facts)


def grades_read(letter: Letter) -> tuple[GradeRead, ...]:
    """Every place that states a grade, also of a letter that was refused: places that disagree stand one below the other."""
    return tuple(
        place
        for judgement in sorted(letter.judgements_read, key=lambda judgement: judgement.area)
        for place in _places(judgement)
    )


def alternatives(letter: Letter) -> tuple[str, ...]:
    """The dates that a letter whose dates contradict each other may have meant, a sentence each."""
    return tuple(_alternative(dates) for dates in (letter.problem.alternatives if letter.problem else ()))


def pages_path(sha256: Sha256) -> str:
    """Where the server of reports shows the pages of a set-aside file."""
    return f"/set-aside/{sha256}/"


def page_path(sha256: Sha256, number: int) -> str:
    """Where it shows one page (from 1)."""
    return f"{pages_path(sha256)}{number}.png"


def _places(judgement: Judgement) -> Iterator[GradeRead]:
    for page, text in dict.fromkeys((witness.page, witness.text) for witness in judgement.witnesses):
        yield GradeRead(judgement.area, GRADES[judgement.grade], page, text)


def _alternative(dates: LetterDates) -> str:
    letter = f"letter of {format_day(dates.published)}, " if dates.published else ""
    return f"{letter}inspected {format_days(dates.inspection_start, dates.inspection_end)}"
