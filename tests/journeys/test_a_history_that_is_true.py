"""Whatever the site does, history is what Ofsted shows and showed: nights in, and by hand what each subscriber hears.

Letters are values here; services and database are real. `letters` asked for any letter, `changes` for changed judgements.
"""

from datetime import UTC, date, datetime, timedelta

import pytest

from ofsted_watch.domain.history import histories, standing
from ofsted_watch.domain.visibility import public_changes, public_letters
from ofsted_watch.presentation.emails import mail_for
from ofsted_watch.services.embargo import embargo
from ofsted_watch.services.review import close_gap
from proofs.history.reader_model import Report, Shown
from proofs.history.value_watch import ValueWatch
from tests.journeys.value_nights import Night, both, changes_of, facts_of, nights_of, notices_of, overall

CONTENTS: dict[str, Report | None] = {
    "2018": Report(date(2018, 5, 1), {"overall": "requires_improvement"}),
    "2022": Report(date(2022, 5, 1), {"overall": "good"}),
    "2022 corrected": Report(date(2022, 5, 1), {"overall": "requires_improvement"}),
    "2026": Report(date(2026, 5, 1), {"overall": "inadequate"}),
    "2026 corrected": Report(date(2026, 5, 1), {"overall": "requires_improvement"}),
    "2026 again": Report(date(2026, 5, 1), {"overall": "inadequate"}),
    "2026 restarted": Report(date(2026, 5, 8), {"overall": "inadequate"}),
    "2027": Report(date(2027, 5, 1), {"overall": "good"}),
    "unread": None,
}
FIRST = date(2026, 6, 9)
OLD = Shown(date(2018, 6, 10), "2018")
KNOWN = Shown(date(2022, 6, 10), "2022")
FALL = Shown(date(2026, 6, 10), "2026")
FALL_TITLE = "Aldermere: children's services judged inadequate (was good)"
GONE_TITLE = "Aldermere: Ofsted no longer lists its ILACS inspection report of 10 June 2026"
BACK_TITLE = "Aldermere: Ofsted lists its ILACS inspection report of 10 June 2026 again"


@pytest.fixture
def night(watch: ValueWatch) -> Night:
    return nights_of(watch, CONTENTS, FIRST)


def recorded(watch: ValueWatch) -> set[tuple[str, str, str]]:
    """The recorded changes that stand in public, each with its cause."""
    withheld = embargo(watch.database)
    letters = public_letters(watch.database.letters.stored(), withheld)
    gaps = [stored.gap for stored in watch.database.gaps.open()]
    changes = standing(public_changes(watch.database.letters.changes(), withheld), histories(letters, gaps))
    return {(str(change.cause), str(change.from_grade), str(change.to_grade)) for change in changes}


