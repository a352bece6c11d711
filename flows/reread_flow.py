"""Reading letters again, in the Prefect UI: all that an earlier reader read, or one letter."""

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Failed

from flows.artifacts import show_run
from flows.deliveries import order_delivery
from flows.final_states import final_state
from flows.form_fields import ListedAuthority, field
from flows.page_links import page_links
from flows.reread_page import reread_page, reread_sentence
from flows.run_names import named
from ofsted_watch.errors import WrongUse
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.nightly import today_in_london
from ofsted_watch.services.reread import reread
from ofsted_watch.services.reread_letter import ONE_OR_ALL, chosen_letter, reread_letter
from ofsted_watch.services.resources import Resources, open_resources
from ofsted_watch.settings import read_settings
from tasks.prefect_executor import PrefectExecutor

_AUTHORITIES = field([], "Authorities", "Only these, by name. Leave empty for all that are watched.")
_LETTER = field(
    "",
    "Letter",
    "One letter alone: its file number, its link on Ofsted's site, or its id among the set-aside letters. Not together with "
    "authorities.",
)


@flow(name="reread", flow_run_name=named("reread"), persist_result=False)
def reread_letters(authorities: list[ListedAuthority] = _AUTHORITIES, letter: str = _LETTER) -> State:
    """Read again what an earlier version of the reader read or set aside, or one letter. Sends no request to the site."""
    with open_resources(read_settings()) as resources:
        try:
            if letter.strip():
                if authorities:
                    raise WrongUse(ONE_OR_ALL)
                return _one_letter(resources, letter)
            expected = expected_authorities(authorities or resources.settings.authorities, resources.register)
        except WrongUse as wrong:
            return Failed(name="Refused", message=str(wrong))
        result = reread(PrefectExecutor(), resources, expected, today_in_london())
        show_run(result, resources.register, page_links(resources.settings, resources.database))
    if result.new_alerts and not result.hold:
        order_delivery()
    return final_state(result.ending, result.message)


def _one_letter(resources: Resources, given: str) -> State:
    """Read one letter again and show both readings. Raises WrongUse."""
    chosen = chosen_letter(resources.database, resources.register, given)
    result, files = reread_letter(PrefectExecutor(), resources, chosen, today_in_london())
    links = page_links(resources.settings, resources.database)
    show_run(result, resources.register, links)
    page = reread_page(chosen, files, result, links)
    create_markdown_artifact(page, key="reread", description="The letter as it was read before and as it is read now")
    if result.new_alerts and not result.hold:
        order_delivery()
    return final_state(result.ending, f"{reread_sentence(chosen, files)}; {result.message}")
