"""The schema of the country on a day, for the API's description. It is built in presentation/national/national_data.py."""

from datetime import date

from pydantic import Field

from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.model import Direction
from ofsted_watch.web.api.schemas import Exactly


class CountsObject(Exactly):
    """How many authorities have each answer; they add up to all authorities."""

    outstanding: int
    good: int
    requires_improvement: int
    inadequate: int
    not_judged: int
    judged_together: int
    not_given: int
    no_inspection: int


class RegionCountsObject(Exactly):
    """The counts of one region."""

    region: str
    counts: CountsObject


class QuarterObject(Exactly):
    """The counts at the end of a quarter; the last is on the day that was asked for."""

    day: date
    counts: CountsObject


class YearObject(Exactly):
    """Judgements that moved by reports of one year."""

    year: int
    up: int
    down: int


class MoveObject(Exactly):
    """A judgement that moved in the last twelve months."""

    urn: str
    authority: str
    published: date
    file_number: str
    from_: Grade = Field(alias="from")
    to: Grade
    direction: Direction


class OnDayObject(Exactly):
    """An authority on the day: its grade on the strand, or why there is none."""

    urn: str
    authority: str
    region: str
    answer: str
    published: date | None


class WaitingObject(Exactly):
    """Days since the last day of an authority's newest graded inspection."""

    urn: str
    authority: str
    last_day: date
    days: int


class NationalObject(Exactly):
    """The country on a day: the counts of every strand, and one strand in detail."""

    on: date
    strand: Strand
    strands: dict[Strand, CountsObject]
    regions: list[RegionCountsObject]
    quarters: list[QuarterObject]
    years: list[YearObject]
    recent_moves: list[MoveObject]
    authorities: list[OnDayObject]
    waiting: list[WaitingObject]
    unread: list[str]
