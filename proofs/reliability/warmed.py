"""Warm up the fork server: importing this module runs one night, so its children start warm."""

import logging
import tempfile
from pathlib import Path

import psycopg  # noqa: F401  children on PostgreSQL need it
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401

import proofs.reliability.crowd
import proofs.reliability.killed  # noqa: F401
from ofsted_watch.demo_site.stories import DemoSite, small_story
from proofs.reliability.steps import ReadHere
from tests.journeys.watching import watching


def go_through_a_night() -> None:
    """Run one night, so that everything it reads, compiles or caches is ready for the next ones."""
    story = small_story()
    logging.disable(logging.ERROR)
    with (
        tempfile.TemporaryDirectory() as folder,
        DemoSite(nights=story.nights, authorities=story.authorities) as site,
        watching(site, Path(folder)) as running,
    ):
        running.subscribe()
        running.resources.reader = ReadHere(running.resources.register)  # type: ignore[assignment]
        for day in story.days:
            running.night(day)
    logging.disable(logging.NOTSET)


go_through_a_night()
