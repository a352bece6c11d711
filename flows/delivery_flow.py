"""Delivery of mails in the Prefect UI: what is due, and the digests."""

from typing import Literal

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from ofsted_watch.domain.model import Frequency
from ofsted_watch.services import deliver as deliver_service
from ofsted_watch.services.resources import open_resources
from ofsted_watch.settings import read_settings
from tasks.prefect_executor import PrefectExecutor


@flow(name="deliver", persist_result=False)
def deliver(now: bool = False) -> State:
    """Send the mails that are due. Two deliveries at once never send the same mail.

    Args:
        now: Do not wait for the backoff of mails that were temporarily refused.
    """
    settings = read_settings()
    with open_resources(settings) as resources:
        sent = PrefectExecutor().call(deliver_service.deliver, resources, include_waiting=now)
    return _final_state(sent)


@flow(name="digest", flow_run_name="{frequency} digest", persist_result=False)
def digest(frequency: Literal["daily", "weekly"] = "daily") -> State:
    """Send each person with this frequency one mail with all their undelivered alerts.

    Args:
        frequency: Whose digests to send: the daily ones or the weekly ones.
    """
    settings = read_settings()
    with open_resources(settings) as resources:
        sent = PrefectExecutor().call(deliver_service.deliver_digests, resources, Frequency(frequency))
    return _final_state(sent)


def _final_state(sent: deliver_service.Delivered) -> State:
    return Completed(message=sent.message) if sent.all_well else Failed(name="Not all delivered", message=sent.message)
