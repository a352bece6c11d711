"""The last nights, gathered from the database: for the run page and for the reports server."""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.runs.freshness import freshness_of
from ofsted_watch.runs.nights import NIGHTS_SHOWN, MailsOfDay, NightOfDay, nights_of
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.stored_settings import with_stored
from ofsted_watch.settings import Settings

_LONDON = ZoneInfo("Europe/London")


def recent_nights(settings: Settings, database: Database, register: AuthorityRegister, today: date) -> tuple[NightOfDay, ...]:
    """The thirty days up to `today` (London), oldest first. Raises UnknownAuthority, DatabaseUnavailable."""
    first = today - timedelta(days=NIGHTS_SHOWN - 1)
    watched = expected_authorities(with_stored(settings, database).authorities, register)
    return nights_of(
        database.runs.over_site(first, today),
        _mails_by_day(database, datetime.combine(first, time(), _LONDON)),
        today=today,
        first_night=database.runs.first_day_of(RunKind.NIGHTLY),
        watched=[authority.urn for authority in watched],
    )


def _mails_by_day(database: Database, since: datetime) -> dict[date, MailsOfDay]:
    """What was mailed on each day in London on which anything was."""
    accepted = Counter(_day(moment) for moment in database.timestamps.alerts_accepted(since))
    times: dict[date, list[timedelta]] = defaultdict(list)
    for listed, mailed in database.timestamps.listed_and_mailed(since):
        times[_day(mailed)].append(mailed - listed)
    return {day: MailsOfDay(count, freshness_of(times[day])) for day, count in accepted.items()}


def _day(moment: datetime) -> date:
    return moment.astimezone(_LONDON).date()
