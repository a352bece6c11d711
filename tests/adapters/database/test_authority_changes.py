"""Added and ended authorities come back as they were stored, and the newest state of each counts."""

from datetime import date

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.authorities import ChangedAuthority, Ending
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from tests.adapters.database.made import NOW

NETHERMOOR = Authority(Urn("81999"), "Nethermoor", "E06000999", "North West", "999")


def test_an_added_authority_comes_back_and_its_end_takes_its_place(database: Database) -> None:
    assert database.authority_changes.all() == ()
    database.authority_changes.store(ChangedAuthority(NETHERMOOR), by="ops", at=NOW)
    assert database.authority_changes.all() == (ChangedAuthority(NETHERMOOR),)
    ended = ChangedAuthority(
        Authority(NETHERMOOR.urn, "Nethermoor", "", "North West", "999"),
        Ending(NETHERMOOR.urn, date(2027, 4, 1), (Urn("80901"), Urn("80902"))),
    )
    database.authority_changes.store(ended, by="ops", at=NOW)
    assert database.authority_changes.all() == (ended,)
