"""The nightly run: ask the site, read what is new, decide what changed, keep it, and leave the alerts for `deliver`."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from prefect import flow
from prefect.states import Failed, State
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import show_run
from flows.concluding import final_state, whole_run
from flows.gathering import gather
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.planning import EVERYTHING, Window, expected_authorities
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.resources import Resources, know_authorities, open_resources
from ofsted_watch.settings import read_settings
from tasks import housekeeping
from tasks.pace import wait_for_our_turn
from tasks.running import PrefectExecutor, Running


@flow(
    name="nightly",
    flow_run_name="nightly {today}",
    task_runner=ThreadPoolTaskRunner(max_workers=4),
    persist_result=False,
)
def nightly(authorities: list[str] | None = None, today: date | None = None) -> State:
    """Look at the watched authorities (or the ones given) for new letters, keep them and decide who is told.

    Args:
        authorities: Names or URNs; leave empty for the watched ones (setting OFSTED_WATCH_AUTHORITIES).
        today: The day to run for; leave empty for today in London.
    """
    settings = read_settings()
    know_authorities(settings)
    try:
        expected, day = expected_authorities(authorities or settings.authorities), day_of_run(today)
    except WrongUse as wrong:
        return Failed(name="Refused", message=str(wrong))
    run = PrefectExecutor()
    with open_resources(settings, before_request=wait_for_our_turn) as resources:
        night = watch(run, resources, expected, day)
        tidy(run, resources, night.today)
    show_run(night)
    return final_state(night.ending, night.message)


def watch(
    run: Running,
    resources: Resources,
    expected: Sequence[Authority],
    today: date,
    *,
    kind: str = "nightly",
    window: Window = EVERYTHING,
    notify: NotifyMode = NotifyMode.SEND,
    search: bool = True,
) -> RunResult:
    """One run over the site, in order, however its stages are run."""
    return whole_run(
        run, resources, kind, expected, today, lambda: gather(run, resources, expected, today, window, search=search), notify
    )


def tidy(run: Running, resources: Resources, today: date) -> None:
    """What a night does when its news is kept: press for old holds, forget who has left."""
    run.once(housekeeping.press_for_holds, resources, today)
    run.once(housekeeping.forget, resources)


def day_of_run(asked: date | None) -> date:
    """The day to run for: the one asked for, else today in London.

    Raises WrongUse for a day to come: once looked at on that day, all that is published until then would seem late, and no
    news.
    """
    today = today_in_london()
    if asked and asked > today:
        raise WrongUse(f"{asked} is a day to come (today is {today}): what is published until then would be taken for old")
    return asked or today


def today_in_london() -> date:
    """The day it is where the letters are published."""
    return datetime.now(ZoneInfo("Europe/London")).date()
