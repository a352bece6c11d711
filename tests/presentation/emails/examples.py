"""Mails to look at: decided by the real history from invented letters, so that the examples cannot drift from the code."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from ofsted_watch.domain.findings import Improvement, ImprovementKind, InspectionType, LetterTopic, Passage
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import unchecked_event
from ofsted_watch.domain.model import Alert, AlertState, Authority, Event, Frequency, StoredLetter, Subscription, Topic, Witness
from ofsted_watch.presentation.event_text import format_event
from ofsted_watch.presentation.serialization import event_from_json, event_to_json
from ofsted_watch.subscriptions.matching import message_id
from tests import factories
from tests.domain.history.formatted_news import formatted_news
from tests.domain.history.letters import AUTHORITIES, MARSHFORD, RI, UNDERBY, G, I, day, ilacs, ilacs3, stored

SENDER = "Ofsted Watch <watch@ofsted-watch.example>"
DOMAIN = "ofsted-watch.example"
ANN = Subscription(
    7, "ann@council.example", frozenset({MARSHFORD.urn}), None, frozenset({Topic.CHANGE, Topic.PRIORITY}), Frequency.AT_ONCE
)


def saying(letter: StoredLetter, **fields: object) -> StoredLetter:
    """The letter with what it says besides its grades; the fields are those of `Letter`."""
    return replace(letter, letter=replace(letter.letter, **fields))


def item(text: str, page: int, kind: ImprovementKind = ImprovementKind.IMPROVEMENT, **more: str) -> Improvement:
    return Improvement(text, page, kind, **more)


BEFORE = ilacs3("2021-12-03", RI, RI, G, RI)
AFTER = saying(
    ilacs("2025-01-20", I, I, G, RI, I),
    inspection_type=InspectionType.STANDARD,
    summary=(
        "Too many children in Marshford wait too long for help. Leaders did not know this until inspectors told them. Since the "
        "last inspection, the number of children who are referred has grown, and plans to meet it came late.\n\n"
        "Children in care live in homes that suit them. This paragraph is longer than what a mail quotes: it tells of schools, "
        "of health, of brothers and sisters, and of the many people who look after children well."
    ),
    summary_page=2,
    improvements_heading="What needs to improve?",
    improvements=(
        item("The timeliness of the response when children are first referred.", 2),
        item("Managers’ oversight of children who wait for an assessment.", 2),
        item("The quality of plans for children who live with domestic abuse.", 3),
    ),
)
VISIT = saying(
    stored("focused_visit", "2025-03-06", priority=True),
    scope=(
        "the local authority’s arrangements for children at the front door. This included: how decisions are made; how quickly "
        "children are seen; management oversight"
    ),
    topics=(LetterTopic.FRONT_DOOR,),
    improvements_heading="What needs to improve in this area of social work practice?",
    improvements=(
        item("The response to children who are at immediate risk of harm at night.", 2, ImprovementKind.PRIORITY_ACTION),
        item("The recording of decisions, and the reasons for them.", 2),
        item("The supervision of social workers.", 3),
    ),
)
OUTCOME = (
    "There are widespread and/or systemic failings leading to significant concerns about the experiences and outcomes of "
    "children and young people in Marshford, which the partnership must address urgently."
)
SEND = saying(
    stored("area_send", "2025-04-10", priority=True),
    judgements=(
        factories.judgement(area=Area.SEND_OUTCOME, grade=Grade.SYSTEMIC_FAILINGS, witnesses=(Witness(1, OUTCOME, "sentence"),)),
    ),
    improvements_heading="Areas for improvement",
    improvements=(
        item(
            "Leaders should shorten the wait for an assessment of speech and language.",
            5,
            ImprovementKind.PRIORITY_ACTION,
            addressee="Marshford Council and the health board of Marshford",
        ),
        item(
            "Leaders should make education, health and care plans on time, and review them each year.",
            5,
            ImprovementKind.PRIORITY_ACTION,
            addressee="Marshford Council",
        ),
        item("Leaders should work with parents when they plan services.", 6),
    ),
)
PLAN = "The quality of plan {place}, and how it is used when a decision about a child is made."
JTAI = saying(
    stored("jtai", "2025-05-12", priority=False),
    theme="the identification of initial need and risk (often called the ‘front door’)",
    topics=(LetterTopic.FRONT_DOOR,),
    improvements_heading="What needs to improve?",
    improvements=tuple(item(PLAN.format(place=place), 2 + place // 4) for place in range(1, 9)),
)
MONITORING = saying(
    stored("monitoring_visit", "2025-06-02"),
    ordinal_visit=3,
    topics=(LetterTopic.HELP_PROTECTION,),
    scope="the progress made in help and protection",
    progress=Passage("Progress is steady, but too slow for children who wait. Leaders know what must be done.", 1),
)


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


def send() -> Event:
    """An area SEND inspection that finds widespread failings."""
    return notified([BEFORE, AFTER], [BEFORE, AFTER, SEND], "2025-04-09", "2025-04-10")[0]


def joint() -> Event:
    """A joint inspection with a theme, and eight things to improve."""
    return notified([BEFORE, AFTER], [BEFORE, AFTER, JTAI], "2025-05-11", "2025-05-12")[0]


def monitored() -> Event:
    """A third monitoring visit that says how much progress there is."""
    return notified([BEFORE, AFTER], [BEFORE, AFTER, MONITORING], "2025-06-01", "2025-06-02")[0]


def elsewhere(event: Event, authority: Authority = UNDERBY) -> Event:
    """The same event about another authority, in every text."""
    written = json.dumps(event_to_json(event))
    return event_from_json(json.loads(written.replace(event.authority, authority.name).replace(event.urn, authority.urn)))


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
