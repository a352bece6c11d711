"""No statement of a night, of a delivery or of a page looks through a whole table that grows: the engines say so themselves."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text, update

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.full_text_search import Within
from ofsted_watch.adapters.database.schema import alerts, files, listings, set_asides, subscriptions
from ofsted_watch.domain.model import AlertState, Coverage, Frequency, NewAlert, Outcome, SetAside, Topic
from ofsted_watch.presentation.search_query import question
from tests.adapters.database import made

GROWING = (
    "files",
    "listings",
    "checks",
    "readings",
    "stored_letters",
    "changes",
    "set_asides",
    "subscriptions",
    "events",
    "alerts",
)
"""`runs` grows by a row a night, and is asked for by its newest."""

OF_FEW = ("ix_events_held", "ix_events_unpublished", "ix_subscriptions_left", "uq_set_asides_open")
"""Indexes that hold only the few rows that are asked for: to read one of them whole is what they are for."""

_SCANNED = re.compile(rf"^SCAN (\w+)(?! USING (?:COVERING )?INDEX (?:{'|'.join(OF_FEW)}))\b")

AUTHORITIES, LETTERS, PEOPLE = 400, 10, 20_000
URNS = tuple(str(2_000_000 + n) for n in range(AUTHORITIES))
ONE = URNS[7]
NUMBER = str(10_000_000 + 7 * LETTERS)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def grown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with four thousand letters, and whatever comes with them."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('grown') / 'grown.db'}"
    else:
        server = request.getfixturevalue("postgres")
        url = server.url(server.new_database())
    with Database(url) as database:
        database.migrate()
        _grow(database)
        yield database


def _stored(urn: str, number: str) -> Any:
    one = made.stored(number, f"{int(number):064x}", urn)
    text_ = f"Services in place {urn} are good." + (" A comet was seen." if urn == ONE else "")
    return replace(one, letter=replace(one.letter, text=text_))


def _grow(database: Database) -> None:
    numbers = [(urn, str(10_000_000 + n * LETTERS + k)) for n, urn in enumerate(URNS) for k in range(LETTERS)]
    made.subscribed(database, "ada@example.org", Frequency.DAILY)
    preferences = {"urns": [], "region": None, "topics": [Topic.CHANGE], "frequency": Frequency.AT_ONCE, "declines_only": False}
    with database.write_transaction() as connection:
        others = [preferences | {"email": f"r{n}@example.org", "preferences": "", "created_at": made.NOW} for n in range(PEOPLE)]
        connection.execute(insert(subscriptions), others)
    changes = tuple(replace(made.change(urn), to_number=number, to_file=f"{int(number):064x}") for urn, number in numbers)
    events = tuple(replace(made.event(f"letter:{urn}:{number}", urn), changes=()) for urn, number in numbers)
    notified = tuple(NewAlert(1 + n * 7919 % PEOPLE, event.key) for n, event in enumerate(events))
    letters = tuple(_stored(*number) for number in numbers)
    aside = tuple(SetAside("letter", urn, f"{n:064x}", "truncated", "cut") for n, urn in enumerate(URNS * 5))
    night = Outcome(made.TODAY, letters, aside, changes, events, notified, URNS)
    run = database.runs.start("nightly", made.TODAY, URNS, made.NOW)
    database.outcomes.apply(night, run_id=run, at=made.NOW)
    database.runs.finish(run, "done", Coverage(URNS, URNS), "saw all", made.NOW)
    places = [{"urn": urn, "file_number": number} for urn, number in numbers]
    fetched = [_FILE | place | {"sha256": f"{int(place['file_number']):064x}"} for place in places]
    with database.write_transaction() as connection:
        connection.execute(insert(files), fetched)
        connection.execute(insert(listings), [place | {"first_listed": made.TODAY} for place in places])
        old = alerts.c.id > 20
        connection.execute(update(alerts).where(old).values(state=AlertState.SENT))
        connection.execute(update(set_asides).where(set_asides.c.id > 20).values(answer="released"))
    with database.write_transaction() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))  # it does so by itself after a while; SQLite does not


_FILE = {
    "edition": 1,
    "url": "https://files.example/v1/file/1",
    "listed_as": "Children's services inspection",
    "size": 1,
    "first_seen": made.TODAY,
    "fetched_at": made.NOW,
    "checked_at": made.NOW,
}

Asked = Callable[[Database], object]

NIGHT: dict[str, Asked] = {
    "note the listings": lambda database: database.files.record_listings([made.listing(NUMBER, ONE)], made.TODAY),
    "the files we hold": lambda database: database.files.files_of(ONE),
    "the letters we keep": lambda database: database.letters.stored([ONE]),
    "a reading": lambda database: database.readings.get("1" * 64, "1"),
    "what waits": lambda database: database.set_asides.waiting_or_rejected("letter", ONE),
    "the letters that wait": lambda database: database.set_asides.set_aside_letters([ONE]),
    "the editions served": lambda database: database.files.newest_editions([ONE]),
    "the checks before": lambda database: database.files.checks_before([ONE]),
    "the last looks": lambda database: database.letters.last_checks([ONE]),
    "a file checked": lambda database: database.files.record_checked(made.listing(NUMBER, ONE), made.NOW),
    "a letter kept": lambda database: database.outcomes.apply(
        replace(made.night(), stored=(_stored(ONE, NUMBER),), alerts=(), checked_urns=(ONE,)), run_id=None, at=made.NOW
    ),
    "who was told": lambda database: database.alerts.notified([f"letter:{ONE}:{NUMBER}"]),
    "the nights before": lambda database: database.runs.days_of("nightly", 400),
    "the last run": lambda database: database.runs.last("nightly", expected=[ONE]),
}
DELIVERY: dict[str, Asked] = {
    "recover what hung": lambda database: database.outbox.recover_hung(made.NOW, timedelta(minutes=15)),
    "claim": lambda database: database.outbox.claim(made.NOW, limit=100),
    "begin to send": lambda database: database.outbox.begin_send([1], made.NOW, claimed_at=made.NOW),
    "mark as sent": lambda database: database.outbox.mark_sent({1: "250"}, made.NOW),
    "end the backoff": lambda database: database.outbox.end_backoff(made.NOW),
    "who has a digest": lambda database: database.outbox.digest_addresses(Frequency.DAILY, made.NOW),
    "claim a digest": lambda database: database.outbox.claim_digest(made.NOW, Frequency.DAILY, "ada@example.org"),
    "the oldest unsent": lambda database: database.outbox.oldest_unsent(),
    "the next due": lambda database: database.outbox.next_due(),
}
PAGES: dict[str, Asked] = {
    "what is held": lambda database: database.alerts.held_events(),
    "what is held of an authority": lambda database: database.alerts.held_events([ONE]),
    "an authority's corrections": lambda database: database.alerts.corrections([ONE]),
    "all readings of a file": lambda database: database.readings.all_of(["1" * 64], with_text=True),
    "a letter's editions": lambda database: database.pages.editions(ONE, NUMBER),
    "what was served": lambda database: database.pages.served(ONE),
    "an authority's changes": lambda database: database.letters.changes([ONE]),
    "what it has set aside": lambda database: database.set_asides.find(urn=ONE),
    "a person's wishes": lambda database: database.subscribers.of("ada@example.org"),
    "a search": lambda database: database.search.find(question("comet"), Within()),
}
ALL = NIGHT | DELIVERY | PAGES


@pytest.mark.parametrize("what", ALL)
def test_it_is_found_by_an_index(grown: Database, what: str):
    with _plans() as plans:
        ALL[what](grown)
    assert plans.asked, "no statement was seen, so nothing is shown"
    assert plans.scans == []


def test_a_scan_would_be_seen(grown: Database):
    with _plans() as plans, grown.read_transaction() as connection:
        connection.execute(text("SELECT count(*) FROM stored_letters WHERE listed_as = 'nothing'"))
    assert [table for table, _ in plans.scans] == ["stored_letters"]


class _Plans:
    """The statements that an engine was asked, and those parts of its plans that look through a growing table."""

    def __init__(self) -> None:
        self.asked = 0
        self.scans: list[tuple[str, str]] = []

    def see(self, connection: Connection, _cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        if not statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            return
        self.asked += 1
        driver: Any = connection.connection.driver_connection
        first = given[0] if many else given
        if connection.dialect.name == "sqlite":
            rows = driver.execute(f"EXPLAIN QUERY PLAN {statement}", first).fetchall()
            self.scans += [(table, statement) for row in rows for table in _SCANNED.findall(row[3]) if table in GROWING]
        else:
            plan = driver.execute(f"EXPLAIN (FORMAT JSON) {statement}", first).fetchone()[0][0]["Plan"]
            self.scans += [(table, statement) for table in _scanned(plan)]


def _scanned(node: dict[str, Any]) -> Iterator[str]:
    """The growing tables that a node of a PostgreSQL plan, or one below it, reads from end to end."""
    is_index = node["Node Type"] in ("Index Scan", "Index Only Scan")
    whole = node["Node Type"] == "Seq Scan" or (is_index and "Index Cond" not in node and node["Index Name"] not in OF_FEW)
    if whole and node.get("Relation Name") in GROWING:
        yield node["Relation Name"]
    for below in node.get("Plans", ()):
        yield from _scanned(below)


@contextmanager
def _plans() -> Iterator[_Plans]:
    from sqlalchemy import Engine

    plans = _Plans()
    event.listen(Engine, "before_cursor_execute", plans.see)
    try:
        yield plans
    finally:
        event.remove(Engine, "before_cursor_execute", plans.see)