def test_a_report_that_goes_and_comes_back_is_announced_each_time_to_those_who_heard(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    assert night({"1": KNOWN, "2": FALL}, 1) == both(FALL_TITLE)
    for start in (2, 4):
        assert night({"1": KNOWN}, start) == both(f"held: {GONE_TITLE}")
        watch.answer(release=True)
        assert night({"1": KNOWN, "2": FALL}, start + 1) == both(f"held: {BACK_TITLE}")
        watch.answer(release=True)
    assert night({"1": KNOWN, "2": FALL}, 6) == []
    assert changes_of(watch) == [("good", "inadequate")]
    assert all(letter.withdrawn is None for letter in watch.database.letters.stored())


def test_who_heard_of_a_report_hears_that_it_went_though_its_first_day_and_its_number_moved_meanwhile(
    watch: ValueWatch, night: Night
) -> None:
    night({"1": KNOWN}, 0)
    assert night({"1": KNOWN, "2": FALL}, 1) == both(FALL_TITLE)
    restarted = Shown(FALL.published, "2026 restarted")
    (_, corrected), *others = night({"1": KNOWN, "2": restarted}, 2)
    assert (corrected.startswith("held: "), others) == (True, []), "it corrects no grade, so only 'letters' would hear of it"
    watch.answer(release=True)
    assert night({"1": KNOWN, "3": restarted}, 3) == []
    assert night({"1": KNOWN}, 4) == both(f"held: {GONE_TITLE}")


def test_a_withdrawal_that_nobody_released_is_dropped_by_itself_when_the_report_is_back(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    night({"1": KNOWN}, 2)
    assert night({"1": KNOWN, "2": FALL}, 3) == []
    dropped = [alert for alert in watch.database.alerts.find() if alert.event.title == GONE_TITLE]
    assert {str(alert.state) for alert in dropped} == {"dropped"}
    assert {alert.resolved_why for alert in dropped} == {"the site lists the report again before anybody was told that it went"}
    assert recorded(watch) == {("new_letter", "good", "inadequate")}


def test_a_glitch_that_ops_dropped_does_not_hide_the_fall_of_a_year_later(watch: ValueWatch, night: Night) -> None:
    night({"1": OLD, "2": KNOWN}, 0)
    assert night({"1": OLD}, 1) == []
    watch.answer(release=False)
    assert overall(watch) == ["requires_improvement", "good"]
    assert night({"1": OLD}, 2) == []
    assert night({"1": OLD, "2": KNOWN}, 3) == []
    fall = Shown(FIRST + timedelta(days=365), "2027 fall")
    contents = CONTENTS | {"2027 fall": Report(date(2027, 5, 1), {"overall": "requires_improvement"})}
    later = watch.night(FIRST + timedelta(days=365), {"1": OLD, "2": KNOWN, "3": fall}, contents)
    assert notices_of(later) == both("Aldermere: children's services judged requires improvement (was good)")


def test_a_restored_report_is_declared_withdrawn_again_only_after_it_was_listed_once_more(
    watch: ValueWatch, night: Night
) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    night({"1": KNOWN}, 2)
    watch.answer(release=False)
    assert night({"1": KNOWN}, 3) == []
    assert night({"1": KNOWN, "2": FALL}, 4) == []
    assert night({"1": KNOWN}, 5) == both(f"held: {GONE_TITLE}")


def test_a_withdrawal_dropped_late_puts_what_came_meanwhile_on_record(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    night({"1": KNOWN}, 2)
    rise = Shown(FIRST + timedelta(days=300), "2027")
    assert night({"1": KNOWN, "3": rise}, 300) == [
        ("letters", "Aldermere: ILACS inspection report published, no judgement changed")
    ]
    watch.answer(release=False)
    assert changes_of(watch) == [("good", "inadequate"), ("inadequate", "good")]
    assert recorded(watch) == {("new_letter", "good", "inadequate"), ("history", "inadequate", "good")}


def test_a_report_that_returns_under_another_number_counts_once(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    night({"1": KNOWN}, 2)
    watch.answer(release=True)
    again = Shown(FALL.published, "2026 again")
    assert night({"1": KNOWN, "9": again}, 3) == both(f"held: {BACK_TITLE}")
    assert overall(watch) == ["good", "inadequate"]


def test_a_report_renumbered_in_one_night_is_sent_to_nobody(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN, "2": FALL}, 0)
    assert night({"1": KNOWN, "9": Shown(FALL.published, "2026 again")}, 1) == []
    assert overall(watch) == ["good", "inadequate"]


def test_a_report_that_returns_with_other_grades_is_a_reissue(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    night({"1": KNOWN}, 2)
    assert night({"1": KNOWN, "2": Shown(FALL.published, "2026 corrected")}, 3) == both(
        "Aldermere: children's services now requires improvement in a re-issued report (was inadequate)"
    )


def test_a_number_used_again_is_another_inspection_and_the_earlier_one_stays(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    assert night({"1": FALL}, 1) == both(FALL_TITLE)
    assert changes_of(watch) == [("good", "inadequate")]
    assert recorded(watch) == {("new_letter", "good", "inadequate")}
    assert night({"1": FALL}, 2) == []


def test_only_the_newer_inspection_goes_with_a_number_used_again(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": FALL}, 1)
    assert night({"0": OLD}, 2) == both(f"held: {GONE_TITLE}")
    assert overall(watch) == ["requires_improvement", "good"]


def test_another_first_day_under_the_same_link_waits_for_a_person(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN, "2": FALL}, 0)
    restarted = {"1": KNOWN, "2": Shown(FALL.published, "2026 restarted")}
    assert night(restarted, 1) == [("letters", "held: Aldermere: ILACS inspection report re-issued")]
    (event,) = watch.database.alerts.held_events()
    assert "First day of the inspection: it said 1 May 2026. Now it says 8 May 2026." in event.facts
    assert night(restarted, 2) == []


def test_a_reissue_with_the_same_first_day_is_announced_at_once(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN, "2": FALL}, 0)
    assert night({"1": KNOWN, "2": Shown(FALL.published, "2026 corrected")}, 1) == both(
        "Aldermere: children's services now requires improvement in a re-issued report (was inadequate)"
    )


def test_a_withdrawn_report_is_sent_to_those_who_got_its_first_bytes(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN, "2": FALL}, 1)
    assert night({"1": KNOWN, "2": Shown(FALL.published, "2026 again")}, 2) == []
    assert night({"1": KNOWN}, 3) == both(f"held: {GONE_TITLE}")


def test_a_report_dated_45_days_ago_and_listed_tonight_is_news_that_says_so(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    night({"1": KNOWN}, 29)
    late = Shown(FIRST + timedelta(days=-15), "2026")
    assert night({"1": KNOWN, "2": late}, 30) == both(FALL_TITLE)
    (alert, _) = watch.database.alerts.find()
    assert "It is dated 25 May 2026 and was first listed on 9 July 2026." in alert.event.facts


def test_a_report_that_changes_only_the_past_and_first_sight_are_history(watch: ValueWatch, night: Night) -> None:
    assert night({"2": KNOWN, "3": FALL}, 0) == []
    assert night({"1": OLD, "2": KNOWN, "3": FALL}, 1) == []
    assert changes_of(watch) == [("requires_improvement", "good"), ("good", "inadequate")]


@pytest.mark.parametrize("release", [True, False])
def test_a_mail_never_names_a_grade_that_was_never_announced(watch: ValueWatch, night: Night, release: bool) -> None:
    night({"1": KNOWN, "2": FALL}, 0)
    restarted = {"1": KNOWN, "2": Shown(FALL.published, "good restarted")}
    contents = CONTENTS | {"good restarted": Report(date(2026, 5, 8), {"overall": "outstanding"})}
    held = watch.night(FIRST + timedelta(days=1), restarted, contents)
    assert notices_of(held) == both("held: Aldermere: children's services now outstanding in a re-issued report (was inadequate)")
    if not release:
        watch.answer(release=False)
    rise = Shown(FIRST + timedelta(days=300), "2027")
    later = watch.night(FIRST + timedelta(days=300), restarted | {"3": rise}, contents)
    assert notices_of(later) == both("Aldermere: children's services judged good (was inadequate)")
    if release:
        watch.answer(release=True)
        assert ("history", "outstanding", "good") in recorded(watch)
    else:
        assert ("new_letter", "inadequate", "good") in recorded(watch)


UNREAD_TITLE = "Aldermere: Ofsted has published an inspection report; we could not read its grades yet"
NOT_READ = "An inspection report published on 10 June 2024 is not read yet, so nothing is compared with what came before it."
BETWEEN = Shown(date(2024, 6, 10), "unread")


def open_gaps(watch: ValueWatch) -> list[tuple[str, str | None]]:
    """The open gaps: the number and whether it is a later edition of something read."""
    return [(stored.gap.file_number, "later" if stored.gap.after else None) for stored in watch.database.gaps.open()]


def test_nothing_is_compared_across_a_report_that_was_unread_from_the_start(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN, "2": BETWEEN}, 0)
    assert open_gaps(watch) == [("2", None)]
    title = "Aldermere: ILACS inspection report published"
    assert night({"1": KNOWN, "2": BETWEEN, "3": FALL}, 1) == [("letters", title)]
    assert NOT_READ in facts_of(watch, title)
    assert changes_of(watch) == []
    assert recorded(watch) == set()


def test_a_new_unread_report_is_announced_and_its_grades_follow_as_a_reply(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    unread = Shown(FALL.published, "unread")
    assert night({"1": KNOWN, "2": unread}, 1) == both(UNREAD_TITLE)
    assert night({"1": KNOWN, "2": unread}, 2) == []
    same = CONTENTS | {"2026": Report(date(2026, 5, 1), {"overall": "good"})}
    read = watch.night(FIRST + timedelta(days=3), {"1": KNOWN, "2": FALL}, same)
    assert notices_of(read) == both("Aldermere: ILACS inspection report published, no judgement changed")
    assert read[0].event.settles == "unread:2090001:2:2026-06-10"
    assert open_gaps(watch) == []
    replies = [alert for alert in watch.database.alerts.find() if alert.event.settles]
    firsts = {alert.subscription.id: alert.message_id for alert in watch.database.alerts.find() if alert.event.kind == "unread"}
    for alert in replies:
        mail = mail_for(alert, sender="watch@example.org")
        assert mail["In-Reply-To"] == firsts[alert.subscription.id]


def test_an_unread_report_of_the_past_is_no_news_and_neither_is_its_reading(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN, "3": FALL}, 0)
    assert night({"1": KNOWN, "2": BETWEEN, "3": FALL}, 1) == []
    assert changes_of(watch) == []
    contents = CONTENTS | {"2024": Report(date(2024, 5, 1), {"overall": "requires_improvement"})}
    assert watch.night(FIRST + timedelta(days=2), {"1": KNOWN, "2": Shown(BETWEEN.published, "2024"), "3": FALL}, contents) == ()
    assert changes_of(watch) == [("good", "requires_improvement"), ("requires_improvement", "inadequate")]
    assert recorded(watch) == {
        ("history", "good", "requires_improvement"),
        ("history", "requires_improvement", "inadequate"),
    }


def test_a_later_edition_that_cannot_be_read_parts_what_was_read_from_the_next_report(watch: ValueWatch, night: Night) -> None:
    night({"1": OLD, "2": KNOWN}, 0)
    reissued = {"1": OLD, "2": Shown(KNOWN.published, "unread")}
    assert night(reissued, 1) == []
    assert open_gaps(watch) == [("2", "later")]
    title = "Aldermere: ILACS inspection report published"
    assert night(reissued | {"3": FALL}, 2) == [("letters", title)]
    assert changes_of(watch) == [("requires_improvement", "good")]


def test_a_link_that_leads_to_no_file_is_a_gap_too(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    watch.site.gone = {"2"}
    assert night({"1": KNOWN, "2": FALL}, 1) == both(UNREAD_TITLE)
    assert open_gaps(watch) == [("2", None)]
    watch.site.gone = set()
    assert night({"1": KNOWN, "2": FALL}, 2) == both(FALL_TITLE)
    assert open_gaps(watch) == []


def test_an_unread_report_that_ofsted_takes_back_is_no_gap_any_more(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN, "2": BETWEEN, "3": FALL}, 0)
    assert changes_of(watch) == []
    assert night({"1": KNOWN, "3": FALL}, 1) == []
    assert open_gaps(watch) == []
    assert changes_of(watch) == [("good", "inadequate")]


def test_a_gap_that_ops_close_stays_closed_until_other_bytes_come(watch: ValueWatch, night: Night) -> None:
    page = {"1": KNOWN, "2": BETWEEN, "3": FALL}
    night(page, 0)
    (gap,) = watch.database.gaps.open()
    close_gap(watch.database, gap.id, why="an adoption agency's report", by="Ada", at=datetime.now(UTC))
    assert night(page, 1) == []
    assert open_gaps(watch) == []
    assert changes_of(watch) == [("good", "inadequate")]
    assert recorded(watch) == {("history", "good", "inadequate")}
    contents = CONTENTS | {"unread too": None}
    watch.night(FIRST + timedelta(days=2), page | {"2": Shown(BETWEEN.published, "unread too")}, contents)
    assert open_gaps(watch) == [("2", None)]


def test_a_gap_whose_grades_are_held_stays_one_in_public(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN}, 0)
    unread = Shown(FALL.published, "unread")
    assert night({"1": KNOWN, "2": unread}, 1) == both(UNREAD_TITLE)
    watch.archive.is_shrunken = True
    assert night({"1": KNOWN, "2": FALL}, 2) == both(f"held: {FALL_TITLE}")
    watch.archive.is_shrunken = False
    assert open_gaps(watch) == [("2", None)]
    assert night({"1": KNOWN, "2": FALL}, 3) == []
    assert open_gaps(watch) == [("2", None)]
    assert recorded(watch) == set()
    watch.answer(release=True)
    assert recorded(watch) == {("new_letter", "good", "inadequate")}
    assert night({"1": KNOWN, "2": FALL}, 4) == []
    assert open_gaps(watch) == []


def test_a_report_that_is_restored_brings_back_its_unread_edition(watch: ValueWatch, night: Night) -> None:
    night({"1": KNOWN, "2": FALL}, 0)
    night({"1": KNOWN, "2": Shown(FALL.published, "unread")}, 1)
    night({"1": KNOWN}, 2)
    assert open_gaps(watch) == []
    watch.answer(release=False)
    assert open_gaps(watch) == [("2", "later")]
    assert night({"1": KNOWN}, 3) == []
    assert open_gaps(watch) == [("2", "later")]
