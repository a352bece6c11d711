"""What `up` hands to its parts, and how a run then names its validation report."""

from datetime import date
from pathlib import Path

from deployments.supervisor import Ports, environment_for
from flows.artifacts import checks_page
from ofsted_watch.domain.model import Coverage, Outcome
from ofsted_watch.runs.run_result import RunResult
from ofsted_watch.services import checks
from ofsted_watch.settings import Settings

PORTS = Ports(ui=4200, web=8600, reports=8601)
NIGHT = RunResult("nightly", date(2026, 3, 5), Coverage((), ()), Outcome(date(2026, 3, 5)), {})


def test_every_part_knows_where_the_server_answers_and_where_the_reports_are_served():
    notified = environment_for(Settings(data_dir=Path("data")), {}, {}, PORTS)
    assert notified["PREFECT_API_URL"] == "http://127.0.0.1:4200/api"
    assert notified["OFSTED_WATCH_REPORTS_URL"] == "http://127.0.0.1:8601"


def test_reports_that_are_served_elsewhere_are_linked_there():
    settings = Settings(reports_url="https://reports.example.org")
    assert environment_for(settings, {}, {}, PORTS)["OFSTED_WATCH_REPORTS_URL"] == "https://reports.example.org"


def test_places_are_whole_because_runs_start_in_another_folder(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    notified = environment_for(Settings(data_dir=Path("data"), database_url="sqlite:///here.db"), {}, {}, PORTS)
    assert notified["OFSTED_WATCH_DATA_DIR"] == str(tmp_path / "data")
    assert notified["OFSTED_WATCH_DATABASE_URL"] == f"sqlite:///{tmp_path / 'here.db'}"


def test_a_run_links_to_its_report_where_reports_are_served_and_names_the_file_elsewhere(tmp_path: Path):
    served = checks.write_report("nightly 7", NIGHT, tmp_path, "http://127.0.0.1:8601/")
    (written,) = (path for path in (tmp_path / "reports").glob("*.html") if path.name != "index.html")
    assert served == f"http://127.0.0.1:8601/{written.name}"
    assert checks_page((), "A night", served).endswith(f"[The whole report, rule by rule]({served})")
    named = checks.write_report("nightly 8", NIGHT, tmp_path)
    assert checks_page((), "A night", named).endswith(f"`{named}`")


def test_the_threads_of_a_part_share_one_arena_of_memory_unless_the_machine_says_otherwise() -> None:
    given = environment_for(Settings(), {}, {}, PORTS)
    assert (given["MALLOC_ARENA_MAX"], given["MALLOC_TRIM_THRESHOLD_"]) == ("1", "65536")
    assert environment_for(Settings(), {"MALLOC_ARENA_MAX": "4"}, {}, PORTS)["MALLOC_ARENA_MAX"] == "4"
