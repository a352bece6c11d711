"""No password comes out of us: canaries in every setting that may hold one, through nights, failures and every command."""

import logging
import traceback
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import click
import psycopg
import pytest

from deployments.move_database import move
from ofsted_watch.adapters.archive import Archive
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.mail.mail_server import server_at
from ofsted_watch.adapters.mail.mailer import Mailer
from ofsted_watch.adapters.ops_channel import post_to_channel
from ofsted_watch.cli import commands as every_command
from ofsted_watch.demo_site.invented_authorities import write_csv
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.errors import WrongUse
from ofsted_watch.settings import PREFIX, Settings, read_settings
from tests.adapters.mail_servers import Mailbox, serving
from tests.postgres_server import PostgresServer
from tests.security.canaries import ARCHIVE, CHANNEL, DATABASE, PING, SEAL, SMTP, USER, heard_in, singing_files
from tests.security.commands import Commands
from tests.security.letting_in import database_url, one_role_by_password, says_it_back, smtp_url

STORY = small_story()
SETTINGS_WITH_SECRETS = {"SMTP_URL", "DATABASE_URL", "ARCHIVE_URL", "MOVE_FROM", "SECRET", "OPS_CHANNEL_URL", "PING_URL"}


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with one_role_by_password() as running:
        yield running


def every_call() -> list[list[str]]:
    """Each command there is, with words that it takes."""
    text = {
        "nightly": ["--today", STORY.days[-1].isoformat()],
        "backfill": ["--all"],
        "subscribe": ["me@example.org", "--all"],
        "unsubscribe": ["nobody@example.org"],
        "export": ["all.csv"],
        "set-aside show": ["1"],
        "set-aside release": ["1", "--why", "to try"],
        "set-aside reject": ["1", "--why", "to try"],
        "set-aside enter": ["1", "--reason", "to try"],
        "alerts release": ["--all", "--why", "to try"],
        "alerts drop": ["--all", "--why", "to try"],
        "read": ["authorities.csv"],
        "check-site": ["--pace-seconds", "1"],
        "backup": ["saved"],
        "restore": ["saved"],
        "move": ["sqlite:///old.db"],
        "mails pause": ["--why", "to try"],
        "mails resume": ["--why", "to try"],
        "settings set": ["--limit", "late_days", "30", "--why", "to try"],
    }
    # `bounce` waits for a mail on standard input.
    stays_up = {"demo", "up", "web", "reports", "bounce"}
    calls = []
    for name, command in every_command.commands.items():
        below = [f"{name} {one}" for one in command.commands] if isinstance(command, click.Group) else [name]
        calls += [[*one.split(), *text.get(one, [])] for one in below if one not in stays_up]
    return calls


