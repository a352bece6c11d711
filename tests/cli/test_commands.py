"""The command line as scripts and people use it: what it prints, where, and its exit codes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ofsted_watch.adapters.database.set_aside_items import put_aside
from ofsted_watch.demo_site.letters import print_letter
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.demo_site.story_writing import ilacs
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.domain.model import SetAside
from ofsted_watch.domain.set_aside_state import SetAsideSubject
from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from tests.isolation import clean_environment
from tests.journeys.watching import settings_for, watching
from tests.ports import free_ports

COMMAND = Path(sys.executable).with_name("ofsted-watch")
FIRST, SECOND = small_story().days


class Installation:
    """A folder with its settings, in which commands are run as a user would."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        clean = clean_environment()
        home = {"PREFECT_HOME": os.environ["PREFECT_HOME"]}  # the user's own may not be writable, of which Prefect warns
        self.environment = clean | home | {"OFSTED_WATCH_DATA_DIR": str(folder)} | settings

    def run(self, *arguments: str, input: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [COMMAND, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=120, input=input
        )

    def json(self, *arguments: str) -> object:
        done = self.run(*arguments, "--json")
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest.fixture(scope="module")
def after_two_nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("two-nights")
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site:
        with watching(site, folder) as watch:
            watch.subscribe()
            watch.night(FIRST)
            watch.night(SECOND)
        settings = settings_for(site, folder)
        yield Installation(
            folder,
            OFSTED_WATCH_SITE_URL=site.url,
            OFSTED_WATCH_AUTHORITIES_FILE=str(settings.authorities_file),
            OFSTED_WATCH_REQUESTS_PER_SECOND="1000",
        )


def test_a_letter_on_disk_is_read_with_the_authorities_that_the_settings_name(
    after_two_nights: Installation, empty: Installation
):
    letter = after_two_nights.folder / "letter.pdf"
    letter.write_bytes(print_letter(ilacs("Thornmere", date(2026, 1, 30), "iirii", date(2026, 3, 4))))
    ((invented,), (in_england,)) = (here.json("read", str(letter)) for here in (after_two_nights, empty))
    assert (invented["authority"], invented["urn"]) == ("Thornmere", "80901")
    assert (in_england["authority"], in_england["urn"]) == ("Thornmere", None)


def error_line(done: subprocess.CompletedProcess[str]) -> str:
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_an_unknown_authority_is_one_line_that_helps_and_exit_2(empty: Installation):
    done = empty.run("nightly", "--authority", "Knowsly")
    assert done.returncode == 2
    assert error_line(done) == "Error: No authority is called 'Knowsly': did you mean Knowsley?"


def test_a_wrong_setting_is_one_line_that_names_it_and_exit_2(tmp_path: Path):
    done = Installation(tmp_path, OFSTED_WATCH_REQUESTS_PER_SECOND="fast").run("nightly")
    assert done.returncode == 2
    assert "OFSTED_WATCH_REQUESTS_PER_SECOND must be a number, not 'fast'" in error_line(done)


def test_a_site_that_cannot_be_reached_ends_incomplete_by_name_with_exit_1_and_status_says_so(tmp_path: Path):
    here = Installation(tmp_path, OFSTED_WATCH_SITE_URL="http://127.0.0.1:9", OFSTED_WATCH_REQUESTS_PER_SECOND="1000")
    done = here.run("nightly", "--authority", "Knowsley")
    assert done.returncode == 1
    assert "1 authority not checked: Knowsley" in done.stdout
    assert "Traceback" not in done.stderr
    status = here.run("status", "--json")
    assert status.returncode == 1
    said = json.loads(status.stdout)
    assert (said["healthy"], said["expected"], said["checked"], said["unchecked"]) == (False, 1, 0, ["80479"])


def test_a_file_that_is_no_pdf_is_named_with_exit_1_and_the_others_are_read(empty: Installation):
    bad = empty.folder / "bad.pdf"
    bad.write_bytes(b"this is no letter")
    (letter,) = empty.json("read", str(bad))
    assert letter["problem"]["code"] == "not_a_pdf"
    assert letter["judgements"] == []
    assert empty.run("read", str(bad)).returncode == 1


def test_a_file_that_is_not_there_is_wrong_use(empty: Installation):
    done = empty.run("read", "nowhere.pdf")
    assert done.returncode == 2
    assert error_line(done) == "Error: There is no file nowhere.pdf"


@pytest.mark.parametrize("command", ["letters --json", "status --json", "subscribe me@example.org --all", "nightly"])
def test_a_mistyped_database_is_wrong_use_and_is_not_made(tmp_path: Path, command: str):
    here = Installation(tmp_path / "data", OFSTED_WATCH_DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/watch.db")
    here.folder.mkdir()
    done = here.run(*command.split())
    assert (done.returncode, done.stdout) == (2, "")
    assert error_line(done) == (
        f"Error: OFSTED_WATCH_DATABASE_URL names {tmp_path}/nowhere/watch.db, but the folder {tmp_path}/nowhere does not exist. "
        "Correct the setting, or make the folder"
    )
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("named", ["", "sqlite:///{data}/watch.db"])
def test_the_first_commands_of_a_fresh_installation_make_the_data_folder_and_work(tmp_path: Path, named: str):
    data = tmp_path / "new" / "data"
    here = Installation(tmp_path, OFSTED_WATCH_DATA_DIR=str(data), OFSTED_WATCH_DATABASE_URL=named.format(data=data))
    assert here.json("letters") == []
    assert here.run("status").returncode == 1  # no run yet
    assert here.run("subscribe", "me@example.org", "--all").returncode == 0
    assert [path.suffix for path in data.glob("*.db")] == [".db"]


def test_people_subscribe_and_leave(empty: Installation):
    assert empty.run("subscribe", "me@example.org", "--authority", "Knowsley", "--on", "change").returncode == 0
    assert "Knowsley; on change; at-once" in empty.run("subscriptions").stdout
    (preferences,) = empty.json("subscriptions")
    assert (preferences["email"], preferences["urns"], preferences["topics"]) == ("me@example.org", ["80479"], ["change"])
    assert empty.run("unsubscribe", "me@example.org").returncode == 0
    assert empty.json("subscriptions") == []


def test_ops_subscribe_people_to_some_letters_or_changes_only(empty: Installation):
    visits = ("--on", "letter", "--kind", "focused_visit", "--topic", "care_leavers")
    assert empty.run("subscribe", "a@example.org", "--neighbours-of", "Knowsley", *visits).returncode == 0
    fallen = ("--to-grade", "inadequate", "--direction", "declined")
    assert empty.run("subscribe", "b@example.org", "--all", *fallen).returncode == 0
    first, second = empty.json("subscriptions")
    assert len(first["urns"]) == 10
    assert first["filters"] == {"letters": {"kinds": ["focused_visit"], "topics": ["care_leavers"]}}
    assert second["filters"] == {"changes": {"to": ["inadequate"], "direction": "declined"}}
    assert "on change; changes only to inadequate, direction declined; at-once" in empty.run("subscriptions").stdout
    wrong = empty.run("subscribe", "c@example.org", "--all", "--on", "priority", "--kind", "jtai")
    assert wrong.returncode == 2
    assert error_line(wrong) == "Error: Kinds, topics and outcomes narrow new letters: ask for those too, or leave them out"


def test_an_authority_is_added_listed_and_ended_and_its_subscribers_are_moved(empty: Installation):
    add = ("authorities", "add", "2799999", "Nethermoor", "--ons-code", "E06000999", "--region", "North West")
    assert empty.run(*add).stdout == "Nethermoor (URN 2799999) is in the register. The next run checks it.\n"
    assert empty.run("subscribe", "ann@council.example", "--authority", "Nethermoor").returncode == 0
    ended = empty.run("authorities", "end", "Nethermoor", "--on", "2026-04-01", "--successor", "Knowsley", "--successor", "341")
    assert (ended.returncode, ended.stdout) == (
        0,
        "Nethermoor ended on 2026-04-01; 1 subscription moved to Knowsley, Liverpool.\n",
    )
    ((subscription,), listed) = (empty.json("subscriptions"), empty.json("authorities", "list"))
    assert subscription["urns"] == ["80479", "80485"]
    rows = {row["name"]: row for row in listed}
    assert (rows["Nethermoor"]["ended"], rows["Nethermoor"]["successors"]) == ("2026-04-01", ["Knowsley", "Liverpool"])
    assert (rows["Cumbria"]["ended"], rows["Cumbria"]["ons_code"]) == ("2023-04-01", None)
    assert rows["Barnsley"]["ons_code"] == "E08000038"
    refused = empty.run("authorities", "end", "Nowhere", "--on", "2026-04-01", "--successor", "Knowsley")
    assert (refused.returncode, "No authority is called 'Nowhere'" in error_line(refused)) == (2, True)


def test_a_mail_from_the_pipe_is_recognised_left_alone_or_missing(empty: Installation):
    empty.run("subscribe", "ann@council.example", "--all")
    stop = "From: ann@council.example\nTo: ofsted-watch@localhost\nSubject: unsubscribe\n\n"
    ended, again, missing = (empty.run("bounce", input=text) for text in (stop, stop, ""))
    assert (ended.returncode, ended.stdout) == (0, "a…@c….example asked for no more mails: 1 subscription ended.\n")
    assert (again.returncode, "no subscription" in again.stdout) == (1, True)
    assert (missing.returncode, "Standard input is empty" in missing.stderr) == (2, True)
    assert empty.json("subscriptions") == []


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("not-an-address", "--all"), "not-an-address"),
        (("me@example.org",), "--authority"),
        (("me@example.org", "--all", "--region", "London"), "--authority"),
        (("me@example.org", "--region", "Middle Earth"), "the regions are"),
        (("me@example.org", "--all", "--from-grade", "good", "--to-grade", "good"), "nothing would ever be sent"),
    ],
)
def test_a_subscription_that_cannot_be_understood_is_refused_with_exit_2(
    empty: Installation, arguments: tuple[str, ...], hint: str
):
    done = empty.run("subscribe", *arguments)
    assert done.returncode == 2
    assert hint in error_line(done)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--limit", "hold_days", "800000"), "The hold days must be 0 to 3650, not 800000"),
        (("--authority", "all", "--authority", "Leeds"), "by name, or all of them, and not both"),
        (("--authority", "Leeds", "--environment", "authorities"), "--environment authorities exclude each other"),
        (("--limit", "late_days", "5", "--environment", "late_days"), "--environment late_days exclude each other"),
        (("--limit", "late_days", "5", "--limit", "late_days", "7"), "--limit late_days is given twice"),
    ],
)
def test_settings_that_no_run_could_use_or_that_contradict_are_refused(
    empty: Installation, arguments: tuple[str, ...], sentence: str
):
    done = empty.run("settings", "set", *arguments, "--why", "to try")
    assert (done.returncode, sentence in error_line(done)) == (2, True)
    assert all(row["stored_by"] == "" for row in empty.json("settings", "list"))


