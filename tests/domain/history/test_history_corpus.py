"""The whole history of 35 real authorities against the checked list of changes."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import histories, news
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import (
    Cause,
    Change,
    EventKind,
    Judgement,
    Letter,
    Listing,
    Problem,
    StoredLetter,
    Topic,
)
from tests.domain.history.letters import changes_of
from tests.paths import CORPUS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not (CORPUS / "truth.json").exists(), reason=f"no checked letters at {CORPUS}"),
]
BY_URN = {authority.urn: authority for authority in ENGLAND}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _stored(notified: dict[str, Any], first_seen: date | None = None) -> StoredLetter:
    published = date.fromisoformat(notified["published"])
    letter = Letter(
        file=notified["file"],
        sha256=notified["sha256"],
        pages=1,
        kind=LetterKind.OTHER if notified["kind"] == "not_a_pdf" else notified["kind"],
        title=notified["title"],
        inspection_start=_day(notified["inspection_start"]),
        inspection_end=_day(notified["inspection_end"]),
        judgements=tuple(Judgement(Area(area), Grade(grade), grade, 1, ()) for area, grade in notified["judgements"].items()),
        lscb=Grade(notified["lscb"]) if notified["lscb"] else None,
        areas_for_priority_action=notified["areas_for_priority_action"],
        problem=Problem("not_a_pdf", "the file is a web page") if notified["kind"] == "not_a_pdf" else None,
    )
    number = notified["sha256"][:12]
    listing = Listing(
        notified["urn"], number, f"https://files.example/{number}", notified["listed_as"], _day(notified["label_date"]), None
    )
    return StoredLetter(listing, letter, published, first_seen or published, "1")


def _row(change: Change) -> tuple[str, ...]:
    return (
        change.urn,
        change.strand,
        str(change.from_grade),
        str(change.to_grade),
        str(change.direction),
        change.from_published.isoformat(),
        change.to_published.isoformat(),
        change.from_file,
        change.to_file,
    )


@pytest.fixture(scope="module")
def truth() -> list[dict[str, Any]]:
    return json.loads((CORPUS / "truth.json").read_text())


@pytest.fixture(scope="module")
def expected(truth: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    sha = {notified["file"]: notified["sha256"] for notified in truth}
    fields = ("urn", "area", "from", "to", "direction", "from_published", "to_published")
    rows = json.loads((CORPUS / "changes.json").read_text())
    return {(*(row[field] for field in fields), sha[row["from_file"]], sha[row["to_file"]]) for row in rows}


def test_the_history_holds_exactly_the_checked_changes(truth: list[dict[str, Any]], expected: set[tuple[str, ...]]) -> None:
    found = [_row(change) for history in histories(map(_stored, truth)).values() for change in changes_of(history)]
    assert len(found) == len(set(found)) == 166
    assert set(found) == expected


def _replay(truth: list[dict[str, Any]], nights: list[date], first: date) -> tuple[list[Change], list[Any]]:
    """Run `news` on each night over what was published by then; a night may be given twice."""
    before: tuple[StoredLetter, ...] = ()
    checks: dict[str, date | None] = dict.fromkeys(BY_URN, first)
    changes, events = [], []
    for night in nights:
        known = {(stored.listing.urn, stored.letter.sha256) for stored in before}
        came = (_stored(notified, night) for notified in truth if date.fromisoformat(notified["published"]) <= night)
        after = (*before, *(stored for stored in came if (stored.listing.urn, stored.letter.sha256) not in known))
        found = news(before, after, authorities=BY_URN, last_checks=checks, today=night)
        changes += found.changes
        events += found.events
        before, checks = after, dict.fromkeys(BY_URN, night)
    return changes, events


def test_every_night_of_thirteen_years_announces_each_change_once(
    truth: list[dict[str, Any]], expected: set[tuple[str, ...]]
) -> None:
    nights = sorted({date.fromisoformat(notified["published"]) for notified in truth})
    changes, events = _replay(truth, sorted(nights * 2), date(2012, 1, 1))
    assert sorted(map(_row, changes)) == sorted(expected)
    assert {change.cause for change in changes} == {Cause.NEW_LETTER}
    notified = [_row(change) for event in events for change in event.changes]
    assert sorted(notified) == sorted(expected)
    assert len(events) == len({event.key for event in events}) == len(truth) - 1  # the web page among them is no letter
    changed = {event.sha256 for event in events if Topic.CHANGE in event.topics}
    assert changed == {row[-1] for row in expected}
    assert all(event.kind is EventKind.LETTER for event in events)


def test_missed_nights_change_nothing_of_what_is_announced(truth: list[dict[str, Any]], expected: set[tuple[str, ...]]) -> None:
    nights = [date(2012, 1, 1) + timedelta(days=97 * n) for n in range(52)]
    _, events = _replay(truth, nights, date(2012, 1, 1))
    assert sorted(_row(change) for event in events for change in event.changes) == sorted(expected)


def test_one_backfill_records_every_change_and_announces_nothing(
    truth: list[dict[str, Any]], expected: set[tuple[str, ...]]
) -> None:
    nobody_seen: dict[str, date | None] = dict.fromkeys(BY_URN)
    found = news(
        (), [_stored(notified) for notified in truth], authorities=BY_URN, last_checks=nobody_seen, today=date(2025, 6, 1)
    )
    assert sorted(map(_row, found.changes)) == sorted(expected)
    assert {change.cause for change in found.changes} == {Cause.HISTORY}
    assert found.events == ()
