"""The register changes without a release, and who followed an authority that ended is told and follows its successors."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from ofsted_watch.domain.authorities import AuthorityRegister, Ending
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import Authority
from ofsted_watch.errors import UnknownAuthority, WrongUse
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.change_authorities import Moved, add_authority, end_authority, move_subscribers, new_authority
from ofsted_watch.services.resources import Resources, authority_register, register_of, stored_register
from ofsted_watch.settings import Settings
from ofsted_watch.subscriptions.preferences import preferences_of
from tests.adapters.database.made import subscribed
from tests.adapters.mail_servers import Mailbox
from tests.services.test_deliver import PUBLIC, resources

TODAY, NOW = date(2026, 11, 28), datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
OLD = Authority(Urn("80901"), "Oldshire", "E10000901", "North West", "901")
EAST = Authority(Urn("80902"), "East Moor", "E06000902", "North West", "902")
WEST = Authority(Urn("80903"), "West Moor", "E06000903", "North West", "903")
OTHER = Authority(Urn("80904"), "Otherham", "E06000904", "London", "904")
REGISTER = AuthorityRegister.of((OLD, EAST, WEST, OTHER))
NEW = new_authority(Urn(" 81999 "), "Nethermoor  ", "e06000999", "north west", "999")


@contextmanager
def ended(folder: Path, mailbox: Mailbox, **settings: str) -> Iterator[tuple[Resources, AuthorityRegister]]:
    """Oldshire ended on 1 April 2026 and two authorities took its place."""
    with resources(folder, mailbox, **settings) as opened:
        day = date(2026, 4, 1)
        yield opened, end_authority(opened.database, REGISTER, OLD, [EAST, WEST], day, today=TODAY, by="ops", at=NOW)


def followed(opened: Resources) -> dict[str, set[str]]:
    return {subscription.email: set(subscription.urns) for subscription in opened.database.subscribers.all()}


def test_an_added_authority_is_expected_and_found_by_its_name_number_and_region(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with resources(tmp_path, Mailbox()) as opened:
        added = add_authority(opened.database, authority_register(settings), NEW, by="ops", at=NOW)
        assert added == Authority(Urn("81999"), "Nethermoor", "E06000999", "North West", "999")
        register = register_of(settings, opened.database)
        assert add_authority(opened.database, register, NEW, by="ops", at=NOW) == added
    for known in (register, stored_register(settings)):
        assert added in expected_authorities(["all"], known)
        assert added in known.in_region("North West")
        assert known.named("Nethermoor Council") == known.named("999") == known.by_ons_code("E06000999") == added
        assert len(known.current()) == len(authority_register(settings).current()) + 1
    assert authority_register(settings).has("81999") is False


def test_without_a_database_the_register_is_that_of_the_settings_and_none_is_made(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "none")
    assert stored_register(settings).current() == authority_register(settings).current()
    assert not settings.data_dir.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"urn": Urn("999")}, "not an Ofsted URN"),
        ({"urn": Urn("80904")}, "is that of Otherham"),
        ({"ons_code": "E0600099"}, "not an ONS code"),
        ({"ons_code": "E06000904"}, "Otherham already has this"),
        ({"council_number": "904"}, "Otherham already has this"),
        ({"council_number": "99"}, "not a council number"),
        ({"name": " "}, "Enter the authority's name"),
        ({"urn": Urn("\uff18\uff11\uff19\uff19\uff19")}, "not an Ofsted URN"),
        ({"ons_code": "E\uff10\uff16\uff10\uff10\uff10\uff19\uff19\uff19"}, "not an ONS code"),
        ({"council_number": "\u0669\u0669\u0669"}, "not a council number"),
        ({"name": "x" * 20_000}, "has 20000 characters: enter one of at most 100"),
        ({"name": "Nether\udcffmoor"}, "'Nethermoor' has characters that cannot be printed"),
        ({"name": "Nether\u202emoor"}, "'Nethermoor' has characters that cannot be printed"),
        ({"name": "All "}, "'All' means all authorities"),
        ({"name": "Moor; Fen"}, "has a semicolon"),
        ({"name": "12345"}, "'12345' is not an authority's name"),
        ({"name": "\u6771\u4eac"}, "is not an authority's name"),
        ({"name": "Otherham Borough Council"}, "leads to Otherham"),
    ],
)
def test_an_authority_that_cannot_be_one_is_refused(tmp_path: Path, wrong: dict[str, str], message: str) -> None:
    with resources(tmp_path, Mailbox()) as opened:
        with pytest.raises(WrongUse, match=message):
            add_authority(opened.database, REGISTER, replace(NEW, **wrong), by="ops", at=NOW)
        with pytest.raises(WrongUse, match="The name is not valid UTF-8"):
            add_authority(opened.database, REGISTER, NEW, by="\udcff", at=NOW)
        with pytest.raises(UnknownAuthority, match="the regions are London, North West"):
            add_authority(opened.database, REGISTER, replace(NEW, region="Middle Earth"), by="ops", at=NOW)
        with pytest.raises(WrongUse, match=f"^Choose the region of {NEW.name}: "):
            add_authority(opened.database, REGISTER, replace(NEW, region=""), by="ops", at=NOW)
        assert opened.database.authority_changes.all() == ()


def test_an_ended_authority_is_no_longer_expected_and_has_its_successors(tmp_path: Path) -> None:
    with ended(tmp_path, Mailbox()) as (opened, register):
        assert opened.database.authority_changes.all()[0].ending == Ending(OLD.urn, date(2026, 4, 1), (EAST.urn, WEST.urn))
    assert [authority.name for authority in register.current()] == ["East Moor", "West Moor", "Otherham"]
    assert register.successors(OLD.urn) == (EAST, WEST)
    assert register.named("Oldshire").ons_code == ""


@pytest.mark.parametrize(
    ("successors", "day", "message"),
    [
        ([], date(2026, 4, 1), "Name who took the place"),
        ([OLD], date(2026, 4, 1), "cannot take the place"),
        ([replace(EAST, ons_code="")], date(2026, 4, 1), "cannot take the place"),
        ([EAST], date(2026, 11, 29), "in the future"),
        ([EAST], date(1, 1, 1), "0001-01-01 is before 1 September 1992, when Ofsted began: check the year"),
        ([EAST, WEST, EAST], date(2026, 4, 1), "East Moor is named twice"),
    ],
)
def test_an_end_that_cannot_be_is_refused(tmp_path: Path, successors: list[Authority], day: date, message: str) -> None:
    with resources(tmp_path, Mailbox()) as opened:
        with pytest.raises(WrongUse, match=message):
            end_authority(opened.database, REGISTER, OLD, successors, day, today=TODAY, by="ops", at=NOW)
        assert opened.database.authority_changes.all() == ()


def test_who_followed_it_by_name_gets_one_mail_and_follows_its_successors(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with ended(tmp_path, mailbox, public_url=PUBLIC) as (opened, register):
        subscribed(opened.database, "ann@council.example", urns=frozenset({OLD.urn, OTHER.urn}))
        subscribed(opened.database, "bob@council.example", urns=frozenset({OTHER.urn}))
        subscribed(opened.database, "all@council.example")
        assert move_subscribers(opened, register, NOW) == Moved(1, 0)
        assert followed(opened) == {
            "ann@council.example": {EAST.urn, WEST.urn, OTHER.urn},
            "bob@council.example": {OTHER.urn},
            "all@council.example": set(),
        }
        assert move_subscribers(opened, register, NOW) == Moved(0, 0)
    ((to, content),) = mailbox.stored
    mail = message_from_bytes(content, policy=policy.default)
    assert to == ["ann@council.example"]
    assert mail["Subject"] == "Oldshire: you now get mails about what took its place"
    assert f"<{PUBLIC}/unsubscribe/" in mail["List-Unsubscribe"]
    body = mail.get_content()
    assert "Oldshire ended on 1 April 2026." in body
    assert "now those of East Moor and West Moor." in body
    assert f"change or stop your mails here: {PUBLIC}/" in body


def test_a_person_is_moved_when_the_mail_server_is_back_and_gets_one_mail(tmp_path: Path) -> None:
    mailbox = Mailbox(address="451 come again")
    with ended(tmp_path, mailbox) as (opened, register):
        subscribed(opened.database, "ann@council.example", urns=frozenset({OLD.urn}))
        assert move_subscribers(opened, register, NOW) == Moved(0, 1)
        assert followed(opened) == {"ann@council.example": {OLD.urn}}
    again = Mailbox()
    with resources(tmp_path, again) as opened:
        assert move_subscribers(opened, register, NOW) == Moved(1, 0)
        assert followed(opened) == {"ann@council.example": {EAST.urn, WEST.urn}}
    assert len(again.stored) == 1
    text = message_from_bytes(again.stored[0][1], policy=policy.default).get_content()
    assert "write to watch@watch.example with the subject 'unsubscribe'" in text


def test_a_mail_that_went_out_before_the_move_was_stored_does_not_go_again(tmp_path: Path) -> None:
    """The command died between the two: the subscription still has the authority that ended."""
    mailbox = Mailbox()
    with ended(tmp_path, mailbox) as (opened, register):
        ann = subscribed(opened.database, "ann@council.example", urns=frozenset({OLD.urn}))
        move_subscribers(opened, register, NOW)
        before = preferences_of(ann)
        assert opened.database.preference_changes.change(ann.email, ann.id, before, unwanted=(), at=NOW) is not None
        assert move_subscribers(opened, register, NOW) == Moved(1, 0)
        assert followed(opened) == {"ann@council.example": {EAST.urn, WEST.urn}}
    assert len(mailbox.stored) == 1


def test_a_paused_person_is_moved_without_a_mail(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with ended(tmp_path, mailbox) as (opened, register):
        subscribed(opened.database, "ann@council.example", urns=frozenset({OLD.urn}))
        opened.database.subscribers.pause("ann@council.example", "550 no such mailbox")
        assert move_subscribers(opened, register, NOW) == Moved(1, 0)
        assert followed(opened) == {"ann@council.example": {EAST.urn, WEST.urn}}
    assert mailbox.stored == []


def test_a_person_who_follows_the_successors_already_has_one_subscription_then(tmp_path: Path) -> None:
    with ended(tmp_path, Mailbox()) as (opened, register):
        subscribed(opened.database, "ann@council.example", urns=frozenset({OLD.urn}))
        subscribed(opened.database, "ann@council.example", urns=frozenset({EAST.urn, WEST.urn}))
        assert move_subscribers(opened, register, NOW) == Moved(1, 0)
        assert [set(left.urns) for left in opened.database.subscribers.of("ann@council.example")] == [{EAST.urn, WEST.urn}]
