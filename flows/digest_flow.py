"""Digests: each person who asked for a daily or weekly mail gets one, with everything that is undelivered to them."""

from typing import Literal

from prefect import flow
from prefect.states import Completed, Failed, State

from ofsted_watch.domain.model import Frequency
from ofsted_watch.services.deliver import Delivered
from ofsted_watch.services.resources import Resources, know_authorities, open_resources
from ofsted_watch.settings import read_settings
from tasks.delivering import send_digests
from tasks.running import PrefectExecutor, Running


@flow(name="digest", flow_run_name="{rhythm} digest", persist_result=False)
def digest(frequency: Literal["daily", "weekly"] = "daily") -> State:
    """Send the digests of one rhythm.

    Args:
        rhythm: Whose digests to send: the daily ones or the weekly ones.
    """
    settings = read_settings()
    know_authorities(settings)
    with open_resources(settings) as resources:
        sent = digest_now(PrefectExecutor(), resources, Frequency(frequency))
    return Completed(message=sent.message) if sent.all_well else Failed(name="Not all delivered", message=sent.message)


def digest_now(run: Running, resources: Resources, frequency: Frequency) -> Delivered:
    """Send the digests of one rhythm, however the stage is run."""
    delivered: Delivered = run.once(send_digests, resources, frequency)
    return delivered
