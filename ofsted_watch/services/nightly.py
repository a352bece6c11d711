"""One run over the site: fetch, read what is new, decide what changed, store it, and leave the alerts for delivery."""

import logging
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ofsted_watch.domain.model import Authority
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.planning import EVERYTHING, Window
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services import housekeeping
from ofsted_watch.services.current_health import current_health
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.executor import Executor
from ofsted_watch.services.gather import gather
from ofsted_watch.services.notify_ops import ping_if_healthy
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.run import whole_run

log = logging.getLogger("ofsted_watch.night")


def run_over_site(
    executor: Executor,
    resources: Resources,
    expected: Sequence[Authority],
    today: date,
    *,
    kind: RunKind = RunKind.NIGHTLY,
    window: Window = EVERYTHING,
    notify: NotifyMode = NotifyMode.SEND,
    search: bool = True,
) -> RunResult:
    """Gather from the site what these authorities list in the window, decide and store. Without `search` the site's
    search is not asked.
    """
    return whole_run(
        executor,
        resources,
        kind,
        expected,
        today,
        lambda: gather(executor, resources, expected, today, window, search=search),
        notify,
    )


def finish_night(executor: Executor, resources: Resources, today: date) -> None:
    """What a nightly run does after its news is stored: remind ops of old holds, move the subscribers of ended authorities,
    delete the data of people who left, and old pages that could not be read; ping the dead-man's switch.
    """
    executor.call(housekeeping.press_for_holds, resources, today)
    executor.call(housekeeping.move_to_successors, resources)
    executor.call(housekeeping.forget, resources)
    resources.site.delete_old_pages()
    _ping(resources)


def _ping(resources: Resources) -> None:
    """Ping the dead-man's switch if `status` is healthy. A ping that fails is logged, and fails nothing."""
    if resources.settings.ping_url:
        current = current_health(resources.settings, resources.database, resources.register, datetime.now(UTC))
        log.info("%s", ping_if_healthy(resources.settings, healthy=current.healthy))


def day_of_run(asked: date | None) -> date:
    """The day to run for: the given day, else today in London.

    Raises WrongUse for a day in the future: letters published until then would be treated as already seen.
    """
    today = today_in_london()
    if asked and asked > today:
        raise WrongUse(
            f"{asked} is in the future (today is {today}); letters published until then would be treated as already seen"
        )
    return asked or today


def refuse_earlier_day(resources: Resources, expected: Sequence[Authority], asked: date | None) -> None:
    """Raise WrongUse for a day, given by a person, before the last check of one of these authorities.

    What Ofsted has published since would be of a day to come: it would be set aside, and no later night would take it for news.
    """
    if not asked:
        return
    last_checks = resources.database.letters.last_checks([authority.urn for authority in expected])
    later = [(last, authority.name) for authority in expected if (last := last_checks[authority.urn]) and last > asked]
    if later:
        last, name = max(later)
        raise WrongUse(
            f"{asked} is before {last}, when {name} was last checked; letters published since then would be treated as letters "
            "of the future. Leave the day out to run for today"
        )


def today_in_london() -> date:
    """Today's date in London."""
    return datetime.now(ZoneInfo("Europe/London")).date()
