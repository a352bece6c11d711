"""SIF inspections and re-inspections, and the safeguarding board that most of them review."""

from itertools import permutations

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Letter
from ofsted_watch.extraction import letter_kinds
from ofsted_watch.extraction.pdf import Text
from tests.extraction.letter_kinds.by_hand import Row, SafeText, body, heading, letter, row

SERVICES = ("Inspection of services for children in need of help and", "protection, children looked after and care leavers")
BOARD = ("and", "Review of the effectiveness of the Local Safeguarding Children", "Board1")
ROWS = (
    row("1.  Children who need help and protection", "Requires|improvement"),
    row("2.  Children looked after and achieving|permanence", "Good"),
    row("2.1 Adoption performance", "Outstanding"),
    row("2.2 Experiences and progress of care leavers", "Inadequate"),
    row("3.  Leadership, management and governance", "Good"),
)
AS_THEY_SAY = {
    Area.OVERALL: Grade.REQUIRES_IMPROVEMENT,
    Area.HELP_PROTECTION: Grade.REQUIRES_IMPROVEMENT,
    Area.LOOKED_AFTER: Grade.GOOD,
    Area.ADOPTION: Grade.OUTSTANDING,
    Area.CARE_LEAVERS: Grade.INADEQUATE,
    Area.LEADERSHIP: Grade.GOOD,
}
OVERALL = ("Children’s services in Thornmere require improvement to", "be good")
INSIDE = (heading("The Local Safeguarding Children Board (LSCB)"), heading("The Local Safeguarding Children Board is good"))


def report(
    *rows: Row | SafeText,
    overall: tuple[str, ...] = OVERALL,
    title: tuple[str, ...] = SERVICES + BOARD,
    dates: tuple[str, ...] = ("Inspection date: 13 March 2017 – 6 April 2017",),
    then: tuple[SafeText, ...] = INSIDE,
) -> Text:
    cover = (
        SafeText(("Thornmere Council",), size=26),
        SafeText(title, size=14),
        SafeText(dates, size=14),
        SafeText(("Report published: 13 June 2017",), size=14),
        heading(*overall),
        *(rows or ROWS),
        SafeText(("1 Ofsted produces this report under its power to combine reports.",), size=10),
    )
    return letter(cover, (body("A page of prose."),), then)


def read(text: Text) -> Letter:
    return letter_kinds.read(text, file="a.pdf", sha256="0" * 64, register=ENGLAND)


def grades(found: Letter) -> dict[Area, Grade]:
    return {judgement.area: judgement.grade for judgement in found.judgements}


def problem_of(text: Text) -> str:
    found = read(text)
    assert found.problem is not None
    assert not found.judgements
    assert found.lscb is None
    assert found.kind == "sif_inspection"
    return found.problem.code


def test_six_areas_the_board_and_the_dates_are_read() -> None:
    found = read(report())
    assert found.problem is None
    assert found.kind == "sif_inspection"
    assert grades(found) == AS_THEY_SAY
    assert found.lscb is Grade.GOOD
    assert (str(found.published), str(found.inspection_start), str(found.inspection_end)) == (
        "2017-06-13",
        "2017-03-13",
        "2017-04-06",
    )
    assert found.authority == "Thornmere Council"
    assert found.title is not None
    assert found.title.endswith("Local Safeguarding Children Board")


def test_every_order_of_rows_says_the_same() -> None:
    for rows in permutations(ROWS):
        assert grades(read(report(*rows))) == AS_THEY_SAY


def test_a_row_with_the_wrong_number_is_known_by_its_words() -> None:
    assert grades(read(report(*ROWS[:4], row("1.|Leadership, management and governance", "Good")))) == AS_THEY_SAY


@pytest.mark.parametrize("label", ["Leadership management, governance", "Leadership and management and governance"])
def test_a_row_whose_joining_words_are_left_out_is_the_same_row(label: str) -> None:
    assert grades(read(report(*ROWS[:4], row(f"3.|{label}", "Good")))) == AS_THEY_SAY


@pytest.mark.parametrize(
    ("overall", "grade"),
    [
        (("The overall judgement is Inadequate",), Grade.INADEQUATE),
        (("The overall judgement is requires improvement.",), Grade.REQUIRES_IMPROVEMENT),
        (("The overall judgement is that children’s services require", "improvement.2"), Grade.REQUIRES_IMPROVEMENT),
        (("The overall judgement is that children’s services are good",), Grade.GOOD),
        (
            ("Children’s services in Thornmere District Council", "require improvement to be good."),
            Grade.REQUIRES_IMPROVEMENT,
        ),
        (("Children’s services in Thornmere District Council are", "inadequate"), Grade.INADEQUATE),
        (("Children’s services require improvement to be good",), Grade.REQUIRES_IMPROVEMENT),
        (("Children's services in the Isles of Thorn are outstanding",), Grade.OUTSTANDING),
        (("Overall, children’s services in Thornmere are judged as", "good"), Grade.GOOD),
        (("Thornmere children’s social care services are inadequate",), Grade.INADEQUATE),
    ],
)
def test_the_overall_grade_is_read_from_every_form_of_its_sentence(overall: tuple[str, ...], grade: Grade) -> None:
    assert grades(read(report(overall=overall)))[Area.OVERALL] is grade


