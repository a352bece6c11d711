"""The pages over the 153 authorities of England, each with invented inspections: for sizes and for numbers that must agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.grades import Grade
from ofsted_watch.domain.history import histories, neighbour_changes
from ofsted_watch.domain.model import Outcome, StoredLetter
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app
from tests.domain.history.letters import RI, G, I, O, ilacs, ilacs3, sif

TODAY = date(2026, 8, 22)
_GRADES = (O, G, G, RI, I, G, RI)


def letters() -> Iterator[StoredLetter]:
    """Up to three inspections of each authority, all but every tenth; grades and days differ from one to the next."""
    for place, authority in enumerate(ENGLAND.current()):
        if place % 10 == 9:
            continue
        days = (f"{2014 + place % 3}-0{1 + place % 9}-11", f"{2018 + place % 4}-0{1 + place % 8}-12", f"2023-1{place % 3}-13")
        yield sif(days[0], *graded(place, 5), urn=authority.urn)
        yield ilacs3(days[1], *graded(place + 3, 4), urn=authority.urn)
        if place % 4:
            yield ilacs(days[2], *graded(place + 5, 5), urn=authority.urn)


def graded(place: int, number: int) -> list[Grade]:
    return [_GRADES[(place * 3 + each) % len(_GRADES)] for each in range(number)]


@contextmanager
def browsing(folder: Path, *more: StoredLetter) -> Iterator[TestClient]:
    """A browser on these pages, and on those of further letters."""
    settings = Settings(data_dir=folder, public_url="https://watch.example", mail_from="watch@watch.example")
    stored = (*letters(), *more)
    changes = tuple(change for history in histories(stored).values() for change in neighbour_changes(history))
    checked = tuple(authority.urn for authority in ENGLAND.current())
    with open_database(settings) as database:
        outcome = Outcome(TODAY, stored=stored, changes=changes, checked_urns=checked)
        database.outcomes.apply(outcome, run_id=None, at=datetime(2026, 8, 22, 3, tzinfo=UTC))
    app = make_app(settings, today=lambda: TODAY)
    with TestClient(app, base_url=settings.public_url, raise_server_exceptions=False) as client:
        yield client
