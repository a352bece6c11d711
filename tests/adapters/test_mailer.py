"""The post against real servers on loopback: aiosmtpd for what servers say, plain sockets for how they misbehave."""

import logging
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.errors import BadSetting, MailOutcomeUnknown, MailRejected, MailServerUnavailable
from tests.adapters.mail_servers import Mailbox, converse, hang, scripted, serving

TO = "ada@example.org"


def mail(number: int = 1, text: str = "A judgement has changed.\n") -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = "Ofsted Watch <watch@example.org>"
    message["To"] = TO
    message["Subject"] = "Fernshire: children's services judged good"
    message["Message-ID"] = f"<event-{number}@example.org>"
    message.set_content(text)
    return message


def post_to(port: int, outbox: Path, timeout: float = 5) -> Mailer:
    return Mailer.from_url(f"smtp://127.0.0.1:{port}", outbox=outbox, timeout=timeout)


def test_a_mail_arrives_as_it_was_written_and_the_servers_answer_comes_back(tmp_path: Path) -> None:
    text = "Leaders – “good” now.\n.\n..\n.dots at the start stay\nThe end\n"
    mailbox = Mailbox()
    with serving(mailbox) as port:
        answer = post_to(port, tmp_path).send(mail(text=text), TO)
    assert answer == "250 2.0.0 kept"
    assert [to for to, _ in mailbox.stored] == [[TO]]
    arrived = message_from_bytes(mailbox.stored[0][1], policy=policy.SMTP)
    assert arrived.get_content().replace("\r\n", "\n") == text
    assert arrived["Subject"] == "Fernshire: children's services judged good"
    assert mailbox.stored[0][1].isascii()


def test_a_long_subject_stands_on_the_line_of_its_name(tmp_path: Path) -> None:
    long = mail()
    del long["Subject"]
    long["Subject"] = "Fernshire: children's services judged inadequate (was requires improvement to be good)"
    Mailer.from_url(None, outbox=tmp_path).send(long, TO)
    written = next(tmp_path.glob("*.eml")).read_bytes()
    assert f"Subject: {long['Subject']}\r\n".encode() in written
    assert message_from_bytes(written, policy=policy.default)["Subject"] == str(long["Subject"])


@pytest.mark.parametrize("subject", ["Fernshire: judged good", "Ynys Fernshire … två until 3 March", "An é " * 40])
def test_a_long_address_to_stop_the_mails_stays_an_address_whatever_the_subject(tmp_path: Path, subject: str) -> None:
    stop = f"<https://watch.example.org/unsubscribe/{'Ab-_' * 60}>, <mailto:watch@example.org?subject=unsubscribe>"
    one = mail()
    one.replace_header("Subject", subject.strip())
    one["List-Unsubscribe"] = stop
    Mailer.from_url(None, outbox=tmp_path).send(one, TO)
    written = next(tmp_path.glob("*.eml")).read_bytes()
    assert f"List-Unsubscribe: {stop}\r\n".encode() in written
    assert max(len(line) for line in written.split(b"\r\n")) <= 998
    assert written.isascii()
    assert message_from_bytes(written, policy=policy.default)["Subject"] == subject.strip()


