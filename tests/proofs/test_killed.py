"""A process killed anywhere between seeing a letter and noting its mail as sent loses nothing, and doubles one case only."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from proofs.reliability.grounds import READERS, ground
from proofs.reliability.killed import Kill, Killing, died_with_a_mail_on_its_way, how_it_ended
from tests.adapters.mail_servers import Mailbox
from tests.postgres_server import HOW_TO_INSTALL, programs

ON_BOTH = ("SQL INSERT INTO alerts", "after database.outbox.claim", "after post.send")
MOMENTS = (
    "after archive.put",
    "after database.readings.record",
    "SQL INSERT INTO alerts",
    "after database.outcomes.apply",
    "after database.outbox.claim",
    "before post.send",
    "after post.send",
    "after database.outbox.mark_sent",
)
"""One or two of detect, record, claim, send and mark each; `make reliability` kills at every step, on both engines."""


def killing_on(engine: str, folder: Path) -> Iterator[Killing]:
    with ground(engine, folder) as on:
        yield Killing(on)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killing]:
    yield from killing_on("sqlite", tmp_path_factory.mktemp("killed"))


@pytest.fixture(scope="module")
def on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killing]:
    if programs() is None:
        pytest.skip(HOW_TO_INSTALL)
    yield from killing_on("postgresql", tmp_path_factory.mktemp("killed"))


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_night_killed_at_this_moment_and_run_again_ends_as_if_nothing_had_happened(on_sqlite: Killing, moment: str) -> None:
    _ends_well(on_sqlite, moment)


@pytest.mark.postgres
@pytest.mark.parametrize("moment", ON_BOTH)
def test_a_night_killed_at_this_moment_ends_as_well_on_postgresql(on_postgresql: Killing, moment: str) -> None:
    _ends_well(on_postgresql, moment)


def _ends_well(killing: Killing, moment: str) -> None:
    ended = killing.kill(Kill(killing.steps.index(moment)))
    assert ended.killed
    assert ended.well, ended
    assert ended.folded == (moment == "after post.send")


def test_a_night_killed_three_times_over_ends_as_if_nothing_had_happened(on_sqlite: Killing) -> None:
    claimed, inserted = on_sqlite.steps.index("after database.outbox.claim"), on_sqlite.steps.index("SQL INSERT INTO alerts")
    ended = on_sqlite.kill(Kill(inserted), Kill(claimed), Kill(3, seconds_after=0.01))
    assert ended.killed
    assert ended.well, ended


def came(*mails: tuple[str, str]) -> Mailbox:
    """A mailbox that was handed these mails: (reader, Message-ID)."""
    mailbox = Mailbox()
    for reader, message_id in mails:
        mailbox.stored.append(([reader], f"Message-ID: <{message_id}@example.org>\r\n\r\nA judgement has changed.".encode()))
    return mailbox


def test_a_mail_that_is_lost_or_doubled_is_counted_as_such() -> None:
    each = [(reader, f"event-{reader[:2]}") for reader in READERS]
    sent, claimed = ["before post.send", "after post.send"], ["after database.outbox.claim"]
    assert how_it_ended([], came(*each), as_if_nothing_happened=True).well
    assert not how_it_ended([], came(*each), as_if_nothing_happened=False).well
    assert how_it_ended([claimed], came(*each[1:]), as_if_nothing_happened=True).lost == 1
    assert how_it_ended([claimed], came(*each, each[0]), as_if_nothing_happened=True).doubled == 1
    assert how_it_ended([sent], came(*each, each[0], each[1]), as_if_nothing_happened=True).doubled == 1
    assert how_it_ended([sent], came(*each, (READERS[0], "another")), as_if_nothing_happened=True).doubled == 1
    documented = how_it_ended([sent], came(*each, each[0]), as_if_nothing_happened=True)
    assert (documented.well, documented.folded) == (True, 1)


def test_a_notice_that_the_mail_answers_is_no_double_and_takes_no_mails_place() -> None:
    each = [(reader, f"event-{reader[:2]}") for reader in READERS]
    told, answer = came(*each), came(*each[1:])
    reader, number = each[0]
    subject = "Subject: Thornmere: Ofsted has published an inspection report; we could not read its grades yet"
    notice = [reader], f"Message-ID: <notice@example.org>\r\n{subject}\r\n\r\nNot yet.".encode()
    reply = [reader], f"Message-ID: <{number}@example.org>\r\nIn-Reply-To: <notice@example.org>\r\n\r\nRead.".encode()
    answer.stored += [notice, reply]
    assert how_it_ended([], answer, as_if_nothing_happened=True).well
    told.stored.append(notice)
    assert how_it_ended([], told, as_if_nothing_happened=True).doubled == 1, "nothing answers it"
    answer.stored.append(notice)
    assert how_it_ended([], answer, as_if_nothing_happened=True).doubled > 0, "it came twice"


def test_a_death_counts_as_with_a_mail_on_its_way_only_between_hand_over_and_written_answer() -> None:
    assert died_with_a_mail_on_its_way(["after database.outbox.begin_send", "before post.send"])
    assert died_with_a_mail_on_its_way(["before post.send", "after post.send", "SQL UPDATE alerts SET"])
    assert not died_with_a_mail_on_its_way(["after post.send", "SQL COMMIT", "after database.outbox.mark_sent"])
    assert not died_with_a_mail_on_its_way(["after database.outbox.claim", "SQL UPDATE alerts SET"])
