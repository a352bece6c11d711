"""What this installation decided once and uses for ever: the domain of its ids."""

from sqlalchemy import Connection, select

from ofsted_watch.adapters.database.connection import Connections, Repository, insert_absent
from ofsted_watch.adapters.database.schema import installation

ID_DOMAIN = "id_domain"
"""The name of the row with the domain that ends Message-IDs and names us in the ids of feeds."""


class Installation(Repository):
    """The values of `installation`. The first value stored under a name stays."""

    def __init__(self, connections: Connections, *, id_domain: str) -> None:
        super().__init__(connections)
        self._proposed_domain = id_domain
        self._stored_domain: str | None = None

    def id_domain(self) -> str:
        """The id domain: the stored one, else the one that the next run will store. Writes nothing.

        The pages may only read, and the ids that they show must be those that the nightly run stores.
        """
        if self._stored_domain is None:
            with self.read_transaction() as connection:
                self._stored_domain = _stored_domain(connection)
        return self._stored_domain or self._proposed_domain

    def fixed_id_domain(self, connection: Connection) -> str:
        """The id domain, stored at the first call, inside the caller's transaction."""
        stored = _stored_domain(connection)
        if stored is not None:
            return stored
        insert_absent(connection, installation, [{"name": ID_DOMAIN, "value": self._proposed_domain}])
        return _stored_domain(connection) or self._proposed_domain


def _stored_domain(connection: Connection) -> str | None:
    return connection.execute(select(installation.c.value).where(installation.c.name == ID_DOMAIN)).scalar()
