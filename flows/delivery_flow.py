"""Delivery: recover what hung, claim what is due, send it. Every few minutes; two at once never send the same."""

from prefect import flow
from prefect.states import Completed, Failed, State

from ofsted_watch.services.deliver import Delivered
from ofsted_watch.services.resources import Resources, know_authorities, open_resources
from ofsted_watch.settings import read_settings
from tasks.delivering import send_due
from tasks.running import PrefectExecutor, Running


@flow(name="deliver", persist_result=False)
def deliver(now: bool = False) -> State:
    """Send the mails that are due.

    Args:
        now: Do not wait for the backoff of mails that were refused for the moment.
    """
    settings = read_settings()
    know_authorities(settings)
    with open_resources(settings) as resources:
        sent = deliver_now(PrefectExecutor(), resources, include_waiting=now)
    return Completed(message=sent.message) if sent.all_well else Failed(name="Not all delivered", message=sent.message)


def deliver_now(run: Running, resources: Resources, *, include_waiting: bool = False) -> Delivered:
    """Send the mails that are due, however the stage is run."""
    delivered: Delivered = run.once(send_due, resources, include_waiting)
    return delivered
