"""The days of a visit in a letter's opening, among other dates."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.errors import DatesNotRead
from ofsted_watch.extraction.fields.visit_dates import visit_span

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def full(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short(first: date, last: date) -> str:
    if first == last:
        return f"on {full(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"on {first.day} and {full(last)}"
    if first.year == last.year:
        return f"on {first.day} {MONTHS[first.month - 1]} and {full(last)}"
    return f"on {full(first)} and {full(last)}"


FORMS = (
    short,
    lambda first, last: f"between {full(first)} and {full(last)}",
    lambda first, last: f"took place from {full(first)} to {full(last)}",
    lambda first, last: f"on {full(first)} – {full(last)}",
    lambda first, last: f"on {first:%d/%m/%Y} and {last:%d/%m/%Y}",
)


@given(st.dates(date(2014, 1, 1), date(2026, 12, 1)), st.integers(0, 9), st.sampled_from(FORMS))
def test_the_days_of_the_visit_are_read_in_every_form(first: date, length: int, form: Callable[[date, date], str]) -> None:
    last = first + timedelta(days=length)
    text = f"This letter summarises the findings of the visit to Thornmere {form(first, last)}. Inspectors read 12 files."
    assert visit_span(text, published=last + timedelta(days=30)) == (first, last)


def test_a_statement_issued_earlier_is_not_the_visit() -> None:
    text = (
        "Following the written statement of action issued on 28 June 2019, Ofsted revisited the area between 14 June 2021 "
        "and 17 June 2021."
    )
    assert visit_span(text) == (date(2021, 6, 14), date(2021, 6, 17))


def test_a_year_left_out_is_the_letters_own() -> None:
    said = visit_span("Between 20 and 24 June, Ofsted and others inspected.", published=date(2016, 8, 2))
    assert said == (date(2016, 6, 20), date(2016, 6, 24))


def test_days_after_the_letter_or_long_before_it_are_passed_over() -> None:
    text = "The statement is due on 8 November 2024. The last inspection was on 3 May 2021. The visit was on 3 June 2024."
    assert visit_span(text, published=date(2024, 8, 1)) == (date(2024, 6, 3), date(2024, 6, 3))


@pytest.mark.parametrize(
    "text", ["", "The visit was in June 2024.", "Inspectors read 12 and then 14 files.", "On 31 June 2024 they came."]
)
def test_an_opening_without_days_is_a_named_problem(text: str) -> None:
    with pytest.raises(DatesNotRead):
        visit_span(text, published=date(2024, 8, 1))
