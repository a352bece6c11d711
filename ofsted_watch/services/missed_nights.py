"""Records a nightly run that did not run or was cut off, so that `status` is unhealthy until one ends well."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.resources import open_database, stored_register
from ofsted_watch.services.stored_settings import settings_in_force
from ofsted_watch.settings import Settings


def record_missed_night(settings: Settings, due: datetime, message: str) -> bool:
    """Record that the night due at this moment did not run. False, and nothing, if a nightly run has begun since.

    Raises DatabaseUnavailable.
    """
    settings = settings_in_force(settings)
    expected = [authority.urn for authority in expected_authorities(settings.authorities, stored_register(settings))]
    now = datetime.now(UTC)
    with open_database(settings) as database:
        last = database.runs.last(RunKind.NIGHTLY)
        if last and last.started >= due:
            return False
        run_id = database.runs.start(RunKind.NIGHTLY, due.astimezone(ZoneInfo("Europe/London")).date(), expected, now)
        database.runs.finish(run_id, RunState.CRASHED, None, message, now)
    return True
