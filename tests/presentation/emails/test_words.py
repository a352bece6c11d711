"""Every name of ours has words for people."""

from datetime import date

import pytest

from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.errors import UnknownKind
from ofsted_watch.presentation.labels import AREAS, GRADES, STRANDS, format_day, format_days, kind_label


def test_every_line_area_grade_and_kind_has_words() -> None:
    assert set(STRANDS) == set(Strand)
    assert set(AREAS) == set(Area)
    assert set(GRADES) == set(Grade)
    assert all(kind_label(kind) for kind in LetterKind)


def test_a_kind_without_words_is_an_error() -> None:
    with pytest.raises(UnknownKind, match="ilacs_2027"):
        kind_label("ilacs_2027")


def test_dates_read_as_people_write_them() -> None:
    assert format_day(date(2017, 6, 3)) == "3 June 2017"
    assert format_days(date(2017, 3, 13), date(2017, 3, 24)) == "13 to 24 March 2017"
    assert format_days(date(2024, 1, 31), date(2024, 2, 1)) == "31 January to 1 February 2024"
    assert format_days(date(2023, 12, 30), date(2024, 1, 2)) == "30 December 2023 to 2 January 2024"
    assert format_days(date(2024, 1, 31), date(2024, 1, 31)) == "31 January 2024"
    assert format_days(None, date(2024, 1, 31)) is None
