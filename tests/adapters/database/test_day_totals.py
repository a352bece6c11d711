"""What the runs of a day did so far counts for the next one; other days, rereads and backfills do not."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from ofsted_watch.adapters.database import Database
from ofsted_watch.domain.model import Coverage, Outcome, SetAside
from ofsted_watch.domain.run_state import RunKind, RunState
from ofsted_watch.services.day_limit import many_served_wrong_today
from ofsted_watch.services.resources import Resources
from tests.adapters.database.made import BRACKENSHIRE, NOW, TODAY, night


def ended(database: Database, kind: RunKind, day=TODAY, read: int = 0) -> int:
    run = database.runs.start(kind, day, (), NOW)
    database.runs.finish(run, RunState.DONE, Coverage((), (), read=read), "", NOW)
    return run


@pytest.mark.parametrize(
    ("kind", "days", "counts"),
    [
        (RunKind.POLL, 0, True),
        (RunKind.NIGHTLY, 0, True),
        (RunKind.POLL, -1, False),
        (RunKind.REREAD, 0, False),
        (RunKind.BACKFILL, 0, False),
    ],
)
def test_only_nights_and_polls_of_the_day_count(database: Database, kind: RunKind, days: int, counts: bool):
    run = ended(database, kind, TODAY + timedelta(days=days), read=3)
    outcome = night()
    assert outcome.changes
    database.outcomes.apply(outcome, run_id=run, at=NOW)
    assert (len(database.day_totals.changes(TODAY)) > 0) is counts
    assert database.day_totals.letters(TODAY, ("not_a_pdf",)).read == (3 if counts else 0)


def test_letters_set_aside_by_the_runs_of_the_day_are_counted_by_their_code(database: Database):
    run = ended(database, RunKind.POLL, read=2)
    outcome = night()
    (item,) = outcome.set_aside[:1]
    database.outcomes.apply(replace(outcome, set_aside=(item,)), run_id=run, at=NOW)
    assert database.day_totals.letters(TODAY, (item.code,)).set_aside == 1
    assert database.day_totals.letters(TODAY, ("another_code",)).set_aside == 0


@pytest.mark.parametrize(("earlier", "now", "many"), [(4, 1, True), (4, 0, False), (0, 1, False)])
def test_files_served_wrong_in_small_parts_over_a_day_are_as_many_as_in_one_night(
    database: Database, earlier: int, now: int, many: bool
):
    run = ended(database, RunKind.POLL, read=earlier)
    items = tuple(SetAside("letter", BRACKENSHIRE, f"{number}" * 64, "not_a_pdf", "A web page") for number in range(earlier))
    database.outcomes.apply(Outcome(today=TODAY, set_aside=items), run_id=run, at=NOW)
    resources = cast(Resources, SimpleNamespace(database=database))
    assert many_served_wrong_today(resources, ["not_a_pdf"] * now, TODAY) is many
