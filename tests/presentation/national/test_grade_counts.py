"""Each authority is counted once, under the grade of its newest graded inspection on the day; the sums are by hand."""

from datetime import date

import pytest

from ofsted_watch.domain.grades import Strand
from ofsted_watch.presentation.national.grade_counts import Counts, quarter_ends
from ofsted_watch.presentation.national.last_inspections import LastInspection
from tests.presentation.national.invented import BROOK, DAY, DENE, gap, picture


def given(counts: Counts) -> dict[str, int]:
    return {answer: number for answer, number in counts.by_answer.items() if number}


def test_the_newest_graded_inspection_counts_and_a_visit_does_not():
    expected = {"outstanding": 1, "good": 2, "requires_improvement": 1, "inadequate": 1, "no_inspection": 1}
    assert given(picture().counts) == expected
    assert picture().counts.total == 6


def test_each_strand_has_all_authorities_and_says_why_a_grade_is_missing():
    counts = picture().strands
    assert given(counts[Strand.CARE_LEAVERS]) == {
        "outstanding": 1,
        "good": 1,
        "requires_improvement": 1,
        "judged_together": 2,
        "no_inspection": 1,
    }
    assert given(counts[Strand.LEADERSHIP]) == {"outstanding": 1, "good": 2, "requires_improvement": 2, "no_inspection": 1}
    assert {strand: count.total for strand, count in counts.items()} == dict.fromkeys(Strand, 6)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # Oldshire is there until 31 March 2021; those that took its place are not.
        (date(2014, 6, 1), {"no_inspection": 5}),
        (date(2017, 3, 1), {"requires_improvement": 2, "inadequate": 1, "no_inspection": 2}),
        (date(2021, 3, 31), {"good": 2, "requires_improvement": 1, "inadequate": 1, "no_inspection": 1}),
        (date(2021, 4, 1), {"good": 2, "inadequate": 1, "no_inspection": 3}),
        (date(2026, 8, 19), {"outstanding": 1, "good": 2, "inadequate": 2, "no_inspection": 1}),
    ],
)
def test_a_day_has_the_grades_and_the_authorities_of_that_day(day: date, expected: dict[str, int]):
    assert given(picture(day=day).counts) == expected


def test_regions_are_counted_apart_the_best_first():
    rows = [(row.region, given(row.counts), row.counts.percent_good) for row in picture().regions]
    assert rows == [
        ("North Vale", {"outstanding": 1, "good": 1, "inadequate": 1}, 67),
        ("Southmarch", {"good": 1, "requires_improvement": 1, "no_inspection": 1}, 50),
    ]


def test_a_quarter_is_what_its_last_day_was_and_the_last_is_the_day_itself():
    quarters = {quarter.day: given(quarter.counts) for quarter in picture().quarters}
    assert list(quarters)[:2] == [date(2013, 12, 31), date(2014, 3, 31)]
    assert quarters[date(2016, 3, 31)] == {"requires_improvement": 1, "inadequate": 1, "no_inspection": 3}
    assert quarters[DAY] == given(picture().counts)
    assert [day.isoformat() for day in quarter_ends(date(2014, 9, 30))] == [
        "2013-12-31",
        "2014-03-31",
        "2014-06-30",
        "2014-09-30",
    ]


def test_an_unread_report_is_said_and_its_authority_counts_with_the_grade_before():
    after = picture(Strand.HELP_PROTECTION, DAY, gap(BROOK, date(2026, 7, 1)))
    assert [each.authority.name for each in after.unread] == ["Brook"]
    assert after.counts == picture().counts
    assert picture(Strand.HELP_PROTECTION, date(2026, 6, 30), gap(BROOK, date(2026, 7, 1))).unread == ()


def test_moves_are_counted_in_the_year_of_their_report():
    years = {each.year: (each.up, each.down) for each in picture().years}
    assert {year: moved for year, moved in years.items() if moved != (0, 0)} == {2019: (1, 0), 2025: (0, 1), 2026: (1, 0)}
    assert list(years) == list(range(2019, 2027))
    assert [(move.authority.name, move.from_grade, move.to_grade) for move in picture().recent] == [
        ("Dene", "inadequate", "requires_improvement"),
        ("Brook", "good", "inadequate"),
    ]


def test_nothing_moves_across_a_report_that_is_not_read():
    unread = picture(Strand.HELP_PROTECTION, DAY, gap(DENE, date(2020, 1, 1)))
    assert [move.authority.name for move in unread.recent] == ["Brook"]


def test_a_move_of_the_same_day_a_year_ago_is_over_twelve_months_old():
    assert picture(day=date(2020, 5, 13)).recent != ()
    assert picture(day=date(2020, 5, 14)).recent == ()
    assert picture(day=date(2020, 2, 29)).recent != ()


def test_who_waits_longest_comes_first_counted_from_the_last_day_on_site():
    # An inspection of these letters ends 30 days before its report: Ashby's on 14 April 2019.
    first = picture().waiting[0]
    assert (first.authority.name, first.last_day, first.days) == ("Ashby", date(2019, 4, 14), 2687)
    assert isinstance(first, LastInspection)
    assert [waiting.authority.name for waiting in picture().waiting] == ["Ashby", "Eastry", "Cove", "Brook", "Dene"]
