"""The two disasters of the closest domain tool, replayed: nobody is mailed, one batch is held, and it says why."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import (
    Authority,
    Cause,
    EventKind,
    Frequency,
    NewAlert,
    StoredLetter,
    Subscription,
    Topic,
)
from ofsted_watch.subscriptions.matching import CORRECTION_HOLD, alerts_for, hold_reason
from tests.domain.history.formatted_news import FormattedNews, formatted_news
from tests.domain.history.letters import ILACS_FOUR, RI, G, I, day, ilacs

TOWNS = {f"{91000 + n}": Authority(f"{91000 + n}", f"Town {n}", f"E{n}", "London") for n in range(151)}
SUBSCRIBERS = [
    Subscription(n, f"reader{n}@council.example", frozenset(), None, frozenset(Topic), Frequency.AT_ONCE) for n in range(3)
]
EARLIER = {urn: ilacs("2022-03-01", G, G, G, G, G, urn=urn) for urn in TOWNS}
NEWEST = {urn: ilacs("2025-03-01", G, RI, G, I, G, urn=urn) for urn in TOWNS}


def tonight(after: Mapping[str, StoredLetter], before: Mapping[str, StoredLetter] = NEWEST) -> FormattedNews:
    """Everything known to be known, then the newest letters read as in `after`."""
    checks: dict[str, date | None] = dict.fromkeys(TOWNS, day("2025-02-28"))
    held = [*EARLIER.values(), *before.values()]
    return formatted_news(
        held, [*EARLIER.values(), *after.values()], authorities=TOWNS, last_checks=checks, today=day("2025-03-01")
    )


def alerts(found: FormattedNews) -> tuple[NewAlert, ...]:
    """Everybody was told of every letter before, so that every correction has its readers."""
    hold = hold_reason(found.changes, archive_shrank=False)
    notified = {event.corrects: {0, 1, 2} for event in found.events if event.corrects}
    return alerts_for(found.events, SUBSCRIBERS, TOWNS, hold=hold, notified=notified)


def reread(letter: StoredLetter, grades: Mapping[Area, Grade]) -> StoredLetter:
    judgements = tuple(replace(judged, grade=grades[judged.area]) for judged in letter.letter.judgements)
    return replace(letter, letter=replace(letter.letter, judgements=judgements), reader_version="2")


def shifted(letter: StoredLetter) -> StoredLetter:
    """Each grade slips to the area below, as when a column is read one row off."""
    grades = [judged.grade for judged in letter.letter.judgements]
    return reread(letter, dict(zip(ILACS_FOUR, [grades[-1], *grades[:-1]], strict=True)))


def test_a_reader_change_that_alters_one_area_of_a_hundred_authorities_mails_nobody() -> None:
    hundred = dict(list(NEWEST.items())[:100])
    altered = {
        urn: reread(letter, {judged.area: judged.grade for judged in letter.letter.judgements} | {Area.LEADERS: I})
        for urn, letter in hundred.items()
    }
    found = tonight(NEWEST | altered)
    assert {change.cause for change in found.changes} == {Cause.CORRECTION}
    assert {event.kind for event in found.events} == {EventKind.CORRECTION}
    written = alerts(found)
    assert len(written) == 300
    assert {alert.hold for alert in written} == {hold_reason(found.changes, archive_shrank=False)}
    assert "100 authorities with a changed judgement in one run, more than the limit of 12" in (written[0].hold or "")


def test_a_column_that_slips_by_one_for_seventy_authorities_mails_nobody() -> None:
    slipped = {urn: shifted(letter) for urn, letter in list(NEWEST.items())[:70]}
    written = alerts(tonight(NEWEST | slipped))
    assert len(written) == 210
    assert len({alert.hold for alert in written}) == 1
    assert "70 authorities" in (written[0].hold or "")


def test_a_column_that_slips_in_seventy_new_letters_mails_nobody() -> None:
    slipped = {urn: replace(shifted(letter), reader_version="1") for urn, letter in list(NEWEST.items())[:70]}
    found = tonight(slipped, before={})
    assert {change.cause for change in found.changes} == {Cause.NEW_LETTER}
    written = alerts(found)
    assert len(written) == 210
    assert all("70 authorities" in (alert.hold or "") for alert in written)


def test_a_letter_that_became_unreadable_moves_no_neighbour() -> None:
    found = tonight({urn: letter for urn, letter in NEWEST.items() if urn not in list(NEWEST)[:70]})
    assert (found.changes, found.events) == ((), ())
    assert len(found.set_aside) == 70


def test_one_corrected_letter_is_held_too() -> None:
    urn = next(iter(NEWEST))
    written = alerts(tonight(NEWEST | {urn: shifted(NEWEST[urn])}))
    assert {alert.hold for alert in written} == {CORRECTION_HOLD}


@pytest.mark.parametrize(("number", "held"), [(12, False), (13, True)])
def test_twelve_authorities_in_one_run_are_news_and_thirteen_are_held(number: int, held: bool) -> None:
    found = tonight(dict(list(NEWEST.items())[:number]), before={})
    assert (hold_reason(found.changes, archive_shrank=False) is not None) is held


def test_the_limit_is_a_setting() -> None:
    found = tonight(dict(list(NEWEST.items())[:3]), before={})
    assert hold_reason(found.changes, limit=3, archive_shrank=False) is None
    assert "more than the limit of 2" in (hold_reason(found.changes, limit=2, archive_shrank=False) or "")


def test_history_and_a_frameworks_end_never_trip_the_breaker() -> None:
    checks: dict[str, date | None] = dict.fromkeys(TOWNS)
    found = formatted_news(
        (), [*EARLIER.values(), *NEWEST.values()], authorities=TOWNS, last_checks=checks, today=day("2025-03-01")
    )
    assert len(found.changes) == 2 * len(TOWNS)
    assert hold_reason(found.changes, archive_shrank=False) is None


def test_a_shrinking_archive_holds_everything() -> None:
    assert "the archive holds less than before" in (hold_reason((), archive_shrank=True) or "")


def test_changes_of_earlier_runs_of_the_day_count_with_those_of_this_run() -> None:
    urns = list(NEWEST)[:14]
    moved = tonight({urn: NEWEST[urn] for urn in urns}, before={}).changes
    of_twelve = [change for change in moved if change.urn in urns[:12]]
    of_two = [change for change in moved if change.urn in urns[12:]]
    assert hold_reason(of_twelve, archive_shrank=False, earlier=of_twelve) is None
    reason = hold_reason(of_two, archive_shrank=False, earlier=of_twelve) or ""
    assert reason.startswith("14 authorities with a changed judgement in the runs of one day, more than the limit of 12")
    assert hold_reason((), archive_shrank=False, earlier=moved) is not None