@pytest.fixture
def singing(
    commands: Commands, server: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[Commands]:
    """Commands with a canary in each setting, and with every library's log lines caught."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.CRITICAL + 1, logger="mail.log")  # the mail server's own, which is in this process
    # Handlers made while an earlier command ran write to outputs that are closed; in a process of its own none is.
    monkeypatch.setattr(logging, "raiseExceptions", False)
    write_csv(tmp_path / "authorities.csv", STORY.authorities)
    with (
        serving(Mailbox(), auth_required=True, auth_require_tls=False, authenticator=says_it_back) as port,
        DemoSite(nights=STORY.nights, authorities=STORY.authorities, today=STORY.days[-1]) as site,
    ):
        for name, value in {
            "SITE_URL": site.url,
            "AUTHORITIES_FILE": "authorities.csv",
            "REQUESTS_PER_SECOND": "1000",
            "OPS_EMAIL": "ops@example.org",
            "MAIL_FROM": "Ofsted Watch <watch@example.org>",
            "SMTP_URL": smtp_url(port),
            "DATABASE_URL": database_url(server),
            "SECRET": SEAL,
            "OPS_CHANNEL_URL": f"json://{USER}:{CHANNEL}@127.0.0.1:9/{CHANNEL}",
            "PING_URL": f"http://127.0.0.1:9/{PING}",
            "HOLD_DAYS": "0",
        }.items():
            monkeypatch.setenv(f"{PREFIX}{name}", value)
        yield commands


def test_nights_whose_mails_are_refused_and_every_command_after_them_tell_no_password(
    singing: Commands, server: PostgresServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert singing("subscribe", "me@example.org", "--all", "--on", "letter", "--on", "change").code == 0
    calls = [["nightly", "--today", STORY.days[0].isoformat()], *every_call()]
    for call in [*calls, ["alerts", "deliver", "--now"], ["alerts", "list", "--json"], ["status", "--json"]]:
        done = singing(*call)
        assert heard_in(done.out + done.err) == set(), call
    alert, *_ = [line for line in singing("alerts", "list").out.splitlines() if "pending" in line]
    assert "does not accept our user and password" in alert
    assert "has no password ***" in alert
    assert heard_in(caplog.text) == set()
    assert singing_files(tmp_path) == {}
    dumped = b""
    with psycopg.connect(database_url(server)) as connection:
        for (table,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall():
            dumped += repr(connection.execute(f"SELECT * FROM {table}".encode()).fetchall()).encode()
    assert b"me@example.org" in dumped
    assert heard_in(dumped) == set()


@pytest.mark.parametrize("trouble", ["wrong password", "server away", "archive away"])
def test_what_fails_names_the_trouble_and_no_password(
    trouble: str,
    singing: Commands,
    server: PostgresServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    match trouble:
        case "wrong password":
            monkeypatch.setenv(f"{PREFIX}DATABASE_URL", database_url(server, f"{DATABASE}-wrong"))
            text = "password authentication failed"
        case "server away":
            monkeypatch.setenv(f"{PREFIX}DATABASE_URL", database_url(server, folder=str(tmp_path)))
            text = "does not answer"
        case "archive away":
            monkeypatch.setenv(f"{PREFIX}ARCHIVE_URL", f"ftp://{USER}:{quote(ARCHIVE, safe='')}@127.0.0.1:9/letters")
            text = "starts with ftp://, which could not be opened"
    needs_the_archive = [["nightly"], ["backfill", "--all"], ["verify"]]
    failed = []
    for call in needs_the_archive if trouble == "archive away" else every_call():
        done = singing(*call)
        assert heard_in(done.out + done.err) == set(), call
        assert "Traceback" not in done.err
        failed += [call] if text in done.err else []
    assert len(failed) >= 3
    assert heard_in(caplog.text) == set()
    assert singing_files(tmp_path) == {}


WRONG = {
    "SMTP_URL": [
        *("smtp://{u}:{p}@mail.example.org:x", "smtp://{u}:{p}@mail.example.org?tls=1", "smpt://{u}:{p}@mail.example.org"),
        *("smtp://{u}:{p}@mail.example.org", "smtp://{p}@mail.example.org", "smtp://{u}:{p}ä@127.0.0.1", "{p}"),
    ],
    "DATABASE_URL": [
        *("postgresql://{u}:{p}@db:x/kept", "postgresql://{u}:{p}@db:5432:9/kept", "mysql://{u}:{p}@db/kept", "{p}"),
        *("postgresql://{u}:{p}@here@db/kept", "postgresql://{u}/{p}@db/kept"),
    ],
    "MOVE_FROM": ["postgresql://{u}:{p}@db:x/kept", "mysql://{u}:{p}@db/kept", "postgresql://{u}:{p}@here@db/kept", "{p}"],
    "ARCHIVE_URL": ["nosuch://{u}:{p}@bucket/x", "ftp://{u}:{p}@127.0.0.1:9/x", "ftp://{u}:{p}@127.0.0.1:x/x"],
    "SECRET": ["c4nary", "{p},c4nary", "{p}," + "y" * 40 + ",c4nary"],
    "OPS_CHANNEL_URL": ["{p}", "nosuch://{u}:{p}@host/{p}", "slack://{p} {p}", "json://"],
    "PING_URL": ["{p}", "http://switch.example.org/{p}", "ftp://{u}:{p}@switch.example.org/{p}"],
}
CANARY_OF = {
    "SMTP_URL": SMTP,
    "DATABASE_URL": DATABASE,
    "MOVE_FROM": DATABASE,
    "ARCHIVE_URL": ARCHIVE,
    "SECRET": SEAL,
    "OPS_CHANNEL_URL": CHANNEL,
    "PING_URL": PING,
}


@pytest.mark.parametrize("encoded", [True, False], ids=["encoded", "as typed"])
@pytest.mark.parametrize(("name", "shape"), [(name, shape) for name, shapes in WRONG.items() for shape in shapes])
def test_a_setting_that_cannot_be_used_is_named_and_not_quoted(name: str, shape: str, encoded: bool, tmp_path: Path) -> None:
    password = CANARY_OF[name]
    value = shape.format(u=USER, p=quote(password, safe="") if encoded else password)
    with pytest.raises(WrongUse) as raised:
        use({f"{PREFIX}{name}": value, f"{PREFIX}DATA_DIR": str(tmp_path)})
    assert heard_in("".join(traceback.format_exception(raised.value))) == set()
    assert "c4nary" not in str(raised.value)


def use(given: dict[str, str]) -> None:
    """Read the settings and open what they name."""
    settings = read_settings(given, dotenv=None)
    with Database(settings.database) as database:
        database.migrate()
    Archive(settings.archive)
    if settings.ops_channel_url:
        post_to_channel(settings.ops_channel_url, "title", "text")
    if settings.move_from:
        move(settings.move_from, settings.database)


def test_nothing_that_is_printed_of_the_objects_holds_a_password(tmp_path: Path) -> None:
    given = {
        f"{PREFIX}SMTP_URL": smtp_url(25),
        f"{PREFIX}DATABASE_URL": f"postgresql://{USER}:{quote(DATABASE, safe='')}@db/kept",
        f"{PREFIX}ARCHIVE_URL": f"memory://{USER}:{quote(ARCHIVE, safe='')}@x/y",
        f"{PREFIX}MOVE_FROM": f"postgresql://{USER}:{quote(DATABASE, safe='')}@old/kept",
        f"{PREFIX}SECRET": SEAL,
        f"{PREFIX}OPS_CHANNEL_URL": f"slack://{CHANNEL}/B/C",
        f"{PREFIX}PING_URL": f"https://switch.example.org/{PING}",
    }
    settings = read_settings(given, dotenv=None)
    assert {PREFIX + name for name in SETTINGS_WITH_SECRETS} == set(given)
    database = Database(settings.database)
    server = server_at(settings.smtp_url, 1)
    objects = (settings, server, database, database._engine, Archive(settings.archive), Mailer(server, tmp_path))
    for one in objects:
        assert heard_in(repr(one) + str(one)) == set()
    database.close()


def test_every_setting_that_may_hold_a_password_is_never_printed() -> None:
    hidden = {name.upper() for name, field in Settings.__dataclass_fields__.items() if not field.repr}
    assert hidden == SETTINGS_WITH_SECRETS
