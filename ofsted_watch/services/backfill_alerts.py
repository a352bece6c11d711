"""Ends a backfill: the alerts of its parts were held, and are released together or stay held together."""

from collections.abc import Collection
from datetime import UTC, datetime

from ofsted_watch.domain.model import AlertState
from ofsted_watch.runs.backfill_plan import PART_OF_A_BACKFILL, Whole, too_many_changed
from ofsted_watch.services.resources import Resources


def resolve_alerts(resources: Resources, whole: Whole) -> str | None:
    """Release the alerts of the parts, unless the whole changes too many authorities or a part is missing. Returns why not."""
    urns = {part.urn for part in whole.parts}
    held = [alert.id for alert in resources.database.alerts.find([AlertState.HELD], urns) if alert.hold == PART_OF_A_BACKFILL]
    why: str | None = "parts of the backfill are missing, so the number of changed authorities is not known"
    if not whole.missing:
        why = too_many_changed(whole.parts, resources.settings.alert_limit)
    if why is None:
        reason = "the whole backfill changes no more authorities than the alert limit"
        now = datetime.now(UTC)
        resources.database.alerts.release(held, by="backfill", why=reason, at=now)
        resources.database.alerts.publish(PART_OF_A_BACKFILL, urns, now)
    return why if held else None


def count_people(resources: Resources, notified: Collection[int]) -> int:
    """How many people the subscriptions with these ids belong to: one person may have several."""
    return len(
        {subscription.email.casefold() for subscription in resources.database.subscribers.all() if subscription.id in notified}
    )
