"""Set-aside items that resolved themselves and need no review."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, select

from ofsted_watch.adapters.database.schema import files, set_asides
from ofsted_watch.domain.identifiers import FileKey, LetterKey, ListingKey
from ofsted_watch.domain.model import StoredLetter
from ofsted_watch.domain.set_aside_state import SetAsideAnswer, SetAsideSubject


def auto_resolve(
    connection: Connection, stored: Collection[StoredLetter], new_letters: Collection[LetterKey], at: datetime
) -> int:
    """Close the open entries about files that are stored now. Returns how many.

    A set-aside letter is resolved if exactly its bytes are stored (a better reader), or if other bytes under its file
    number are newly stored (the site serves a good file now).
    """
    if not stored:
        return 0
    same_bytes = {letter.file_key: letter.reader_version for letter in stored}
    same_number = {ListingKey(new.urn, new.file_number) for new in new_letters}
    served_as = and_(files.c.urn == set_asides.c.urn, files.c.sha256 == set_asides.c.about)
    asked = (
        select(set_asides.c.id, set_asides.c.what, set_asides.c.urn, set_asides.c.about, files.c.file_number)
        .join(files, served_as, isouter=True)
        .where(set_asides.c.answer.is_(None), set_asides.c.urn.in_({letter.listing.urn for letter in stored}))
    )
    auto_resolved = {}
    for number, what, urn, about, served_number in connection.execute(asked):
        file_number = about if what == SetAsideSubject.LISTING else served_number
        file = FileKey(urn, about)
        if file in same_bytes:
            auto_resolved[number] = f"reader version {same_bytes[file]} reads the letter, and it is stored now"
        elif ListingKey(urn, file_number) in same_number:
            auto_resolved[number] = "the site serves other bytes under this number, and their letter is stored now"
    for number, why in auto_resolved.items():
        values = {"answer": SetAsideAnswer.AUTO_RESOLVED, "answered_by": "ofsted-watch", "answered_why": why, "answered_at": at}
        connection.execute(set_asides.update().where(set_asides.c.id == number).values(values))
    return len(auto_resolved)
