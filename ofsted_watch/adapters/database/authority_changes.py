"""Authorities that an operator added or ended: what the register of this version does not know."""

from datetime import datetime

from sqlalchemy import RowMapping, select

from ofsted_watch.adapters.database.connection import Repository, take_turn
from ofsted_watch.adapters.database.schema import authorities
from ofsted_watch.domain.authorities import ChangedAuthority, Ending
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority


class AuthorityChanges(Repository):
    """The repository of added and ended authorities, one row each."""

    def all(self) -> tuple[ChangedAuthority, ...]:
        """Every one, by URN."""
        with self.read_transaction() as connection:
            return tuple(_changed(row) for row in connection.execute(select(authorities).order_by(authorities.c.urn)).mappings())

    def store(self, changed: ChangedAuthority, *, by: str, at: datetime) -> None:
        """Store an authority as it is now, in place of what was stored of it."""
        authority, ending = changed.authority, changed.ending
        row = {
            "urn": authority.urn,
            "name": authority.name,
            "ons_code": authority.ons_code,
            "region": authority.region,
            "council_number": authority.council_number,
            "ended": ending.day if ending else None,
            "successors": list(ending.successors) if ending else [],
            "changed_by": by,
            "changed_at": at,
        }
        with self.write_transaction() as connection:
            take_turn(connection, "change the authorities")
            connection.execute(authorities.delete().where(authorities.c.urn == authority.urn))
            connection.execute(authorities.insert().values(row))


def _changed(row: RowMapping) -> ChangedAuthority:
    urn = Urn(row["urn"])
    authority = Authority(urn, row["name"], row["ons_code"], row["region"], row["council_number"])
    ending = Ending(urn, row["ended"], tuple(Urn(successor) for successor in row["successors"])) if row["ended"] else None
    return ChangedAuthority(authority, ending)
