"""Every name of ours has words for people."""

from datetime import date

import pytest

from ofsted_watch.domain.grades import Area, Grade, Line
from ofsted_watch.domain.history.inspections import COMPARED_KINDS, OTHER_KINDS
from ofsted_watch.errors import UnknownKind
from ofsted_watch.presentation.labels import AREAS, GRADES, LINES, day_in_words, days_in_words, kind_in_words


def test_every_line_area_grade_and_kind_has_words() -> None:
    assert set(LINES) == set(Line)
    assert set(AREAS) == set(Area)
    assert set(GRADES) == set(Grade)
    assert all(kind_in_words(kind) for kind in COMPARED_KINDS | OTHER_KINDS)


def test_a_kind_without_words_is_an_error() -> None:
    with pytest.raises(UnknownKind, match="ilacs_2027"):
        kind_in_words("ilacs_2027")


def test_dates_read_as_people_write_them() -> None:
    assert day_in_words(date(2017, 6, 3)) == "3 June 2017"
    assert days_in_words(date(2017, 3, 13), date(2017, 3, 24)) == "13 to 24 March 2017"
    assert days_in_words(date(2024, 1, 31), date(2024, 2, 1)) == "31 January to 1 February 2024"
    assert days_in_words(date(2023, 12, 30), date(2024, 1, 2)) == "30 December 2023 to 2 January 2024"
    assert days_in_words(date(2024, 1, 31), date(2024, 1, 31)) == "31 January 2024"
    assert days_in_words(None, date(2024, 1, 31)) is None
