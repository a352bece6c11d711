"""Is the service healthy? Decided from the last nightly run and the review queues. Pure: `now` is passed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ofsted_watch.domain.gaps import StoredGap
from ofsted_watch.domain.model import RunRecord
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.domain.run_state import RunState
from ofsted_watch.runs.freshness import UNKNOWN_FRESHNESS, Freshness
from ofsted_watch.runs.polling import ALARM_AFTER
from ofsted_watch.runs.site_hours import SiteUse
from ofsted_watch.runs.unread_pages import NO_PAGES, StoredPages

STALE_AFTER = timedelta(hours=26)
"""A nightly run older than this is missing: a day, and two hours for a slow or late one."""

BACKUP_AFTER = timedelta(days=2)
"""Backups are made every day: one that is older than this has failed, or was not made, twice."""

UNREAD_AFTER = timedelta(days=2)
"""An inspection report that may carry grades and is not read for longer than this waits for a person."""

_CLOCKS_DIFFER = timedelta(hours=1)
"""Two machines' clocks may differ a little; a run that ends further in the future than this has a wrong timestamp."""

_FAILED = frozenset({RunState.INCOMPLETE, RunState.STOPPED, RunState.CRASHED})


@dataclass(frozen=True, slots=True)
class Health:
    """What `status` reports. `unchecked` holds the names or URNs of authorities not checked; `lines` are for people."""

    healthy: bool
    last_run: datetime | None
    expected: int
    checked: int
    unchecked: tuple[str, ...]
    set_aside: int
    pending: int
    held: int
    lines: tuple[str, ...]
    missed_by_polls: int = 0
    gaps: int = 0
    freshness: Freshness = UNKNOWN_FRESHNESS
    site: SiteUse | None = None
    pages: StoredPages = NO_PAGES
    paused: str | None = None
    last_backup: datetime | None = None

    @property
    def requests_today(self) -> int:
        """The requests to the site on this day in London."""
        return self.site.requests_today if self.site else 0

    def as_json(self) -> dict[str, Any]:
        """The object of `status --json`."""
        return {
            "healthy": self.healthy,
            "last_run": self.last_run.isoformat() if self.last_run else None,
            "expected": self.expected,
            "checked": self.checked,
            "unchecked": list(self.unchecked),
            "set_aside": self.set_aside,
            "pending": self.pending,
            "held": self.held,
            "paused": self.paused,
            "last_backup": self.last_backup.isoformat() if self.last_backup else None,
            "missed_by_polls": self.missed_by_polls,
            "gaps": self.gaps,
            "requests_today": self.requests_today,
            "site": self.site.as_json() if self.site else None,
            "changed_pages": self.pages.as_json(),
            "freshness": {
                "median": self.freshness.median,
                "worst": self.freshness.worst,
                "count": self.freshness.count,
            },
        }


