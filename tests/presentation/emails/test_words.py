"""Every name of ours has words for people."""

from datetime import date

import pytest

from ofsted_watch.domain.findings import InspectionType, LetterTopic
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.errors import UnknownKind
from ofsted_watch.presentation.labels import (
    AREAS,
    GRADES,
    STRANDS,
    TOPICS,
    format_day,
    format_days,
    inspection_label,
    kind_label,
    spelled_out,
)


def test_every_line_area_grade_and_kind_has_words() -> None:
    assert set(STRANDS) == set(Strand)
    assert set(AREAS) == set(Area)
    assert set(GRADES) == set(Grade)
    assert all(kind_label(kind) and inspection_label(kind) for kind in LetterKind)
    assert set(TOPICS) == set(LetterTopic)


def test_no_two_kinds_share_a_label_and_none_is_a_code() -> None:
    for labels in ([kind_label(kind) for kind in LetterKind], [inspection_label(kind) for kind in LetterKind]):
        assert len(set(labels)) == len(labels)
        assert not any("_" in label or label in ("inspection report", "Inspection report") for label in labels)


def test_an_inspection_has_ofsteds_own_name_with_its_long_form() -> None:
    short = inspection_label(LetterKind.ILACS_INSPECTION, InspectionType.SHORT)
    assert short == "short inspection of local authority children's services (ILACS)"
    assert inspection_label(LetterKind.ILACS_INSPECTION, InspectionType.STANDARD).startswith("inspection of local authority")
    assert inspection_label(LetterKind.FOCUSED_VISIT, topics=[LetterTopic.CARE_LEAVERS]) == "focused visit (care leavers)"
    assert inspection_label(LetterKind.FOCUSED_VISIT, topics=[LetterTopic.FRONT_DOOR]) == "focused visit (front door)"
    assert inspection_label(LetterKind.JTAI) == "joint targeted area inspection (JTAI)"
    assert "single inspection framework (SIF)" in inspection_label(LetterKind.SIF_INSPECTION)


def test_a_kind_without_words_is_an_error() -> None:
    for label in (kind_label, inspection_label):
        with pytest.raises(UnknownKind, match="ilacs_2027"):
            label("ilacs_2027")


@pytest.mark.parametrize(
    ("text", "long_forms"),
    [
        (
            "Marshford: Ofsted no longer lists its ILACS inspection report",
            "ILACS: inspection of local authority children's services",
        ),
        ("Marshford SEND: positive", "SEND: special educational needs and disabilities"),
        ("a joint targeted area inspection (JTAI)", ""),
        ("Marshford: SENDING nothing", ""),
        ("Marshford: leadership judged good", ""),
    ],
)
def test_a_short_form_has_its_long_form_beside_it_once(text: str, long_forms: str) -> None:
    assert spelled_out(text) == long_forms


def test_dates_read_as_people_write_them() -> None:
    assert format_day(date(2017, 6, 3)) == "3 June 2017"
    assert format_days(date(2017, 3, 13), date(2017, 3, 24)) == "13 to 24 March 2017"
    assert format_days(date(2024, 1, 31), date(2024, 2, 1)) == "31 January to 1 February 2024"
    assert format_days(date(2023, 12, 30), date(2024, 1, 2)) == "30 December 2023 to 2 January 2024"
    assert format_days(date(2024, 1, 31), date(2024, 1, 31)) == "31 January 2024"
    assert format_days(None, date(2024, 1, 31)) is None
