"""The same nights on SQLite and on PostgreSQL end in the same exports, byte for byte."""

from pathlib import Path

import pytest

from ofsted_watch.adapters.exports import export
from ofsted_watch.demo_site.stories import DemoSite, long_story
from ofsted_watch.presentation.tables import authority_rows
from tests.journeys.watching import watching
from tests.postgres_server import PostgresServer


@pytest.mark.postgres
def test_the_same_nights_give_the_same_exports_on_both_engines(tmp_path: Path, postgres: PostgresServer):
    story = long_story()
    days = [story.days[0], story.days[1], story.days[3], story.days[4]]
    with DemoSite(nights=story.nights, authorities=story.authorities) as site:
        place = {"database_url": postgres.url(postgres.new_database())}
        exports = {}
        for engine, settings in (("sqlite", {}), ("postgresql", place)):
            with watching(site, tmp_path / engine, **settings) as watch:
                watch.subscribe()
                for day in days:
                    watch.night(day)
                resources = watch.resources
                rows = authority_rows(resources.database.letters.stored(), resources.register.current())
                assert watch.resources.settings.database.startswith(engine)
            exports[engine] = {}
            for ending in ("csv", "xlsx", "parquet"):
                file = tmp_path / f"{engine}.{ending}"
                export(rows, file)
                exports[engine][ending] = file.read_bytes()
            exports[engine]["subjects"] = watch.subjects()
        assert exports["sqlite"] == exports["postgresql"]
        assert b"inadequate" in exports["sqlite"]["csv"]
        assert len(exports["sqlite"]["subjects"]) >= 2