def health(
    last: RunRecord | None,
    *,
    set_aside: int,
    pending: int,
    held: int,
    unknown: int,
    oldest_unsent: datetime | None,
    now: datetime,
    polls_failed: int = 0,
    gaps: Sequence[StoredGap] = (),
    freshness: Freshness = UNKNOWN_FRESHNESS,
    site: SiteUse | None = None,
    pages: StoredPages = NO_PAGES,
    paused: str | None = None,
    stored: Sequence[str] = (),
    last_backup: datetime | None = None,
) -> Health:
    """Healthy means: a nightly run ended in the last 26 hours and checked everything expected, no alert is held, mails go out.

    `oldest_unsent` is when the oldest unsent at-once alert was decided (None: all are sent), `polls_failed` how many
    polls in a row have failed: three are an alarm. `site` is how the site is asked, `pages` are those that could not be read.
    `paused` is the sentence of a pause of all mails: somebody decided it, so it is shown; a mail that waits long is unhealthy.
    `stored` are lines about stored settings. `last_backup` more than two days ago is unhealthy. None means that no daily
    one is on record, which is shown: backups may be made in another way.
    Items that are set aside wait for review but do not make status unhealthy: they are listed and known. An inspection report
    that may carry grades does, if it is unread for more than two days (`gaps`).
    """
    coverage = last.coverage if last else None
    unchecked = tuple(sorted(coverage.unchecked)) if coverage else ()
    wrong = []
    if last is None:
        wrong.append("no nightly run is on record")
    elif last.finished is None:
        wrong.append(f"the run of {_when(last.started)} has not ended")
    elif last.finished - now > _CLOCKS_DIFFER:
        wrong.append(f"the last nightly run ended {_when(last.finished)}, which is in the future: this machine's clock was wrong")
    elif now - last.finished > STALE_AFTER:
        wrong.append(f"the last nightly run ended {_when(last.finished)}, more than 26 hours ago")
    if last and last.state in _FAILED:
        wrong.append(f"the last nightly run ended {last.state}: {last.message}")
    if held:
        wrong.append(f"{format_count(held, 'alert')} held: {_where('review-held-alerts', 'alerts list --state held')} says why")
    if oldest_unsent and now - oldest_unsent > STALE_AFTER:
        where = _where("subscriber", "alerts list --state pending")
        wrong.append(f"a mail has been waiting since {_when(oldest_unsent)}: {where} says why")
    if polls_failed >= ALARM_AFTER:
        wrong.append(f"the last {polls_failed} polls of the site failed, so letters come with the night")
    if unknown:
        where = _where("review-held-alerts", "alerts release")
        wrong.append(f"{format_count(unknown, 'mail')} may or may not have been accepted by the mail server: {where} sends again")
    if last_backup and now - last_backup > BACKUP_AFTER:
        wrong.append(
            f"the last backup was made {_when(last_backup)}, more than two days ago: its log says why, or its timer does not run"
        )
    wrong += [
        f"an inspection report about URN {stored.gap.urn}, published on {_day(stored.gap.published)}, has not been read since "
        f"{_day(stored.since)}: {stored.gap.url}; {_where('review-gaps', 'gaps list')} says why"
        for stored in gaps
        if now.date() - stored.since > UNREAD_AFTER
    ]
    ended = (
        f"last nightly run ended {_when(last.finished)}, {last.state}" if last and last.finished else "no nightly run has ended"
    )
    missed = coverage.missed_by_polls if coverage else 0
    warned = (f"the last night had {format_count(missed, 'new letter')} that no poll saw",) if missed else ()
    seen = f"checked {len(coverage.checked)} of {len(coverage.expected)} authorities" if coverage else "checked nothing yet"
    use = site.lines if site else ()
    return Health(
        healthy=not wrong,
        last_run=last.finished if last else None,
        expected=len(coverage.expected) if coverage else 0,
        checked=len(coverage.checked) if coverage else 0,
        unchecked=unchecked,
        set_aside=set_aside,
        pending=pending,
        held=held,
        gaps=len(gaps),
        lines=(
            *wrong,
            *warned,
            *((f"{paused}; they wait, and none is lost: {_where('mails', 'mails resume')} sends them",) if paused else ()),
            *pages.lines,
            ended,
            seen,
            f"set aside {set_aside}, pending {pending}, held {held}",
            *((f"{_where('review-set-aside-letters', 'set-aside list')} shows what is set aside",) if set_aside else ()),
            freshness.text,
            f"last backup {_when(last_backup)}" if last_backup else "no daily backup is on record",
            *use,
            *stored,
        ),
        missed_by_polls=missed,
        freshness=freshness,
        site=site,
        pages=pages,
        paused=paused,
        last_backup=last_backup,
    )


def _where(form: str, command: str) -> str:
    """The form that answers a line, then the command that does the same in a terminal."""
    return f"the form {form} in the Prefect UI, or `ofsted-watch {command}`,"


def _day(day: date) -> str:
    return day.strftime("%-d %B %Y")


def _when(moment: datetime) -> str:
    return moment.strftime("%-d %B %Y at %H:%M UTC")
