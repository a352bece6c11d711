"""An application over a database that has seen two invented authorities: Marshford, judged three times, and Underby, never."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from starlette.testclient import TestClient

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.history import histories
from ofsted_watch.domain.model import Outcome, Section, StoredLetter
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app
from tests.domain.history.letters import MARSHFORD, RI, UNDERBY, G, I, changes_of, ilacs, ilacs3, sif, stored

TODAY = date(2026, 3, 5)
NOW = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)

FALL = ilacs("2026-03-02", I, I, RI, G, G)
RISE = ilacs3("2021-06-08", G, G, G, G)
FIRST = sif("2016-09-20", RI, I, RI, RI, G)
VISIT = stored("focused_visit", "2024-05-14", priority=True)
LETTERS = (FIRST, RISE, VISIT, FALL)


def settings_in(folder: Path) -> Settings:
    """Settings that know Marshford and Underby only."""
    named = folder / "authorities.csv"
    with named.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("urn", "name", "ons_code", "region"))
        rows.writerows((one.urn, one.name, one.ons_code, one.region) for one in (MARSHFORD, UNDERBY))
    return Settings(data_dir=folder, authorities_file=named)


def outcome_of(
    letters: Sequence[StoredLetter], *, checked_urns: Sequence[str] = (MARSHFORD.urn, UNDERBY.urn), **more: object
) -> Outcome:
    """What a night that kept these letters decided, told as history."""
    changes = tuple(change for history in histories(letters).values() for change in changes_of(history))
    return Outcome(TODAY, stored=tuple(letters), changes=changes, checked_urns=tuple(checked_urns), **more)  # type: ignore[arg-type]


@contextmanager
def browsing(folder: Path, *outcomes: Outcome, today: date = TODAY) -> Iterator[TestClient]:
    """A browser at the pages, after these outcomes."""
    settings = settings_in(folder)
    with open_database(settings) as database:
        for outcome in outcomes:
            database.outcomes.apply(outcome, run_id=None, at=NOW)
    with TestClient(make_app(settings, today=lambda: today), raise_server_exceptions=False) as browser:
        yield browser


def database_of(browser: TestClient) -> Database:
    """The database that the application has open."""
    found: Database = browser.app.state.here.database  # type: ignore[attr-defined]
    return found


def with_text(letter: StoredLetter, *sections: Section) -> StoredLetter:
    """The letter with text of its own."""
    text = "\n\n".join(section.text for section in sections)
    return replace(letter, letter=replace(letter.letter, sections=tuple(sections), text=text))
