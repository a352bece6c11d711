"""One row says what is known of an authority, and never takes 'not given' for 'not known'."""

from dataclasses import replace
from datetime import date

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Authority, StoredLetter
from ofsted_watch.presentation.tables import COLUMNS, authority_rows
from tests import factories

AMBLEFORD = Authority("80990", "Ambleford", "E99000001", "North West")
BRACKENSHIRE = Authority("80991", "Brackenshire", "E99000002", "South East")


def stored(
    number: str, published: date, grades: dict[Area, Grade], kind: LetterKind = LetterKind.ILACS_INSPECTION
) -> StoredLetter:
    made = factories.stored(number, published, grades)
    listing = replace(made.listing, urn=AMBLEFORD.urn, url=f"https://files.example/v1/file/{number}")
    letter = replace(
        made.letter,
        urn=AMBLEFORD.urn,
        kind=kind,
        inspection_start=published,
        inspection_end=published,
        inspectors=("A. Person", "B. Person"),
        lead_inspector="A. Person",
    )
    return replace(made, listing=listing, letter=letter)


OLD = stored(
    "40000001",
    date(2017, 6, 13),
    {Area.OVERALL: Grade.GOOD, Area.HELP_PROTECTION: Grade.GOOD, Area.LEADERSHIP: Grade.GOOD, Area.LOOKED_AFTER: Grade.GOOD},
    kind=LetterKind.SIF_INSPECTION,
)
MIDDLE = stored(
    "50000001",
    date(2021, 12, 3),
    {
        Area.OVERALL: Grade.GOOD,
        Area.HELP_PROTECTION: Grade.INADEQUATE,
        Area.LEADERS: Grade.GOOD,
        Area.CARE_AND_LEAVERS: Grade.GOOD,
    },
)
NEW = stored(
    "60000001",
    date(2026, 6, 2),
    {
        Area.HELP_PROTECTION: Grade.GOOD,
        Area.LEADERS: Grade.REQUIRES_IMPROVEMENT,
        Area.IN_CARE: Grade.GOOD,
        Area.CARE_LEAVERS: Grade.OUTSTANDING,
    },
)
VISIT = stored("70000001", date(2026, 9, 9), {}, kind=LetterKind.FOCUSED_VISIT)


def row_of(*letters: StoredLetter):
    (row,) = authority_rows(letters, [AMBLEFORD])
    return row


def test_an_authority_of_which_nothing_is_known_has_a_row_with_its_name():
    row = row_of()
    assert tuple(row) == tuple(COLUMNS)
    assert (row["urn"], row["authority"], row["region"]) == ("80990", "Ambleford", "North West")
    assert {value for column, value in row.items() if column not in ("urn", "authority", "ons_code", "region")} == {None}


def test_the_newest_inspection_stands_beside_the_one_before_it():
    row = row_of(MIDDLE, NEW, OLD)
    assert (row["kind"], row["published"], row["link"]) == (
        "ilacs_inspection",
        date(2026, 6, 2),
        "https://files.example/v1/file/60000001",
    )
    assert (row["previous_published"], row["inspectors"]) == (date(2021, 12, 3), "A. Person; B. Person")
    assert (row["help_protection"], row["help_protection_previous"], row["help_protection_direction"]) == (
        "good",
        "inadequate",
        "improved",
    )
    assert (row["leadership_direction"], row["children_in_care_direction"]) == ("declined", "unchanged")


def test_a_line_that_the_framework_gave_up_is_not_given_and_keeps_its_history():
    row = row_of(OLD, MIDDLE, NEW)
    assert (row["overall"], row["overall_previous"], row["overall_direction"]) == ("not_given", "good", "not_comparable")
    assert row["overall_history"] == "2017-06-13 good; 2021-12-03 good; 2026-06-02 not_given"


def test_care_leavers_judged_together_with_children_in_care_are_not_compared():
    row = row_of(MIDDLE, NEW)
    assert (row["care_leavers"], row["care_leavers_previous"]) == ("outstanding", "judged_together")
    assert row["care_leavers_direction"] == "not_comparable"


def test_a_first_inspection_has_nothing_before_it():
    row = row_of(OLD)
    assert (row["overall"], row["overall_previous"], row["overall_direction"], row["previous_kind"]) == ("good", None, None, None)


def test_a_visit_changes_no_grade_but_is_the_newest_letter():
    row = row_of(NEW, VISIT)
    assert (row["kind"], row["published"]) == ("ilacs_inspection", date(2026, 6, 2))
    assert (row["newest_letter_kind"], row["newest_letter_published"]) == ("focused_visit", date(2026, 9, 9))


def test_rows_stand_by_name_and_letters_of_others_are_left_out():
    rows = authority_rows([OLD], [BRACKENSHIRE, AMBLEFORD])
    assert [(row["authority"], row["overall"]) for row in rows] == [("Ambleford", "good"), ("Brackenshire", None)]
    assert authority_rows([OLD], [BRACKENSHIRE])[0]["newest_letter_kind"] is None


def test_two_files_that_contradict_each_other_are_named_and_not_counted():
    twin = stored("50000002", date(2021, 12, 3), {Area.OVERALL: Grade.INADEQUATE})
    row = row_of(MIDDLE, twin)
    assert row["overall"] is None
    assert "50000001, 50000002" in str(row["notes"])


def test_the_newest_area_send_and_joint_inspection_stand_beside_the_grades():
    older = stored("50001", date(2021, 3, 1), {}, LetterKind.AREA_SEND)
    newer = stored("50002", date(2024, 3, 1), {Area.SEND_OUTCOME: Grade.INCONSISTENT}, LetterKind.AREA_SEND)
    joint = stored("50003", date(2022, 5, 1), {}, LetterKind.JTAI)
    joint = replace(joint, letter=replace(joint.letter, theme="neglect"))
    (row,) = authority_rows([older, newer, joint], [AMBLEFORD])
    assert (row["send_outcome"], row["send_published"]) == ("inconsistent", date(2024, 3, 1))
    assert row["send_link"] == "https://files.example/v1/file/50002"
    assert (row["jtai_theme"], row["jtai_published"]) == ("neglect", date(2022, 5, 1))
    (row,) = authority_rows([older], [AMBLEFORD])
    assert (row["send_outcome"], row["send_published"], row["jtai_published"]) == (None, date(2021, 3, 1), None)
