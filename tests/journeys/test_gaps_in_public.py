"""An inspection report that is published and not read is named wherever people and programs look, and breaks the line."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from ofsted_watch.cli import commands
from ofsted_watch.demo_site.invented_authorities import write_csv
from ofsted_watch.settings import Settings, read_settings
from ofsted_watch.web.app import make_app
from proofs.history.reader_model import Report, Shown
from proofs.history.value_watch import AUTHORITY, ValueWatch, migrated_template

CONTENTS = {
    "2018": Report(date(2018, 5, 1), {"overall": "good"}),
    "2022": None,
    "2026": Report(date(2026, 5, 1), {"overall": "inadequate"}),
}
PAGE = {
    "1": Shown(date(2018, 6, 10), "2018"),
    "2": Shown(date(2022, 6, 10), "2022"),
    "3": Shown(date(2026, 6, 10), "2026"),
}
TONIGHT = date(2026, 6, 11)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A watch over an authority with a report that is not read between two that are."""
    write_csv(tmp_path / "authorities.csv", (AUTHORITY,))
    with ValueWatch(tmp_path, migrated_template(tmp_path)) as watch:
        watch.night(TONIGHT, PAGE, CONTENTS)
    return read_settings(environment(tmp_path), dotenv=None)


@pytest.fixture
def browser(settings: Settings) -> Iterator[TestClient]:
    with TestClient(make_app(settings, today=lambda: TONIGHT)) as opened:
        yield opened


def environment(folder: Path) -> dict[str, str]:
    return {
        "OFSTED_WATCH_DATA_DIR": str(folder),
        "OFSTED_WATCH_DATABASE_URL": f"sqlite:///{folder / 'watch.db'}",
        "OFSTED_WATCH_AUTHORITIES_FILE": str(folder / "authorities.csv"),
    }


def command(settings: Settings, *words: str) -> str:
    answer = CliRunner().invoke(commands, list(words), env=environment(settings.data_dir), standalone_mode=False)
    assert answer.exception is None, answer.output
    return answer.stdout


def test_the_authoritys_page_names_it_at_the_top_and_the_picture_breaks(browser: TestClient) -> None:
    page = browser.get(f"/authorities/{AUTHORITY.urn}").text
    top, _, rest = page.partition('<h2 id="now">')
    assert "An inspection report published on 10 June 2022 is not read yet. Nothing is compared across it." in top
    assert 'href="https://files.ofsted.gov.uk/v1/file/2#page=1"' in top
    picture = rest.partition('<svg class="story wide"')[2].partition("</svg>")[0]
    steps = "good from 10 June 2018, report not read from 10 June 2022, inadequate from 10 June 2026."
    assert f"Overall effectiveness: {steps}" in picture.partition("<desc")[2].partition("</desc>")[0]
    assert 'stroke-dasharray="2 3"' not in picture
    assert "was good" not in rest


def test_no_change_is_announced_across_it_anywhere(browser: TestClient, settings: Settings) -> None:
    assert browser.get("/api/v1/changes").json() == []
    assert json.loads(command(settings, "changes", "--json")) == []
    newest = browser.get("/api/v1/judgements").json()[0]
    assert (newest["grade"], newest["previous"], newest["direction"]) == ("inadequate", None, None)
    assert json.loads(command(settings, "judgements", "--json"))[0]["direction"] is None


def test_the_api_the_export_and_the_command_give_it(browser: TestClient, settings: Settings) -> None:
    authority = browser.get(f"/api/v1/authorities/{AUTHORITY.urn}").json()
    (gap,) = authority["gaps"]
    assert (gap["file_number"], gap["published"], gap["after"]) == ("2", "2022-06-10", None)
    assert gap["url"] == "https://files.ofsted.gov.uk/v1/file/2"
    assert authority["overall_direction"] == "not_comparable"
    assert authority["overall_history"] == "2018-06-10 good; 2022-06-10 not_read; 2026-06-10 inadequate"
    assert authority["notes"] == (
        "an inspection report published on 2022-06-10 is not read (file 2): nothing is compared across it"
    )
    command(settings, "export", str(settings.data_dir / "x.csv"))
    assert "2022-06-10 not_read" in (settings.data_dir / "x.csv").read_text(encoding="utf-8")
    (listed,) = json.loads(command(settings, "gaps", "list", "--json"))
    assert (listed["file_number"], listed["notified"]) == ("2", False)


def test_once_it_is_closed_everything_is_compared_again(browser: TestClient, settings: Settings) -> None:
    assert browser.get("/api/v1/changes").json() == []
    (listed,) = json.loads(command(settings, "gaps", "list", "--json"))
    assert (
        command(settings, "gaps", "close", str(listed["id"]), "--why", "an adoption agency's")
        == f"Gap {listed['id']} is closed.\n"
    )
    (change,) = browser.get("/api/v1/changes").json()
    assert (change["from"], change["to"]) == ("good", "inadequate")
    assert browser.get(f"/api/v1/authorities/{AUTHORITY.urn}").json()["gaps"] == []
