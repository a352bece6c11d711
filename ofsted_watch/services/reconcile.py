"""Compare what is stored with Ofsted's own table of inspection outcomes. Stores nothing."""

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.official_rows import OfficialTable
from ofsted_watch.domain.reconciliation import Reconciliation, known_differences, reconcile


def reconcile_stored(database: Database, register: AuthorityRegister, table: OfficialTable) -> Reconciliation:
    """The comparison of all stored letters with this table. Raises DatabaseUnavailable."""
    return reconcile(table, database.letters.stored(), register, known_differences())
