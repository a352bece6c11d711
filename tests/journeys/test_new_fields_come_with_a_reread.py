"""A newer reader fills in fields that the older one did not know: they are stored, and nobody gets a mail about them."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.authorities import AuthorityRegister
from ofsted_watch.domain.model import AlertState, Letter
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services import read_letters, site_steps
from ofsted_watch.services import reread as reread_service
from ofsted_watch.services import run as run_service
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from proofs.reliability.steps import ReadHere
from tests.journeys.watching import Watching, watching

FIRST, SECOND, REREAD, NEXT = (date(2026, 3, day) for day in (3, 4, 5, 6))
OLDER, NEWER = "2026.11.2", "2026.12.0"


@dataclass(frozen=True)
class ReaderOfNovember:
    """The reader as it was before letters said what they ask for."""

    register: AuthorityRegister

    def read(self, content: bytes, name: str) -> Letter:
        return replace(
            ReadHere(self.register).read(content, name),
            summary=None,
            scope=None,
            topics=(),
            theme=None,
            improvements=(),
            improvements_heading=None,
            progress=None,
            inspection_type=None,
            previous_inspection=None,
        )


def version(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    for module in (run_service, reread_service, read_letters, site_steps):
        monkeypatch.setattr(module, "READER_VERSION", number)


def asked_for(watch: Watching) -> int:
    """How many things all stored letters ask for."""
    return sum(len(stored.letter.improvements) for stored in watch.resources.database.letters.stored())


def test_a_reread_fills_in_new_fields_and_neither_mails_nor_corrects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = small_story()
    with DemoSite(nights=story.nights, authorities=story.authorities) as site, watching(site, tmp_path) as watch:
        version(monkeypatch, OLDER)
        watch.resources.reader = ReaderOfNovember(watch.resources.register)  # type: ignore[assignment]
        watch.subscribe("ann@example.org")
        watch.night(FIRST)
        watch.night(SECOND)
        database = watch.resources.database
        mails, alerts, changes = watch.subjects(), database.alerts.find(), watch.changes()
        assert mails
        assert asked_for(watch) == 0

        version(monkeypatch, NEWER)
        watch.resources.reader = ReadHere(watch.resources.register)  # type: ignore[assignment]
        scope = expected_authorities(["all"], watch.resources.register)
        outcome = reread_service.reread(LocalExecutor(), watch.resources, scope, REREAD).outcome
        deliver(watch.resources)
        assert {stored.reader_version for stored in database.letters.stored()} == {NEWER}
        assert asked_for(watch) > 0
        assert {stored.letter.inspection_type for stored in database.letters.stored()} != {None}
        assert (outcome.changes, outcome.events, outcome.alerts) == ((), (), ())

        watch.night(NEXT)
        assert (watch.subjects(), database.alerts.find(), watch.changes()) == (mails, alerts, changes)
        assert database.alerts.find([AlertState.HELD]) == ()
