"""The grade that followed a letter: of the next graded inspection, on the strand that covers the topic, never across a gap."""

from dataclasses import replace

from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.gaps import Gap
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.history import History, Inspection, histories
from ofsted_watch.domain.history.grade_that_followed import NoGrade, grades_that_followed
from ofsted_watch.domain.model import StoredLetter
from tests.domain.history.letters import MARSHFORD, RI, G, I, O, day, ilacs, ilacs3, stored

VISIT = stored("focused_visit", "2019-05-14")
FIRST = ilacs3("2018-03-01", I, I, I, I)
TOGETHER = ilacs3("2020-06-08", G, RI, O, G)
LAST = ilacs("2024-03-02", I, G, RI, O, G)
T = LetterTopic


def history_of(*letters: StoredLetter, gaps: tuple[Gap, ...] = ()) -> History:
    return histories(letters, gaps)[MARSHFORD.urn]


def inspection_of(history: History, letter: StoredLetter) -> Inspection:
    return next(each for each in (*history.inspections, *history.others) if each.stored == letter)


def followed(history: History, letter: StoredLetter, *topics: LetterTopic) -> list[tuple[object, object, object]]:
    return [
        (shown.area, shown.grade, shown.published)
        for shown in grades_that_followed(history, inspection_of(history, letter), topics)
    ]


def test_a_visit_is_followed_by_the_next_inspection_and_not_by_a_later_one() -> None:
    history = history_of(FIRST, VISIT, TOGETHER, LAST)
    assert followed(history, VISIT, T.HELP_PROTECTION) == [
        (Strand.HELP_PROTECTION, Grade.REQUIRES_IMPROVEMENT, day("2020-06-08"))
    ]
    assert followed(history, VISIT, T.FRONT_DOOR) == followed(history, VISIT, T.HELP_PROTECTION)


def test_an_inspection_is_followed_by_the_one_after_it_not_by_itself() -> None:
    history = history_of(FIRST, TOGETHER, LAST)
    assert followed(history, TOGETHER, T.LEADERSHIP) == [(Strand.LEADERSHIP, Grade.REQUIRES_IMPROVEMENT, day("2024-03-02"))]


def test_a_topic_of_several_judgements_and_an_item_of_none_go_with_the_overall_one() -> None:
    history = history_of(VISIT, TOGETHER)
    for topics in ((), (T.NEGLECT,), (T.EDUCATION,)):
        assert followed(history, VISIT, *topics) == [(Strand.OVERALL, Grade.GOOD, day("2020-06-08"))]


def test_an_item_of_two_topics_has_the_grades_of_both_in_reading_order() -> None:
    history = history_of(VISIT, LAST)
    assert [area for area, _, _ in followed(history, VISIT, T.PERMANENCE, T.HELP_PROTECTION)] == [
        Strand.HELP_PROTECTION,
        Strand.CHILDREN_IN_CARE,
    ]


def test_without_an_inspection_since_there_is_no_grade() -> None:
    history = history_of(FIRST, VISIT)
    (shown,) = grades_that_followed(history, inspection_of(history, VISIT), (T.CARE_LEAVERS,))
    assert (shown.grade, shown.why, shown.published) == (None, NoGrade.NO_INSPECTION_SINCE, None)


def test_care_leavers_judged_with_children_in_care_and_a_framework_without_an_overall_grade_are_announced() -> None:
    history = history_of(VISIT, TOGETHER)
    (shown,) = grades_that_followed(history, inspection_of(history, VISIT), (T.CARE_LEAVERS,))
    assert (shown.grade, shown.why) == (None, NoGrade.JUDGED_TOGETHER)
    alone = stored("ilacs_inspection", "2026-09-01", {Area.HELP_PROTECTION: G})
    history = history_of(VISIT, alone)
    (shown,) = grades_that_followed(history, inspection_of(history, VISIT), ())
    assert (shown.grade, shown.why) == (None, NoGrade.NOT_GIVEN)


def test_nothing_is_said_across_a_report_that_is_not_read() -> None:
    gap = Gap(
        MARSHFORD.urn, "60009", day("2019-12-01"), "Children's services inspection", "https://files.example/60009", "unread"
    )
    history = history_of(FIRST, VISIT, TOGETHER, LAST, gaps=(gap,))
    (shown,) = grades_that_followed(history, inspection_of(history, VISIT), (T.LEADERSHIP,))
    assert (shown.grade, shown.why) == (None, NoGrade.REPORT_NOT_READ)
    assert followed(history, TOGETHER, T.LEADERSHIP) == [(Strand.LEADERSHIP, Grade.REQUIRES_IMPROVEMENT, day("2024-03-02"))]


def test_a_letter_about_send_is_followed_by_the_next_outcome_of_send() -> None:
    first = stored("area_send", "2023-05-01", {Area.SEND_OUTCOME: Grade.SYSTEMIC_FAILINGS})
    second = stored("area_send", "2025-05-01", {Area.SEND_OUTCOME: Grade.INCONSISTENT})
    history = history_of(first, second, LAST)
    assert followed(history, first, T.LEADERSHIP) == [(Area.SEND_OUTCOME, Grade.INCONSISTENT, day("2025-05-01"))]
    (shown,) = grades_that_followed(history, inspection_of(history, second), ())
    assert shown.why is NoGrade.NO_INSPECTION_SINCE


def test_a_letter_that_is_gone_is_no_inspection_that_followed() -> None:
    gone = replace(TOGETHER, withdrawn=day("2021-01-01"))
    history = history_of(VISIT, gone, LAST)
    assert followed(history, VISIT, T.LEADERSHIP) == [(Strand.LEADERSHIP, Grade.REQUIRES_IMPROVEMENT, day("2024-03-02"))]
