"""What a poll concludes from the search alone: whose newest report moved, and how many polls in a row failed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ofsted_watch.domain.authorities import plain_name
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority, RunRecord
from ofsted_watch.domain.run_state import RunState
from ofsted_watch.domain.search_listing import SearchListing
from ofsted_watch.runs.sorting import Gathered

ALARM_AFTER = 3
"""Failed polls in a row that are an alarm: one is a passing fault, and the next comes half an hour later."""

FAILED = frozenset({RunState.INCOMPLETE, RunState.STOPPED, RunState.CRASHED, RunState.RUNNING})
"""States of a poll that failed. One that is still running when the next one starts was killed."""


def latest_reports(expected: Iterable[Authority], listing: SearchListing) -> dict[Urn, str]:
    """URN → the newest report as the search gives it: the day in ISO format, or its text where it is no day; '' for none.

    An authority whose result leads to no URN is known by its name or its council number.
    One that the search does not list is left out.
    """
    by_urn = {
        result.urn: result.latest_report.isoformat() if result.latest_report else result.note or "" for result in listing.found
    }
    by_name = {plain_name(result.name): result.latest_report for result in listing.unread if result.name}
    by_council = {result.council_number: result.latest_report for result in listing.unread if result.council_number}
    reports: dict[Urn, str] = {}
    for authority in expected:
        name = plain_name(authority.name)
        if authority.urn in by_urn:
            reports[authority.urn] = by_urn[authority.urn]
        elif name in by_name or authority.council_number in by_council:
            latest = by_name[name] if name in by_name else by_council[authority.council_number]
            reports[authority.urn] = latest.isoformat() if latest else ""
    return reports


def moved(
    expected: Sequence[Authority], now: Mapping[Urn, str], before: Mapping[Urn, str | None], today: date
) -> tuple[Authority, ...]:
    """The authorities whose page a poll must open: the newest report is another than at the last check, or is of today.

    A second letter of a day has the day of the first. `before` has no value (None) for an authority that was never checked: the
    nightly run is the first to check it.
    """
    known = {urn: report for urn, report in before.items() if report is not None}
    return tuple(
        authority
        for authority in expected
        if authority.urn in now
        and authority.urn in known
        and (now[authority.urn] != known[authority.urn] or now[authority.urn] == today.isoformat())
    )


def missed_by_polls(letters: Iterable[Gathered], polled: Iterable[date], today: date) -> int:
    """How many of a night's letters were published on a day on which polls ran after the last check, and none saw them.

    `polled` are the days of the polls that ended well. First sight of an authority is no miss.
    """
    days = frozenset(polled)
    return sum(
        1
        for item in letters
        if item.first_seen == today
        and item.checked_before is not None
        and any(max(item.checked_before, item.listing.published or date.min) <= day < today for day in days)
    )


def failed_in_a_row(newest_first: Iterable[RunRecord]) -> tuple[RunRecord, ...]:
    """The failed polls since the last one that ended well, the oldest first."""
    failed: list[RunRecord] = []
    for run in newest_first:
        if run.state not in FAILED:
            break
        failed.append(run)
    return tuple(reversed(failed))


def is_due_an_alarm(failed: Sequence[RunRecord]) -> bool:
    """True when ops must be notified of these failed polls now: after the third in a row, or later if that one was killed."""
    return len(failed) >= ALARM_AFTER and all(run.state is RunState.RUNNING for run in failed[ALARM_AFTER - 1 : -1])
