"""Set-aside items and the decisions on them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from ofsted_watch.adapters.database.connection import Repository, in_portions, insert_absent
from ofsted_watch.adapters.database.schema import set_asides
from ofsted_watch.domain.identifiers import FileKey, Sha256, Urn
from ofsted_watch.domain.model import SetAside
from ofsted_watch.domain.set_aside_state import SetAsideAnswer, SetAsideSubject
from ofsted_watch.errors import WrongUse

_RELEASED, _REJECTED = SetAsideAnswer.RELEASED, SetAsideAnswer.REJECTED
_ASKED_ONCE = frozenset({SetAsideSubject.LETTER, SetAsideSubject.LISTING})
"""What stays rejected. The same bytes and the same link stay what they are; a page that fails again is another fault."""


class SetAsideRepository(Repository):
    """The repository of set-aside items. The same thing (URN, about, code) has at most one open entry."""

    def find(self, open_only: bool = True, *, urn: Urn | None = None) -> tuple[SetAside, ...]:
        """What was set aside, of one authority or of all, oldest first; without `open_only` also what has been answered."""
        asked = select(set_asides).order_by(set_asides.c.id)
        if urn is not None:
            asked = asked.where(set_asides.c.urn == urn)
        if open_only:
            asked = asked.where(set_asides.c.answer.is_(None))
        with self.read_transaction() as connection:
            return tuple(_set_aside(row) for row in connection.execute(asked).mappings())

    def get(self, number: int) -> SetAside:
        """One entry by its id. Raises WrongUse if there is none."""
        with self.read_transaction() as connection:
            row = connection.execute(select(set_asides).where(set_asides.c.id == number)).mappings().first()
        if row is None:
            raise WrongUse(f"There is no set-aside item {number}; list what is set aside to see the ids")
        return _set_aside(row)

    def is_set_aside(self, sha256: Sha256) -> bool:
        """True if this file was ever set aside as a letter, whatever was answered."""
        asked = select(set_asides.c.id).where(set_asides.c.what == SetAsideSubject.LETTER, set_asides.c.about == sha256)
        with self.read_transaction() as connection:
            return connection.execute(asked.limit(1)).first() is not None

    def resolve(self, number: int, answer: SetAsideAnswer, *, by: str, why: str, at: datetime) -> SetAside:
        """Write down a person's answer, 'released' (use it all the same) or 'rejected' (never use it), once.

        Raises WrongUse for another answer, an unknown entry, and one that is already decided.
        """
        if answer not in (_RELEASED, _REJECTED):
            raise WrongUse(f"'{answer}' is not a decision on set-aside items: choose {_RELEASED} or {_REJECTED}")
        values = {"answer": answer, "answered_by": by, "answered_why": why, "answered_at": at}
        still_open = (set_asides.c.id == number, set_asides.c.answer.is_(None))
        with self.write_transaction() as connection:
            resolved = connection.execute(set_asides.update().where(*still_open).values(values)).rowcount
        item = self.get(number)
        if not resolved:
            raise WrongUse(f"{number} was {item.answer} already, by {item.answered_by}: {item.answered_why}")
        return item

    def released_letters(self) -> frozenset[FileKey]:
        """Every letter that a person has released."""
        released = (set_asides.c.what == SetAsideSubject.LETTER, set_asides.c.answer == _RELEASED)
        with self.read_transaction() as connection:
            rows = connection.execute(select(set_asides.c.urn, set_asides.c.about).where(*released))
            return frozenset(FileKey(urn, about) for urn, about in rows)

    def set_aside_letters(self, urns: Collection[Urn]) -> frozenset[FileKey]:
        """Every letter of these authorities that is set aside and waits for an answer."""
        released: set[FileKey] = set()
        still_open = (set_asides.c.what == SetAsideSubject.LETTER, set_asides.c.answer.is_(None))
        with self.read_transaction() as connection:
            for some in in_portions(set(urns)):
                asked = select(set_asides.c.urn, set_asides.c.about).where(set_asides.c.urn.in_(some), *still_open)
                released.update(FileKey(urn, about) for urn, about in connection.execute(asked))
        return frozenset(released)

    def waiting_or_rejected(self, what: SetAsideSubject, urn: Urn) -> dict[str, SetAsideAnswer | None]:
        """What of this sort is set aside for an authority and not released: `about` → None (waits) or 'rejected'."""
        asked = select(set_asides.c.about, set_asides.c.answer).where(set_asides.c.what == what, set_asides.c.urn == urn)
        with self.read_transaction() as connection:
            rows = connection.execute(asked.order_by(set_asides.c.id)).all()
        released = {about for about, answer in rows if answer == _RELEASED}
        return {
            about: answer and SetAsideAnswer(answer)
            for about, answer in rows
            if answer in (None, _REJECTED) and about not in released
        }


def put_aside(connection: Connection, new_items: tuple[SetAside, ...], *, run_id: int | None, at: datetime) -> int:
    """Open an entry for each thing that has none and was not rejected. Returns how many were opened."""
    rejected = select(set_asides.c.urn, set_asides.c.about, set_asides.c.code).where(
        set_asides.c.answer == _REJECTED,
        set_asides.c.what.in_(_ASKED_ONCE),
        set_asides.c.urn.in_({item.urn for item in new_items}),
    )
    resolved = set(connection.execute(rejected)) if new_items else set()
    rows: list[dict[str, Any]] = [
        {
            "what": item.what,
            "urn": item.urn,
            "about": item.about,
            "code": item.code,
            "message": item.message,
            "since": at,
            "run_id": run_id,
        }
        for item in new_items
        if item.what not in _ASKED_ONCE or (item.urn, item.about, item.code) not in resolved
    ]
    return insert_absent(connection, set_asides, rows)


def _set_aside(row: RowMapping) -> SetAside:
    return SetAside(
        what=SetAsideSubject(row["what"]),
        urn=row["urn"],
        about=row["about"],
        code=row["code"],
        message=row["message"],
        id=row["id"],
        since=row["since"],
        answer=SetAsideAnswer(row["answer"]) if row["answer"] else None,
        answered_by=row["answered_by"],
        answered_why=row["answered_why"],
    )
