"""Digests: each person who asked for a daily or weekly mail gets one, with everything that is undelivered to them."""

from typing import Literal

from prefect import flow
from prefect.states import Completed, Failed, State

from ofsted_watch.domain.model import Rhythm
from ofsted_watch.services.deliver import Delivered
from ofsted_watch.services.resources import World, know_authorities, open_world
from ofsted_watch.settings import read_settings
from tasks.delivering import send_digests
from tasks.running import InPrefect, Running


@flow(name="digest", flow_run_name="{rhythm} digest", persist_result=False)
def digest(rhythm: Literal["daily", "weekly"] = "daily") -> State:
    """Send the digests of one rhythm.

    Args:
        rhythm: Whose digests to send: the daily ones or the weekly ones.
    """
    settings = read_settings()
    know_authorities(settings)
    with open_world(settings) as world:
        sent = digest_now(InPrefect(), world, Rhythm(rhythm))
    return Completed(message=sent.words) if sent.all_well else Failed(name="Not all delivered", message=sent.words)


def digest_now(run: Running, world: World, rhythm: Rhythm) -> Delivered:
    """Send the digests of one rhythm, however the stage is run."""
    delivered: Delivered = run.once(send_digests, world, rhythm)
    return delivered