def test_a_settings_file_that_is_not_text_is_one_line_and_exit_2(empty: Installation):
    (empty.folder / ".env").write_bytes(b"\xff\xfe")
    for command in (["status"], ["letters"], ["migrate"]):
        done = empty.run(*command)
        assert (done.returncode, ".env cannot be read: it is not valid UTF-8: save it as UTF-8" in error_line(done)) == (2, True)


def test_what_is_known_comes_as_the_contracts_json(after_two_nights: Installation):
    letters = after_two_nights.json("letters")
    assert len(letters) == 9
    assert {"file_number", "listed_as", "first_seen", "kind", "judgements", "problem"} <= set(letters[0])
    assert "text" not in letters[0]
    judgements = after_two_nights.json("judgements", "--authority", "Thornmere", "--since", "2026-01-01")
    assert {row["area"]: row["grade"] for row in judgements}["overall"] == "inadequate"
    assert {"urn", "area", "grade", "printed", "published", "kind", "file", "page"} <= set(judgements[0])
    overall = next(row for row in judgements if row["area"] == "overall")
    assert (overall["previous"], overall["previous_published"], overall["direction"]) == ("good", "2023-04-05", "declined")
    changes = after_two_nights.json("changes", "--since", "2026-01-01")
    assert {(row["area"], row["from"], row["to"], row["cause"]) for row in changes} >= {
        ("overall", "good", "inadequate", "new_letter")
    }


