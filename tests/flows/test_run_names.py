"""Names of runs in people's words."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from flows.run_names import NO_REGION, day_of, run_name
from ofsted_watch.presentation.labels import format_day


def test_a_night_is_named_by_the_day_asked_for_or_the_day_in_london_on_which_it_was_due():
    assert format_day(day_of({"today": "2026-11-28"}, None)) == "28 November 2026"
    assert day_of({"today": date(2026, 11, 28)}, None) == date(2026, 11, 28)
    # 01:00 UTC in summer is 02:00 in London; 23:30 UTC is the next day there.
    assert day_of({"today": None}, datetime(2026, 7, 1, 1, 0, tzinfo=UTC)) == date(2026, 7, 1)
    assert day_of({}, datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (
            {"authorities": ["Knowsley", "Liverpool"], "alerts": "preview", "from_date": "2014-01-01", "to_date": "2025-12-31"},
            "backfill preview: Knowsley, Liverpool 2014–2025",
        ),
        ({"authorities": ["Leeds"], "from_date": date(2014, 1, 1), "to_date": date(2014, 12, 31)}, "backfill: Leeds 2014"),
        (
            {"authorities": ["A", "B", "C", "D"], "from_date": "2018-01-01", "to_date": "2026-03-01"},
            "backfill: A, B, C and 1 more 1 January 2018 to 1 March 2026",
        ),
        ({"region": "London", "from_date": "2020-05-01", "to_date": ""}, "backfill: London from 1 May 2020"),
        ({"all_authorities": True, "region": NO_REGION, "to_date": "2020-05-01"}, "backfill: all authorities to 1 May 2020"),
        ({"authorities": ["A", "B", "C"], "region": "London"}, "backfill: London, A, B and 1 more"),
        ({"authorities": ["A", "B", "C", "D"], "all_authorities": True}, "backfill: all authorities"),
        ({}, "backfill: nobody chosen"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_backfill_is_named_by_whom_and_when_it_is_for(form: dict[str, Any], name: str):
    assert run_name("backfill", form, None) == name


@pytest.mark.parametrize(
    ("flow", "parameters", "name"),
    [
        ("nightly", {}, "nightly 1 July 2026"),
        ("nightly", {"today": "2026-06-30"}, "nightly 30 June 2026"),
        ("site-check", {}, "site check"),
        ("digest", {"frequency": "weekly"}, "weekly digest"),
        ("digest", {}, "daily digest"),
        ("deliver", {"now": True}, "deliver"),
        ("reread", {"letter": "https://files.ofsted.gov.uk/v1/file/50004567"}, "reread letter 50004567"),
        ("reread", {"authorities": ["Knowsley", "Liverpool"]}, "reread: Knowsley, Liverpool"),
        ("reread", {}, "reread"),
        ("monthly payroll", {}, None),
    ],
)
def test_a_run_is_named_before_it_begins(flow: str, parameters: dict[str, Any], name: str | None):
    assert run_name(flow, parameters, datetime(2026, 7, 1, 1, tzinfo=UTC)) == name
