"""Where the forms of the Prefect UI are: the ids of deployments, stored when `deploy` ran, so that a link costs no request."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ofsted_watch.adapters.database import Database

_FORM = "form "
"""What begins the names under which they are stored, among the stored settings: 'form nightly'."""

_BY, _WHY = "deploy", "links lead to the form"


def store_forms(database: "Database", forms: Mapping[str, str], at: datetime) -> None:
    """Store deployments with their ids on the Prefect server, in place of all that were stored before."""
    before = stored_forms(database)
    if before == forms:  # a value that is stored makes the pages ask for everything again
        return
    gone: dict[str, str | None] = {f"{_FORM}{name}": None for name in before.keys() - forms.keys()}
    database.stored_settings.store(gone | {f"{_FORM}{name}": form for name, form in forms.items()}, by=_BY, why=_WHY, at=at)


def stored_forms(database: "Database") -> Mapping[str, str]:
    """Deployment → its id on the Prefect server; empty if `deploy` has not run with this database."""
    stored = database.stored_settings.all()
    return {name.removeprefix(_FORM): setting.value for name, setting in stored.items() if name.startswith(_FORM)}
