"""Compare what is stored with Ofsted's own table of inspection outcomes. Stores nothing."""

from pathlib import Path

from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.official_table import read_official_table
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.reconciliation import Reconciliation, known_differences, reconcile


def reconcile_with_table(database: Database, register: AuthorityRegister, path: Path) -> Reconciliation:
    """The comparison of all stored letters with the table in this .ods file. Raises WrongUse for a file that is no such table."""
    table = read_official_table(path)
    return reconcile(table, database.letters.stored(), register, known_differences())
