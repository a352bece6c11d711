"""The nightly run in the Prefect UI."""

from datetime import UTC, datetime

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.artifacts import show_run
from flows.deliveries import order_delivery
from flows.final_states import final_state
from flows.form_fields import NO_DAY, ListedAuthority, MaybeDay, field
from flows.nights_artifact import show_nights
from flows.page_links import page_links
from flows.pruned_runs import prune_runs
from flows.run_names import named
from flows.scheduled_runs import name_newly_scheduled
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.nightly import day_of_run, finish_night, refuse_earlier_day, run_over_site
from ofsted_watch.services.quiet_hours import wait_for_quiet_hours
from ofsted_watch.services.recent_nights import recent_nights
from ofsted_watch.services.resources import open_resources, stored_register
from ofsted_watch.services.stored_settings import settings_in_force
from ofsted_watch.settings import read_settings
from tasks.prefect_executor import PrefectExecutor
from tasks.site_pace import SitePace

_AUTHORITIES = field([], "Authorities", "Only these, by name. Leave empty for all that are watched.")
_TODAY = field(NO_DAY, "Day", "The day to run for. Leave empty for today in London.")


@flow(
    name="nightly",
    flow_run_name=named("nightly"),
    task_runner=ThreadPoolTaskRunner(max_workers=4),  # type: ignore[arg-type]
    persist_result=False,
)
def nightly(authorities: list[ListedAuthority] = _AUTHORITIES, today: MaybeDay = _TODAY) -> State:
    """Check the watched authorities (or those chosen) for new letters, store them and decide who is notified."""
    asked = today or None
    settings = settings_in_force(read_settings())
    register = stored_register(settings)
    try:
        expected, day = expected_authorities(authorities or settings.authorities, register), day_of_run(asked)
    except WrongUse as wrong:
        return Failed(name="Refused", message=str(wrong))
    if wait_for_quiet_hours(settings):
        day = day_of_run(asked)  # the wait may have gone over midnight
    executor = PrefectExecutor()
    with open_resources(settings, before_request=SitePace(settings)) as resources:
        try:
            refuse_earlier_day(resources, expected, asked)
        except WrongUse as wrong:
            return Failed(name="Refused", message=str(wrong))
        result = run_over_site(executor, resources, expected, day)
        finish_night(executor, resources, result.today)
        nights = recent_nights(resources.settings, resources.database, resources.register, result.today)
        links = page_links(settings, resources.database)
    show_run(result, register, links)
    show_nights(nights, settings.reports_url, settings.prefect_ui_url)
    if result.new_alerts and not result.hold:
        order_delivery()
    prune_runs(datetime.now(UTC))
    name_newly_scheduled()
    return final_state(result.ending, result.message)
