"""In quiet hours nothing is asked, whatever runs: a request waits for their end, a poll and a check of the site are left out."""

import logging
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from flows import poll_flow, site_check_flow
from ofsted_watch.demo_site.stories import DemoSite, small_story
from ofsted_watch.domain.identifiers import Urn
from ofsted_watch.services.quiet_hours import quiet_notice, wait_for_quiet_hours
from ofsted_watch.services.resources import open_resources
from ofsted_watch.settings import read_settings
from tests.cli.test_poll_command import COMMAND, Installation
from tests.journeys.watching import settings_for

STORY = small_story()
QUIET = "23:00-01:30"


class Clock:
    """A clock that moves only while somebody sleeps."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        assert 0 < seconds <= 60
        self.moment += timedelta(seconds=seconds)


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite(nights=STORY.nights, authorities=STORY.authorities, today=date(2026, 3, 4)) as opened:
        yield opened


def around_now() -> str:
    """Quiet hours from half an hour ago to half an hour from now."""
    now = datetime.now(ZoneInfo("Europe/London")).replace(tzinfo=None)
    return f"{now - timedelta(minutes=30):%H:%M}-{now + timedelta(minutes=30):%H:%M}"


@pytest.fixture
def installation(site: DemoSite, tmp_path: Path) -> Installation:
    made = Installation(site, tmp_path)
    made.environment["OFSTED_WATCH_QUIET_HOURS"] = around_now()
    return made


def test_a_run_that_reaches_quiet_hours_sends_its_next_request_after_them(
    site: DemoSite, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    clock = Clock(datetime(2026, 3, 4, 22, 59, 57, tzinfo=UTC))
    settings = settings_for(site, tmp_path, quiet_hours=QUIET, requests_per_second="1")
    answered = []
    with (
        caplog.at_level(logging.WARNING, "ofsted_watch.night"),
        open_resources(settings, sleep=clock.sleep, now=clock.now) as resources,
    ):
        for _ in range(4):
            resources.site.answer("/provider/44/80901")
            answered.append(clock.now())
    assert answered[0] < datetime(2026, 3, 4, 23, tzinfo=UTC)
    assert all(not quiet_notice(settings, lambda moment=moment: moment) for moment in answered)
    assert answered[-1] >= datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
    assert [record.getMessage() for record in caplog.records] == [
        "No request is sent to the site in quiet hours (23:00-01:30): waiting until 01:30 on 5 March 2026"
    ]


def test_each_retry_and_each_robots_txt_waits_too(site: DemoSite, tmp_path: Path):
    clock = Clock(datetime(2026, 3, 4, 23, 0, tzinfo=UTC))
    before = len(site.requests)
    asked_from = []
    with open_resources(
        settings_for(site, tmp_path, quiet_hours=QUIET), sleep=clock.sleep, now=clock.now, before_request=asked_from.append
    ) as resources:
        resources.site.authority_page(Urn("80901"))
    assert [request.path for request in site.requests[before:]] == ["/robots.txt", "/provider/44/80901"]
    assert clock.now() >= datetime(2026, 3, 5, 1, 30, tzinfo=UTC)
    assert len(asked_from) == 2


def test_the_clock_is_read_again_each_minute_of_a_wait(tmp_path: Path):
    """A machine that sleeps, or whose clock is set, does not wait longer than it must."""
    clock = Clock(datetime(2026, 3, 4, 23, 30, tzinfo=UTC))
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock.moment += timedelta(hours=1)

    settings = read_settings({"OFSTED_WATCH_QUIET_HOURS": QUIET}, dotenv=None)
    assert wait_for_quiet_hours(settings, clock.now, sleep)
    assert slept == [60, 60]
    assert not wait_for_quiet_hours(settings, clock.now, sleep)


def test_a_poll_in_quiet_hours_says_so_asks_nothing_and_is_no_failure_and_status_shows_how_the_site_is_asked(
    installation: Installation, site: DemoSite
):
    installation.environment |= {"OFSTED_WATCH_REQUESTS_PER_SECOND_BY_DAY": "0.5", "OFSTED_WATCH_DAY_HOURS": "06:00-20:00"}
    before = len(site.requests)
    done = installation.run("poll")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing was asked: no request is sent to the site in quiet hours (")
    assert len(site.requests) == before
    lines = [line.strip() for line in installation.run("status").stdout.splitlines()]
    assert not [line for line in lines if "polls of the site failed" in line]
    (asks,) = (line for line in lines if line.startswith("asks the site as OfstedWatch/"))
    assert asks.endswith("(+mailto:tests@example.org), contact tests@example.org")
    (pace,) = (line for line in lines if line.startswith("requests to the site today: "))
    assert ": 0; at most 0.5 a second by day (06:00-20:00), 1000 by night; quiet hours: " in pace


def test_a_check_of_the_site_in_quiet_hours_is_wrong_use(installation: Installation, site: DemoSite):
    before = len(site.requests)
    done = installation.run("check-site")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.rstrip().endswith("; run `check-site` then")
    assert len(site.requests) == before


@pytest.mark.parametrize("command", [("nightly",), ("backfill", "--all")])
def test_a_night_and_a_backfill_in_quiet_hours_say_that_they_wait(
    installation: Installation, site: DemoSite, command: tuple[str, ...]
):
    before = len(site.requests)
    run = subprocess.Popen(
        [COMMAND, *command], cwd=installation.folder, env=installation.environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert run.stderr is not None
        assert "No request is sent to the site in quiet hours (" in run.stderr.readline()
    finally:
        run.kill()
        run.communicate()
    assert len(site.requests) == before


@pytest.mark.parametrize("flow", [poll_flow.poll, site_check_flow.site_check])
def test_a_poll_and_a_check_in_the_ui_are_completed_and_say_why(flow, site: DemoSite, tmp_path: Path, monkeypatch):
    for name, value in {"QUIET_HOURS": around_now(), "DATA_DIR": str(tmp_path), "SITE_URL": site.url}.items():
        monkeypatch.setenv(f"OFSTED_WATCH_{name}", value)
    before = len(site.requests)
    ended = flow.fn()
    assert (ended.type.value, ended.name) == ("COMPLETED", "Quiet hours")
    assert ended.message.startswith("nothing was asked: no request is sent to the site in quiet hours (")
    assert len(site.requests) == before
