"""The numbers of the country for programs: the data of each chart as rows, and all of it as JSON. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ofsted_watch.domain.grades import Strand
from ofsted_watch.presentation.national.grade_counts import Counts
from ofsted_watch.presentation.national.grades_on_day import ANSWERS, OnDay
from ofsted_watch.presentation.national.moves import Move
from ofsted_watch.presentation.national.national_picture import NationalPicture
from ofsted_watch.presentation.serialization import Json
from ofsted_watch.presentation.tables import Row

_ANSWERS = {
    "outstanding": "the number of authorities that are outstanding",
    "good": "the number that are good",
    "requires_improvement": "the number that require improvement",
    "inadequate": "the number that are inadequate",
    "not_judged": "the number that were not judged",
    "judged_together": "the number judged together with children in care (care leavers, 2018 to 2022)",
    "not_given": "the number whose newest inspection does not give this grade",
    "no_inspection": "the number without a graded inspection that we know",
}


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The data of a chart: what each column is, and its rows."""

    columns: Mapping[str, str]
    rows: Callable[[NationalPicture], list[Row]]


CHART_TABLES: dict[str, ChartTable] = {
    "grades": ChartTable(
        {"strand": "which of the five strands"} | _ANSWERS,
        lambda picture: [{"strand": strand, **_cells(counts)} for strand, counts in picture.strands.items()],
    ),
    "regions": ChartTable(
        {"region": "the region"} | _ANSWERS,
        lambda picture: [{"region": row.region, **_cells(row.counts)} for row in picture.regions],
    ),
    "quarters": ChartTable(
        {"day": "the end of the quarter, or the day that was asked for"} | _ANSWERS,
        lambda picture: [{"day": quarter.day, **_cells(quarter.counts)} for quarter in picture.quarters],
    ),
    "moves": ChartTable(
        {"year": "the year", "up": "judgements that moved up", "down": "judgements that moved down"},
        lambda picture: [{"year": str(each.year), "up": str(each.up), "down": str(each.down)} for each in picture.years],
    ),
    "map": ChartTable(
        {
            "urn": "the authority's number",
            "authority": "its name",
            "region": "its region",
            "answer": "its grade on the strand, or why there is none",
            "published": "the day on which its newest graded inspection was published",
        },
        lambda picture: [_map_row(each, picture.strand) for each in picture.authorities],
    ),
    "waiting": ChartTable(
        {
            "urn": "the authority's number",
            "authority": "its name",
            "last_day": "the last day of its newest graded inspection",
            "days": "the days since then",
        },
        lambda picture: [
            {
                "urn": waiting.authority.urn,
                "authority": waiting.authority.name,
                "last_day": waiting.last_day,
                "days": str(waiting.days),
            }
            for waiting in picture.waiting
        ],
    ),
}
"""The data of each chart by its name."""


def picture_to_json(picture: NationalPicture) -> Json:
    """The country on a day, as the API gives it."""
    return {
        "on": picture.day.isoformat(),
        "strand": picture.strand,
        "strands": {strand: _counts(counts) for strand, counts in picture.strands.items()},
        "regions": [{"region": row.region, "counts": _counts(row.counts)} for row in picture.regions],
        "quarters": [{"day": each.day.isoformat(), "counts": _counts(each.counts)} for each in picture.quarters],
        "years": [{"year": each.year, "up": each.up, "down": each.down} for each in picture.years],
        "recent_moves": [_move(move) for move in picture.recent],
        "authorities": [_map_json(each, picture.strand) for each in picture.authorities],
        "waiting": [
            {
                "urn": waiting.authority.urn,
                "authority": waiting.authority.name,
                "last_day": waiting.last_day.isoformat(),
                "days": waiting.days,
            }
            for waiting in picture.waiting
        ],
        "unread": [each.authority.urn for each in picture.unread],
    }


def _cells(counts: Counts) -> dict[str, str]:
    return {answer: str(counts.by_answer[answer]) for answer in ANSWERS}


def _counts(counts: Counts) -> dict[str, int]:
    return {answer: counts.by_answer[answer] for answer in ANSWERS}


def _map_row(each: OnDay, strand: Strand) -> Row:
    return {
        "urn": each.authority.urn,
        "authority": each.authority.name,
        "region": each.authority.region,
        "answer": each.answers[strand],
        "published": each.published,
    }


def _map_json(each: OnDay, strand: Strand) -> Json:
    published = each.published.isoformat() if each.published else None
    return {**_map_row(each, strand), "published": published}


def _move(move: Move) -> Json:
    return {
        "urn": move.authority.urn,
        "authority": move.authority.name,
        "published": move.published.isoformat(),
        "file_number": move.file_number,
        "from": move.from_grade,
        "to": move.to_grade,
        "direction": move.direction,
    }
