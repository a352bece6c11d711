"""How a value is counted: right, set aside, or silently wrong."""

from dataclasses import replace
from datetime import date

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import Judgement, Letter, Problem
from proofs.accuracy.measure import values_of
from proofs.accuracy.values import RIGHT, SET_ASIDE, SILENTLY_WRONG

TRUTH = {
    "file": "pdf/a.pdf",
    "kind": "sif_inspection",
    "urn": "80901",
    "title": "Thornmere Council’s inspection",
    "published": "2017-06-13",
    "label_date": "2017-06-13",
    "inspection_start": "2017-03-13",
    "inspection_end": "2017-03-24",
    "lead_inspector": None,
    "judgements": {"overall": "good"},
    "lscb": None,
    "areas_for_priority_action": None,
}
LETTER = Letter(
    file="a.pdf",
    sha256="0" * 64,
    pages=1,
    kind=LetterKind.SIF_INSPECTION,
    urn="80901",
    title="thornmere council's  inspection",
    inspection_start=date(2017, 3, 13),
    inspection_end=date(2017, 3, 24),
    judgements=(Judgement(Area.OVERALL, Grade.GOOD, "Good", 1, ()),),
)


def verdicts(letter: Letter) -> dict[str, str]:
    return {value.field: value.verdict for value in values_of(TRUTH, letter)}


def test_a_letter_as_the_truth_says_is_right_in_every_field() -> None:
    assert set(verdicts(LETTER).values()) == {RIGHT}


def test_a_wrong_grade_in_a_letter_without_a_problem_is_silently_wrong() -> None:
    wrong = replace(LETTER, judgements=(Judgement(Area.OVERALL, Grade.INADEQUATE, "Inadequate", 1, ()),))
    assert verdicts(wrong)["all grades"] == verdicts(wrong)["each grade"] == SILENTLY_WRONG
    assert verdicts(replace(LETTER, judgements=()))["all grades"] == SILENTLY_WRONG


def test_missing_grades_of_a_letter_with_a_problem_are_set_aside() -> None:
    aside = replace(LETTER, judgements=(), problem=Problem("witnesses_disagree", "Two places differ."))
    assert verdicts(aside)["all grades"] == SET_ASIDE
    assert verdicts(aside)["kind"] == RIGHT


def test_another_date_than_the_labels_is_wrong_and_none_is_left_to_the_label() -> None:
    assert verdicts(replace(LETTER, published=date(2017, 6, 14)))["published"] == SILENTLY_WRONG
    assert verdicts(replace(LETTER, published=date(2017, 6, 13)))["published"] == RIGHT
