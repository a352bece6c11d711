"""A working day and its night under `up`, over 153 authorities: how soon a letter is mailed, what is asked of the site."""

import subprocess
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from ofsted_watch.demo_site.stories import FIRST_NIGHT, StoryNight
from ofsted_watch.demo_site.story_writing import focused, post
from proofs.bench.standing_costs import COMMAND, watch_over_many
from tests.adapters.mail_servers import Mailbox, serving
from tests.standing_watch import StandingWatch, is_up, takes_minutes

pytestmark = [pytest.mark.xdist_group("standing"), pytest.mark.timeout(1800)]

TODAY = FIRST_NIGHT + timedelta(days=1)
NAME = "Thornmere"
POLLS = 22
"""From 08:00 to 18:30, every half hour: tests/cli/test_poll_command.py holds the schedule to it."""

LISTED_BEFORE = 3
"""The first poll that sees a letter of 09:10: the one of 09:30."""


def completed(watch: StandingWatch, deployment: str, today: date) -> None:
    run = watch.ended(watch.order(deployment, today=today.isoformat()))
    assert run["state_type"] == "COMPLETED", run["state"]["message"]


@takes_minutes
def test_under_up_a_letter_of_09_10_is_mailed_by_09_45_and_the_day_stays_within_its_requests(tmp_path: Path):
    letter = post(60_000_901, focused(NAME, TODAY - timedelta(days=22), TODAY, theme="care leavers"))
    mailbox = Mailbox()
    with watch_over_many(tmp_path, StoryNight(TODAY, "A letter.", (letter,))) as (watch, command), serving(mailbox) as port:
        assert isinstance(watch.environment, dict)
        watch.environment["OFSTED_WATCH_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        watch.site.today = FIRST_NIGHT
        for words in (
            ["nightly", "--today", FIRST_NIGHT.isoformat()],
            ["subscribe", "reader@example.org", "--authority", NAME, "--on", "letter"],
        ):
            subprocess.run([COMMAND, *words], env=watch.environment, cwd=tmp_path, check=True, capture_output=True)
        with is_up(watch, command):
            begun = len(watch.site.requests)
            for poll in range(POLLS):
                if poll == LISTED_BEFORE:
                    watch.site.today, ordered = TODAY, time.monotonic()
                completed(watch, "poll", TODAY)
                if poll == LISTED_BEFORE:
                    watch.wait_until(lambda: mailbox.stored, "the mail is accepted")
                    minutes = (time.monotonic() - ordered) / 60
            polls = len(watch.site.requests) - begun
            completed(watch, "nightly", TODAY + timedelta(days=1))
            asked = len(watch.site.requests) - begun
    print(f"mailed {minutes:.1f} minutes after 09:30; 22 polls: {polls} requests, the night: {asked - polls}")
    assert [to for to, _ in mailbox.stored] == [["reader@example.org"]]
    assert minutes <= 15
    assert polls <= 66 + 4
    assert asked <= 66 + 156 + 4
