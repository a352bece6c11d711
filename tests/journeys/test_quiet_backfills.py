"""A backfill that is to tell nobody tells nobody, and leaves what is news to the night, which tells it once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from ofsted_watch.demo_site.stories import DemoSite, StoryNight, small_story
from ofsted_watch.domain.model import Topic
from ofsted_watch.runs.planning import expected_authorities
from ofsted_watch.services.decide import NotifyMode
from ofsted_watch.services.deliver import deliver
from ofsted_watch.services.executor import LocalExecutor
from ofsted_watch.services.nightly import run_over_site
from tests.journeys.watching import READER, watching


def test_a_letter_under_two_numbers_is_left_to_the_night_whole(tmp_path: Path):
    story = small_story()
    first, second = story.nights
    fall = second.publications[0]
    twice = replace(fall, number="60000999", file=lambda: fall.file() + b"\n% other bytes\n")
    both = StoryNight(second.day, second.says, (*second.publications, twice))
    site = DemoSite(nights=(first, both), authorities=story.authorities)
    with site, watching(site, tmp_path) as here:
        here.subscribe(READER, topics=(Topic.CHANGE, Topic.LETTER))
        here.night(first.day)
        site.today = second.day
        for day in (second.day, date(2026, 3, 5)):
            night = run_over_site(
                LocalExecutor(),
                here.resources,
                expected_authorities(["all"], here.resources.register),
                day,
                kind="backfill",
                notify=NotifyMode.NONE,
            )
            assert "3 letters are news and are left to the nightly run" in " ".join(night.notes)
            deliver(here.resources)
            assert here.resources.database.alerts.find() == ()
        here.night(date(2026, 3, 6))
        assert len([subject for subject in here.subjects() if "Thornmere" in subject]) == 1
