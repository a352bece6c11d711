"""The days of a visit in a letter's opening, among other dates."""

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsted_watch.errors import DatesContradict, DatesNotRead
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


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        ("between 3 and 5 November 2020", date(2020, 11, 3), date(2020, 11, 5)),
        ("on the 15 and 16 of November 2020", date(2020, 11, 15), date(2020, 11, 16)),
        ("on 5, 6 and 21 November 2020", date(2020, 11, 5), date(2020, 11, 21)),
        ("on 5 6 and 7 November 2020", date(2020, 11, 5), date(2020, 11, 7)),
        ("on 5, 6 & 7 November 2020", date(2020, 11, 5), date(2020, 11, 7)),
        ("on 22–23 October 2020", date(2020, 10, 22), date(2020, 10, 23)),
        ("on 9 to 10 November 2020", date(2020, 11, 9), date(2020, 11, 10)),
        ("on 5 November (remotely) and 6 November 2020 (on site)", date(2020, 11, 5), date(2020, 11, 6)),
        ("on 5/6 November 2020", date(2020, 11, 5), date(2020, 11, 6)),
        ("on 29 and 30 September, and 1 October 2020", date(2020, 9, 29), date(2020, 10, 1)),
        ("on 31 October and 1 November 2020", date(2020, 10, 31), date(2020, 11, 1)),
        ("on 30 November and 1 December", date(2020, 11, 30), date(2020, 12, 1)),
        ("on 31 July and 1 August", date(2020, 7, 31), date(2020, 8, 1)),
        ("on the 5th and 6th of November, 2020", date(2020, 11, 5), date(2020, 11, 6)),
        ("on Tuesday 10 and Wednesday 11 November 2020", date(2020, 11, 10), date(2020, 11, 11)),
    ],
)
def test_the_forms_of_real_letters_are_read(days: str, first: date, last: date) -> None:
    text = f"This letter summarises the findings of the focused visit to Thornmere children’s services {days}. Inspectors came."
    assert visit_span(text, published=date(2020, 12, 18)) == (first, last)


OF_THIS_VISIT = "This letter summarises the findings of the focused visit to Thornmere children’s services on {days}."


@pytest.mark.parametrize("days", ["18 and 19 December 2019", "18 and 19 December 2017", "24 October 2018 to 25 October 2019"])
@pytest.mark.parametrize("after", ["", " The earlier visit was on 5 November 2018."])
def test_days_of_this_visit_that_contradict_the_letters_day_are_named_and_no_other_days_taken(days: str, after: str) -> None:
    with pytest.raises(DatesContradict, match=r"The letter says .*visit was on"):
        visit_span(OF_THIS_VISIT.format(days=days) + after, published=date(2019, 1, 21))


def test_the_alternatives_are_those_that_make_letter_and_visit_agree() -> None:
    with pytest.raises(DatesContradict) as raised:
        visit_span(OF_THIS_VISIT.format(days="18 and 19 December 2019"), published=date(2019, 1, 21))
    assert set(raised.value.alternatives) == {
        (date(2020, 1, 21), date(2019, 12, 18), date(2019, 12, 19)),
        (date(2019, 1, 21), date(2018, 12, 18), date(2018, 12, 19)),
    }


@pytest.mark.parametrize("repeated", ["5 and 6 and ", "12 ", "findings of the visit on 5 ", "5 May and "])
def test_a_page_of_numbers_takes_no_time(repeated: str) -> None:
    began = process_time()
    with contextlib.suppress(DatesNotRead, DatesContradict):
        visit_span(repeated * (100_000 // len(repeated)), published=date(2019, 1, 21))
    assert process_time() - began < 5


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


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        ("on November 3 and 4, 2021", date(2021, 11, 3), date(2021, 11, 4)),
        ("between November 3 and November 5, 2021", date(2021, 11, 3), date(2021, 11, 5)),
        ("between November 3 and 5 2021", date(2021, 11, 3), date(2021, 11, 5)),
        ("on 3 and 4 November 2021, and not in May 3 of whose teams were empty", date(2021, 11, 3), date(2021, 11, 4)),
        ("from 30 November 2021, December 1 2021", date(2021, 11, 30), date(2021, 12, 1)),
    ],
)
def test_days_printed_month_first_are_read(days: str, first: date, last: date) -> None:
    text = f"This letter summarises the findings of the focused visit to Thornmere {days}."
    assert visit_span(text, published=date(2021, 12, 10)) == (first, last)


@pytest.mark.parametrize(
    "before",
    [
        "Ofsted inspected the local authority’s children’s services over two weeks, on 5 July 2021 and 16 July 2021.",
        "The full inspection took place on 5 to 16 July 2021.",
        "Her Majesty’s Inspectors came to Thornmere in full strength on 5 July 2021.",
    ],
)
def test_days_stated_of_this_visit_count_before_those_of_an_inspection_before_it(before: str) -> None:
    text = f"{before} This letter summarises the findings of the monitoring visit to Thornmere on 3 and 4 November 2021."
    assert visit_span(text, published=date(2021, 12, 10)) == (date(2021, 11, 3), date(2021, 11, 4))


@pytest.mark.parametrize(
    "days",
    [
        "during the week beginning 1 November 2021",
        "in the week commencing 1 November 2021",
        "on 3 November 2021 for two days",
        "from 3 November 2021 for three days",
        "from 3 November 2021",
        "starting on 3 November 2021",
    ],
)
def test_a_first_day_whose_last_is_not_printed_is_not_taken_for_both(days: str) -> None:
    text = f"This letter summarises the findings of the focused visit to Thornmere {days}."
    with pytest.raises(DatesNotRead):
        visit_span(text, published=date(2021, 12, 10))


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        ("from 2 to 4 November 2021, with a further day on 9 November 2021", date(2021, 11, 2), date(2021, 11, 9)),
        ("on 2 and 3 November 2021 and a final day on 9 November 2021", date(2021, 11, 2), date(2021, 11, 9)),
        ("on 3 November 2021", date(2021, 11, 3), date(2021, 11, 3)),
        ("from 30 November to 1 December 2021", date(2021, 11, 30), date(2021, 12, 1)),
        ("over two days, 3 and 4 November 2021", date(2021, 11, 3), date(2021, 11, 4)),
        ("on 3 and 4 November 2021 for two days", date(2021, 11, 3), date(2021, 11, 4)),
    ],
)
def test_a_further_day_belongs_to_the_visit(days: str, first: date, last: date) -> None:
    text = f"This letter summarises the findings of the focused visit to Thornmere {days}."
    assert visit_span(text, published=date(2021, 12, 10)) == (first, last)
