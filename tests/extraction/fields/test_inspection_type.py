"""Short or standard, by the days on site."""

from datetime import date, timedelta

import pytest

from ofsted_watch.domain.findings import InspectionType
from ofsted_watch.extraction.fields.inspection_type import first_visit, inspection_type

MONDAY = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, None), (2, None), (3, InspectionType.SHORT), (4, None), (5, InspectionType.SHORT), (6, None), (11, None)]
    + [(days, InspectionType.STANDARD) for days in range(12, 18)]
    + [(18, None), (32, None)],
)
def test_the_days_on_site_tell_the_type(days: int, expected: InspectionType | None) -> None:
    assert inspection_type(MONDAY, MONDAY + timedelta(days=days - 1)) is expected


def test_of_two_visits_the_first_one_counts() -> None:
    second = MONDAY + timedelta(days=70)
    printed = (MONDAY, MONDAY + timedelta(days=4), second, second + timedelta(days=1))
    assert first_visit(printed) == (MONDAY, MONDAY + timedelta(days=4))


@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_any_other_number_of_days_leaves_it_open(count: int) -> None:
    assert first_visit(tuple(MONDAY + timedelta(days=day) for day in range(count))) is None
