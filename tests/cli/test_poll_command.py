"""`poll` as a command: what it prints, what it costs, and a whole day of it."""

import asyncio
import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from prefect.server.schemas.schedules import CronSchedule

from ofsted_watch.demo_site.stories import DemoSite, StoryNight, crowd_story, small_story
from ofsted_watch.demo_site.story_writing import focused, post
from ofsted_watch.domain.model import Topic
from ofsted_watch.settings import Settings
from tests.isolation import clean_environment
from tests.journeys.watching import settings_for, watching
from tests.standing_watch import takes_minutes

COMMAND = Path(sys.executable).with_name("ofsted-watch")
LONDON = ZoneInfo("Europe/London")
STORY = small_story()
FIRST, SECOND = STORY.days


class Installation:
    """A folder whose watch has seen a first night, and the site that it watches."""

    def __init__(self, site: DemoSite, folder: Path) -> None:
        self.site, self.folder = site, folder
        settings = settings_for(site, folder)
        clean = clean_environment()
        self.environment = clean | {
            "OFSTED_WATCH_DATA_DIR": str(folder),
            "OFSTED_WATCH_SITE_URL": site.url,
            "OFSTED_WATCH_AUTHORITIES_FILE": str(settings.authorities_file),
            "OFSTED_WATCH_REQUESTS_PER_SECOND": "1000",
            "OFSTED_WATCH_CONTACT": "tests@example.org",
        }

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([COMMAND, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True)

    def mails(self) -> int:
        return len(list((self.folder / "outbox").glob("*.eml")))


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with DemoSite(nights=STORY.nights, authorities=STORY.authorities, today=FIRST) as site:
        with watching(site, tmp_path) as watch:
            watch.subscribe()
            watch.night(FIRST)
        yield Installation(site, tmp_path)


def test_a_quiet_poll_says_so_costs_at_most_three_requests_and_three_seconds_and_exits_0(installation: Installation):
    for path in (installation.folder / "robots").iterdir():
        path.unlink()
    before, requests = resource.getrusage(resource.RUSAGE_CHILDREN), len(installation.site.requests)
    done = installation.run("poll", "--today", SECOND.isoformat())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2:] == ["Poll of 4 March 2026", "No authority has a newer report than at its last check."]
    assert len(installation.site.requests) - requests <= 3
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert seconds <= 3, f"a quiet poll took {seconds:.1f} s of processor time"


def test_a_poll_with_news_prints_it_and_sends_it(installation: Installation):
    installation.site.today = SECOND
    done = installation.run("poll", "--today", SECOND.isoformat())
    assert done.returncode == 0, done.stdout
    assert "Thornmere: overall good -> inadequate" in done.stdout
    assert "Checked 2 of 2 authorities, 2 letters stored; 4 changes, 1 alert." in done.stdout
    assert installation.mails() == 1


def test_a_poll_whose_site_is_away_exits_1_and_a_day_to_come_is_wrong_use(installation: Installation):
    installation.environment["OFSTED_WATCH_SITE_URL"] = "http://127.0.0.1:9"
    done = installation.run("poll")
    assert done.returncode == 1
    assert "2 authorities not checked: Aldershaw, Thornmere" in done.stdout
    assert installation.run("poll", "--today", "2999-01-01").returncode == 2


def moments(schedule: str, day: date) -> list[datetime]:
    """The moments of a day at which a cron schedule is due, in London."""
    start = datetime(day.year, day.month, day.day, tzinfo=LONDON)
    dates = CronSchedule(cron=schedule, timezone="Europe/London").get_dates(100, start=start, end=start + timedelta(days=1))
    return [due.astimezone(LONDON) for due in asyncio.run(dates)]


def test_the_schedule_is_every_half_hour_of_the_working_day():
    times = [f"{at:%H:%M}" for at in moments(Settings().poll_schedule, SECOND)]
    assert (len(times), times[:3], times[-1]) == (22, ["08:00", "08:30", "09:00"], "18:30")
    assert moments(Settings().poll_schedule, date(2026, 3, 7)) == []


@takes_minutes
@pytest.mark.timeout(900)
def test_a_letter_of_09_10_is_mailed_by_09_45_and_its_day_of_153_authorities_stays_within_its_requests(tmp_path: Path):
    """A day by the clock: 22 polls, a delivery every five minutes, one letter listed at 09:10, then the night."""
    story = crowd_story()
    letter = post(60_000_901, focused("Thornmere", date(2026, 2, 10), SECOND, theme="care leavers"))
    nights = (*story.nights, StoryNight(SECOND, "A letter.", (letter,)))
    listed_at = datetime(2026, 3, 4, 9, 10, tzinfo=LONDON)
    with DemoSite(nights=nights, authorities=story.authorities, today=FIRST) as site:
        with watching(site, tmp_path) as watch:
            watch.night(FIRST)
            watch.subscribe(topics=(Topic.LETTER,))
        before, mailed_at = len(site.requests), None
        installation = Installation(site, tmp_path)
        for at in moments(Settings().poll_schedule, SECOND):
            site.today = SECOND if at >= listed_at else FIRST
            # Five minutes after the poll began, the delivery of that minute is over at the latest.
            assert installation.run("poll", "--today", SECOND.isoformat()).returncode == 0
            if mailed_at is None and installation.mails():
                mailed_at = at + timedelta(minutes=5)
        polls = len(site.requests) - before
        with watching(site, tmp_path) as watch:
            night = watch.night(SECOND + timedelta(days=1))
    assert mailed_at is not None
    assert f"{mailed_at:%H:%M}" <= "09:45"
    assert night.coverage.missed_by_polls == 0
    print(f"22 polls: {polls} requests; the night: {len(site.requests) - before - polls}")
    assert polls <= 66 + 4
    assert len(site.requests) - before <= 66 + 156 + 4