def test_csv_has_a_header_and_a_row_each(after_two_nights: Installation):
    lines = after_two_nights.run("changes", "--csv", "--since", "2026-01-01").stdout.splitlines()
    assert lines[0] == "to_published,authority,area,from,to,direction,cause"
    assert len(lines) == 5


@pytest.mark.parametrize("arguments", [("judgements", "--csv"), ("judgements", "--json"), ("judgements",)], ids=" ".join)
def test_what_is_printed_is_utf8_in_every_locale(after_two_nights: Installation, arguments: tuple[str, ...]):
    named = after_two_nights.folder / "named-otherwise.csv"
    listed = (after_two_nights.folder / "authorities.csv").read_text(encoding="utf-8")
    named.write_text(listed.replace("Thornmere", "Þornmere – Môr"), encoding="utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "OFSTED_WATCH_AUTHORITIES_FILE": str(named)}
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=after_two_nights.folder,
        env=after_two_nights.environment | ascii_only,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Þornmere – Môr" in done.stdout.decode("utf-8")


def test_the_outbox_shows_what_was_sent(after_two_nights: Installation):
    (alert,) = after_two_nights.json("alerts", "list", "--state", "sent")
    assert alert["to"] == "newsroom@example.org"
    assert alert["event"]["title"] == "Thornmere: children's services judged inadequate (was good)"


def test_an_alert_that_is_not_held_cannot_be_released(after_two_nights: Installation):
    (alert,) = after_two_nights.json("alerts", "list")
    done = after_two_nights.run("alerts", "release", str(alert["id"]), "--why", "to try")
    assert done.returncode == 2
    assert "cannot be released" in error_line(done)


def test_an_export_is_one_row_per_authority(after_two_nights: Installation):
    done = after_two_nights.run("export", "all.csv")
    assert done.returncode == 0
    lines = (after_two_nights.folder / "all.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert after_two_nights.run("export", "all.docx").returncode == 2


def test_an_export_is_a_workbook_or_a_folder_of_tables(after_two_nights: Installation):
    done = after_two_nights.run("export", "all.xlsx")
    assert (done.returncode, done.stdout.split(" authorities")[0]) == (0, "2")
    assert load_workbook(after_two_nights.folder / "all.xlsx").sheetnames[:3] == ["Read me", "Now", "Inspections"]
    assert after_two_nights.run("export", "tables").returncode == 0
    lines = (after_two_nights.folder / "tables" / "now.csv").read_text(encoding="utf-8-sig").splitlines()
    assert (len(lines), lines[0].split(",")[0]) == (3, "urn")


def test_a_set_aside_that_does_not_exist_is_wrong_use(after_two_nights: Installation):
    done = after_two_nights.run("set-aside", "show", "99")
    assert done.returncode == 2
    assert "99" in error_line(done)


def test_one_letter_is_read_again_and_says_what_was_read_before_and_now(after_two_nights: Installation):
    done = after_two_nights.run("reread", "--letter", "60000101")
    assert (done.returncode, "Read as before: " in done.stdout) == (0, True), done.stderr
    assert done.stdout.splitlines()[0].endswith("/60000101")
    both = after_two_nights.run("reread", "--letter", "60000101", "--authority", "Thornmere")
    assert (both.returncode, error_line(both)) == (2, "Error: Choose authorities, or one letter, and not both")
    none = after_two_nights.run("reread", "--letter", "987654")
    assert none.returncode == 2
    assert "There is no letter 987654" in error_line(none)


@pytest.mark.parametrize("command", ["letters", "judgements", "changes"])
def test_letters_of_an_invented_ofsted_lead_to_the_setting_that_names_its_authorities(
    after_two_nights: Installation, command: str
):
    without = Installation(after_two_nights.folder)
    done = without.run(command)
    assert done.returncode == 2
    assert "The database names the URN 809" in error_line(done)
    assert "its file of authorities in OFSTED_WATCH_AUTHORITIES_FILE" in error_line(done)


def test_what_was_answered_of_a_set_aside_item_is_listed(tmp_path: Path):
    here = Installation(tmp_path)
    aside = SetAside(SetAsideSubject.LETTER, Urn("80479"), "f" * 64, "no_text", "The file has no text")
    with open_database(Settings(data_dir=tmp_path)) as database, database.set_asides.write_transaction() as connection:
        put_aside(connection, (aside,), run_id=None, at=datetime(2026, 11, 28, tzinfo=UTC))
    waiting = here.run("set-aside", "list", "--all").stdout.splitlines()
    assert here.run("set-aside", "reject", "1", "--why", "a scan", "--by", "Ann").returncode == 0
    answered = here.run("set-aside", "list", "--all").stdout.splitlines()
    assert answered[0].split() == waiting[0].split() == ["id", "since", "authority", "answer", "reason", "what"]
    assert waiting[1].split()[2:5] == ["Knowsley", "-", "no_text"]
    assert "rejected by Ann: a scan" in answered[1]
    assert here.run("set-aside", "list").stdout == "Nothing is set aside.\n"


def test_a_healthy_watch_exits_0(after_two_nights: Installation):
    assert after_two_nights.run("status").returncode == 0


def test_the_demo_shows_a_changed_judgement_and_can_be_run_again(empty: Installation):
    for _ in range(2):
        done = empty.run("demo")
        assert done.returncode == 0, done.stderr
        assert "Thornmere: overall good -> inadequate" in done.stdout
        assert "Subject: Thornmere: children's services judged inadequate (was good)" in done.stdout
        assert "Before: good (5 April 2023)" in done.stdout
        assert "page 1, judgement table" in done.stdout


def test_the_demo_touches_no_folder_that_it_did_not_make(empty: Installation):
    mine = empty.folder / "demo-data"
    mine.mkdir()
    (mine / "precious.txt").write_text("keep me")
    done = empty.run("demo")
    assert done.returncode == 2
    assert (mine / "precious.txt").read_text() == "keep me"


def test_a_day_to_come_is_refused_for_all_until_then_would_seem_late(empty: Installation):
    for command in (["nightly"], ["backfill", "--all"]):
        done = empty.run(*command, "--today", "2999-01-01")
        assert done.returncode == 2
        assert "2999-01-01 is in the future" in error_line(done)


@pytest.mark.parametrize("command", [("nightly", "--authority", "Thornmere"), ("poll",), ("backfill", "--all")])
def test_a_day_before_the_last_check_is_refused_for_what_came_since_would_never_be_news(
    after_two_nights: Installation, command: tuple[str, ...]
):
    before = after_two_nights.json("status")
    done = after_two_nights.run(*command, "--today", str(FIRST))
    assert done.returncode == 2
    assert f"{FIRST} is before {SECOND}, when " in error_line(done)
    assert after_two_nights.json("status") == before


def test_declines_only_says_that_it_narrows_changes(empty: Installation):
    done = empty.run("subscribe", "me@example.org", "--all", "--on", "letter", "--declines-only")
    assert done.returncode == 2
    assert "add --on change" in error_line(done)


@pytest.mark.parametrize(
    ("setting", "value", "text"),
    [
        ("SITE_URL", "http://[::1", "OFSTED_WATCH_SITE_URL must be a web address"),
        ("SMTP_URL", "smtp://mail.example.org:99999", "OFSTED_WATCH_SMTP_URL is invalid"),
        ("DATA_DIR", "/dev/null/data", "OFSTED_WATCH_DATA_DIR is /dev/null/data, which cannot be created"),
        ("AUTHORITIES_FILE", sys.executable, "is not valid UTF-8"),
        ("AUTHORITIES_FILE", "/dev/null", "which is not a file"),
    ],
)
def test_what_a_setting_cannot_be_is_one_line_and_exit_2(tmp_path: Path, setting: str, value: str, text: str):
    done = Installation(tmp_path, **{f"OFSTED_WATCH_{setting}": value}).run("status")
    assert done.returncode == 2
    assert text in error_line(done)


def on_free_ports() -> list[str]:
    ports = zip(("--port", "--web-port", "--reports-port"), free_ports(3), strict=True)
    return [f"{option}={number}" for option, number in ports]


def test_up_says_as_every_command_that_its_data_folder_cannot_be_created(tmp_path: Path):
    done = Installation(tmp_path, OFSTED_WATCH_DATA_DIR="/dev/null/data").run("up", *on_free_ports())
    assert done.returncode == 2
    assert "OFSTED_WATCH_DATA_DIR is /dev/null/data, which cannot be created" in error_line(done)


def test_up_names_the_file_that_is_in_the_way_of_its_logs(tmp_path: Path):
    (tmp_path / "logs").touch()
    done = Installation(tmp_path).run("up", *on_free_ports())
    assert done.returncode == 1
    assert error_line(done) == f"Error: {tmp_path}/logs cannot be used: File exists"


def test_a_settings_file_that_is_not_utf_8_is_named(tmp_path: Path):
    (tmp_path / ".env").write_bytes(b"OFSTED_WATCH_CONTACT=caf\xe9@example.org\n")
    done = Installation(tmp_path).run("status")
    assert done.returncode == 2
    assert error_line(done) == f"Error: The settings file {tmp_path}/.env cannot be read: it is not valid UTF-8: save it as UTF-8"


@pytest.mark.parametrize("command", [("authorities", "list", "--json"), ("letters", "--csv")])
def test_a_full_disk_under_the_output_is_one_line_and_exit_1(empty: Installation, command: tuple[str, ...]):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [COMMAND, *command], cwd=empty.folder, env=empty.environment, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert error_line(done) == "Error: Standard output cannot be used: No space left on device"


def test_a_folder_that_cannot_be_made_for_the_demo_is_one_line_and_exit_2(empty: Installation):
    done = empty.run("demo", "--folder", "/dev/null/demo")
    assert done.returncode == 2
    assert "/dev/null/demo" in error_line(done)
    assert "Not a directory" in error_line(done)


def test_a_file_of_no_authorities_is_refused(tmp_path: Path):
    (tmp_path / "none.csv").write_text("urn,name,ons_code,region\n", encoding="utf-8")
    done = Installation(tmp_path, OFSTED_WATCH_AUTHORITIES_FILE=str(tmp_path / "none.csv")).run("nightly")
    assert done.returncode == 2
    assert "names no authority: it needs rows of urn" in error_line(done)


def test_a_decision_needs_its_reason(after_two_nights: Installation):
    (alert,) = after_two_nights.json("alerts", "list")
    done = after_two_nights.run("alerts", "release", str(alert["id"]), "--why", " ")
    assert done.returncode == 2
    assert "Say why" in error_line(done)


def test_a_mail_that_could_not_be_sent_is_no_night_well_done(tmp_path: Path):
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site:
        with watching(site, tmp_path) as watch:
            watch.subscribe()
            watch.night(FIRST)
        site.today = SECOND
        here = Installation(
            tmp_path,
            OFSTED_WATCH_SITE_URL=site.url,
            OFSTED_WATCH_AUTHORITIES_FILE=str(tmp_path / "authorities.csv"),
            OFSTED_WATCH_REQUESTS_PER_SECOND="1000",
            OFSTED_WATCH_SMTP_URL="smtp://127.0.0.1:9",
        )
        done = here.run("nightly", "--today", SECOND.isoformat())
        again = here.run("alerts", "deliver", "--now")
    assert "1 waiting for another try" in done.stdout
    assert (done.returncode, again.returncode) == (1, 1)
