"""SQLite and PostgreSQL answer every reader with the same bytes."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ofsted_watch.services.resources import open_database
from ofsted_watch.settings import Settings
from ofsted_watch.web.app import make_app
from tests.postgres_server import PostgresServer
from tests.web.published_data import fill, settings_in

PATHS = (
    "/",
    "/authorities/90001",
    "/authorities/90001/letters/50011",
    "/changes?direction=declined",
    "/letters?kind=focused_visit",
    "/letters.csv",
    "/search?q=caseloads",
    "/search?q=caseloads&priority_action=false",
    "/search?q=caseloads&topic=neglect",
    "/search?kind=focused_visit",
    "/search?q=caseloads&order=best&region=North+Vale",
    "/api/v1/authorities",
    "/api/v1/authorities/90001/letters/50011",
    "/api/v1/letters",
    "/api/v1/judgements",
    "/api/v1/changes",
    "/feeds/changes.atom",
    "/feeds/letters.atom",
    "/data/authorities.csv",
    "/data/authorities.parquet",
    "/data/judgements.csv",
    "/data/changes.csv",
)


def answers(settings: Settings) -> dict[str, tuple[int, bytes]]:
    with open_database(settings) as database:
        fill(database)
    with TestClient(make_app(settings, today=lambda: date(2026, 3, 4)), base_url=settings.public_url) as browser:
        return {path: (answer.status_code, answer.content) for path in PATHS if (answer := browser.get(path))}


@pytest.mark.postgres
def test_both_engines_answer_with_the_same_bytes(postgres: PostgresServer, tmp_path: Path):
    sqlite = answers(settings_in(tmp_path))
    assert {status for status, _ in sqlite.values()} == {200}
    place = replace(settings_in(tmp_path), database_url=postgres.url(postgres.new_database()))
    assert answers(place) == sqlite
