"""A poll: the search alone says whose newest report moved; for those it does what a nightly run does."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from ofsted_watch.domain.model import Authority
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.errors import OfstedWatchError
from ofsted_watch.runs.planning import EVERYTHING, missing_on_site
from ofsted_watch.runs.polling import failed_in_a_row, is_due_an_alarm, latest_reports, moved
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.runs.unknown_authorities import covers_all, unknown_on_site
from ofsted_watch.services import site_steps
from ofsted_watch.services.day_limit import report_held_poll
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.gather import Gathering, gather
from ofsted_watch.services.notify_ops import is_anybody_to_notify, notify
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.run import whole_run

_LOOKBACK_POLLS = 60
"""How many past polls are read to count those that failed in a row: more than two days of them."""


def poll(executor: Executor, resources: Resources, expected: Sequence[Authority], today: date) -> RunResult:
    """Ask the search, open the pages of authorities whose newest report moved or is of today, and store what is new there.

    Three failed polls in a row are reported to ops by mail, once.
    """
    try:
        result = whole_run(
            executor, resources, RunKind.POLL, (), today, lambda: _gather(executor, resources, expected, today), NotifyMode.SEND
        )
        report_held_poll(resources, result)
        return result
    finally:
        _alarm(resources, datetime.now(UTC))


def _gather(executor: Executor, resources: Resources, expected: Sequence[Authority], today: date) -> Gathering:
    """What the moved authorities list now. An authority that the search does not list stays unchecked, and its page unopened;
    one that only the search knows is named as in a night.
    """
    try:
        listing = executor.call(site_steps.list_authorities, resources)
    except OfstedWatchError as error:
        failed = Gathering(tuple(expected), today, EVERYTHING)
        for authority in expected:
            failed.miss(authority.urn, error)
        return failed
    reports = latest_reports(expected, listing)
    chosen = moved(expected, reports, resources.database.letters.latest_reports([each.urn for each in expected]), today)
    missing = missing_on_site(expected, listing)
    gathering = Gathering((), today, EVERYTHING)
    if chosen:
        gathering = gather(executor, resources, chosen, today, search=False, only_changed=True)
    gathering.latest_reports = reports
    gathering.notes.extend(listing.notes)
    unproved = tuple(each for each in expected if each.urn in missing and each not in chosen)
    gathering.expected = (*gathering.expected, *unproved)
    gathering.unchecked.update(missing)
    gathering.name_unknown(unknown_on_site(listing, resources.register), covers_all(expected, resources.register))
    return gathering


def _alarm(resources: Resources, now: datetime) -> None:
    """Notify ops when the third poll in a row has failed. A notice that cannot be sent is logged: `status` has the alarm too."""
    failed = failed_in_a_row(resources.database.runs.newest(_LOOKBACK_POLLS, kind=RunKind.POLL))
    settings = resources.settings
    if not is_due_an_alarm(failed) or not is_anybody_to_notify(settings):
        return
    notify(
        settings,
        f"{len(failed)} polls of the site in a row have failed",
        [
            *(f"{run.started:%-d %B %Y, %H:%M} UTC: {run.message or 'it did not end'}" for run in failed),
            "Letters published meanwhile come with the next poll that succeeds, or with the night.",
            "What to do: open Ofsted's search in a browser. If it is down, wait; if it looks different, call a developer.",
        ],
        key=f"polls:{failed[0].id}",
        at=now,
        domain=resources.database.installation.id_domain(),
        mailer=resources.mailer,
    )
