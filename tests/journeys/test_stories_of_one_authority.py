"""Twenty more orders in which a site can do things to one authority: who is told what each night, written by hand."""

from datetime import date, timedelta

import pytest

from ofsted_watch.domain.model import AlertState, Topic
from proofs.history.reader_model import Report, Shown
from proofs.history.value_watch import AUTHORITY, ValueWatch
from tests.journeys.value_nights import Night, both, changes_of, facts_of, nights_of, overall

CONTENTS: dict[str, Report | None] = {
    "2018": Report(date(2018, 5, 1), {"overall": "requires_improvement"}),
    "2022": Report(date(2022, 5, 1), {"overall": "good"}),
    "2023": Report(date(2023, 5, 1), {"overall": "requires_improvement"}),
    "2024": Report(date(2024, 5, 1), {"overall": "good"}),
    "2025": Report(date(2025, 8, 1), {"overall": "requires_improvement"}),
    "2026": Report(date(2026, 5, 1), {"overall": "inadequate"}),
    "2026 middling": Report(date(2026, 5, 1), {"overall": "requires_improvement"}),
    "2026 better": Report(date(2026, 5, 1), {"overall": "good"}),
    "2026 restarted": Report(date(2026, 5, 11), {"overall": "inadequate"}),
    "2026 doubted": Report(date(2026, 5, 1), {"overall": "inadequate"}, (2024, 7, None)),
    "2027": Report(date(2027, 5, 1), {"overall": "good"}),
    "unread": None,
    "unread too": None,
}
FIRST = date(2026, 6, 9)
KNOWN = Shown(date(2022, 6, 10), "2022")
FALL = Shown(date(2026, 6, 10), "2026")
DOUBTED = Shown(FALL.published, "2026 doubted")
MIDDLING = Shown(FALL.published, "2026 middling")
LATE = Shown(date(2025, 9, 10), "2025")
FALL_TITLE = "Aldermere: children's services judged inadequate (was good)"
MIDDLING_TITLE = "Aldermere: children's services judged requires improvement (was good)"
REISSUED_TITLE = "Aldermere: children's services now requires improvement in a re-issued report (was inadequate)"
GONE_TITLE = "Aldermere: Ofsted no longer lists its ILACS inspection report of 10 June 2026"
BACK_TITLE = "Aldermere: Ofsted lists its ILACS inspection report of 10 June 2026 again"
PLAIN = [("letters", "Aldermere: ILACS inspection report published")]
UNREAD_TITLE = "Aldermere: Ofsted has published an inspection report; we could not read its grades yet"


@pytest.fixture
def night(watch: ValueWatch) -> Night:
    return nights_of(watch, CONTENTS, FIRST)


def titles_in(watch: ValueWatch, state: AlertState) -> set[str]:
    return {alert.event.title for alert in watch.database.alerts.find([state])}


