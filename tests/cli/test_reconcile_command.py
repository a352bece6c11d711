"""`reconcile` as a person and a script use it: a database of an invented Ofsted, and a table of its outcomes."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.findings import InspectionType, LetterTopic
from ofsted_watch.domain.grades import Area, Grade
from ofsted_watch.domain.model import Outcome, SetAside, StoredLetter
from tests import factories
from tests.adapters.official_tables import HISTORY, IN_YEAR, sheets, table_file
from tests.isolation import clean_environment

COMMAND = Path(sys.executable).with_name("ofsted-watch")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
GRADES = {
    Area.OVERALL: Grade.REQUIRES_IMPROVEMENT,
    Area.LEADERS: Grade.GOOD,
    Area.HELP_PROTECTION: Grade.INADEQUATE,
    Area.IN_CARE: Grade.OUTSTANDING,
}


def letter(urn: str, number: str, published: date, start: date, end: date, **changes: object) -> StoredLetter:
    stored = factories.stored(number, published, GRADES)
    read = replace(stored.letter, urn=urn, inspection_start=start, inspection_end=end, **changes)  # type: ignore[arg-type]
    return replace(stored, listing=replace(stored.listing, urn=urn), letter=read)


def standard_report(**changes: object) -> StoredLetter:
    care_leavers = factories.judgement(area=Area.CARE_LEAVERS, grade=Grade.GOOD)
    judgements = tuple(factories.judgement(area=area, grade=grade) for area, grade in GRADES.items())
    given: dict[str, object] = {"inspection_type": InspectionType.STANDARD, "judgements": (*judgements, care_leavers)}
    days = (date(2024, 10, 25), date(2024, 9, 9), date(2024, 9, 20))
    return letter("80901", "50001002", *days, **(given | changes))


SHORT_REPORT = letter(
    "80901", "50001001", date(2021, 6, 25), date(2021, 5, 10), date(2021, 5, 14), inspection_type=InspectionType.SHORT
)
VISIT = letter(
    "80910",
    "50001003",
    date(2025, 3, 7),
    date(2025, 2, 4),
    date(2025, 2, 5),
    kind="focused_visit",
    judgements=(),
    topics=(LetterTopic.HELP_PROTECTION,),
)


class Installation:
    """A folder with a database of these letters, and the register of an invented Ofsted."""

    def __init__(self, folder: Path, *letters: StoredLetter, waiting: StoredLetter | None = None) -> None:
        self.folder = folder
        with (folder / "authorities.csv").open("w", encoding="utf-8", newline="") as file:
            register = csv.writer(file)
            register.writerow(("urn", "name", "ons_code", "region"))
            register.writerow(("80901", "Thornmere", "E99000001", "North West"))
            register.writerow(("80910", "Oxmarsh", "E99000010", "South East"))
        with Database(f"sqlite:///{folder}/ofsted-watch.db") as database:
            database.migrate()
            outcome = Outcome(today=factories.TODAY, stored=letters)
            database.outcomes.apply(outcome, run_id=None, at=NOW)
            if waiting:
                database.readings.record(waiting.letter, "1", NOW)
                item = SetAside("letter", waiting.listing.urn, waiting.letter.sha256, "witnesses_disagree", "Two places differ.")
                database.outcomes.apply(Outcome(today=factories.TODAY, set_aside=(item,)), run_id=None, at=NOW)

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        clean = clean_environment()
        ours = {
            "OFSTED_WATCH_DATA_DIR": str(self.folder),
            "OFSTED_WATCH_AUTHORITIES_FILE": str(self.folder / "authorities.csv"),
        }
        return subprocess.run(
            [COMMAND, "reconcile", *map(str, arguments)],
            cwd=self.folder,
            env=clean | ours,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )


@pytest.fixture
def agreeing(tmp_path: Path) -> Installation:
    return Installation(tmp_path, SHORT_REPORT, standard_report(), VISIT)


def test_a_table_that_says_what_is_stored_ends_with_0(agreeing: Installation) -> None:
    done = agreeing.run(table_file(agreeing.folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "2 inspections and 1 visit are in Ofsted's table and in Ofsted Watch.\n"
        "\n"
        "                  compared  agree  differ  known  Ofsted only  Ofsted Watch only\n"
        "grades                   9      9       0      0            0                  0\n"
        "publication days         3      3       0      0            0                  0\n"
        "inspection days          3      3       0      0            0                  0\n"
        "inspection types         2      2       0      0            0                  0\n"
        "visit themes             1      1       0      0            0                  0\n"
    )


def test_a_difference_ends_with_1_and_stands_in_two_lines(agreeing: Installation) -> None:
    changed = sheets()
    changed[IN_YEAR][4][-1] = "Front door"
    done = agreeing.run(table_file(agreeing.folder, changed))
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.endswith(
        "Differences\n"
        "  Oxmarsh, 4 February 2025, theme of the visit\n"
        "    Ofsted's table: front door (In-year_inspections, row 5); Ofsted Watch: help protection (file 50001003)\n"
    )


def test_json_is_one_document_for_programs(agreeing: Installation) -> None:
    changed = sheets()
    changed[HISTORY][3][7] = "ILACS Standard Inspection"
    done = agreeing.run(table_file(agreeing.folder, changed), "--json")
    assert (done.returncode, done.stderr) == (1, "")
    document = json.loads(done.stdout)
    assert document["subjects"]["inspection_types"]["differ"] == 1
    (difference,) = document["differences"]
    assert (difference["theirs"], difference["ours"], difference["date"]) == ("standard", "short", "2021-05-10")


def test_a_letter_that_is_not_stored_is_known_to_one_side_only(tmp_path: Path) -> None:
    done = Installation(tmp_path, standard_report(), VISIT).run(table_file(tmp_path))
    assert done.returncode == 0
    assert "Known to one side only" in done.stdout
    assert "  Thornmere, 10 May 2021, short inspection\n    Ofsted's table: ILACS_inspection_history, row 4; " in done.stdout


def test_a_letter_that_is_set_aside_is_named_with_its_problem(tmp_path: Path) -> None:
    done = Installation(tmp_path, standard_report(), VISIT, waiting=SHORT_REPORT).run(table_file(tmp_path))
    assert done.returncode == 0
    assert "row 4; Ofsted Watch: set aside (witnesses_disagree)\n" in done.stdout


def test_an_empty_database_says_that_nothing_was_compared_and_ends_with_1(tmp_path: Path) -> None:
    done = Installation(tmp_path).run(table_file(tmp_path))
    assert done.returncode == 1
    assert "2 authorities without a stored letter are not compared" in done.stdout
    assert "Nothing was compared" in done.stdout


def test_a_file_that_is_no_table_is_one_line_and_exit_2(agreeing: Installation) -> None:
    changed = sheets()
    del changed[IN_YEAR]
    for file, words in (
        (agreeing.folder / "authorities.csv", "is not an OpenDocument spreadsheet (.ods)"),
        (agreeing.folder / "nowhere.ods", "There is no file"),
        (table_file(agreeing.folder, changed), "has no sheet 'In-year_inspections'"),
    ):
        done = agreeing.run(file)
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: ")
        assert words in line


def test_a_file_that_is_no_table_makes_no_database(tmp_path: Path) -> None:
    here = Installation(tmp_path)
    (tmp_path / "ofsted-watch.db").unlink()
    assert here.run("nowhere.ods").returncode == 2
    assert not (tmp_path / "ofsted-watch.db").exists()


def test_without_a_file_it_says_how_it_is_called(agreeing: Installation) -> None:
    done = agreeing.run()
    assert done.returncode == 2
    assert "Missing argument 'FILE'" in done.stderr
