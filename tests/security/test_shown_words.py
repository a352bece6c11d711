"""Words from letters, pages and servers are shown as words: on a terminal, in a log, in the UI's Markdown, in a spreadsheet."""

import csv
import io
import json
import logging
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from flows.artifacts import plain, table
from ofsted_watch.adapters.database import Database
from ofsted_watch.adapters.exports import csv_cell
from ofsted_watch.adapters.mail.mail_server import server_at
from ofsted_watch.adapters.mail.smtp import SmtpSession
from ofsted_watch.cli.output import set_up_logging
from ofsted_watch.domain.model import Frequency, SetAside, Topic
from ofsted_watch.errors import MailServerUnavailable, SiteError
from ofsted_watch.extraction.authority_pages import authority_page
from tests.adapters.built_site import StillClock, listing_at, site_at
from tests.adapters.database.made import NOW, TODAY, letter, listing, night, stored
from tests.adapters.mail_servers import scripted
from tests.adapters.scripted_server import Says, ScriptedServer
from tests.extraction.site_pages.made import SITE, WHERE, authority, day, link
from tests.security.commands import Commands
from tests.security.hostile import ESCAPES, FORGED_LINE, FORMULA, HOSTILE, TURNED_ROUND, unseen

KNOWSLEY = "80479"


@pytest.fixture
def hostile_watch(commands: Commands, tmp_path: Path) -> Commands:
    """A watch that holds a letter, a set-aside item and a run, with hostile words wherever words from outside are kept."""
    one = replace(stored(urn=KNOWSLEY), listing=replace(listing(urn=KNOWSLEY), listed_as=HOSTILE, url=f"https://x/{HOSTILE}"))
    read = replace(letter(), urn=KNOWSLEY, title=HOSTILE, inspectors=(HOSTILE,), authority=HOSTILE)
    aside = SetAside("letter", KNOWSLEY, "c" * 64, "truncated", HOSTILE)
    (tmp_path / "data").mkdir()
    with Database(f"sqlite:///{tmp_path}/data/ofsted-watch.db") as database:
        database.migrate()
        run = database.runs.start("nightly", TODAY, [KNOWSLEY], NOW)
        outcome = replace(night(events=()), stored=(replace(one, letter=read),), set_aside=(aside,), changes=(), checked_urns=())
        database.outcomes.apply(outcome, run_id=run, at=NOW)
        database.runs.finish(run, "incomplete", None, HOSTILE, NOW)
        database.readings.record(replace(read, sha256="c" * 64), "1", datetime.now(UTC))
        database.subscribers.subscribe(
            "me@example.org",
            urns=frozenset({KNOWSLEY}),
            region=None,
            topics=frozenset({Topic.CHANGE}),
            frequency=Frequency.AT_ONCE,
            declines_only=False,
            at=NOW,
        )
    return commands


SHOWS_IT = [("letters",), ("set-aside", "list"), ("set-aside", "show", "1")]
"""Commands whose output has words from outside in it."""

OTHERS = [("judgements",), ("changes",), ("alerts", "list"), ("subscriptions",), ("status",)]


@pytest.mark.parametrize("text", [*SHOWS_IT, *OTHERS], ids=" ".join)
def test_nothing_unseen_reaches_a_terminal_and_json_keeps_every_character(text: tuple[str, ...], hostile_watch: Commands) -> None:
    shown, as_json = hostile_watch(*text), hostile_watch(*text, "--json")
    assert unseen(shown.out + shown.err) == unseen(as_json.out) == set()
    assert "\nError: forged" not in shown.out
    found = texts(json.loads(as_json.out))
    if text in SHOWS_IT:
        assert "Marsh" in shown.out
        assert HOSTILE in found


def texts(document: object) -> list[str]:
    """Every text in a JSON document."""
    match document:
        case str():
            return [document]
        case list():
            return [found for one in document for found in texts(one)]
        case dict():
            return [found for one in document.values() for found in texts(one)]
    return []


def test_a_letter_read_from_a_file_with_a_hostile_name_leaves_the_terminal_alone(commands: Commands, tmp_path: Path) -> None:
    name = f"bad{ESCAPES}{TURNED_ROUND}.pdf"
    (tmp_path / name).write_bytes(b"no letter")
    done = commands("read", name)
    assert done.code == 1
    assert unseen(done.out + done.err) == set()
    assert unseen(commands("read", f"missing{ESCAPES}").err) == set()