def test_many_mails_of_a_session_go_over_one_connection(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port, post_to(port, tmp_path).session() as session:
        for number in range(20):
            session.send(mail(number), TO)
    assert len(mailbox.stored) == 20
    assert len(mailbox.connections) == 1


def test_a_refused_address_leaves_the_session_fit_for_the_next_mail(tmp_path: Path) -> None:
    mailbox = Mailbox(address="550 5.1.1 no such person")
    with serving(mailbox) as port, post_to(port, tmp_path).session() as session:
        with pytest.raises(MailRejected):
            session.send(mail(1), TO)
        mailbox.said["address"] = "250 ok"
        session.send(mail(2), TO)
    assert len(mailbox.stored) == 1
    assert len(mailbox.connections) == 1


@pytest.mark.parametrize("stage", ["sender", "address", "end"])
@pytest.mark.parametrize("answer", ["421 4.3.2 closing", "450 4.2.0 greylisted, come back later", "451 4.3.0 try later"])
def test_a_4xx_answer_passes_whatever_it_is_about(tmp_path: Path, stage: str, answer: str) -> None:
    with serving(Mailbox(**{stage: answer})) as port, pytest.raises(MailServerUnavailable, match=answer[:9]):
        post_to(port, tmp_path).send(mail(), TO)


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        ("550 5.1.1 no such person", True),
        ("550 no such person", True),
        ("550 5.2.1 mailbox disabled", True),
        ("556 5.1.10 takes no mail", True),
        ("550 5.7.1 your mail is not wanted", False),
        ("552 5.2.2 mailbox full", False),
        ("554 no", False),
    ],
)
def test_a_5xx_answer_to_the_address_is_final_and_says_whether_the_address_is_gone(
    tmp_path: Path, answer: str, gone: bool
) -> None:
    with serving(Mailbox(address=answer)) as port, pytest.raises(MailRejected, match=f"refuses the address {TO}") as refused:
        post_to(port, tmp_path).send(mail(), TO)
    assert refused.value.address_is_gone is gone
    assert answer in str(refused.value)


def test_a_5xx_answer_to_the_mail_is_final_but_leaves_the_address_alone(tmp_path: Path) -> None:
    with (
        serving(Mailbox(end="554 5.7.1 looks like spam")) as port,
        pytest.raises(MailRejected, match="refuses the mail") as refused,
    ):
        post_to(port, tmp_path).send(mail(), TO)
    assert not refused.value.address_is_gone


@pytest.mark.parametrize("answer", ["550 5.1.8 unknown sender", "530 5.7.0 log in first"])
def test_a_5xx_answer_to_us_is_a_setting_to_correct_and_costs_no_mail(tmp_path: Path, answer: str) -> None:
    with serving(Mailbox(sender=answer)) as port, pytest.raises(MailServerUnavailable, match="does not accept us as the sender"):
        post_to(port, tmp_path).send(mail(), TO)


def test_a_mail_too_large_for_the_server_is_final(tmp_path: Path) -> None:
    with serving(Mailbox(), data_size_limit=200) as port, pytest.raises(MailRejected, match=r"refuses the mail.*552"):
        post_to(port, tmp_path).send(mail(text="long\n" * 200), TO)


