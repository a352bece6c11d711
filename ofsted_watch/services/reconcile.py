"""Compare what is stored with Ofsted's own table of inspection outcomes. Stores nothing."""

from datetime import date

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.identifiers import Sha256, Urn
from ofsted_watch.domain.official_rows import OfficialTable
from ofsted_watch.domain.reconciliation import Reconciliation, known_differences, reconcile


def reconcile_stored(database: Database, register: AuthorityRegister, table: OfficialTable) -> Reconciliation:
    """The comparison of all stored letters with this table. Raises DatabaseUnavailable."""
    return reconcile(table, database.letters.stored(), register, known_differences(), _set_aside(database))


def _set_aside(database: Database) -> dict[tuple[Urn, date], str]:
    """The authority and first day on site of each letter that waits for a person, and why it waits."""
    waiting = {Sha256(item.about): item for item in database.set_asides.find() if item.what == "letter"}
    days = {}
    for reading in database.readings.all_of(waiting, with_text=False):
        item = waiting[reading.letter.sha256]
        if reading.letter.inspection_start:
            days[item.urn, reading.letter.inspection_start] = item.code
    return days
