"""The check of the site before the nightly run, in the Prefect UI."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.run_names import named
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.runs.unread_pages import page_places
from ofsted_watch.services.quiet_hours import quiet_notice
from ofsted_watch.services.resources import open_resources
from ofsted_watch.services.site_check import check_site
from ofsted_watch.settings import read_settings
from tasks.prefect_executor import PrefectExecutor
from tasks.site_pace import SitePace


@flow(name="site-check", flow_run_name=named("site-check"), persist_result=False)
def site_check() -> State:
    """Ask the site what twelve requests can answer. Failed says what is wrong before the nightly run; it stops nothing."""
    settings = read_settings()
    if notice := quiet_notice(settings):
        return Completed(name="Quiet hours", message=notice)
    with open_resources(settings, before_request=SitePace(settings)) as resources:
        expected = expected_authorities(resources.settings.authorities, resources.register)
        checked = check_site(PrefectExecutor(), resources, expected)
        places = page_places(resources.site.unread_pages, settings.reports_url, str(settings.data_dir))
    if checked.complaints:
        as_served = [f"{place.url} as served: {place.place}" for place in places]
        return Failed(name="The site has changed", message="; ".join((*checked.complaints, *as_served)))
    return Completed(message=checked.message)