def test_no_server_at_the_port_passes(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: no other process listens there either
        port = taken.getsockname()[1]
        with pytest.raises(MailServerUnavailable, match=f"No connection to the mail server 127.0.0.1:{port}: Connection refused"):
            post_to(port, tmp_path).send(mail(), TO)


def test_a_server_that_greets_with_a_refusal_passes(tmp_path: Path) -> None:
    with (
        scripted(lambda connection: connection.sendall(b"554 not today\r\n")) as port,
        pytest.raises(MailServerUnavailable, match="554"),
    ):
        post_to(port, tmp_path).send(mail(), TO)


@pytest.mark.parametrize("until", [b"ehlo", b"mail", b"rcpt", b"data"])
def test_a_server_that_hangs_before_the_mails_end_passes(tmp_path: Path, until: bytes) -> None:
    with (
        scripted(lambda connection: converse(connection, until=until, end=hang)) as port,
        pytest.raises(MailServerUnavailable, match=r"no answer within 0\.3 seconds"),
    ):
        post_to(port, tmp_path, timeout=0.3).send(mail(), TO)


@pytest.mark.parametrize("until", [b"ehlo", b"mail", b"rcpt", b"data"])
def test_a_connection_that_breaks_before_the_mails_end_passes(tmp_path: Path, until: bytes) -> None:
    with (
        scripted(lambda connection: converse(connection, until=until, end=lambda _: None)) as port,
        pytest.raises(MailServerUnavailable),
    ):
        post_to(port, tmp_path).send(mail(), TO)


@pytest.mark.parametrize(
    ("end", "text"),
    [
        (lambda _: None, "Connection unexpectedly closed"),
        (hang, "no answer within 1 seconds"),
        (lambda connection: connection.sendall(b"what?\r\n"), "no code"),
        (lambda connection: connection.sendall(b"2" * 20_000 + b"\r\n"), "Line too long"),
    ],
)
def test_a_connection_that_breaks_after_the_mails_end_leaves_it_unknown(
    tmp_path: Path, end: Callable[[socket.socket], None], text: str
) -> None:
    with (
        scripted(lambda connection: converse(connection, until=b"end", end=end)) as port,
        pytest.raises(MailOutcomeUnknown, match=text) as unknown,
    ):
        post_to(port, tmp_path, timeout=0.1).send(mail(), TO)
    assert "it may arrive" in str(unknown.value)


def test_a_server_may_take_its_time_over_the_mails_end(tmp_path: Path) -> None:
    def after_a_while(connection: socket.socket) -> None:
        threading.Event().wait(0.6)
        connection.sendall(b"250 looked at and kept\r\n")

    with scripted(lambda connection: converse(connection, until=b"end", end=after_a_while)) as port:
        assert post_to(port, tmp_path, timeout=0.3).send(mail(), TO) == "250 looked at and kept"


def test_a_session_connects_again_after_the_server_closed_an_idle_connection(tmp_path: Path) -> None:
    met: list[bytes] = []

    def one_mail_a_connection(connection: socket.socket) -> None:
        def end(_: socket.socket) -> None:
            met.append(b"mail")
            connection.sendall(b"250 kept\r\n")

        converse(connection, until=b"end", end=end)

    with scripted(one_mail_a_connection) as port, post_to(port, tmp_path).session() as session:
        assert [session.send(mail(number), TO) for number in range(3)] == ["250 kept"] * 3
    assert len(met) == 3


def test_a_session_connects_again_after_a_421_for_too_many_mails(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port, post_to(port, tmp_path).session() as session:
        session.send(mail(1), TO)
        mailbox.said["sender"] = "421 4.7.0 too many mails over one connection"
        with pytest.raises(MailServerUnavailable, match="421"):
            session.send(mail(2), TO)
        mailbox.said["sender"] = "250 ok"
        session.send(mail(2), TO)
    assert len(mailbox.stored) == 2
    assert len(mailbox.connections) == 3


def test_a_broken_connection_after_the_mails_end_is_not_tried_again_by_itself(tmp_path: Path) -> None:
    ends: list[int] = []

    def drop_the_second(connection: socket.socket) -> None:
        def end(_: socket.socket) -> None:
            ends.append(1)
            if len(ends) == 1:
                connection.sendall(b"250 kept\r\n")

        converse(connection, until=b"end", end=end)

    with scripted(drop_the_second) as port, post_to(port, tmp_path).session() as session:
        session.send(mail(1), TO)
        with pytest.raises(MailOutcomeUnknown):
            session.send(mail(2), TO)
    assert len(ends) == 2


def login_as(user: bytes, password: bytes) -> Callable[..., AuthResult]:
    def answer(server: Any, session: Any, envelope: Any, mechanism: str, given: LoginPassword) -> AuthResult:
        return AuthResult(success=(given.login, given.password) == (user, password), handled=False)

    return answer


def test_a_user_logs_in_with_percent_encoded_words(tmp_path: Path) -> None:
    mailbox = Mailbox()
    options = {"authenticator": login_as(b"watch@example.org", b"p/s?w@rd"), "auth_require_tls": False}
    with serving(mailbox, **options) as port:
        url = f"smtp://watch%40example.org:p%2Fs%3Fw%40rd@127.0.0.1:{port}"
        Mailer.from_url(url, outbox=tmp_path, timeout=5).send(mail(), TO)
    assert len(mailbox.stored) == 1


def test_a_wrong_password_is_a_setting_to_correct_and_is_never_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    options = {"authenticator": login_as(b"watch", b"right"), "auth_require_tls": False}
    with serving(Mailbox(), **options) as port:
        post = Mailer.from_url(f"smtp://watch:hunter2@127.0.0.1:{port}", outbox=tmp_path, timeout=5)
        with caplog.at_level(logging.DEBUG), pytest.raises(MailServerUnavailable, match="OFSTED_WATCH_SMTP_URL") as refused:
            post.send(mail(), TO)
    assert "hunter2" not in str(refused.value) + repr(post) + repr(vars(post)) + caplog.text


def test_a_server_that_says_the_password_back_does_not_get_it_into_a_message(tmp_path: Path) -> None:
    def indiscreet(connection: socket.socket) -> None:
        connection.sendall(b"554 I know hunter2\r\n")

    with scripted(indiscreet) as port, pytest.raises(MailServerUnavailable, match=r"I know \*\*\*"):
        Mailer.from_url(f"smtp://watch:hunter2@127.0.0.1:{port}", outbox=tmp_path, timeout=5).send(mail(), TO)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of our own for 127.0.0.1 and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "certificate.pem", folder / "key.pem"


def server_tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def test_starttls_encrypts_before_the_password_is_sent(
    tmp_path: Path, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    mailbox = Mailbox()
    options = {"authenticator": login_as(b"watch", b"right"), "auth_required": True, "require_starttls": True}
    with serving(mailbox, tls_context=server_tls(certificate), **options) as port:
        Mailer.from_url(f"smtp://watch:right@127.0.0.1:{port}?starttls=true", outbox=tmp_path, timeout=5).send(mail(), TO)
    assert len(mailbox.stored) == 1


def test_a_certificate_nobody_vouches_for_is_not_accepted(tmp_path: Path, certificate: tuple[Path, Path]) -> None:
    mailbox = Mailbox()
    with serving(mailbox, tls_context=server_tls(certificate)) as port:
        post = Mailer.from_url(f"smtp://127.0.0.1:{port}?starttls=true", outbox=tmp_path, timeout=5)
        with pytest.raises(MailServerUnavailable, match="its certificate is not trusted"):
            post.send(mail(), TO)
    assert mailbox.stored == []


def test_a_server_without_starttls_gets_nothing_when_it_was_asked_for(tmp_path: Path) -> None:
    mailbox = Mailbox()
    with serving(mailbox) as port:
        post = Mailer.from_url(f"smtp://127.0.0.1:{port}?starttls=true", outbox=tmp_path, timeout=5)
        with pytest.raises(MailServerUnavailable, match="STARTTLS"):
            post.send(mail(), TO)
    assert mailbox.stored == []


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("smtp://watch:hunter2@mail.example.org:25", "unencrypted"),
        ("smtp://watch:hunter2@mail.example.org:587?starttls=yes", "has only one option"),
        ("smtp://watch:hunter2@mail.example.org:587?tls=true", "has only one option"),
        ("smtps://watch:hunter2@mail.example.org?starttls=true", "remove starttls"),
        ("smtp://watch@mail.example.org?starttls=true", "both a user and a password"),
        ("smtp://watch:hunter2/x@mail.example.org:587", "is invalid"),
        ("smtp://watch:hunter2#@mail.example.org:587", "is invalid"),
        ("smtp://watch:hunter2@mail.example.org:smtp", "is invalid"),
        ("smtp://watch:hunter2%C3%A9@mail.example.org?starttls=true", "plain ASCII"),
        ("https://watch:hunter2@mail.example.org", "is invalid"),
        ("smtp://", "is invalid"),
    ],
)
def test_a_url_that_cannot_be_used_is_named_without_its_password(tmp_path: Path, url: str, text: str) -> None:
    with pytest.raises(BadSetting, match="OFSTED_WATCH_SMTP_URL") as bad:
        Mailer.from_url(url, outbox=tmp_path)
    assert text in str(bad.value)
    assert "hunter2" not in str(bad.value)
    assert bad.value.__cause__ is None
    assert bad.value.__suppress_context__ or bad.value.__context__ is None


def test_without_a_server_a_mail_is_a_file_and_the_log_says_so_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    outbox = tmp_path / "data" / "outbox"
    post = Mailer.from_url(None, outbox=outbox)
    with caplog.at_level(logging.INFO):
        answers = [post.send(mail(number), TO) for number in (1, 2)]
    assert answers == [f"written to {outbox / f'event-{number}@example.org.eml'}" for number in (1, 2)]
    assert sorted(path.name for path in outbox.iterdir()) == ["event-1@example.org.eml", "event-2@example.org.eml"]
    written = message_from_bytes((outbox / "event-1@example.org.eml").read_bytes(), policy=policy.SMTP)
    assert written.get_content().strip() == "A judgement has changed."
    assert [record.message for record in caplog.records] == [
        f"No mail server is set (OFSTED_WATCH_SMTP_URL): mails are written to {outbox}"
    ]


def test_one_message_id_is_one_file_however_often_it_is_sent(tmp_path: Path) -> None:
    post = Mailer.from_url(None, outbox=tmp_path)
    assert post.send(mail(), TO) == post.send(mail(), TO)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    "message_id", ["<", "<>", "<.>", "<..>", "<.hidden@y>", "<../../etc/x@y>", "<" + "a" * 900 + "@y>", "<-rf@y>"]
)
def test_a_message_id_that_is_no_file_name_is_a_file_in_the_outbox_that_is_seen(tmp_path: Path, message_id: str) -> None:
    message = EmailMessage(policy=policy.compat32)  # the standard policy refuses some of these before we see them
    for name, value in (("From", "watch@example.org"), ("Message-ID", message_id), ("Subject", "Hello")):
        message[name] = value
    Mailer.from_url(None, outbox=tmp_path / "outbox").send(message, TO)
    (path,) = tmp_path.rglob("*.eml")
    assert path.parent == tmp_path / "outbox"
    assert path.name[0].isalnum()


