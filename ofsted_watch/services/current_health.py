"""The health of the service as `status` reports it: gathered from the database and the data folder."""

from datetime import datetime
from zoneinfo import ZoneInfo

from ofsted_watch import __version__
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.site.changed_pages import ChangedPages
from ofsted_watch.adapters.site.request_counts import RequestCounts
from ofsted_watch.adapters.site.user_agent import user_agent
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import AlertState
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.runs.freshness import FRESHNESS_PERIOD
from ofsted_watch.runs.health import Health, health
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.polling import failed_in_a_row
from ofsted_watch.runs.site_hours import SiteUse
from ofsted_watch.runs.unread_pages import FOLDER, StoredPages
from ofsted_watch.services.last_backup import last_backup
from ofsted_watch.services.stored_settings import pause_notice, shown_settings, with_stored
from ofsted_watch.settings import Settings

_POLLS = 60
"""How many past polls are read to count those that failed in a row."""


def current_health(settings: Settings, database: Database, register: AuthorityRegister, now: datetime) -> Health:
    """The health at `now` (UTC). Raises UnknownAuthority if the settings name an authority that the register does not have."""
    in_force = with_stored(settings, database)
    watched = [authority.urn for authority in expected_authorities(in_force.authorities, register)]
    counts = database.alerts.counts()
    return health(
        # A run for one authority, started by hand, must not hide how the nightly run over all of them ended.
        database.runs.last(RunKind.NIGHTLY, expected=watched) or database.runs.last(RunKind.NIGHTLY),
        set_aside=len(database.set_asides.find(open_only=True)),
        pending=counts.get(AlertState.PENDING, 0) + counts.get(AlertState.SENDING, 0),
        held=counts.get(AlertState.HELD, 0),
        oldest_unsent=database.outbox.oldest_unsent(),
        unknown=counts.get(AlertState.UNKNOWN, 0),
        gaps=database.gaps.open(),
        now=now,
        site=SiteUse(
            agent=user_agent(__version__, settings.contact),
            contact=settings.contact,
            requests_today=RequestCounts(settings.request_counts).of(now.astimezone(ZoneInfo("Europe/London")).date()),
            pace=settings.pace,
            quiet=settings.quiet_hours,
        ),
        pages=StoredPages(
            ChangedPages(settings.data_dir / FOLDER).newest_first(now), settings.reports_url, str(settings.data_dir)
        ),
        paused=pause_notice(database),
        stored=tuple(each.text for each in shown_settings(settings, database) if each.stored_by),
        freshness=database.timestamps.freshness(now - FRESHNESS_PERIOD),
        last_backup=last_backup(settings),
        polls_failed=len(failed_in_a_row(run for run in database.runs.newest(_POLLS, kind=RunKind.POLL) if run.finished)),
    )