def test_an_error_repeats_the_words_given_without_their_escapes(commands: Commands) -> None:
    done = commands("judgements", "--authority", f"Knowsly{ESCAPES}{FORGED_LINE}")
    assert done.code == 2
    assert unseen(done.err) == set()
    assert len(done.err.splitlines()) == 1


def test_what_a_page_says_comes_in_without_what_cannot_be_seen() -> None:
    html = authority(day(link("1", kind=f"Children{ESCAPES}{TURNED_ROUND}'s visit", label=None)), name="Thorn\u202e\u200bmere")
    read = authority_page(html, urn="80901", where=WHERE, base_url=SITE)
    assert read.name == "Thornmere"
    assert unseen(read.listings[0].listed_as) == set()


def test_an_address_from_a_page_comes_in_as_it_is_asked_for() -> None:
    html = authority(day(link("\x1b[2J\u202e/file/1")))
    (listed,) = authority_page(html, urn="80901", where=WHERE, base_url=SITE).listings
    assert listed.url == "https://files.example/v1/file/%1B[2J%E2%80%AE/file/1"
    with pytest.raises(SiteError) as raised:
        authority_page(authority(day(link("\x1b[2J"))), urn="80901", where=WHERE, base_url=SITE)
    assert unseen(str(raised.value)) == set()


def test_where_a_server_redirects_to_is_logged_without_its_escapes(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ScriptedServer() as server:
        server.says("/v1/file/1", Says(status=302, headers={"Location": "/v1/\x1b[2J\x9b31m"}))
        with pytest.raises(SiteError) as raised:
            site_at(server, StillClock()).fetch(listing_at(f"{server.url}/v1/file/1"))
    assert "%1B[2J" in caplog.text
    assert unseen(caplog.text + str(raised.value)) == set()


def test_what_a_mail_server_answers_is_stored_and_shown_without_its_escapes() -> None:
    def greet(connection: socket.socket) -> None:
        connection.sendall(b"554 go away\x1b[2J\xe2\x80\xae\x9b31m\r\n")

    with scripted(greet) as port:
        session = SmtpSession(server_at(f"smtp://127.0.0.1:{port}", timeout=5))
        with pytest.raises(MailServerUnavailable, match="go away") as raised:
            session.hand_over("a@example.org", "b@example.org", b"\r\n")
        session.close()
    assert unseen(str(raised.value)) == set()


def test_a_log_line_stays_one_line() -> None:
    set_up_logging()
    (handler,) = logging.getLogger("ofsted_watch").handlers
    record = logging.LogRecord("ofsted_watch", logging.WARNING, "", 0, "it said %s", (HOSTILE,), None)
    assert unseen(handler.format(record), but="") == set()


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def test_no_word_becomes_markup_or_another_cell_in_the_uis_markdown() -> None:
    page = "# Set aside\n\n" + table(("authority", "what"), [(HOSTILE, HOSTILE), ("Ambleford", "a letter")])
    kinds = {token.type for block in MARKDOWN.parse(page) for token in (block, *(block.children or ()))}
    assert not {"html_block", "html_inline", "link_open", "image", "code_inline", "fence"} & kinds
    assert MARKDOWN.render(page).count("<td>") == 4
    assert unseen(page) == set()
    assert unseen(plain(HOSTILE), but="") == set()


FORMULAS = [FORMULA, "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\u00a0=1", "\uff1d1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("hostile", FORMULAS)
def test_no_cell_of_a_csv_begins_a_formula(hostile: str) -> None:
    assert csv_cell(hostile).startswith("'")


@pytest.mark.parametrize("harmless", ["Good", "O'Brien", "2026-03-04", "a=b", "", "é"])
def test_a_harmless_cell_stays_what_it_is(harmless: str) -> None:
    assert csv_cell(harmless) == harmless


def test_no_cell_of_a_commands_csv_begins_a_formula(hostile_watch: Commands, tmp_path: Path) -> None:
    with Database(f"sqlite:///{tmp_path}/data/ofsted-watch.db") as database:
        one = replace(stored("50002", "d" * 64, KNOWSLEY), listing=replace(listing("50002", KNOWSLEY), listed_as=FORMULA))
        database.outcomes.apply(replace(night(events=()), stored=(one,), set_aside=(), changes=()), run_id=None, at=NOW)
    rows = list(csv.DictReader(io.StringIO(hostile_watch("letters", "--csv").out)))
    assert f"'{FORMULA}" in [row["listed_as"] for row in rows]
