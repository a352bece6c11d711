"""A database with something of everything that may be told, and something that may not: for API, feeds and search."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister, authorities_in
from ofsted_watch.domain.grades import Area, Grade, Strand
from ofsted_watch.domain.history import letter_key
from ofsted_watch.domain.letter_kind import LetterKind
from ofsted_watch.domain.model import (
    Cause,
    Change,
    Direction,
    Event,
    EventKind,
    Judgement,
    Outcome,
    Section,
    StoredLetter,
    Topic,
    Witness,
)
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app
from tests import factories

AUTHORITIES = (
    "urn,name,ons_code,region",
    "90001,Ambleford,E990001,North Vale",
    "90002,Brackenshire,E990002,North Vale",
    "90003,Cold Harbour,E990003,South Downs and Marsh",
)
REGISTER = AuthorityRegister.of(authorities_in(AUTHORITIES, "AUTHORITIES"))
AMBLEFORD, BRACKENSHIRE, COLD_HARBOUR = "90001", "90002", "90003"
FIRST_NIGHT, SECOND_NIGHT = datetime(2026, 3, 3, 2, tzinfo=UTC), datetime(2026, 3, 4, 2, tzinfo=UTC)
EARLIER, LATER = date(2022, 5, 6), date(2026, 3, 2)


def sha(number: str) -> str:
    """A hash for a file number; invented, and another one for each."""
    return number[-2:] * 32


def judgement(area: Area, grade: Grade) -> Judgement:
    return factories.judgement(
        area=area, grade=grade, printed=str(grade), page=2, witnesses=(Witness(2, f"{area} {grade}", "table"),)
    )


def inspection(urn: str, number: str, published: date, overall: Grade, leaders: Grade, text: str) -> StoredLetter:
    """An ILACS inspection with two judgements."""
    listing = factories.listing(
        urn=urn, file_number=number, url=f"https://files.example/v1/file/{number}", published=published, event_date=None
    )
    letter = factories.letter(
        file=f"{number}.pdf",
        sha256=sha(number),
        title=f"Inspection {number}",
        authority=urn,
        urn=urn,
        inspection_start=published,
        inspection_end=published,
        inspectors=("A. Person", "B. Person"),
        lead_inspector="A. Person",
        judgements=(judgement(Area.OVERALL, overall), judgement(Area.LEADERS, leaders)),
        headings=("What is good",),
        sections=(Section("What is good", text),),
        text=text,
    )
    return StoredLetter(listing, letter, published, published, "1")


def visit(urn: str, number: str, published: date, text: str) -> StoredLetter:
    """A focused visit: no judgements."""
    whole = inspection(urn, number, published, Grade.GOOD, Grade.GOOD, text)
    return replace(
        whole, letter=replace(whole.letter, kind=LetterKind.FOCUSED_VISIT, title=f"Focused visit {number}", judgements=())
    )


def change(before: StoredLetter, after: StoredLetter, place: int = 0, cause: Cause = Cause.NEW_LETTER) -> Change:
    """The change on the line of the judgement at `place`."""
    was, now = before.letter.judgements[place].grade, after.letter.judgements[place].grade
    declined = (Direction.DECLINED, Direction.IMPROVED)[now in (Grade.GOOD, Grade.OUTSTANDING)]
    return Change(
        urn=after.listing.urn,
        strand=(Strand.OVERALL, Strand.LEADERSHIP)[place],
        from_grade=was,
        to_grade=now,
        direction=declined,
        cause=cause,
        from_published=before.published,
        to_published=after.published,
        from_file=before.letter.sha256,
        to_file=after.letter.sha256,
        from_number=before.listing.file_number,
        to_number=after.listing.file_number,
        evidence=after.letter.judgements[place].witnesses,
    )


def event(stored: StoredLetter, *changes: Change) -> Event:
    """The announcement of a letter."""
    return Event(
        key=letter_key(stored.listing.urn, stored.letter.sha256),
        kind=EventKind.LETTER,
        topics=frozenset({Topic.LETTER, Topic.CHANGE}),
        urn=stored.listing.urn,
        authority="",
        happened=stored.published,
        title="",
        listed_as=stored.listing.listed_as,
        url=stored.listing.url,
        file_number=stored.listing.file_number,
        sha256=stored.letter.sha256,
        changes=changes,
    )


AMBLEFORD_2022 = inspection(AMBLEFORD, "50010", EARLIER, Grade.GOOD, Grade.GOOD, "Caseloads <b>were</b> manageable & calm.")
AMBLEFORD_2026 = inspection(AMBLEFORD, "50011", LATER, Grade.INADEQUATE, Grade.INADEQUATE, "Caseloads are too high.")
BRACKENSHIRE_2022 = inspection(BRACKENSHIRE, "50020", EARLIER, Grade.INADEQUATE, Grade.GOOD, "Care leavers wait.")
BRACKENSHIRE_2026 = inspection(BRACKENSHIRE, "50021", LATER, Grade.GOOD, Grade.GOOD, "Care leavers are heard.")
COLD_HARBOUR_VISIT = replace(
    visit(COLD_HARBOUR, "50030", date(2025, 7, 1), "Caseloads fell in the hub."), withdrawn=date(2026, 3, 3)
)

DECLINED = change(AMBLEFORD_2022, AMBLEFORD_2026)
LEADERS_DECLINED = change(AMBLEFORD_2022, AMBLEFORD_2026, 1)
IMPROVED = change(BRACKENSHIRE_2022, BRACKENSHIRE_2026)


def fill(database: Database, *, hold: str | None = None) -> None:
    """Two nights: the first sight of everything of before, then a letter each about Ambleford and (held, if so) Brackenshire."""
    first = Outcome(FIRST_NIGHT.date(), stored=(AMBLEFORD_2022, BRACKENSHIRE_2022, COLD_HARBOUR_VISIT))
    database.outcomes.apply(first, run_id=None, at=FIRST_NIGHT)
    notified = event(AMBLEFORD_2026, DECLINED, LEADERS_DECLINED)
    second = Outcome(SECOND_NIGHT.date(), stored=(AMBLEFORD_2026,), changes=(DECLINED, LEADERS_DECLINED), events=(notified,))
    database.outcomes.apply(second, run_id=None, at=SECOND_NIGHT)
    third = Outcome(
        SECOND_NIGHT.date(),
        stored=(BRACKENSHIRE_2026,),
        changes=(IMPROVED,),
        events=(event(BRACKENSHIRE_2026, IMPROVED),),
        hold=hold,
    )
    database.outcomes.apply(third, run_id=None, at=SECOND_NIGHT)


def settings_in(folder: Path) -> Settings:
    """The settings of a watch over the invented authorities."""
    names = folder / "authorities.csv"
    names.write_text("\n".join(AUTHORITIES), encoding="utf-8")
    return Settings(data_dir=folder, authorities_file=names, public_url="https://watch.example", mail_from="watch@watch.example")


@contextmanager
def browsing(folder: Path, *, hold: str | None = None, nights: bool = True, mail_from: str | None = None) -> Iterator[TestClient]:
    """A browser on the pages of such a database; without `nights` it is opened as it stands in the folder."""
    settings = settings_in(folder)
    settings = replace(settings, mail_from=mail_from) if mail_from else settings
    if nights:
        with open_database(settings) as database:
            fill(database, hold=hold)
    with TestClient(
        make_app(settings, today=lambda: date(2026, 3, 4)), base_url=settings.public_url, raise_server_exceptions=False
    ) as client:
        yield client
