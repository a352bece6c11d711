"""The schemas of the API's objects, for its description. They are built in serialization.py, judgement_rows.py, tables.py; a test
compares the two."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from ofsted_watch.domain.findings import ImprovementKind, InspectionType, LetterTopic
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.model import Cause, Direction
from ofsted_watch.presentation.tables import COLUMNS


class Exactly(BaseModel):
    """An object with these fields and no other."""

    model_config = ConfigDict(extra="forbid")


class Witness(Exactly):
    """A place in the letter that states a grade: the page (from 1; 0 if it is not known) and the text there."""

    page: int
    text: str
    source: str


class LetterJudgement(Exactly):
    """A letter's grade for one area, with the places that state it."""

    area: Area
    grade: Grade
    printed: str
    page: int
    witnesses: list[Witness]


class PreviousJudgement(Exactly):
    """The previous overall grade that a visit letter mentions; `month_year` is YYYY-MM, or YYYY where it gives the year alone."""

    grade: Grade
    month_year: str | None


class LetterDatesObject(Exactly):
    """Dates that a letter may have meant; `published` is null for a letter that prints no date."""

    published: date | None
    inspection_start: date
    inspection_end: date


class LetterProblem(Exactly):
    """Why a file carries no judgements; `alternatives` only where its dates contradict each other."""

    code: str
    message: str
    alternatives: list[LetterDatesObject]


class Section(Exactly):
    """A heading of the letter and the text under it."""

    heading: str
    text: str


class ImprovementObject(Exactly):
    """One item of what a letter requires; `for` is the body that must act, if the letter names one."""

    model_config = ConfigDict(extra="forbid", serialize_by_alias=True)

    text: str
    page: int
    kind: ImprovementKind
    number: str | None
    addressee: str | None = Field(alias="for")


class PassageObject(Exactly):
    """Text of a letter and the page where it begins."""

    text: str
    page: int


class PreviousInspectionObject(Exactly):
    """The earlier inspection that a report recalls."""

    year: int
    month: int | None
    grade: Grade | None
    text: str
    page: int


class PersonReadingObject(Exactly):
    """That a person read what our program could not read for certain: the number of that reading, its day and its reason."""

    number: int
    on: date
    reason: str


class LetterObject(Exactly):
    """A letter without its text, as `ofsted-watch letters --json` gives it."""

    file: str
    sha256: str
    pages: int
    kind: str
    title: str | None
    authority: str | None
    urn: str
    published: date
    inspection_start: date | None
    inspection_end: date | None
    inspectors: list[str]
    lead_inspector: str | None
    ordinal_visit: int | None
    previous_judgement: PreviousJudgement | None
    judgements: list[LetterJudgement]
    lscb: Grade | None
    areas_for_priority_action: bool | None
    summary: str | None
    summary_page: int | None
    scope: str | None
    topics: list[LetterTopic]
    theme: str | None
    improvements_heading: str | None
    improvements: list[ImprovementObject]
    progress: PassageObject | None
    inspection_type: InspectionType | None
    inspection_type_source: str | None
    previous_inspection: PreviousInspectionObject | None
    dates_note: str | None
    headings: list[str]
    problem: LetterProblem | None
    file_number: str
    listed_as: str
    listed_under: str
    url: str
    first_seen: date
    reader_version: str
    read_by_person: PersonReadingObject | None
    withdrawn: date | None


class ParagraphObject(Exactly):
    """A paragraph of the letter's text, and the pages on which it begins and ends; null where they are not known."""

    number: int
    page: int | None
    last_page: int | None
    is_heading: bool
    text: str


class WholeLetterObject(LetterObject):
    """A letter with its text. `page_edges` are running heads, footers and page numbers, which are no part of `text`."""

    text: str
    sections: list[Section]
    paragraphs: list[ParagraphObject]
    page_edges: list[PassageObject]


class JudgementObject(Exactly):
    """One letter's grade for one area, compared with the inspection before it, as `judgements --json` gives it."""

    urn: str
    authority: str
    area: Area
    grade: Grade
    printed: str
    published: date
    kind: str
    file: str
    page: int
    previous: Grade | None
    previous_published: date | None
    direction: str | None
    inspection_start: date | None
    inspection_end: date | None
    inspectors: list[str]
    lead_inspector: str | None
    link: str
    read_by_person: PersonReadingObject | None


class ChangeObject(Exactly):
    """One strand of one authority, from one grade to the next, as `changes --json` gives it."""

    urn: str
    authority: str
    area: Strand
    from_: Grade | None = Field(alias="from")
    to: Grade | None
    direction: Direction | None
    cause: Cause
    from_published: date
    to_published: date
    from_file: str
    to_file: str
    from_number: str
    to_number: str
    evidence: list[Witness]


class ProblemObject(Exactly):
    """What is wrong with a request (RFC 9457), in a sentence."""

    type: str
    title: str
    status: int
    detail: str


class GapObject(Exactly):
    """An inspection report that is published and not read; `after` is the sha256 of the edition that was read before, if any."""

    file_number: str
    published: date
    listed_as: str
    url: str
    reason: str
    after: str | None


_AUTHORITY_FIELDS: dict[str, Any] = {
    column: (kind if column in ("urn", "authority") else kind | None, ...) for column, kind in COLUMNS.items()
}
AuthorityObject = create_model(
    "AuthorityObject",
    __base__=Exactly,
    __doc__="An authority with its current grades, as `export` writes it.",
    gaps=(list[GapObject], ...),
    **_AUTHORITY_FIELDS,
)
