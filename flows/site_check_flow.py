"""A look at the site before the night: is it there, do its pages look as they did, does a known letter read as known?"""

from collections.abc import Sequence

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from ofsted_watch.domain.authorities import authority_by_urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import SiteError
from ofsted_watch.runs.known_letter import letter_complaints, not_listed, page_complaints
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.resources import Resources, know_authorities, open_resources
from ofsted_watch.settings import read_settings
from tasks import canary, site
from tasks.pace import wait_for_our_turn
from tasks.running import PrefectExecutor, Running


@flow(name="site-check", flow_run_name="site check", persist_result=False)
def site_check() -> State:
    """Ask the site for four things or so. Failed says what is wrong before the night finds out; it stops nothing."""
    settings = read_settings()
    know_authorities(settings)
    with open_resources(settings, before_request=wait_for_our_turn) as resources:
        said, complaints = check_site(PrefectExecutor(), resources, expected_authorities(settings.authorities))
    if complaints:
        return Failed(name="The site is not as we know it", message="; ".join(complaints))
    return Completed(message=said)


def check_site(run: Running, resources: Resources, expected: Sequence[Authority]) -> tuple[str, tuple[str, ...]]:
    """What was looked at, in one sentence, and every complaint. Keeps nothing."""
    try:
        listed = run.once(site.list_authorities, resources)
    except SiteError as error:
        return "", (str(error),)
    complaints = [f"the search does not list {name}" for name in not_listed(expected, listed)]
    known = run.once(canary.choose_letter, resources, tuple(expected))
    if known is None:
        said = f"the search lists {len(listed)} authorities; no judging letter is known yet, so none was compared"
        return said, tuple(complaints)
    authority = authority_by_urn(known.listing.urn)
    try:
        complaints += page_complaints(run.once(site.list_letters, authority, resources), known)
        complaints += letter_complaints(known, run.once(canary.read_from_site, resources, known))
    except SiteError as error:
        complaints.append(str(error))
    said = (
        f"the search lists {len(listed)} authorities; the page of {authority.name} and its letter of "
        f"{known.published:%-d %B %Y} read as we know them"
    )
    return said, tuple(complaints)
