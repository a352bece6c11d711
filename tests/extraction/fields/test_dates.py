"""Dates in every form in which letters print them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.dates import dates_in, span_in

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
JOINTS = (" to ", " – ", "–", " - ", "-", " ─ ", "─", " and ", " ", "to")
days = st.dates(date(2011, 1, 1), date(2029, 11, 30))
lengths = st.integers(0, 60)


def full(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


FORMS = {
    "full": full,
    "padded": lambda day: f"{day:%d} {MONTHS[day.month - 1]} {day.year}",
    "short month": lambda day: f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}",
    "slashes": lambda day: f"{day:%d/%m/%Y}",
    "unspaced": lambda day: f"{day.day}{MONTHS[day.month - 1]}{day.year}",
    "ordinal": lambda day: f"{day.day}th {MONTHS[day.month - 1]}, {day.year}",
}


@given(days, lengths, st.sampled_from(JOINTS), st.sampled_from(sorted(FORMS)))
def test_two_whole_dates_are_read_in_every_form_and_with_every_joint(first: date, length: int, joint: str, form: str) -> None:
    last = first + timedelta(days=length)
    assert span_in(f"{FORMS[form](first)}{joint}{FORMS[form](last)}") == (first, last)


@given(days, lengths, st.sampled_from([one for one in JOINTS if one.strip()]))
def test_a_month_or_year_left_out_is_the_one_that_follows(first: date, length: int, joint: str) -> None:
    last = first + timedelta(days=length)
    same_month = (first.year, first.month) == (last.year, last.month)
    short = f"{first.day}" if same_month else f"{first.day} {MONTHS[first.month - 1]}"
    assert span_in(f"{short}{joint}{full(last)}") == (first, last)


@given(days, lengths, st.integers(0, 90))
def test_without_a_year_the_last_days_before_publication_are_meant(first: date, length: int, later: int) -> None:
    last = first + timedelta(days=length)
    printed = f"{first.day} {MONTHS[first.month - 1]} to {last.day} {MONTHS[last.month - 1]}"
    if (last.month, last.day) == (2, 29):
        return
    assert span_in(printed, not_after=last + timedelta(days=later)) == (first, last)


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2 to 13 December 2024", "2024-12-02", "2024-12-13"),
        ("27 September to 8 October 2021", "2021-09-27", "2021-10-08"),
        ("8 October 2018 to 19 October 2018", "2018-10-08", "2018-10-19"),
        ("05 July 2016–27 July 2016", "2016-07-05", "2016-07-27"),
        ("9–24 November 2017", "2017-11-09", "2017-11-24"),
        ("2to13December2024", "2024-12-02", "2024-12-13"),
        ("12 December 2016 to 12 January 2017", "2016-12-12", "2017-01-12"),
        ("12 December to 12 January 2017", "2016-12-12", "2017-01-12"),
        ("8 October 2018 to 19 October", "2018-10-08", "2018-10-19"),
        ("19 November-11 December 2013 and 28 – 30 January 2014", "2013-11-19", "2014-01-30"),
        ("Between 18 Feb 2014 and 21 Feb 2014", "2014-02-18", "2014-02-21"),
        ("Monday 3 March 2025 and Tuesday 4 March 2025", "2025-03-03", "2025-03-04"),
        ("5 June 2024", "2024-06-05", "2024-06-05"),
        ("2 to 13 December 20241", "2024-12-02", "2024-12-13"),
        ("02.12.2024 to 13.12.2024", "2024-12-02", "2024-12-13"),
        ("Week 1: 2 to 6 December 2024 Week 2: 9 to 13 December 2024", "2024-12-02", "2024-12-13"),
    ],
)
def test_forms_met_in_real_letters(printed: str, first: str, last: str) -> None:
    assert span_in(printed) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "soon",
        "2 to 13",
        "9–24 November",
        "31 February 2024",
        "13 to 2 December 2024",
        "2 May 2016 to 13 December 2024",
        "Week commencing 4 March 2024",
        "weeks beginning 4 March 2024 and 11 March 2024",
        "2024",
    ],
)
def test_what_is_no_stretch_of_days_is_refused(printed: str) -> None:
    with pytest.raises(DatesNotRead):
        span_in(printed)


def test_every_date_is_given_in_order() -> None:
    assert dates_in("3, 4 and 9 March 2025") == (date(2025, 3, 3), date(2025, 3, 4), date(2025, 3, 9))


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("November 3 2021", "2021-11-03", "2021-11-03"),
        ("November 3, 2021", "2021-11-03", "2021-11-03"),
        ("November 3rd, 2021", "2021-11-03", "2021-11-03"),
        ("Nov. 3 2021", "2021-11-03", "2021-11-03"),
        ("November 3 to 5, 2021", "2021-11-03", "2021-11-05"),
        ("November 3–5 2021", "2021-11-03", "2021-11-05"),
        ("November 3, 4 and 5, 2021", "2021-11-03", "2021-11-05"),
        ("November 29 to December 3, 2021", "2021-11-29", "2021-12-03"),
        ("November 29, 2021 to December 3, 2021", "2021-11-29", "2021-12-03"),
        ("December 13 to January 7, 2022", "2021-12-13", "2022-01-07"),
        ("Monday November 3 2025 and Tuesday November 4 2025", "2025-11-03", "2025-11-04"),
        ("29 November 3 December 2021", "2021-11-29", "2021-12-03"),
        ("29 November, 3 December 2021", "2021-11-29", "2021-12-03"),
        ("29th of November to 3rd of December 2021", "2021-11-29", "2021-12-03"),
        ("May 20 2021", "2021-05-20", "2021-05-20"),
        ("11/10/2021", "2021-10-11", "2021-10-11"),
    ],
)
def test_the_month_may_stand_first_where_its_name_is_printed(printed: str, first: str, last: str) -> None:
    assert span_in(printed) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("printed", ["November 3", "November 3 to 5", "10/13/2021", "11/5 to 11/8 2021", "November 31 2021"])
def test_a_month_first_without_its_year_and_numbers_that_fit_no_british_date_are_refused(printed: str) -> None:
    with pytest.raises(DatesNotRead):
        span_in(printed)