def test_prose_below_the_table_never_gives_the_overall_grade() -> None:
    below = body("Children’s services in the north of Thornmere are", "good", "and have been so for years.")
    assert problem_of(report(*ROWS, below, overall=("Children in Thornmere are well cared for",))) == "incomplete_judgements"
    assert grades(read(report(*ROWS, below))) == AS_THEY_SAY


def test_without_the_overall_sentence_the_report_is_incomplete() -> None:
    assert problem_of(report(overall=("Children in Thornmere are well cared for",))) == "incomplete_judgements"


def test_a_report_that_names_no_grade_for_an_area_is_incomplete() -> None:
    for missing in range(5):
        assert problem_of(report(*ROWS[:missing], *ROWS[missing + 1 :])) == "incomplete_judgements"


def test_small_authorities_are_not_judged_in_some_areas() -> None:
    found = read(report(ROWS[0], row("2.  Children looked after and achieving|permanence", "Not Judged"), *ROWS[2:]))
    assert grades(found)[Area.LOOKED_AFTER] is Grade.NOT_JUDGED


def test_adequate_is_no_grade_of_this_framework() -> None:
    assert problem_of(report(row("1.  Children who need help and protection", "Adequate"), *ROWS[1:])) == "unlisted_grade"


def test_the_table_may_run_on_to_the_second_page() -> None:
    first, second = report(*ROWS[:2]).pages[0], letter((*ROWS[2:], body("Executive summary"))).pages[0]
    pages = (first, *(letter((body("x"),), (*ROWS[2:], body("Executive summary")), INSIDE).pages[1:]))
    assert second.lines
    assert grades(read(Text(pages, ()))) == AS_THEY_SAY


def test_headings_and_sentences_inside_are_further_witnesses() -> None:
    inside = (
        heading("The experiences and progress of", "children who need help and", "protection", "Requires improvement"),
        body("The graded judgement for adoption performance is that it is outstanding"),
        body("The graded judgement about the experience and progress of care leavers", "is that they are inadequate."),
        *INSIDE,
    )
    witnesses = {one.area: [witness.source for witness in one.witnesses] for one in read(report(then=inside)).judgements}
    assert witnesses[Area.HELP_PROTECTION] == ["table", "heading"]
    assert witnesses[Area.ADOPTION] == ["table", "sentence"]
    assert witnesses[Area.CARE_LEAVERS] == ["table", "sentence"]


def test_a_sentence_that_contradicts_the_table_leaves_the_report_without_grades() -> None:
    inside = (body("The graded judgment for adoption performance is good"), *INSIDE)
    assert problem_of(report(then=inside)) == "witnesses_disagree"


def test_the_small_key_judgement_table_is_a_witness_and_never_a_judgement_of_its_own() -> None:
    small = (body("Key judgement", "Judgement grade", "Leadership, management and", "governance", "Good"), *INSIDE)
    found = read(report(then=small))
    assert grades(found) == AS_THEY_SAY
    leadership = next(one for one in found.judgements if one.area is Area.LEADERSHIP)
    assert [witness.source for witness in leadership.witnesses] == ["table", "heading"]
    alone = read(report(*ROWS[:4], then=small))
    assert alone.problem is not None
    assert alone.problem.code == "incomplete_judgements"


def test_previous_grades_in_the_same_words_change_nothing() -> None:
    previous = body(
        "Previous Ofsted inspections",
        "Children who need help and protection: Inadequate.",
        "Leadership, management and governance: Inadequate.",
        "The graded judgement for adoption performance was that it was inadequate.",
    )
    assert grades(read(report(then=(previous, *INSIDE)))) == AS_THEY_SAY


def test_the_annex_that_names_every_grade_changes_nothing() -> None:
    annex = (
        heading("What the inspection judgements mean"),
        body(
            "An outstanding local authority leads highly effective services.",
            "A local authority that is inadequate fails children.",
        ),
        body("An LSCB that is good coordinates what partners do.", "An LSCB requires improvement if it does not yet."),
    )
    found = read(report(then=(*INSIDE, *annex)))
    assert grades(found) == AS_THEY_SAY
    assert found.lscb is Grade.GOOD


@pytest.mark.parametrize(
    ("inside", "grade"),
    [
        (heading("The Local Safeguarding Children Board requires improvement"), Grade.REQUIRES_IMPROVEMENT),
        (body("The effectiveness of the Local Safeguarding Children Board (LSCB) is", "inadequate"), Grade.INADEQUATE),
        (
            body("The effectiveness of the Local Safeguarding Children Board (LSCB)", "Requires improvement."),
            Grade.REQUIRES_IMPROVEMENT,
        ),
        (body("The effectiveness of the LSCB is good."), Grade.GOOD),
        (body("The LSCB is inadequate because"), Grade.INADEQUATE),
        (heading("The Thornmere Safeguarding Children Board is outstanding"), Grade.OUTSTANDING),
        (heading("The St. Thorn Safeguarding Children Board is judged to be good"), Grade.GOOD),
        (body("The graded judgement for the Local Safeguarding Children Board is that it is good."), Grade.GOOD),
    ],
)
def test_the_boards_grade_is_read_from_every_form(inside: SafeText, grade: Grade) -> None:
    assert read(report(then=(inside,))).lscb is grade


