"""A letter with a problem gives no grade; its problem keeps what was read, for the person who reviews it."""

from dataclasses import replace

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Letter
from ofsted_watch.presentation.serialization import letter_from_json, letter_to_json, stored_letter_text
from tests.extraction.letter_kinds import test_ilacs_inspection as ilacs
from tests.extraction.letter_kinds.by_hand import heading

CONTRADICTING = ilacs.report(
    *ilacs.FIVE, then=(heading("The experiences and progress of care leavers: good"), heading("Nothing else"))
)


def stated(letter: Letter) -> list[tuple[Area, Grade, int]]:
    assert letter.problem is not None
    return [(judgement.area, judgement.grade, judgement.page) for judgement in letter.problem.judgements]


def test_both_grades_of_an_area_that_the_letter_contradicts_are_stored_with_their_pages() -> None:
    letter = ilacs.read(CONTRADICTING)
    assert letter.problem is not None
    assert (letter.problem.code, letter.judgements) == ("witnesses_disagree", ())
    assert [(grade, page) for area, grade, page in stated(letter) if area is Area.CARE_LEAVERS] == [
        (Grade.INADEQUATE, 1),
        (Grade.GOOD, 2),
    ]
    assert (Area.LEADERS, Grade.GOOD, 1) in stated(letter)


def test_what_could_be_read_of_an_incomplete_table_is_stored() -> None:
    letter = ilacs.read(ilacs.report(*ilacs.FIVE[:4]))
    assert letter.problem is not None
    assert letter.problem.code == "incomplete_judgements"
    assert {area: grade for area, grade, _ in stated(letter)} == {
        area: grade for area, grade in ilacs.AS_FIVE_SAY.items() if area is not Area.OVERALL
    }


def test_grades_that_all_stand_are_stored_where_the_problem_is_another() -> None:
    letter = ilacs.read(replace(ilacs.report(*ilacs.FIVE), marks=("It is marked as a draft",)))
    assert letter.problem is not None
    assert letter.problem.code == "marked"
    assert {area: grade for area, grade, _ in stated(letter)} == ilacs.AS_FIVE_SAY


def test_they_pass_through_json_and_only_where_there_are_any() -> None:
    letter = ilacs.read(CONTRADICTING)
    assert letter_from_json(letter_to_json(letter) | stored_letter_text(letter)) == letter
    assert "judgements" not in letter_to_json(ilacs.read(ilacs.report(*ilacs.FIVE, dates="no day at all")))["problem"]
