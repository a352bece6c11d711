"""What a nightly run does besides news: say where we were blind, press for old holds, forget who has left."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ofsted_watch.domain.history import blind_event
from ofsted_watch.domain.model import Alert, AlertState, Authority, Outcome
from ofsted_watch.errors import PostError
from ofsted_watch.extraction.site_pages import authority_path
from ofsted_watch.presentation.emails.ops_mail import ops_mail
from ofsted_watch.runs.planning import blind_since, flood_of_blindness
from ofsted_watch.services.resources import World
from ofsted_watch.subscriptions.matching import alerts_for

log = logging.getLogger("ofsted_watch.night")

REMEMBERED_NIGHTS = 400
"""Nights looked back on for blind spells: a year, with some run twice."""


def with_blind_notices(world: World, outcome: Outcome, owed: Sequence[Authority], reasons: Mapping[str, str]) -> Outcome:
    """The outcome, with a notice for each authority that we have been blind on for the set number of nights.

    `reasons` maps the URNs not seen tonight to why. A spell is told of once: its event's key is the day it began.
    When more authorities than the alert limit are due at once, the notices are held: it is one trouble, not many.
    """
    unseen = [authority for authority in owed if authority.urn in reasons]
    if not unseen:
        return outcome
    looks = world.database.last_looks([authority.urn for authority in unseen])
    nights = world.database.days_of("nightly", REMEMBERED_NIGHTS)
    due = []
    for authority in unseen:
        since = blind_since(looks[authority.urn], nights, outcome.today, world.settings.blind_nights)
        if since:
            page = world.settings.site_url + authority_path(authority.urn)
            due.append(
                blind_event(authority, since=since, today=outcome.today, reason=reasons[authority.urn].rstrip("."), page_url=page)
            )
    if not due:
        return outcome
    alerts = alerts_for(
        due,
        world.database.subscriptions(),
        {authority.urn: authority for authority in unseen},
        hold=flood_of_blindness(len(due), world.settings.alert_limit),
        told={},
    )
    return replace(outcome, events=(*outcome.events, *due), alerts=(*outcome.alerts, *alerts))


def press_for_holds(world: World, today: date, now: datetime | None = None) -> int:
    """Mail ops the alerts that have been held longer than the set days. Returns how many; 0 where no ops address is set."""
    now = now or datetime.now(UTC)
    old_before = now - timedelta(days=world.settings.hold_days)
    old = [alert for alert in world.database.alerts([AlertState.HELD]) if alert.created <= old_before]
    if not old or not world.settings.ops_email:
        return 0
    message = ops_mail(
        f"{len(old)} alerts have been held for {world.settings.hold_days} days or more",
        ["Release or drop them: ofsted-watch alerts list --state held", "", *(_line(alert) for alert in old)],
        sender=world.settings.mail_from,
        to=world.settings.ops_email,
        key=f"holds:{today.isoformat()}",
        domain=world.settings.message_domain,
        sent_at=now,
    )
    try:
        world.post.send(message, world.settings.ops_email)
    except PostError as error:
        log.error("Ops could not be told of %d old holds: %s", len(old), error)
        return 0
    return len(old)


def forget(world: World, now: datetime | None = None) -> int:
    """Delete the personal data of people who left longer ago than the set days. Returns how many subscriptions."""
    now = now or datetime.now(UTC)
    return world.database.forget_unsubscribed(now - timedelta(days=world.settings.forget_days))


def _line(alert: Alert) -> str:
    return f"{alert.id}  since {alert.created:%Y-%m-%d}  {alert.event.title}  ({alert.hold})"
