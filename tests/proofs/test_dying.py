"""Machines die, fill up, lose their database or their clock, and runs meet: a short part of `make reliability`."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from ofsted_watch.errors import DatabaseUnavailable
from ofsted_watch.services.deliver import HUNG_AFTER, WRITE_AGAIN, _write_down
from proofs.reliability import away, clocks, dying, full_disk, together
from proofs.reliability.forked import run
from proofs.reliability.grounds import Ground, first_night, ground
from proofs.reliability.killed import Kill, Killing, undisturbed
from proofs.reliability.promises import broken_in_the_end, broken_now
from proofs.reliability.works import backfill_beside, night, night_beside


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with ground("sqlite", tmp_path_factory.mktemp("dying"), first_night) as made:
        yield made


@pytest.mark.parametrize("what", ["a backfill of an empty database without alerts", "a delivery of mails and digests"])
def test_a_process_killed_at_its_work_and_run_again_leaves_what_it_would_have_left(what: str, tmp_path: Path) -> None:
    (work, evening, expected) = next(more for text, *more in dying.WORKS if text == what)
    with ground("sqlite", tmp_path, evening) as made:
        killing = Killing(made, work, expected=expected)
        ended = killing.kill(Kill(len(killing.steps) // 2), Kill(len(killing.steps) // 3))
    assert ended.killed
    assert ended.well, ended


def test_a_night_that_stands_still_while_others_run_doubles_nothing(on: Ground) -> None:
    steps, reference = undisturbed(on, night_beside)
    ended = together.beside(on, reference, steps.index("after archive.put"), (night_beside, backfill_beside))
    assert ended.well, ended


def test_a_database_locked_for_a_moment_is_waited_for(on: Ground) -> None:
    steps, reference = undisturbed(on, night)
    locked = away.locked_for(1.0)
    step = steps.index("after database.files.record_file")
    (ended,), remark = away.all_at_once(on, reference, [step], away.nullcontext(locked))
    assert ended.well, ended
    assert remark.startswith("1 nights continued")


def test_a_night_on_a_full_disk_says_so_and_is_caught_up_when_there_is_room(on: Ground, tmp_path: Path) -> None:
    if reason := full_disk.may_mount(tmp_path / "try"):
        pytest.skip(reason)
    _, reference = undisturbed(on, night)
    with full_disk.small_disk(tmp_path / "disk") as disk:
        ended, ran = full_disk.full_night(on, disk, reference, 32, mails_in_files=True)
    assert "has no space left" in ran.error
    assert ended.well, ended


@pytest.mark.parametrize("days", [-1, 365])
def test_a_night_under_a_wrong_clock_loses_no_news_and_doubles_none(on: Ground, days: int) -> None:
    _, reference = undisturbed(on, night)
    ended = clocks.jumped(on, reference, timedelta(days=days), day_before=True)
    assert ended.well, ended


def test_a_daily_schedule_has_each_night_once_where_the_clock_changes() -> None:
    metrics = clocks.summer_time(lambda metric: None)
    assert [metric.holds for metric in metrics] == [True, True, True]


def test_promises_that_are_broken_are_seen(on: Ground) -> None:
    settings = on.fresh(None)
    assert any("neither stored nor set aside" in text for text in broken_in_the_end(settings, on.site, on.today))
    assert run(settings, on.today, night).done
    assert broken_in_the_end(settings, on.site, on.today) == []
    some = next(path for path in (settings.data_dir / "archive").rglob("*") if path.is_file())
    some.unlink()
    assert [text for text in broken_now(settings) if some.name in text]
    on.forget(settings)


class Away:
    """A database that is away for so many calls, and then keeps what it is told."""

    def __init__(self, calls: int) -> None:
        self.calls = calls
        self.sent: list[int] = []
        self.outbox = self

    def mark_sent(self, answers: Mapping[int, str], at: datetime) -> int:
        self.calls -= 1
        if self.calls >= 0:
            raise DatabaseUnavailable("The database does not answer.")
        self.sent += answers
        return len(answers)


def test_a_mail_that_is_out_is_marked_as_sent_when_the_database_is_back() -> None:
    database, slept = Away(3), list[float]()
    _write_down(SimpleNamespace(database=database), {7: "250 ok"}, slept.append)  # type: ignore[arg-type]
    assert database.sent == [7]
    assert slept == list(WRITE_AGAIN[:3])


def test_a_database_that_stays_away_is_named_long_before_the_mail_counts_as_hung() -> None:
    slept = list[float]()
    with pytest.raises(DatabaseUnavailable):
        _write_down(SimpleNamespace(database=Away(99)), {7: "250 ok"}, slept.append)  # type: ignore[arg-type]
    assert sum(slept) + 30 * (len(slept) + 1) < HUNG_AFTER.total_seconds()
