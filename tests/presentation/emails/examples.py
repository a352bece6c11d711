"""Mails to look at: decided by the real history from invented letters, so that the examples cannot drift from the code."""

from dataclasses import replace
from datetime import UTC, date, datetime

from ofsted_watch.domain.grades import Area
from ofsted_watch.domain.history import unchecked_event
from ofsted_watch.domain.model import Alert, AlertState, Event, Frequency, StoredLetter, Subscription, Topic
from ofsted_watch.presentation.event_text import format_event
from ofsted_watch.subscriptions.matching import message_id
from tests.domain.history.formatted_news import formatted_news
from tests.domain.history.letters import AUTHORITIES, MARSHFORD, RI, G, I, day, ilacs, ilacs3, stored

SENDER = "Ofsted Watch <watch@ofsted-watch.example>"
DOMAIN = "ofsted-watch.example"
ANN = Subscription(
    7, "ann@council.example", frozenset({MARSHFORD.urn}), None, frozenset({Topic.CHANGE, Topic.PRIORITY}), Frequency.AT_ONCE
)

BEFORE = ilacs3("2021-12-03", RI, RI, G, RI)
AFTER = ilacs("2025-01-20", I, I, G, RI, I)
VISIT = stored("focused_visit", "2025-03-06", priority=True)


def notified(before: list[StoredLetter], after: list[StoredLetter], check: str, today: str) -> tuple[Event, ...]:
    """The events of one night."""
    checks: dict[str, date | None] = dict.fromkeys(AUTHORITIES, day(check))
    return formatted_news(before, after, authorities=AUTHORITIES, last_checks=checks, today=day(today)).events


def changed() -> Event:
    """An inspection that lowers the overall grade and two more."""
    return notified([BEFORE], [BEFORE, AFTER], "2025-01-19", "2025-01-20")[0]


def urgent() -> Event:
    """A focused visit that names an area for priority action."""
    return notified([BEFORE, AFTER], [BEFORE, AFTER, VISIT], "2025-03-05", "2025-03-06")[0]


def corrected() -> Event:
    """A better reader finds that leadership was misread."""
    misread = {judged.area: judged.grade for judged in AFTER.letter.judgements} | {Area.LEADERS: I}
    wrong = ilacs("2025-01-20", *misread.values())
    return notified([BEFORE, wrong], [BEFORE, replace(AFTER, reader_version="2")], "2025-02-01", "2025-02-02")[0]


def unchecked() -> Event:
    """Four nights without a sight of the authority."""
    return format_event(
        unchecked_event(
            MARSHFORD,
            since=day("2025-02-10"),
            today=day("2025-02-14"),
            reason="the site answered with an error on four nights",
            page_url=f"https://reports.example/provider/44/{MARSHFORD.urn}",
        )
    )


def alert(event: Event, subscription: Subscription = ANN) -> Alert:
    """The event's alert as the outbox would hand it over."""
    now = datetime(2025, 1, 20, 6, tzinfo=UTC)
    own_id = message_id(subscription.id, event.key, DOMAIN)
    return Alert(1, subscription, event, AlertState.SENDING, None, now, 0, None, now, own_id)
