"""Reading letters again, in the Prefect UI."""

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.artifacts import show_run
from flows.deliveries import order_delivery
from flows.final_states import final_state
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.nightly import today_in_london
from ofsted_watch.services.reread import reread
from ofsted_watch.services.resources import open_resources, stored_register
from ofsted_watch.services.stored_settings import settings_in_force
from ofsted_watch.settings import read_settings
from tasks.prefect_executor import PrefectExecutor


@flow(name="reread", flow_run_name="reread", persist_result=False)
def reread_letters(authorities: list[str] | None = None) -> State:
    """Read every letter again that an earlier version of the reader read or set aside. Sends no request to the site.

    Args:
        authorities: Names or URNs; leave empty for the expected ones.
    """
    settings = settings_in_force(read_settings())
    register = stored_register(settings)
    try:
        expected = expected_authorities(authorities or settings.authorities, register)
    except WrongUse as wrong:
        return Failed(name="Refused", message=str(wrong))
    with open_resources(settings) as resources:
        result = reread(PrefectExecutor(), resources, expected, today_in_london())
    show_run(result)
    if result.new_alerts and not result.hold:
        order_delivery()
    return final_state(result.ending, result.message)
