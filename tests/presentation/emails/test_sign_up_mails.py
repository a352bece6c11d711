"""Mails about a person's own wishes: what was asked, what the link does, what happens if it was not them."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup

from ofsted_watch.adapters.mail.mailer import mail_of
from ofsted_watch.domain.authorities import ENGLAND
from ofsted_watch.domain.model import Frequency, Topic
from ofsted_watch.errors import MailRejected, MailServerUnavailable
from ofsted_watch.presentation.emails.signup_mails import From, already_mail, confirmation_mail, link_mail
from ofsted_watch.subscriptions.preferences import Preferences

ANN = "ann@council.example"
BY = From("Ofsted Watch <watch@watch.example>", "https://watch.example", datetime(2026, 3, 4, 7, tzinfo=UTC))
CONFIRM, MANAGE = "https://watch.example/sign-up/confirm/abc", "https://watch.example/manage/abc"
KENT = Preferences(frozenset({ENGLAND.named("Kent").urn}), None, frozenset({Topic.CHANGE}), Frequency.AT_ONCE)
SOUTH_EAST = Preferences(frozenset(), "South East", frozenset({Topic.LETTER}), Frequency.WEEKLY)

MAILS = {
    "confirm": lambda to, by: confirmation_mail(
        to, KENT, [SOUTH_EAST], confirm_url=CONFIRM, register=ENGLAND, manage_url=MANAGE, by=by
    ),
    "already": lambda to, by: already_mail(to, [KENT, SOUTH_EAST], register=ENGLAND, manage_url=MANAGE, by=by),
    "link": lambda to, by: link_mail(to, [KENT, SOUTH_EAST], register=ENGLAND, manage_url=MANAGE, by=by),
}
every_mail = pytest.mark.parametrize("made", MAILS.values(), ids=MAILS)


def bodies(mail: EmailMessage) -> tuple[str, str]:
    """The words of the text and of the page, on one line each."""
    text, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert page is not None
    return " ".join(text.get_content().split()), " ".join(BeautifulSoup(page.get_content(), "html.parser").get_text(" ").split())


@every_mail
def test_each_says_what_it_is_about_and_that_nothing_happens_by_itself(made) -> None:
    for text in bodies(made(ANN, BY)):
        assert "hanged judgements about Kent, as soon as we know" in text
        assert "ny new letter about every authority in the region South East, once a week" in text
        assert "If that was not you, you do not need to do anything" in text
        assert "we send no other mail" in text


@every_mail
def test_text_and_page_have_the_same_links(made) -> None:
    mail = made(ANN, BY)
    page = BeautifulSoup(mail.get_body(("html",)).get_content(), "html.parser")
    text = mail.get_body(("plain",)).get_content()
    links = {str(link["href"]) for link in page.find_all("a")}
    assert MANAGE in links
    assert all(f"{link}\n" in text for link in links)


def test_a_first_confirmation_offers_no_link_to_change_what_is_not_there() -> None:
    mail = confirmation_mail(ANN, KENT, [], confirm_url=CONFIRM, register=ENGLAND, manage_url=MANAGE, by=BY)
    for text in bodies(mail):
        assert "good for 7 days" in text
        assert "store nothing" in text
        assert "You already get" not in text
    assert MANAGE not in mail.get_body(("plain",)).get_content()


@every_mail
def test_none_can_be_stopped_by_a_click_for_there_is_nothing_to_stop(made) -> None:
    mail = made(ANN, BY)
    assert mail["List-Unsubscribe"] is None
    assert mail["Auto-Submitted"] == "auto-generated"


def test_another_asking_is_another_mail_and_another_try_is_the_same() -> None:
    def confirmation(link: str) -> str:
        return str(confirmation_mail(ANN, KENT, [], confirm_url=link, register=ENGLAND, manage_url=MANAGE, by=BY)["Message-ID"])

    assert confirmation(CONFIRM) == confirmation(CONFIRM)
    assert confirmation(CONFIRM) != confirmation(f"{CONFIRM}d")


@every_mail
def test_each_goes_over_the_wire_in_seven_bits_with_whole_headers(made) -> None:
    assert mail_of(made(ANN, BY), ANN).body.isascii()


@every_mail
def test_a_line_break_in_an_address_becomes_no_header(made) -> None:
    with pytest.raises(MailRejected):
        made("ann@council.example\r\nBcc: all@council.example", BY)


@every_mail
def test_an_invalid_sender_is_a_setting_to_correct(made) -> None:
    with pytest.raises(MailServerUnavailable, match="OFSTED_WATCH_MAIL_FROM"):
        made(ANN, From("nobody", BY.public_url, BY.sent_at))
