"""A poll of the site's search in the Prefect UI."""

from datetime import date

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from prefect.task_runners import ThreadPoolTaskRunner

from flows.deliveries import order_delivery
from flows.final_states import final_state
from flows.page_links import page_links
from flows.run_names import named
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.nightly import day_of_run, refuse_earlier_day
from ofsted_watch.services.poll import poll as poll_service
from ofsted_watch.services.quiet_hours import quiet_notice
from ofsted_watch.services.resources import open_resources, stored_register
from ofsted_watch.services.stored_settings import settings_in_force
from ofsted_watch.settings import read_settings
from tasks.prefect_executor import PrefectExecutor
from tasks.site_pace import SitePace


@flow(
    name="poll",
    flow_run_name=named("poll"),
    task_runner=ThreadPoolTaskRunner(max_workers=2),  # type: ignore[arg-type]
    persist_result=False,
)
def poll(today: date | None = None) -> State:
    """Ask the search whose newest report moved, and do for those authorities what a nightly run does.

    Args:
        today: The day to run for; leave empty for today in London.
    """
    settings = settings_in_force(read_settings())
    if notice := quiet_notice(settings):
        return Completed(name="Quiet hours", message=notice)
    register = stored_register(settings)
    try:
        expected, day = expected_authorities(settings.authorities, register), day_of_run(today)
    except WrongUse as wrong:
        return Failed(name="Refused", message=str(wrong))
    with open_resources(settings, before_request=SitePace(settings)) as resources:
        try:
            refuse_earlier_day(resources, expected, today)
        except WrongUse as wrong:
            return Failed(name="Refused", message=str(wrong))
        result = poll_service(PrefectExecutor(), resources, expected, day)
        links = page_links(settings, resources.database)
    if result.new_alerts and not result.hold:
        order_delivery()
    if result.coverage.expected:
        # Most polls have nothing to show: 22 a day would hide the artifacts of the others.
        from flows.artifacts import show_run

        show_run(result, register, links)
    return final_state(result.ending, result.message)
