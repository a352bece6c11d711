"""What all mails of an event share is made once; nothing of one reader's mail stands in another's."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from ofsted_watch.domain.findings import Improvement, ImprovementKind
from ofsted_watch.domain.model import Event
from ofsted_watch.errors import MailServerUnavailable
from ofsted_watch.presentation.emails import LARGEST_MAIL, EventMail
from tests.presentation.emails.examples import ANN, SENDER, alert, changed, urgent

BOB = replace(ANN, id=8, email="bob@town.example")


def texts(message: EmailMessage) -> tuple[str, str]:
    text, page = (part.get_content() for part in message.iter_parts())
    return text, page


def with_improvements(event: Event, count: int) -> Event:
    assert event.findings is not None
    items = tuple(Improvement(f"Thing {n} to improve, in many words. " * 8, 2, ImprovementKind.IMPROVEMENT) for n in range(count))
    return replace(event, findings=replace(event.findings, improvements=items))


def test_each_reader_has_their_own_address_reason_and_links_and_nobody_elses() -> None:
    event_mail = EventMail(changed(), SENDER)
    links = {person.email: f"https://watch.example/stop/{person.id}" for person in (ANN, BOB)}
    mails = {person.email: event_mail.to(alert(changed(), person), unsubscribe_url=links[person.email]) for person in (ANN, BOB)}
    for email, other in ((ANN.email, BOB.email), (BOB.email, ANN.email)):
        mail = mails[email]
        assert mail["To"] == email
        assert mail["List-Unsubscribe"] == f"<{links[email]}>, <mailto:watch@ofsted-watch.example?subject=unsubscribe>"
        for body in texts(mail):
            assert f"{email} asked to hear of" in body
            assert links[email] in body
            assert other not in body
            assert links[other] not in body
        assert mail["Subject"] == mails[other]["Subject"] == changed().title
    assert len({mail["Message-ID"] for mail in mails.values()}) == 2


def test_a_long_letter_stays_below_the_limit_for_every_reader() -> None:
    event = with_improvements(changed(), 200)
    event_mail = EventMail(event, SENDER)
    for person in (ANN, BOB, ANN):
        mail = event_mail.to(alert(event, person))
        assert len(mail.as_bytes()) < LARGEST_MAIL
        text, page = texts(mail)
        assert "And 175 more, read all of them: " in text
        assert page.count("Thing 24 to improve") == 8
        assert "Thing 25 to improve" not in page


def test_an_alert_of_another_event_is_refused() -> None:
    with pytest.raises(ValueError, match="the mail is about"):
        EventMail(changed(), SENDER).to(alert(urgent()))


def test_a_sender_that_is_none_is_refused_before_any_reader_is_named() -> None:
    with pytest.raises(MailServerUnavailable, match="OFSTED_WATCH_MAIL_FROM"):
        EventMail(changed(), "nobody")