def test_an_outbox_that_cannot_be_written_to_passes(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands where the folder should be")
    with pytest.raises(MailServerUnavailable, match="could not be written to"):
        Mailer.from_url(None, outbox=tmp_path / "outbox").send(mail(), TO)


def test_a_line_break_gets_into_no_header_and_no_envelope(tmp_path: Path) -> None:
    post = Mailer.from_url(None, outbox=tmp_path)
    with pytest.raises(MailRejected, match="line break"):
        post.send(mail(), "ada@example.org\r\nRCPT TO:<eve@example.org>")
    old = EmailMessage(policy=policy.compat32)
    for name, value in (("From", "watch@example.org"), ("Message-ID", "<1@y>"), ("Subject", "Hello\r\nBcc: eve@example.org")):
        old[name] = value
    with pytest.raises(MailRejected, match="header 'Subject' contains a line break"):
        post.send(old, TO)
    assert list(tmp_path.iterdir()) == []


def test_a_mail_without_a_message_id_is_not_sent(tmp_path: Path) -> None:
    message = mail()
    del message["Message-ID"]
    with pytest.raises(MailRejected, match="no Message-ID"):
        Mailer.from_url(None, outbox=tmp_path).send(message, TO)


def test_a_mail_without_a_usable_sender_waits_for_the_setting(tmp_path: Path) -> None:
    message = mail()
    message.replace_header("From", "nobody")
    with pytest.raises(MailServerUnavailable, match="OFSTED_WATCH_MAIL_FROM"):
        Mailer.from_url(None, outbox=tmp_path).send(message, TO)
