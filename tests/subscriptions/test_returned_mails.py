"""Reports of failed delivery in the forms that mail servers write, requests to stop, and mails that are neither.

The reports are written here after RFC 3464 and the manuals of the servers, about an invented address.
"""

import pytest

from ofsted_watch.subscriptions.returned_mails import Bounce, OtherMail, StopRequest, returned_mail

WATCH = "watch@watch.example"
ID = "<0123456789abcdef@watch.example>"
OURS = f"""Message-ID: {ID}
From: Ofsted Watch <{WATCH}>
To: ann@council.example
Subject: Ambleford: a judgement has changed

Overall: Good, before Requires improvement.
"""


def mail(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def standard(status: str, action: str = "failed", diagnostic: str = "", returned: str = "message/rfc822") -> bytes:
    """A report of RFC 3464, as Postfix writes it."""
    code = f"Diagnostic-Code: smtp; {diagnostic}\n" if diagnostic else ""
    return mail(
        f"""Return-Path: <>
From: MAILER-DAEMON@mx.watch.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {WATCH}
Message-ID: <report@mx.watch.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.watch.example.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.watch.example
X-Postfix-Sender: rfc822; {WATCH}

Final-Recipient: rfc822; ann@council.example
Original-Recipient: rfc822;ann@council.example
Action: {action}
Status: {status}
{code}
--B
Content-Type: {returned}

{OURS}
--B--
"""
    )


ANN = ("ann@council.example",)


def test_a_report_of_the_standard_gives_the_address_the_answer_and_the_mail() -> None:
    report = standard("5.1.1", diagnostic="550 5.1.1 <ann@council.example>: Recipient address rejected: User unknown")
    assert returned_mail(report, WATCH) == Bounce(
        ANN, (), (ID,), "smtp; 550 5.1.1 <ann@council.example>: Recipient address rejected: User unknown"
    )


def test_the_headers_of_the_returned_mail_are_enough() -> None:
    assert returned_mail(standard("5.1.1", returned="text/rfc822-headers"), WATCH) == Bounce(ANN, (), (ID,), "5.1.1")


@pytest.mark.parametrize(
    ("status", "action", "diagnostic"),
    [
        ("4.2.2", "failed", "452 4.2.2 mailbox full"),
        ("4.4.1", "delayed", "connect to mx.council.example: Connection timed out"),
        ("4.4.7", "failed", "delivery time expired"),
        ("5.0.0", "failed", "451 4.7.1 greylisted, come again"),
        ("5.1.1", "delayed", ""),
        ("5", "failed", ""),
        ("", "failed", "550 no such user"),
    ],
)
def test_a_failure_that_is_not_clearly_permanent_is_temporary(status: str, action: str, diagnostic: str) -> None:
    report = returned_mail(standard(status, action, diagnostic), WATCH)
    assert isinstance(report, Bounce)
    assert (report.permanent, report.temporary) == ((), ANN)


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_that_a_mail_arrived_names_no_failed_address(action: str) -> None:
    report = returned_mail(standard("2.1.5", action), WATCH)
    assert isinstance(report, Bounce)
    assert (report.permanent, report.temporary) == ((), ())


def test_of_two_addresses_in_one_report_only_the_failed_is_permanent() -> None:
    both = standard("5.1.1").replace(
        b"Status: 5.1.1\r\n",
        b"Status: 5.1.1\r\n\r\nFinal-Recipient: rfc822; bob@council.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n",
    )
    report = returned_mail(both, WATCH)
    assert isinstance(report, Bounce)
    assert (report.permanent, report.temporary) == (ANN, ("bob@council.example",))


QMAIL = f"""Return-Path: <>
From: MAILER-DAEMON@mail.council.example
To: {WATCH}
Subject: failure notice

Hi. This is the qmail-send program at mail.council.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ann@council.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <{WATCH}>
Received: (qmail 4242 invoked from network); 23 Nov 2026 06:00:00 -0000
{OURS}"""
EXIM = f"""Return-path: <>
X-Failed-Recipients: ann@council.example
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.watch.example>
To: {WATCH}
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ann@council.example
    host mx.council.example [192.0.2.4]
    SMTP error from remote mail server after RCPT TO:<ann@council.example>:
    550 5.1.1 User unknown

------ This is a copy of the message, including all the headers. ------

{OURS}"""
SENDMAIL = f"""Return-Path: <>
From: Mail Delivery Subsystem <MAILER-DAEMON@mx.watch.example>
To: <{WATCH}>
Subject: Returned mail: User unknown

The original message was received at Mon, 23 Nov 2026 06:00:00 GMT

   ----- The following addresses had permanent fatal errors -----
<ann@council.example>

   ----- Transcript of session follows -----
... while talking to mx.council.example.:
>>> RCPT To:<ann@council.example>
<<< 550 <ann@council.example>... User unknown

   ----- Original message follows -----

{OURS}"""
ATTACHED = f"""From: postmaster@council.example
To: {WATCH}
Subject: Undeliverable: Ambleford: a judgement has changed
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="B"

--B
Content-Type: text/plain

Delivery has failed to these recipients:

ann@council.example

The email address that you entered could not be found. Remote server returned '550 5.1.10 not found'

--B
Content-Type: message/rfc822

{OURS}
--B--
"""


@pytest.mark.parametrize("text", [QMAIL, EXIM, SENDMAIL, ATTACHED], ids=["qmail", "exim", "sendmail", "attached"])
def test_a_report_in_a_form_of_its_own_is_understood(text: str) -> None:
    report = returned_mail(mail(text), WATCH)
    assert isinstance(report, Bounce)
    assert (report.permanent, report.temporary, report.message_ids) == (ANN, (), (ID,))
    assert "5" in report.answer


@pytest.mark.parametrize("text", [QMAIL, EXIM, SENDMAIL, ATTACHED], ids=["qmail", "exim", "sendmail", "attached"])
def test_in_such_a_form_too_a_temporary_failure_is_no_permanent_one(text: str) -> None:
    for final in ("5.1.10", "5.1.1", "550"):
        text = text.replace(final, {"5.1.10": "4.2.2", "5.1.1": "4.2.2", "550": "450"}[final])
    report = returned_mail(mail(text), WATCH)
    assert isinstance(report, Bounce)
    assert (report.permanent, report.temporary) == ((), ANN)


def person(subject: str, text: str = "", to: str = WATCH, more: str = "") -> bytes:
    return mail(f"From: Ann Lee <Ann@council.example>\nTo: Ofsted Watch <{to}>\nSubject: {subject}\n{more}\n{text}\n")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("unsubscribe", ""),
        ("Unsubscribe", "Sent from my phone"),
        ("Re: unsubscribe", ""),
        ("STOP", ""),
        ("Re: Ambleford: a judgement has changed", "Unsubscribe\n\n> Overall: Good"),
        ("AW: Ambleford", "\nplease unsubscribe me.\n"),
    ],
)
def test_a_request_to_stop_names_its_sender(subject: str, text: str) -> None:
    assert returned_mail(person(subject, text), WATCH) == StopRequest("Ann@council.example")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (person("Re: Ambleford", "Could I unsubscribe my colleague, or stop the letters?"), "a mail from a person"),
        (person("Re: Ambleford", "Thank you.\n\n> unsubscribe"), "a mail from a person"),
        (person("Out of office: unsubscribe", more="Auto-Submitted: auto-replied\n"), "an automatic reply"),
        (person("unsubscribe", more="Auto-Submitted: auto-replied\n"), "an automatic reply"),
        (person("unsubscribe", to="other@watch.example"), "was not sent to watch@watch.example"),
        (mail("Subject: unsubscribe\n\n"), "without a sender"),
        (b"\x00\xff\xfe", "without a sender"),
    ],
)
def test_everything_else_is_left_alone_and_named(content: bytes, reason: str) -> None:
    other = returned_mail(content, WATCH)
    assert isinstance(other, OtherMail)
    assert reason in other.reason


def test_a_person_who_writes_about_a_failure_is_no_mail_server() -> None:
    assert isinstance(returned_mail(person("Undeliverable mail?", "ann@council.example\n550 5.1.1"), WATCH), OtherMail)


@pytest.mark.parametrize("header", ["Content-Type: text/plain; charset=no-such-set", "Content-Type: multipart/report", "To: <<@"])
def test_a_broken_mail_breaks_nothing(header: str) -> None:
    content = mail(f"{header}\nFrom: MAILER-DAEMON@x.example\nSubject: Undelivered mail\n\n\x80 text\n")
    assert isinstance(returned_mail(content, WATCH), Bounce | OtherMail)