def test_a_reissue_takes_the_place_of_a_first_edition_that_is_held(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    assert night({"1": KNOWN, "2": DOUBTED}, 1) == both(f"held: {FALL_TITLE}")
    assert night({"1": KNOWN, "2": MIDDLING}, 2) == both(MIDDLING_TITLE)
    assert titles_in(watch, AlertState.DROPPED) == {FALL_TITLE}
    watch.answer(release=True)
    assert titles_in(watch, AlertState.PENDING) == {MIDDLING_TITLE}
    assert changes_of(watch) == [("good", "requires_improvement")]


def test_a_reissue_after_a_first_edition_that_was_dropped_is_the_first_that_people_hear_of(
    watch: ValueWatch, night: Night
) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": DOUBTED}, 1)
    watch.answer(release=False)
    assert night({"1": KNOWN, "2": MIDDLING}, 2) == both(MIDDLING_TITLE)


def test_a_number_that_is_used_again_leaves_the_held_news_of_its_first_report(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": DOUBTED}, 1)
    unchanged = "Aldermere: ILACS inspection report published, no judgement changed"
    assert night({"1": KNOWN, "2": Shown(date(2027, 6, 10), "2027")}, 366) == [("letters", unchanged)]
    assert titles_in(watch, AlertState.HELD) == {FALL_TITLE}


def test_a_report_that_goes_while_it_is_held_and_comes_back_is_announced_once(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": DOUBTED}, 1)
    assert night({"1": KNOWN}, 2) == []
    assert night({"1": KNOWN, "2": DOUBTED}, 3) == []
    watch.answer(release=True)
    assert titles_in(watch, AlertState.PENDING) == {FALL_TITLE}
    assert night({"1": KNOWN, "2": DOUBTED}, 4) == []


def test_a_report_that_goes_while_its_new_first_day_is_held_is_announced_as_gone(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    restarted = Shown(FALL.published, "2026 restarted")
    letters = [("letters", "held: Aldermere: ILACS inspection report re-issued")]
    assert night({"1": KNOWN, "2": restarted}, 2) == letters
    assert night({"1": KNOWN}, 3) == both(f"held: {GONE_TITLE}")


def test_a_night_without_an_answer_announces_nothing_and_loses_nothing(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    assert night({"1": KNOWN, "2": FALL}, 1) == both(FALL_TITLE)
    assert night(None, 2) == []
    assert night({"1": KNOWN, "2": FALL}, 3) == []


def test_a_report_published_and_reissued_in_an_outage_is_announced_as_it_is_now(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    assert night(None, 1) == []
    assert night({"1": KNOWN, "2": MIDDLING}, 2) == both(MIDDLING_TITLE)


def test_an_unread_report_that_goes_and_comes_back_is_announced_once_and_its_grades_follow(
    watch: ValueWatch, night: Night
) -> None:
    unread = Shown(FALL.published, "unread")
    night({"1": KNOWN}, 0)
    assert night({"1": KNOWN, "2": unread}, 1) == both(UNREAD_TITLE)
    assert night({"1": KNOWN}, 2) == []
    assert watch.database.gaps.open() == ()
    assert night({"1": KNOWN, "2": unread}, 3) == []
    assert night({"1": KNOWN, "2": FALL}, 4) == both(FALL_TITLE)
    assert {alert.event.settles is None for alert in watch.database.alerts.find()} == {True, False}


def test_of_two_unread_reports_each_parts_only_its_neighbours(watch: ValueWatch, night: Night) -> None:
    first, second = Shown(date(2023, 6, 10), "unread"), Shown(date(2024, 6, 10), "unread too")
    night({"1": KNOWN, "8": first, "9": second}, 0)
    assert night({"1": KNOWN, "8": first, "9": second, "3": FALL}, 1) == PLAIN
    assert (
        "Inspection reports published on 10 June 2023 and 10 June 2024 are not read yet, so nothing is compared with what came "
        "before it."
    ) in facts_of(watch, PLAIN[0][1])
    read = Shown(second.published, "2024")
    assert night({"1": KNOWN, "8": first, "9": read, "3": FALL}, 2) == []
    assert changes_of(watch) == [("good", "inadequate")]
    assert night({"1": KNOWN, "8": Shown(first.published, "2023"), "9": read, "3": FALL}, 3) == []
    assert changes_of(watch) == [("good", "requires_improvement"), ("requires_improvement", "good"), ("good", "inadequate")]


def test_a_late_report_that_is_the_newest_is_announced_although_one_before_it_is_unread(watch: ValueWatch, night: Night) -> None:
    between = Shown(date(2024, 6, 10), "unread")
    night({"1": KNOWN, "9": between}, 0)
    assert night({"1": KNOWN, "9": between, "3": LATE}, 1) == PLAIN
    facts = facts_of(watch, PLAIN[0][1])
    assert "It is dated 10 September 2025 and was first listed on 10 June 2026." in facts
    assert any("published on 10 June 2024 is not read yet" in fact for fact in facts)


def test_a_number_used_again_twice_announces_three_inspections(watch: ValueWatch, night: Night) -> None:
    night({"1": Shown(date(2018, 6, 10), "2018")}, 0)
    assert night({"1": KNOWN}, 1) == both("Aldermere: children's services judged good (was requires improvement)")
    assert night({"1": FALL}, 2) == both(FALL_TITLE)
    assert overall(watch) == ["requires_improvement", "good", "inadequate"]
    assert night({"1": KNOWN}, 3) == []
    assert overall(watch) == ["requires_improvement", "good", "inadequate"]


def test_a_report_that_is_back_under_another_number_and_day_is_named_as_the_one_that_went(
    watch: ValueWatch, night: Night
) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    night({"1": KNOWN}, 2)
    watch.answer(release=True)
    assert night({"1": KNOWN, "9": Shown(date(2026, 6, 20), "2026")}, 12) == both(f"held: {BACK_TITLE}")
    assert overall(watch) == ["good", "inadequate"]


def test_each_correction_of_a_correction_is_announced_from_what_was_said_last(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    assert night({"1": KNOWN, "2": MIDDLING}, 2) == both(REISSUED_TITLE)
    assert night({"1": KNOWN, "2": Shown(FALL.published, "2026 better")}, 3) == both(
        "Aldermere: children's services now good in a re-issued report (was requires improvement)"
    )
    assert night({"1": KNOWN, "2": FALL}, 4) == both(
        "Aldermere: children's services now inadequate in a re-issued report (was good)"
    )
    assert changes_of(watch) == [("good", "inadequate")]


def test_who_joins_later_hears_only_of_what_comes_then(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    watch.subscribe("newcomer", {Topic.CHANGE}, urns={AUTHORITY.urn})
    assert night({"1": KNOWN}, 2) == both(f"held: {GONE_TITLE}")
    watch.answer(release=True)
    assert night({"1": KNOWN, "2": FALL}, 3) == both(f"held: {BACK_TITLE}")
    watch.answer(release=True)
    assert night({"1": KNOWN, "2": MIDDLING}, 4) == [*both(REISSUED_TITLE), ("newcomer", REISSUED_TITLE)]


def test_the_same_inspection_under_a_second_number_with_other_grades_is_a_reissue(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    again = Shown(FALL.published + timedelta(days=3), "2026 middling")
    assert night({"1": KNOWN, "2": FALL, "5": again}, 4) == both(REISSUED_TITLE)
    assert overall(watch) == ["good", "requires_improvement"]


def test_a_number_is_used_again_in_the_night_in_which_another_report_goes(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    unchanged = ("letters", "Aldermere: ILACS inspection report published, no judgement changed")
    assert night({"1": Shown(date(2027, 6, 10), "2027")}, 366) == sorted([*both(f"held: {GONE_TITLE}"), unchanged])


def test_a_restored_report_that_is_reissued_is_a_reissue(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    night({"1": KNOWN}, 2)
    watch.answer(release=False)
    assert night({"1": KNOWN, "2": MIDDLING}, 3) == both(REISSUED_TITLE)


def test_a_dropped_withdrawal_does_not_restore_what_the_report_was_under_an_earlier_number(
    watch: ValueWatch, night: Night
) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    assert night({"1": KNOWN, "3": FALL}, 2) == []
    night({"1": KNOWN, "3": Shown(FALL.published, "2026 restarted")}, 3)
    watch.answer(release=True)
    assert night({"1": KNOWN}, 4) == both(f"held: {GONE_TITLE}")
    watch.answer(release=False)
    assert [inspection.stored.letter.inspection_start for inspection in watch.history().inspections] == [
        date(2022, 5, 1),
        date(2026, 5, 11),
    ]


def test_a_backdated_report_that_is_listed_and_gone_on_one_day_is_announced_both_times(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    assert night({"1": KNOWN, "3": LATE}, 1) == both(MIDDLING_TITLE)
    gone = "Aldermere: Ofsted no longer lists its ILACS inspection report of 10 September 2025"
    assert night({"1": KNOWN}, 1) == both(f"held: {gone}")
    watch.answer(release=True)
    back = "Aldermere: Ofsted lists its ILACS inspection report of 10 September 2025 again"
    assert night({"1": KNOWN, "3": LATE}, 1) == both(f"held: {back}")


def test_when_an_older_report_comes_in_the_night_in_which_the_newest_goes_one_mail_says_what_counts_now(
    watch: ValueWatch, night: Night
) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    assert night({"1": KNOWN, "3": LATE}, 2) == both(f"held: {GONE_TITLE}")
    (event,) = watch.database.alerts.held_events()
    assert [(str(change.from_grade), str(change.to_grade)) for change in event.changes] == [
        ("inadequate", "requires_improvement")
    ]


def test_a_reissue_that_cannot_be_read_and_then_can_is_announced_once_it_is_read(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    assert night({"1": KNOWN, "2": Shown(FALL.published, "unread")}, 2) == []
    assert night({"1": KNOWN, "2": MIDDLING}, 3) == both(REISSUED_TITLE)
    assert watch.database.gaps.open() == ()
