"""Invented values for the tests of the database: Ambleford and Brackenshire are no councils."""

from datetime import UTC, date, datetime

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.grades import Grade, Strand
from ofsted_watch.domain.model import (
    Cause,
    Change,
    Direction,
    Event,
    EventKind,
    Frequency,
    Letter,
    Listing,
    NewAlert,
    Outcome,
    Section,
    SetAside,
    StoredLetter,
    Subscription,
    Topic,
    Witness,
)
from tests import factories

AMBLEFORD = "80990"
BRACKENSHIRE = "80991"
TODAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 2, 30, tzinfo=UTC)


def listing(number: str = "50001", urn: str = AMBLEFORD, published: date | None = date(2026, 3, 2)) -> Listing:
    url = f"https://files.example/v1/file/{number}"
    return factories.listing(urn=urn, file_number=number, url=url, published=published, event_date=None)


def letter(sha256: str = "a" * 64, grade: Grade = Grade.GOOD, text: str = "Services in Ambleford are good.") -> Letter:
    witness = Witness(2, "Overall effectiveness Good", "table")
    return factories.letter(
        file=f"{sha256[:4]}.pdf",
        sha256=sha256,
        pages=9,
        title="Inspection of Ambleford",
        authority="Ambleford",
        urn=AMBLEFORD,
        inspection_start=date(2026, 1, 12),
        inspection_end=date(2026, 1, 23),
        inspectors=("A. Person", "B. Person"),
        judgements=(factories.judgement(grade=grade, page=2, witnesses=(witness,)),),
        headings=("What needs to improve",),
        sections=(Section("What needs to improve", "The letters."),) if text else (),
        text=text,
    )


def stored(
    number: str = "50001", sha256: str = "a" * 64, urn: str = AMBLEFORD, version: str = "1", grade: Grade = Grade.GOOD
) -> StoredLetter:
    return StoredLetter(listing(number, urn), letter(sha256, grade), date(2026, 3, 2), TODAY, version)


def change(urn: str = AMBLEFORD, strand: Strand = Strand.OVERALL, to_published: date = date(2026, 3, 2)) -> Change:
    return Change(
        urn=urn,
        strand=strand,
        from_grade=Grade.GOOD,
        to_grade=Grade.INADEQUATE,
        direction=Direction.DECLINED,
        cause=Cause.NEW_LETTER,
        from_published=date(2022, 5, 6),
        to_published=to_published,
        from_file="b" * 64,
        to_file="a" * 64,
        from_number="40001",
        to_number="50001",
        evidence=(Witness(2, "Overall effectiveness Inadequate", "table"),),
    )


def event(key: str = "letter:80990:aaaa", urn: str = AMBLEFORD) -> Event:
    return Event(
        key=key,
        kind=EventKind.LETTER,
        topics=frozenset({Topic.CHANGE, Topic.LETTER}),
        urn=urn,
        authority="Ambleford",
        happened=date(2026, 3, 2),
        title="Inspection of Ambleford",
        listed_as="Children's services inspection",
        url="https://files.example/v1/file/50001",
        file_number="50001",
        sha256="a" * 64,
        changes=(change(urn),),
        unchanged=((Strand.LEADERSHIP, Grade.GOOD),),
        facts=("Care leavers were judged on their own for the first time.",),
    )


def subscribed(
    database: Database,
    email: str = "reader@example.org",
    frequency: Frequency = Frequency.AT_ONCE,
    urns: frozenset[str] = frozenset(),
) -> Subscription:
    return database.subscribers.subscribe(
        email, urns=urns, region=None, topics={Topic.CHANGE}, frequency=frequency, declines_only=False, at=NOW
    )


def night(*, alerts: tuple[NewAlert, ...] = (), events: tuple[Event, ...] | None = None) -> Outcome:
    """An outcome with something of everything."""
    return Outcome(
        today=TODAY,
        stored=(stored(),),
        set_aside=(SetAside("letter", BRACKENSHIRE, "c" * 64, "truncated", "The file ends before its end"),),
        changes=(change(),),
        events=(event(),) if events is None else events,
        alerts=alerts,
        checked_urns=(AMBLEFORD,),
    )


def notified(database: Database, subscription: Subscription, keys: tuple[str, ...], hold: str | None = None) -> None:
    """Put one alert per event key into the outbox for this person."""
    database.outcomes.apply(
        Outcome(
            today=TODAY,
            events=tuple(event(key) for key in keys),
            alerts=tuple(NewAlert(subscription.id, key, hold) for key in keys),
        ),
        run_id=None,
        at=NOW,
    )
