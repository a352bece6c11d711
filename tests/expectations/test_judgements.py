import pytest

from expectations.judgement_suite import check
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import FailedRow, Judgement, Letter, Verdict, Witness
from tests.factories import judgement, letter

AREAS = {"ilacs_inspection": {Area.OVERALL, Area.LEADERS}, "area_send": {Area.SEND_OUTCOME}}
GRADES = {
    "ilacs_inspection": {Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE},
    "area_send": {Grade.POSITIVE, Grade.INCONSISTENT, Grade.SYSTEMIC_FAILINGS},
}
LEADERS = judgement(
    area=Area.LEADERS,
    grade=Grade.REQUIRES_IMPROVEMENT,
    printed="Requires improvement to be good",
    witnesses=(Witness(1, "The impact of leaders: requires improvement to be good", "heading"),),
)


def verdict(*letters: Letter) -> Verdict:
    return check(letters, areas_of_kind=AREAS, grades_of_kind=GRADES)


def failed(*judgements: Judgement, **changes: object) -> list[FailedRow]:
    return list(verdict(letter(judgements=judgements, **changes)).failed_rows)


def test_good_judgements_pass_and_are_counted_through_all_letters() -> None:
    good = verdict(letter(judgements=(judgement(), LEADERS)), letter(sha256="b" * 64, judgements=(judgement(),)))
    assert good.rows_checked == 3
    assert (good.failed_rows, good.failed_batch, good.could_not_run, good.warnings) == ((), (), (), ())


def test_letters_without_judgements_pass() -> None:
    quiet = verdict(letter(judgements=()))
    assert (quiet.rows_checked, quiet.failed_rows, quiet.could_not_run) == (0, (), ())


def test_a_failed_row_is_found_in_its_letter() -> None:
    letters = [
        letter(judgements=()),
        letter(judgements=(judgement(), LEADERS)),
        letter(sha256="b" * 64, judgements=(judgement(page=9),)),
    ]
    assert [row.row for row in verdict(*letters).failed_rows] == [2]


@pytest.mark.parametrize(
    ("wrong", "rule", "phrase"),
    [
        ({"area": None}, "unlisted_area", "'None' is not an area"),
        ({"area": Area.ADOPTION}, "unlisted_area", "'adoption' is not an area"),
        ({"grade": Grade.ADEQUATE, "printed": "Adequate"}, "unlisted_grade", "'adequate' is not a grade"),
        ({"grade": Grade.INADEQUATE}, "printed_as_read", "prints 'Good'"),
        ({"printed": "Goodish"}, "printed_as_read", "prints 'Goodish'"),
        ({"page": 0}, "page_in_letter", "page 0 is not a page"),
        ({"page": 9}, "page_in_letter", "page 9 is not a page"),
        ({"witnesses": (Witness(9, "Overall effectiveness Good", "table"),)}, "page_in_letter", "page 9 is not a page"),
        ({"witnesses": ()}, "witnessed", "no place in the letter"),
        ({"witnesses": (Witness(1, "Overall: magnificent", "heading"),)}, "words_in_letter", "'Overall: magnificent'"),
        ({"witnesses": (Witness(1, " … ", "heading"),)}, "words_in_letter", "is not in the letter"),
    ],
)
def test_a_bad_judgement_fails_with_its_rule_in_words(wrong: dict[str, object], rule: str, phrase: str) -> None:
    rows = failed(LEADERS, judgement(**wrong))
    assert rule in {row.rule for row in rows}
    assert {row.row for row in rows} == {1}
    assert phrase in next(row.message for row in rows if row.rule == rule)


def test_a_kind_that_nothing_is_declared_of_may_judge_nothing() -> None:
    rules = {row.rule for row in failed(judgement(), kind=LetterKind.FOCUSED_VISIT)}
    assert rules == {"unlisted_area", "unlisted_grade"}


def test_two_grades_for_one_area_of_one_letter_are_believed_in_neither_place() -> None:
    rows = failed(judgement(), judgement(grade=Grade.REQUIRES_IMPROVEMENT, printed="Requires improvement to be good"))
    assert [(row.row, row.rule) for row in rows] == [(0, "one_grade_an_area"), (1, "one_grade_an_area")]


def test_line_ends_hyphens_quotes_and_case_do_not_hide_the_words() -> None:
    text = "the multi-\nagency\u00a0response of the council\u2019s   leaders \u00ad is GOOD."
    phrase = Witness(2, "The multi-agency response of the council's leaders is good", "sentence")
    assert failed(judgement(witnesses=(phrase,)), text=text) == []


def test_a_tables_label_and_grade_may_stand_apart_in_the_text() -> None:
    apart = "Judgement\nGood\nGrade\nOverall effectiveness\n"
    assert failed(judgement(), text=apart) == []
    sentence = judgement(witnesses=(Witness(1, "Overall effectiveness Good", "sentence"),))
    assert [row.rule for row in failed(sentence, text=apart)] == ["words_in_letter"]


def test_an_area_send_outcome_is_a_sentence_and_need_not_be_a_grade_word() -> None:
    sentence = "The local area partnership leads to inconsistent experiences"
    outcome = Judgement(Area.SEND_OUTCOME, Grade.INCONSISTENT, sentence, 1, (Witness(1, sentence, "sentence"),))
    assert failed(outcome, kind=LetterKind.AREA_SEND, text=sentence) == []
