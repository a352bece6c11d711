"""Whatever a person writes after a command, or a server gives as a name: no SQL of theirs runs, no path leads out."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.database.schema import metadata
from ofsted_watch.domain.model import NewAlert
from ofsted_watch.errors import ArchiveDamaged
from tests.adapters.database.made import NOW, event, night, stored, subscribed
from tests.examples import examples
from tests.security.commands import Commands
from tests.security.hostile import HOSTILE, unseen

KNOWSLEY = "80479"
SQL = [
    "' OR '1'='1",
    "'; DROP TABLE alerts; --",
    '" OR ""="',
    "%",
    "_",
    "\\",
    "1; DELETE FROM subscriptions",
    ":name",
    "%(x)s",
    "?",
]
PATHS = ["../../etc/passwd", "..", "/etc/passwd", "a/../../b", "file:///etc/passwd", "~/x", "C:\\x", "\\\\host\\x", "a\0b", "."]
# No program is ever given a NUL as a word; values from letters and servers may hold one.
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(lambda text: not text.startswith("-"))
hostile = st.sampled_from([*SQL, *PATHS, HOSTILE.replace("-", "")]) | text


@pytest.fixture
def known(commands: Commands, tmp_path: Path) -> tuple[Commands, Callable[[], dict[str, int]]]:
    """A watch with something of everything, and how many rows each table has."""
    url = f"sqlite:///{tmp_path}/data/ofsted-watch.db"
    with Database(url) as database:
        database.migrate()
        person = subscribed(database)
        outcome = night(alerts=(NewAlert(person.id, event().key, "too many"),), events=(replace(event(), urn=KNOWSLEY),))
        database.outcomes.apply(replace(outcome, stored=(stored(urn=KNOWSLEY),), changes=()), run_id=None, at=NOW)

    def rows() -> dict[str, int]:
        with Database(url) as database, database.read_transaction() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in metadata.tables.items()
            }

    return commands, rows


CHECKS = [
    *(("letters", "--authority"), ("judgements", "--authority"), ("changes", "--authority"), ("letters", "--since")),
    *(("set-aside", "show"), ("alerts", "list", "--state"), ("nightly", "--authority"), ("nightly", "--today"), ("unsubscribe",)),
    *(("reread", "--authority"), ("backfill", "--kind"), ("backfill", "--region"), ("backfill", "--all", "--from"), ("read",)),
    *(("subscribe",), ("subscribe", "me@example.org", "--region"), ("subscribe", "me@example.org", "--frequency")),
]
"""Commands whose last word is refused, or finds nothing, when it is no name, day or number that we know."""


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(given=st.lists(hostile.filter(lambda word: "\0" not in word), min_size=len(CHECKS), max_size=len(CHECKS)))
def test_any_word_is_taken_as_a_word_and_changes_nothing(
    known: tuple[Commands, Callable[[], dict[str, int]]], given: list[str]
) -> None:
    commands, rows = known
    before = rows()
    for command, word in zip(CHECKS, given, strict=True):
        if re.sub(r"\W", "", word):  # an empty word may mean a default, an old day or everything
            done = commands(*command, f"zz{word}")
            assert done.code in (1, 2), (command, word)
            assert unseen(done.out + done.err) == set()
    assert rows() == before


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(why=hostile.filter(str.strip), by=hostile.filter(str.strip))
def test_a_reason_and_a_name_are_stored_as_they_were_written(
    known: tuple[Commands, Callable[[], dict[str, int]]], tmp_path: Path, why: str, by: str
) -> None:
    commands, rows = known
    before = rows()
    with Database(f"sqlite:///{tmp_path}/data/ofsted-watch.db") as database:
        (alert,) = database.alerts.find()
        done = commands("alerts", "drop", str(alert.id), "--why", why, "--by", by)
        (after,) = database.alerts.find()
        if done.code == 0:
            assert (after.resolved_why, after.resolved_by) == (why.replace("\0", "\ufffd"), by.replace("\0", "\ufffd"))
            with database.write_transaction() as connection:
                connection.execute(metadata.tables["alerts"].update().values(state="held"))
        assert done.code in (0, 2)
    assert rows() == before


@given(sha256=hostile | st.sampled_from(["a" * 63, "A" * 64, "a" * 64 + "\n", "../" * 21 + "a"]))
def test_only_a_hash_leads_into_the_archive(sha256: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    archive = Archive(str(tmp_path_factory.getbasetemp() / "archive"))
    with pytest.raises(ArchiveDamaged, match="is not a sha256"):
        archive.get(sha256)
