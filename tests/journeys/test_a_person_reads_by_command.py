"""The commands by which a person reads a set-aside letter: look at it, save a page, enter the grades; wrong words are refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ofsted_watch.cli import commands
from ofsted_watch.errors import WrongUse
from tests.journeys.contradicting import FALL, NOTICE, NUMBER, REASON, THIRD, posted, site_with
from tests.journeys.watching import watching

LEADERS = "leaders=inadequate:1:The impact of leaders on social work practice with children and families Inadequate"
DISAGREE = "The letter contradicts itself about 'leaders'"


@pytest.fixture
def run(set_aside: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    """The command, on the third day."""
    monkeypatch.setattr("ofsted_watch.services.nightly.today_in_london", lambda: THIRD)
    return Run(set_aside)


class Run:
    """`run('set-aside', 'list')` is that command's answer, in the folder of the watch."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str) -> Result:
        place = {"OFSTED_WATCH_DATA_DIR": str(self.folder), "OFSTED_WATCH_MAIL_FROM": "Ofsted Watch <watch@example.org>"}
        place |= {"OFSTED_WATCH_AUTHORITIES_FILE": str(self.folder / "authorities.csv")}
        place |= {"OFSTED_WATCH_DATABASE_URL": f"sqlite:///{self.folder / 'ofsted-watch.db'}"}
        place |= {"OFSTED_WATCH_ARCHIVE_URL": str(self.folder / "archive")}
        return CliRunner().invoke(commands, list(words), env=place, standalone_mode=False)

    def refusal(self, *words: str) -> str:
        done = self(*words)
        assert isinstance(done.exception, WrongUse), done.output
        return str(done.exception)


def test_it_shows_why_the_letter_was_refused_and_every_place_that_was_read(run: Run) -> None:
    shown = run("set-aside", "show", "1").output
    assert DISAGREE in shown
    assert "read as         ILACS inspection report" in shown
    assert "inspected       19 to 30 January 2026" in shown
    rows = [" ".join(line.split()) for line in shown.splitlines()]
    places = [row.partition(" The impact")[0] for row in rows if row.startswith("leaders")]
    assert places == ["leaders inadequate page 1", "leaders good page 3"]
    document = json.loads(run("set-aside", "show", "1", "--json").output)
    assert document["code"] == "witnesses_disagree"
    judgements = document["letter"]["problem"]["judgements"]
    assert [one["grade"] for one in judgements if one["area"] == "leaders"] == ["inadequate", "good"]
    assert document["entered"] == []


def test_a_page_is_saved_as_a_picture_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.png"
    assert f"saved           page 3 of 3 in {file}" in run("set-aside", "show", "1", "--page", "3", "--save", str(file)).output
    assert file.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    assert "Nothing is overwritten" in run.refusal("set-aside", "show", "1", "--page", "1", "--save", str(file))
    assert run.refusal("set-aside", "show", "1", "--page", "4", "--save", "x.png") == "The file has no page 4: it has 3."
    assert "both --page and --save" in run.refusal("set-aside", "show", "1", "--page", "1")


def test_entered_grades_are_stored_and_mailed(run: Run) -> None:
    words = ("set-aside", "enter", "1", "--grade", LEADERS, "--confirm", "--by", "Ann of ops", "--reason", REASON)
    done = run(*words, "--json")
    assert done.return_value == 0, done.output
    document = json.loads(done.stdout)
    assert document == {"id": 1, "answer": "entered", "stored": [NUMBER], "set_aside": [], "alerts": 1}
    shown = json.loads(run("set-aside", "show", "1", "--json").output)
    assert [(one["read_by"], one["reason"]) for one in shown["entered"]] == [("Ann of ops", REASON)]
    assert shown["answered_by"] == "Ann of ops"
    with site_with(posted()) as site, watching(site, run.folder) as watch:
        assert watch.subjects() == [NOTICE, FALL]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--grade", "overall good page 1"), "'overall good page 1' is not a grade: write it as overall=good:2:"),
        (("--grade", "overall=good:one:text"), "is not a grade: write it as"),
        (("--grade", "everything=good:1:text"), "'everything' is not a known area: choose overall, leaders,"),
        (("--grade", "overall=fair:1:text"), "'fair' is not a known grade: choose outstanding, good, requires_improvement,"),
        (("--image", "overall"), "--image overall: enter its grade with --grade too"),
        (("--kind", "essay"), "'essay' is not a kind of letter: choose ilacs_inspection,"),
        (("--confirm",), "enter the grade of leaders too"),
    ],
)
def test_words_that_are_no_entry_are_refused_with_what_to_write(run: Run, words: tuple[str, ...], says: str) -> None:
    assert says in run.refusal("set-aside", "enter", "1", "--reason", REASON, *words)
    assert json.loads(run("set-aside", "list", "--json").output)[0]["answer"] is None


def test_a_release_says_to_enter_the_grades(run: Run) -> None:
    assert "('enter' instead of 'release')" in run.refusal("set-aside", "release", "1", "--why", "it is fine")
