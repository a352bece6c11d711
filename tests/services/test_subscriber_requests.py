"""What ops do for a person: found, added, removed, sent again; nobody's whole address is in what the form shows."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.page_links import PageLinks
from flows.subscriber_flows import subscriber_page
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import AlertState, Frequency, Topic
from ofsted_watch.errors import BadAddress, WrongUse
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.resources import open_database
from ofsted_watch.services.subscriber_requests import add_subscriber, find_subscriber, remove_subscriber, send_again
from ofsted_watch.settings import Settings
from tests.adapters.database.made import notified, subscribed
from tests.adapters.mail_servers import Mailbox
from tests.services.test_deliver import resources

AT = datetime(2026, 3, 5, 9, 12, tzinfo=UTC)
ANN = "Ann.Lee@council.example"


def test_a_person_is_added_found_in_any_letter_case_and_removed(tmp_path: Path) -> None:
    with open_database(Settings(data_dir=tmp_path)) as database:
        chosen = {"topics": [Topic.CHANGE], "frequency": Frequency.DAILY, "at": AT}
        add_subscriber(database, ENGLAND, ANN, authorities=["Leeds"], everything=False, **chosen)  # type: ignore[arg-type]
        found = find_subscriber(database, "ann.lee@COUNCIL.example")
        page = subscriber_page(found, ANN, ENGLAND)
        assert "| 2026-03-05 | changed judgements about Leeds, once a day |" in page
        assert "ann.lee" not in page.lower()
        assert "# A…@c….example" in page
        assert "*subscriber*" not in page
        assert remove_subscriber(database, ANN, AT) == 1
        assert find_subscriber(database, ANN).subscriptions == ()
        with pytest.raises(WrongUse, match="Nothing is subscribed"):
            remove_subscriber(database, ANN, AT)


@pytest.mark.parametrize(
    ("authorities", "everything", "topics", "email", "error"),
    [
        ([], False, [Topic.CHANGE], ANN, WrongUse),
        (["Leeds"], True, [Topic.CHANGE], ANN, WrongUse),
        (["Leeds"], False, [], ANN, WrongUse),
        (["Atlantis"], False, [Topic.CHANGE], ANN, WrongUse),
        ([], True, [Topic.CHANGE], "nobody", BadAddress),
    ],
)
def test_a_form_that_makes_no_sense_adds_nobody(
    tmp_path: Path, authorities: list[str], everything: bool, topics: list[Topic], email: str, error: type[Exception]
) -> None:
    with open_database(Settings(data_dir=tmp_path)) as database:
        with pytest.raises(error):
            add_subscriber(
                database,
                ENGLAND,
                email,
                authorities=authorities,
                everything=everything,
                topics=topics,
                frequency=Frequency.AT_ONCE,
                at=AT,
            )
        assert database.subscribers.all() == ()


def test_a_refused_mail_is_shown_with_its_reason_and_sent_again_once(tmp_path: Path) -> None:
    mailbox = Mailbox(address="550 5.1.1 no such user ann.lee@council.example")
    with resources(tmp_path, mailbox) as opened:
        notified(opened.database, subscribed(opened.database, "ann.lee@council.example"), ("letter:1",))
        assert deliver(opened).failed == 1
        person = find_subscriber(opened.database, ANN)
        page = subscriber_page(person, ANN, ENGLAND, PageLinks(ui="https://ops.example.org", forms={"subscriber": "7c1e"}))
        assert "| failed |" in page
        assert "asked to hear of" in page
        assert "ann.lee" not in page.lower()
        form = "https://ops.example.org/v2/deployments/deployment/7c1e/run"
        assert page.splitlines()[-1] == (
            "Once the address takes mails again, send what was refused: "
            f"[*subscriber*]({form}?parameters=%7B%22decision%22%3A%22send%20again%22%7D) with *send again*, the address, why, "
            "and your name."
        )
        with pytest.raises(WrongUse, match="why and who"):
            send_again(opened.database, ANN, by="", why="", at=AT)
        assert send_again(opened.database, ANN, by="Ann of ops", why="the mailbox exists again", at=AT) == 1
        mailbox.said["address"] = "250 ok"
        assert deliver(opened).sent == 1
        assert [alert.state for alert in find_subscriber(opened.database, ANN).alerts] == [AlertState.SENT]
        with pytest.raises(WrongUse, match="nothing to send again"):
            send_again(opened.database, ANN, by="Ann of ops", why="once more", at=AT)