def test_the_boards_grade_may_stand_under_the_table_like_one_more_row() -> None:
    found = read(
        report(*ROWS, row("The effectiveness of the Local Safeguarding|Children Board (LSCB)", "Good"), then=(body("x"),))
    )
    assert found.problem is None
    assert grades(found) == AS_THEY_SAY
    assert found.lscb is Grade.GOOD


def test_prose_about_the_board_that_breaks_after_a_grade_says_nothing() -> None:
    found = read(
        report(then=(*INSIDE, body("Partners are sure of one thing: the", "LSCB is inadequate", "only in how it counts.")))
    )
    assert found.problem is None
    assert found.lscb is Grade.GOOD


def test_an_overall_grade_is_read_where_the_name_has_a_full_stop() -> None:
    found = read(report(overall=("Children’s services in St. Orrin’s are good",)))
    assert grades(found)[Area.OVERALL] is Grade.GOOD


def test_the_summarys_opening_is_a_second_witness_for_the_overall_grade() -> None:
    text = report(then=(body("Children’s services in Thornmere require improvement to be good. The pace", "is slow."), *INSIDE))
    overall = read(text).judgements[0]
    assert [(witness.source, witness.page) for witness in overall.witnesses] == [("sentence", 1), ("sentence", 3)]
    contradicting = report(then=(body("Children’s services in Thornmere are good. The pace is swift."), *INSIDE))
    assert problem_of(contradicting) == "witnesses_disagree"


def test_a_review_of_the_board_bound_behind_the_report_gives_the_board_its_grade_and_no_area() -> None:
    cover = (
        SafeText(("Thornmere Council",), size=26),
        SafeText(("Review of the effectiveness of the Local Safeguarding Children Board",)),
        body("Review date: 1 June 2017"),
        heading("Leadership, management and governance", "Inadequate"),
        heading("The Local Safeguarding Children Board is good"),
    )
    text = report(title=SERVICES, then=(body("Prose."),))
    bound = letter(*[()] * 3, cover).pages[3]
    found = read(Text((*text.pages, bound), text.paragraphs))
    assert found.problem is None
    assert grades(found) == AS_THEY_SAY
    assert found.lscb is Grade.GOOD


def test_two_grades_for_the_board_are_a_disagreement() -> None:
    assert problem_of(report(then=(*INSIDE, heading("The LSCB requires improvement because:")))) == "witnesses_disagree"


def test_a_promised_review_of_the_board_without_a_grade_is_incomplete() -> None:
    assert problem_of(report(then=(body("Prose about the board."),))) == "incomplete_judgements"


def test_a_report_that_does_not_review_the_board_gives_it_no_grade() -> None:
    found = read(report(title=SERVICES, then=(body("Prose."),)))
    assert found.problem is None
    assert found.lscb is None


@pytest.mark.parametrize("word", ["Re-inspection", "Reinspection", "Re- inspection"])
def test_a_re_inspection_is_known_by_its_title(word: str) -> None:
    found = read(report(title=(f"{word} of{SERVICES[0].removeprefix('Inspection of')}", SERVICES[1]), then=(body("Prose."),)))
    assert found.kind == "sif_reinspection"
    assert found.problem is None
    assert grades(found) == AS_THEY_SAY
    assert found.authority == "Thornmere Council"


def test_a_re_inspection_titled_inspection_is_known_by_its_words() -> None:
    found = read(report(title=SERVICES, then=(body("This re-inspection found that leaders have changed much."),)))
    assert found.kind == "sif_reinspection"


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("The previous inspection was in April 2014. The overall effectiveness was judged to be inadequate.", "2014-04"),
        ("The last inspection report was published in June 2015. It judged: Overall effectiveness: Inadequate.", "2015-06"),
    ],
)
def test_a_re_inspection_says_what_was_judged_before(said: str, month: str) -> None:
    title = (f"Re-{SERVICES[0].lower()}", SERVICES[1])
    found = read(report(title=title, then=(heading("Previous Ofsted inspections"), body(said))))
    assert grades(found) == AS_THEY_SAY
    assert found.previous_judgement is not None
    assert (found.previous_judgement.grade, found.previous_judgement.month_year) == (Grade.INADEQUATE, month)


def test_two_visits_are_one_inspection_from_first_day_to_last() -> None:
    found = read(report(dates=("Inspection dates: 19 November-11 December 2013 and 28 – 30", "January 2014")))
    assert (str(found.inspection_start), str(found.inspection_end)) == ("2013-11-19", "2014-01-30")


def test_a_year_left_out_is_the_one_before_publication() -> None:
    found = read(report(dates=("Inspection dates: 9–24 November",)))
    assert (str(found.inspection_start), str(found.inspection_end)) == ("2016-11-09", "2016-11-24")
