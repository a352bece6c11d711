"""A report recalls the inspection before it. Where that is not the one we know, the comparison waits for a person."""

from datetime import date

import pytest

from ofsted_watch.domain.history import neighbour_changes
from ofsted_watch.presentation.hold_text import OTHER_PREDECESSOR
from ofsted_watch.subscriptions.matching import NEIGHBOUR_HOLD
from proofs.history.reader_model import Report, Shown
from proofs.history.value_watch import ValueWatch
from tests.journeys.value_nights import Night, both, holds_of, nights_of

FIRST = date(2026, 6, 9)
GOOD, POOR = {"overall": "good"}, {"overall": "inadequate"}
KNOWN = Shown(date(2022, 6, 10), "2022")
KNOWN_REPORT = Report(date(2022, 5, 1), GOOD)
BETWEEN = Shown(date(2024, 6, 10), "unread")
FALL = Shown(date(2026, 6, 10), "2026")
NEXT = Shown(date(2026, 6, 11), "2026 next")
FALL_TITLE = "Aldermere: children's services judged inadequate (was good)"


def after_a_first_night(watch: ValueWatch, recalls: tuple[int, int | None, str | None] | None, *more: tuple[str, Shown]) -> Night:
    """The next nights of a watch that knows the report of 2022; the one of 2026 recalls this."""
    contents = {
        "2022": KNOWN_REPORT,
        "unread": None,
        "2026": Report(date(2026, 5, 1), POOR, recalls),
        "2026 next": Report(date(2026, 5, 2), GOOD),
    }
    night = nights_of(watch, contents, FIRST)
    assert night({"1": KNOWN, **dict(more)}, 0) == []
    return night


@pytest.mark.parametrize(
    "recalls",
    [None, (2022, 5, "good"), (2022, 6, None), (2022, None, "good")],
    ids=["silent", "the month of the inspection", "the month of publication", "the year"],
)
def test_a_report_that_recalls_the_inspection_we_know_is_announced_at_once(
    watch: ValueWatch, recalls: tuple[int, int | None, str | None] | None
) -> None:
    night = after_a_first_night(watch, recalls)
    assert night({"1": KNOWN, "2": FALL}, 1) == both(FALL_TITLE)


@pytest.mark.parametrize(
    ("recalls", "named"),
    [
        ((2024, 7, "requires_improvement"), "an inspection of July 2024 (requires improvement)"),
        ((2024, None, None), "an inspection of 2024"),
        ((2018, 5, "good"), "an inspection of May 2018 (good)"),
        ((2022, 5, "requires_improvement"), "an inspection of May 2022 (requires improvement)"),
    ],
    ids=["one since", "a year since", "one before", "another grade"],
)
def test_a_report_that_recalls_another_inspection_waits_and_says_which(
    watch: ValueWatch, recalls: tuple[int, int | None, str | None], named: str
) -> None:
    night = after_a_first_night(watch, recalls)
    assert night({"1": KNOWN, "2": FALL}, 1) == both(f"held: {FALL_TITLE}")
    assert holds_of(watch) == {
        f"previous_inspection_differs: the letter names {named} as the one before, but is compared with the one that began on "
        "1 May 2022, published on 10 June 2022 (good): check which is right, and whether a report between them is missing"
    }
    assert night({"1": KNOWN, "2": FALL}, 2) == []
    watch.answer(release=True)
    assert night({"1": KNOWN, "2": FALL}, 3) == []
    assert [str(alert.state) for alert in watch.database.alerts.find()] == ["pending", "pending"]


def test_what_a_person_drops_is_no_grade_that_the_next_report_is_compared_with(watch: ValueWatch) -> None:
    night = after_a_first_night(watch, (2024, 7, None))
    night({"1": KNOWN, "2": FALL}, 1)
    watch.answer(release=False)
    assert night({"1": KNOWN, "2": FALL, "3": NEXT}, 2) == [
        ("letters", "Aldermere: ILACS inspection report published, no judgement changed")
    ]


def test_the_report_after_it_waits_too_when_both_come_in_one_night(watch: ValueWatch) -> None:
    night = after_a_first_night(watch, (2024, 7, None))
    rise_title = "Aldermere: children's services judged good (was inadequate)"
    assert night({"1": KNOWN, "2": FALL, "3": NEXT}, 2) == sorted(both(f"held: {rise_title}") + both(f"held: {FALL_TITLE}"))
    assert {hold.removesuffix(NEIGHBOUR_HOLD).partition(":")[0] for hold in holds_of(watch)} == {OTHER_PREDECESSOR, ""}


def test_a_report_that_is_compared_with_nothing_does_not_wait(watch: ValueWatch) -> None:
    night = after_a_first_night(watch, (2024, 7, "requires_improvement"), ("9", BETWEEN))
    published = [("letters", "Aldermere: ILACS inspection report published")]
    assert night({"1": KNOWN, "9": BETWEEN, "2": FALL}, 1) == published


def test_the_first_report_that_we_have_does_not_wait(watch: ValueWatch) -> None:
    contents = {"2026": Report(date(2026, 5, 1), POOR, (2018, 5, "good"))}
    night = nights_of(watch, contents, FIRST)
    assert night({}, 0) == []
    assert night({"2": FALL}, 1) == [("letters", "Aldermere: ILACS inspection report published")]


def test_the_grades_of_a_report_that_was_not_read_wait_as_well(watch: ValueWatch) -> None:
    night = after_a_first_night(watch, (2024, 7, None))
    unread = Shown(FALL.published, "unread")
    assert len(night({"1": KNOWN, "2": unread}, 1)) == 2
    assert night({"1": KNOWN, "2": FALL}, 2) == both(f"held: {FALL_TITLE}")
    assert len(watch.database.gaps.open()) == 1
    watch.answer(release=True)
    night({"1": KNOWN, "2": FALL}, 3)
    assert watch.database.gaps.open() == ()


def test_at_first_sight_nobody_is_notified_so_nothing_waits(watch: ValueWatch) -> None:
    contents = {"2022": KNOWN_REPORT, "2026": Report(date(2026, 5, 1), POOR, (2024, 7, None))}
    assert nights_of(watch, contents, FIRST)({"1": KNOWN, "2": FALL}, 1) == []
    assert [str(change.to_grade) for change in neighbour_changes(watch.history())] == ["inadequate"]
