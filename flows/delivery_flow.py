"""Delivery of mails in the Prefect UI: what is due, and the digests."""

from typing import Literal

from prefect import flow, runtime
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.deliveries import order_delivery
from flows.run_names import named
from ofsted_watch.domain.model import Frequency
from ofsted_watch.domain.plurals import format_count
from ofsted_watch.services import deliver as deliver_service
from ofsted_watch.services.delivery_resources import open_delivery_resources
from ofsted_watch.settings import read_settings
from tasks.prefect_executor import PrefectExecutor


@flow(name="deliver", flow_run_name=named("deliver"), persist_result=False)
def deliver(now: bool = False) -> State:
    """Send the mails that are due. Two deliveries at once never send the same mail.

    Args:
        now: Do not wait for the backoff of mails that were temporarily refused.
    """
    settings = read_settings()
    with open_delivery_resources(settings) as resources:
        sent = PrefectExecutor().call(deliver_service.deliver, resources, include_waiting=now)
        due = resources.database.outbox.next_due() if sent.waiting else None
    _rename(f"deliver: {format_count(sent.sent, 'mail')}")
    if due:
        order_delivery(due)
    return _final_state(sent)


@flow(name="digest", flow_run_name=named("digest"), persist_result=False)
def digest(frequency: Literal["daily", "weekly"] = "daily") -> State:
    """Send each person with this frequency one mail with all their undelivered alerts.

    Args:
        frequency: Whose digests to send: the daily ones or the weekly ones.
    """
    settings = read_settings()
    with open_delivery_resources(settings) as resources:
        sent = PrefectExecutor().call(deliver_service.deliver_digests, resources, Frequency(frequency))
    return _final_state(sent)


def _rename(name: str) -> None:
    """What a run has sent is known at its end."""
    with get_client(sync_client=True) as client:
        client.update_flow_run(runtime.flow_run.id, name=name)


def _final_state(sent: deliver_service.Delivered) -> State:
    return Completed(message=sent.message) if sent.all_well else Failed(name="Not all delivered", message=sent.message)
