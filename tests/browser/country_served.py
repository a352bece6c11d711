"""The pages over a country of 153 invented authorities on loopback, with news of the week: what an analyst meets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

from ofsted_watch.adapters.database import Database
from ofsted_watch.demo_site.invented_authorities import BEGINNINGS, ENDINGS, write_csv
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.findings import LetterTopic
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.history import histories, neighbour_changes
from ofsted_watch.domain.model import Outcome, StoredLetter
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from tests.domain.history.letters import RI, G, I, O, ilacs_2026, stored
from tests.presentation.tables_of_everything import asking
from tests.web.served_pages import pages_served
from tests.web.whole_country import TODAY, letters

FIRST, SECOND = "80479", "80481"
"""Two authorities with news of the week; their names are invented, as all are."""


def news() -> list[StoredLetter]:
    """What the last years brought to the first authority, and the last week to both."""
    fell = ilacs_2026("2026-08-19", I, RI, RI, G, urn=FIRST)
    rose = ilacs_2026("2026-08-18", G, G, G, O, urn=SECOND)
    return [
        asking(fell, summary="Since the last inspection, children wait longer for a decision. Leaders know this."),
        asking(rose, summary="Leaders have turned plans into help that children notice. Staff stay."),
        asking(stored("focused_visit", "2024-06-11", urn=FIRST), topics=(LetterTopic.FRONT_DOOR,)),
        asking(stored("focused_visit", "2025-03-04", urn=FIRST), topics=(LetterTopic.CARE_LEAVERS,)),
        asking(stored("jtai", "2022-05-17", urn=FIRST), theme="serious youth violence"),
        stored("area_send", "2024-02-06", {Area.SEND_OUTCOME: Grade.INCONSISTENT}, urn=FIRST),
        stored("area_send", "2025-10-07", {Area.SEND_OUTCOME: Grade.SYSTEMIC_FAILINGS}, urn=SECOND),
    ]


def fill(database: Database) -> None:
    known = (*letters(), *news())
    changes = tuple(change for history in histories(known).values() for change in neighbour_changes(history))
    checked = tuple(authority.urn for authority in ENGLAND.current())
    outcome = Outcome(TODAY, stored=known, changes=changes, checked_urns=checked)
    database.outcomes.apply(outcome, run_id=None, at=datetime(2026, 8, 22, 3, tzinfo=UTC))


@contextmanager
def country_served(folder: Path) -> Iterator[str]:
    """The address of the front page. The register is England's, with invented names and invented neighbours."""
    names = ("".join(pair) for pair in product(BEGINNINGS, ENDINGS))
    named = folder / "authorities.csv"
    write_csv(named, tuple(replace(authority, name=next(names)) for authority in ENGLAND.current()))
    settings = Settings(data_dir=folder, authorities_file=named, mail_from="watch@watch.example")
    with open_database(settings) as database:
        fill(database)
    with pages_served(replace(settings, public_url="http://127.0.0.1"), today=lambda: TODAY) as server:
        yield f"http://127.0.0.1:{server.port}"
