"""The rest of a nightly run: notices of unchecked authorities, reminders of old holds, deletion of old personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ofsted_watch.domain.history import unchecked_event
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Alert, AlertState, Authority, Outcome
from ofsted_watch.domain.run_state import RunKind
from ofsted_watch.extraction.authority_pages import authority_path
from ofsted_watch.presentation.event_text import format_event
from ofsted_watch.presentation.ops_advice import form_line
from ofsted_watch.runs.planning import too_many_unchecked, unchecked_since
from ofsted_watch.services.change_authorities import move_subscribers
from ofsted_watch.services.notify_ops import is_anybody_to_notify, notify
from ofsted_watch.services.resources import Resources
from ofsted_watch.services.stored_forms import stored_forms
from ofsted_watch.subscriptions.matching import alerts_for

LOOKBACK_NIGHTS = 400
"""How many past runs are read to find unchecked authorities: a year, with some nights run twice."""

_FILLED_IN = 25
"""More alerts than these are not filled into the form that a notice links to: nobody compares them one by one."""


def with_unchecked_notices(
    resources: Resources, outcome: Outcome, expected: Sequence[Authority], reasons: Mapping[Urn, str]
) -> Outcome:
    """The outcome, with a notice for each authority that has been unchecked for the set number of nights.

    `reasons` maps the URNs not checked in this run to why. Each gap is notified once: its event's key is the day it began.
    If more authorities than the alert limit are due at once, the notices are held: they have one common cause.
    """
    unseen = [authority for authority in expected if authority.urn in reasons]
    if not unseen:
        return outcome
    checks = resources.database.letters.last_checks([authority.urn for authority in unseen])
    nights = resources.database.runs.days_of(RunKind.NIGHTLY, LOOKBACK_NIGHTS)
    due = []
    for authority in unseen:
        since = unchecked_since(checks[authority.urn], nights, outcome.today, resources.settings.unchecked_nights)
        if since:
            page = resources.settings.site_url + authority_path(authority.urn)
            due.append(
                format_event(
                    unchecked_event(
                        authority, since=since, today=outcome.today, reason=reasons[authority.urn].rstrip("."), page_url=page
                    )
                )
            )
    if not due:
        return outcome
    alerts = alerts_for(
        due,
        resources.database.subscribers.all(),
        {authority.urn: authority for authority in unseen},
        hold=too_many_unchecked(len(due), resources.settings.alert_limit),
        notified={},
    )
    return replace(outcome, events=(*outcome.events, *due), alerts=(*outcome.alerts, *alerts))


def press_for_holds(resources: Resources, today: date, now: datetime | None = None) -> int:
    """Notify ops of the alerts held longer than the set days. Returns how many; 0 if nobody is to be notified or could be."""
    now = now or datetime.now(UTC)
    old_before = now - timedelta(days=resources.settings.hold_days)
    old = [alert for alert in resources.database.alerts.find([AlertState.HELD]) if alert.created <= old_before]
    if not old or not is_anybody_to_notify(resources.settings):
        return 0
    ui, forms = resources.settings.prefect_ui_url, stored_forms(resources.database)
    filled = {"alerts": [alert.id for alert in old]} if len(old) <= _FILLED_IN else {}
    notice = notify(
        resources.settings,
        f"{len(old)} alerts have been held for {resources.settings.hold_days} days or more",
        [
            "Open two or three of the letters, compare, then release or drop the alerts. Nobody gets them until you decide.",
            form_line(ui, forms, "review-held-alerts", "alerts list --state held", **filled),
            "",
            *(_line(alert) for alert in old),
        ],
        key=f"holds:{today.isoformat()}",
        at=now,
        domain=resources.database.installation.id_domain(),
        mailer=resources.mailer,
    )
    return len(old) if notice.is_sent else 0


def move_to_successors(resources: Resources, now: datetime | None = None) -> int:
    """Move the subscribers of authorities that have ended to those that took their place. Returns how many were moved."""
    return move_subscribers(resources, resources.register, now or datetime.now(UTC)).moved


def forget(resources: Resources, now: datetime | None = None) -> int:
    """Delete the personal data of people who left longer ago than the set days. Returns how many subscriptions."""
    now = now or datetime.now(UTC)
    return resources.database.subscribers.forget_unsubscribed(now - timedelta(days=resources.settings.forget_days))


def _line(alert: Alert) -> str:
    event = alert.event
    return f"{alert.id}, since {alert.created:%-d %B %Y}: {event.title}. Held: {alert.hold}. Its letter: {event.url}"
