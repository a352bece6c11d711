"""The same nights on SQLite and on PostgreSQL end in the same exports, byte for byte."""

from pathlib import Path

import pytest

from ofsted_watch.adapters.exports import export
from ofsted_watch.demo_site.stories import DemoSite, long_story
from ofsted_watch.presentation.tables import authority_rows
from tests.journeys.watching import watching
from tests.postgres_server import HOW_TO_INSTALL, postgres_server, programs


@pytest.mark.postgres
@pytest.mark.skipif(programs() is None, reason=HOW_TO_INSTALL)
def test_the_same_nights_give_the_same_exports_on_both_engines(tmp_path: Path):
    story = long_story()
    days = [story.days[0], story.days[1], story.days[3], story.days[4]]
    folder = programs()
    assert folder is not None
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, postgres_server(folder) as server:
        postgres = {"database_url": server.url(server.new_database())}
        exports = {}
        for engine, settings in (("sqlite", {}), ("postgresql", postgres)):
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
