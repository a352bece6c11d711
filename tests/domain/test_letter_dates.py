"""Of the dates that a letter may have meant, the day of its link bears out one, or none is believed."""

from datetime import date

import pytest

from ofsted_watch.domain.letter_dates import LetterDates, borne_out

VISIT_2019 = (date(2019, 12, 18), date(2019, 12, 19))
VISIT_2018 = (date(2018, 12, 18), date(2018, 12, 19))
HEAD_IS_WRONG = LetterDates(date(2020, 1, 21), *VISIT_2019)
VISIT_IS_WRONG = LetterDates(date(2019, 1, 21), *VISIT_2018)
BOTH = (HEAD_IS_WRONG, VISIT_IS_WRONG)


@pytest.mark.parametrize(
    ("listed", "true"),
    [
        (date(2020, 1, 21), HEAD_IS_WRONG),
        (date(2020, 1, 14), HEAD_IS_WRONG),
        (date(2019, 1, 28), VISIT_IS_WRONG),
        (date(2020, 1, 29), None),
        (date(2019, 6, 1), None),
        (None, None),
    ],
)
def test_the_day_of_the_link_bears_out_the_letter_that_is_dated_within_a_week_of_it(
    listed: date | None, true: LetterDates | None
) -> None:
    assert borne_out(BOTH, listed) == true


@pytest.mark.parametrize(
    ("listed", "true"), [(date(2020, 1, 21), VISIT_2019), (date(2019, 1, 21), VISIT_2018), (date(2019, 11, 1), None)]
)
def test_a_letter_without_a_date_is_listed_soon_after_its_visit(listed: date, true: tuple[date, date] | None) -> None:
    undated = (LetterDates(None, *VISIT_2019), LetterDates(None, *VISIT_2018))
    expected = LetterDates(None, *true) if true else None
    assert borne_out(undated, listed) == expected


def test_two_that_fit_are_believed_neither() -> None:
    assert borne_out((HEAD_IS_WRONG, LetterDates(date(2020, 1, 20), *VISIT_2018)), date(2020, 1, 21)) is None
